// What no entry of the ledger names goes, what one names stays.
#include <atomic>
#include <random>
#include <thread>

#include "services/intake/content/content.h"
#include "services/intake/content/content_fields.h"
#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

using ::testing::SizeIs;

class CollectorTest : public AttachmentsTest {
 protected:
  CollectorTest() : AttachmentsTest({.grace = std::chrono::seconds(1)}) {}

  // A process that stored for a change and was killed before it asked the ledger.
  void Abandon(const std::string& body) {
    v1::Report report = CompleteReport();
    report.set_body(body);
    Deposit deposit = *DepositOf(*NewContent(report, "办公室"), body);
    deposit.report = kReport;
    deposit.department = "办公室";
    ASSERT_TRUE(world_.contents().Put(deposit, 0));
  }

  bool EventuallyAllIsNamed() {
    return support::Eventually([this] {
      return world_.CountRows("loose") == 0 && world_.CountRows("loose_part") == 0 &&
             world_.CountRows("loose_report") == 0;
    });
  }
};

TEST_F(CollectorTest, RemovesWhatNoEntryNamesAndKeepsTheRest) {
  const std::string bytes = "bytes";
  ASSERT_EQ(UploadAll(*drafter_, bytes, "a.pdf").reason(), "OK");
  Abandon("从未申报");
  EXPECT_EQ(world_.CountRows("content"), 3);
  EXPECT_TRUE(EventuallyAllIsNamed());
  EXPECT_EQ(world_.CountRows("content"), 2);
  EXPECT_EQ(world_.CountRows("body"), 1);
  EXPECT_EQ(Download(*drafter_, "a.pdf").bytes, bytes);
  EXPECT_EQ(Report().body(), CompleteReport().body());
}

// As after a backup of the ledger was restored: the log that was followed is not this one.
TEST_F(CollectorTest, FollowsALedgerThatIsNotTheOneItKnewFromItsBeginning) {
  for (const Followed& foreign : {Followed{.next = 1'000'000, .last = "of a longer log"},
                                  Followed{.next = 1, .last = "another first change"}}) {
    world_.contents().Keep({}, foreign);
    v1::UpdateReportRequest update;
    update.mutable_report()->set_name(kReport);
    update.mutable_report()->set_body("正文 " + foreign.last);
    update.mutable_update_mask()->add_paths("body");
    ASSERT_EQ(Ask(*drafter_, &Stub::UpdateReport, update).reason(), "OK");
    EXPECT_TRUE(EventuallyAllIsNamed());
    EXPECT_EQ(Report().body(), "正文 " + foreign.last) << "what the ledger names is there";
  }
}

// Drafters race each other with etags and uploads, so that many of them are refused at the last
// moment, while others leave what they stored.
TEST_F(CollectorTest, UnderLoadNothingThatTheLedgerNamesIsEverRemoved) {
  std::atomic<int> lost = 0;
  const auto colleague = world_.As(kColleague);
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < 6; ++thread) {
      threads.emplace_back([&, thread] {
        std::minstd_rand random(thread);
        Stub& stub = thread % 2 == 0 ? *drafter_ : *colleague;
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(8);
        for (int i = 0; std::chrono::steady_clock::now() < until; ++i) {
          v1::GetReportRequest get;
          get.set_name(kReport);
          const auto read = Ask(stub, &Stub::GetReport, get);
          if (!read.status.ok()) {
            ADD_FAILURE() << read.reason();
            return;
          }
          const std::string text = std::to_string(random() % 50);
          if (random() % 4 == 0) {
            UploadAll(stub, "bytes " + text, std::to_string(random() % 10) + ".pdf");
          } else if (random() % 4 == 0) {
            Abandon("遗弃 " + text);
          } else {
            v1::UpdateReportRequest update;
            update.mutable_report()->set_name(kReport);
            update.mutable_report()->set_body("正文 " + text);
            if (random() % 2 == 0) update.mutable_report()->set_etag(read->etag());
            if (!Ask(stub, &Stub::UpdateReport, update).status.ok()) ++lost;
          }
        }
      });
    }
  }
  EXPECT_GT(lost, 0) << "nobody lost a race";
  EXPECT_TRUE(EventuallyAllIsNamed());

  const std::set<std::string> named = world_.NamedContents();
  EXPECT_EQ(world_.CountRows("content"), named.size());
  std::set<std::string> bodies;
  std::set<std::string> files;
  for (const std::string& sha256 : named) {
    const Result<v1::Content> content = ReadContent(world_.contents(), sha256);
    ASSERT_TRUE(content) << sha256;
    EXPECT_TRUE(ReadBody(world_.contents(), *content)) << sha256;
    bodies.insert(content->body_sha256());
    for (const v1::Attachment& attachment : content->attachments()) {
      files.insert(attachment.sha256());
      EXPECT_EQ(Download(*drafter_, attachment.file_name(), sha256).reason, "OK");
    }
  }
  EXPECT_EQ(world_.CountRows("body"), bodies.size());
  EXPECT_EQ(world_.CountRows("attachment"), files.size());
  EXPECT_THAT(world_.Blobs(), SizeIs(files.size()));
}

}  // namespace
}  // namespace gongkai::intake
