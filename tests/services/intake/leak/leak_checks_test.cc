#include "services/intake/leak/leak_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/intake/content/content.h"
#include "tests/support/test_folder.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Status Always() { return {}; }

class LeakChecksTest : public ::testing::Test {
 protected:
  LeakChecksTest() : contents_(folder_.path()), blobs_(folder_ / "blobs") { Reopen(); }

  // Begins anew with what is kept on disk.
  void Reopen() {
    checks_.reset();
    checks_ = std::make_unique<LeakChecks>(folder_.path(), contents_, blobs_,
                                           [this](const std::string& name, std::string_view bytes) {
                                             ++reads_;
                                             if (delay_ > std::chrono::milliseconds::zero())
                                               std::this_thread::sleep_for(delay_);
                                             if (document_) return *document_;
                                             return ReadText(name, bytes);
                                           });
  }

  // Stores a content with this body and these attachments.
  v1::Content Store(const std::string& title, const std::string& body,
                    const std::vector<std::string>& attachments) {
    v1::Content content;
    content.set_title(title);
    NameBody(body, content);
    for (const std::string& bytes : attachments) {
      v1::Attachment& added = *content.add_attachments();
      added.set_file_name(std::to_string(content.attachments_size()) + ".txt");
      added.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
      added.set_sha256(base::Sha256(bytes).ToHex());
      BlobStore::Writer writer = blobs_.Begin();
      writer.Write(bytes);
      EXPECT_TRUE(writer.Finish(base::Sha256(bytes)));
      writer.Place();
    }
    Deposit deposit = *DepositOf(content, body);
    deposit.report = "reports/annual-2021";
    deposit.department = "办公室";
    digest_ = deposit.content.digest;
    EXPECT_TRUE(contents_.Put(deposit, 0));
    return content;
  }

  static std::vector<std::string> Rules(const FindingList& list) {
    std::vector<std::string> rules;
    for (const ListedFinding& listed : list.findings) {
      rules.push_back(listed.finding.part() + ' ' + listed.finding.rule());
    }
    return rules;
  }

  support::TestFolder folder_;
  ContentStore contents_;
  BlobStore blobs_;
  std::atomic<int> reads_ = 0;
  std::chrono::milliseconds delay_{};
  std::optional<leak::Document>
      document_;  // what is read out of every attachment; nullopt: its text
  std::unique_ptr<LeakChecks> checks_;
  base::Digest digest_;  // of the content that was stored last
};

TEST_F(LeakChecksTest, ReadsFieldsBodyAndAttachments) {
  const v1::Content content =
      Store("手机 13800138000", "手机 13900139000", {"手机 13700137000", "没有号码"});
  const Result<FindingList> list = checks_->Check(content, digest_, Always);
  ASSERT_TRUE(list);
  EXPECT_THAT(Rules(*list), ElementsAre("title MOBILE", "body MOBILE", "attachments/1.txt MOBILE"));
}

TEST_F(LeakChecksTest, ChecksAPartOnceWhateverContentItIsIn) {
  const v1::Content first = Store("一", "正文", {"手机 13800138000"});
  ASSERT_TRUE(checks_->Check(first, digest_, Always));
  EXPECT_EQ(reads_, 1);
  ASSERT_TRUE(checks_->Check(first, digest_, Always));
  const v1::Content second = Store("二", "正文", {"手机 13800138000"});
  Reopen();
  const Result<FindingList> list = checks_->Check(second, digest_, Always);
  ASSERT_TRUE(list);
  EXPECT_THAT(Rules(*list), ElementsAre("attachments/1.txt MOBILE"));
  EXPECT_EQ(reads_, 1) << "also after a restart";
}

TEST_F(LeakChecksTest, RecallsOnlyWhatIsKeptAsAWhole) {
  const v1::Content content = Store("一", "手机 13800138000", {"手机 13900139000"});
  EXPECT_FALSE(checks_->Recall(content, digest_, leak::kRulesVersion));
  const Result<FindingList> list = checks_->Check(content, digest_, Always);
  ASSERT_TRUE(list);
  const auto recalled = checks_->Recall(content, digest_, leak::kRulesVersion);
  ASSERT_TRUE(recalled);
  EXPECT_EQ(recalled->digest, list->digest);
  EXPECT_FALSE(checks_->Recall(content, digest_, leak::kRulesVersion + 1));
  EXPECT_EQ(reads_, 1);
}

TEST_F(LeakChecksTest, AFileThatIsNoTextIsAFinding) {
  for (const std::string& bytes :
       {std::string("\xFF\xFE\x31\x00", 4), std::string("%PDF-1.7\0", 9), std::string("\xC0\x80"),
        std::string("text with \0 in it", 17)}) {
    const v1::Content content = Store("一", "", {bytes});
    const Result<FindingList> list = checks_->Check(content, digest_, Always);
    ASSERT_TRUE(list);
    EXPECT_THAT(Rules(*list), ElementsAre("attachments/1.txt UNREADABLE"));
  }
}

TEST_F(LeakChecksTest, UnreadableFilesAreToldApartByTheirBytes) {
  const v1::Content first = Store("一", "", {std::string("\0a", 2)});
  const auto one = checks_->Check(first, digest_, Always);
  const v1::Content second = Store("一", "", {std::string("\0b", 2)});
  const auto two = checks_->Check(second, digest_, Always);
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->findings.at(0).context, two->findings.at(0).context);
}

TEST_F(LeakChecksTest, AnAttachmentIsReadAgainUnderAnotherName) {
  v1::Content content = Store("一", "", {"<b>138</b>00138000"});
  ASSERT_TRUE(checks_->Check(content, digest_, Always));
  content.mutable_attachments(0)->set_file_name("2.html");
  ASSERT_TRUE(checks_->Check(content, digest_, Always));
  EXPECT_EQ(reads_, 2) << "how it is read depends on its name";
}

TEST_F(LeakChecksTest, PartsOfTheSameNameAreToldApart) {
  const std::string filler = std::string(200, '=') + "\n";
  document_ = leak::Document{
      .parts = {{.name = "a.txt", .text = filler + "手机 13800138000\n" + filler},
                {.name = "b.txt", .text = "手机 13900139000"},
                {.name = "a.txt", .text = filler + filler + "手机 13700137000\n" + filler}}};
  const v1::Content first = Store("一", "", {"甲"});
  const auto one = checks_->Check(first, digest_, Always);
  document_->parts[2].text = filler + filler + "手机 13600136000\n" + filler;
  const v1::Content second = Store("一", "", {"乙"});
  const auto two = checks_->Check(second, digest_, Always);
  ASSERT_TRUE(one && two);
  EXPECT_THAT(Rules(*one),
              ElementsAre("attachments/1.txt/a.txt MOBILE", "attachments/1.txt/b.txt MOBILE",
                          "attachments/1.txt/a.txt#2 MOBILE"));
  EXPECT_EQ(one->findings.at(0).context, two->findings.at(0).context);
  EXPECT_NE(one->findings.at(2).context, two->findings.at(2).context);
}

TEST_F(LeakChecksTest, AHeadingIsAboutAllRowsBelow) {
  const std::string list = "序号,姓名,残疾等级,金额\n1,李明,二级,300\n";
  const std::string rows = std::string(300, 'x') + "\n";
  const auto one = checks_->Check(Store("一", list + rows, {}), digest_, Always);
  const auto two =
      checks_->Check(Store("一", list + rows + "2,王芳,二级,300\n", {}), digest_, Always);
  ASSERT_TRUE(one && two);
  const auto context = [](const FindingList& of) {
    for (const ListedFinding& listed : of.findings) {
      if (listed.finding.kind() == v1::SENSITIVE_LIST) return listed.context;
    }
    return std::string();
  };
  ASSERT_NE(context(*one), "");
  EXPECT_NE(context(*one), context(*two));
}

TEST_F(LeakChecksTest, NamesOfFilesAndPartsAreShownMasked) {
  document_ =
      leak::Document{.parts = {{.name = "张三13800138000.txt", .text = "手机 13900139000"}}};
  v1::Content content = Store("一", "", {"甲"});
  content.mutable_attachments(0)->set_file_name("李四11010519491231002X.zip");
  const auto list = checks_->Check(content, digest_, Always);
  ASSERT_TRUE(list);
  ASSERT_FALSE(list->findings.empty());
  for (const ListedFinding& listed : list->findings) {
    const std::string shown = listed.finding.ShortDebugString();
    EXPECT_EQ(shown.find("13800138000"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("11010519491231002X"), std::string::npos) << shown;
  }
}

TEST_F(LeakChecksTest, BytesThatAreNotWhatWasStoredAreAnError) {
  const v1::Content content = Store("一", "正文", {"附件"});
  blobs_.Remove(base::Sha256("附件"));
  const Result<FindingList> list = checks_->Check(content, digest_, Always);
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().reason, Reason::kContentCorrupt);
}

TEST_F(LeakChecksTest, EndsWhenNobodyWantsItAnyMore) {
  const v1::Content content = Store("一", "", {std::string(1 << 20, 'x')});
  const Result<FindingList> list =
      checks_->Check(content, digest_, [] { return Status(errors::Cancelled()); });
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().reason, Reason::kCancelled);
  EXPECT_TRUE(checks_->Check(content, digest_, Always)) << "and may be asked for again";
}

TEST_F(LeakChecksTest, ManyAtOnceReadEachPartOnce) {
  delay_ = std::chrono::milliseconds(20);
  const v1::Content content = Store("一", "正文", {"甲", "乙", "丙"});
  const base::Digest digest = digest_;
  std::mutex mutex;
  std::set<std::string> digests;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        const Result<FindingList> list = checks_->Check(content, digest, Always);
        const std::scoped_lock lock(mutex);
        digests.insert(list ? list->digest.ToHex() : list.error().message);
      });
    }
  }
  EXPECT_EQ(digests.size(), 1u);
  EXPECT_LE(reads_, 6) << "two may begin with the same part at the same time";
}

TEST_F(LeakChecksTest, AContentWithoutAnythingHasNoFindings) {
  const v1::Content content = Store("一", "", {});
  const Result<FindingList> list = checks_->Check(content, digest_, Always);
  ASSERT_TRUE(list);
  EXPECT_THAT(list->findings, IsEmpty());
  EXPECT_EQ(list->numbered, 0u);
}

TEST_F(LeakChecksTest, OfWhatIsPurgedAreNeitherMadeNorKept) {
  const v1::Content content = Store("一", "手机 13800138000", {"手机 13900139000"});
  ASSERT_TRUE(checks_->Check(content, digest_, Always));
  const base::Digest file = base::Sha256("手机 13900139000");
  contents_.NotePurged({.digests = {file}, .position = 7});
  EXPECT_EQ(checks_->Check(content, digest_, Always).error().reason, Reason::kContentPurged)
      << "though its check is still kept";
  blobs_.Destroy(file);
  checks_->Remove({file});
  EXPECT_EQ(checks_->Check(content, digest_, Always).error().reason, Reason::kContentPurged);
  EXPECT_FALSE(checks_->Recall(content, digest_, leak::kRulesVersion));
}

TEST_F(LeakChecksTest, OfWhatIsPurgedWhileItIsReadAreNotKept) {
  const v1::Content content = Store("一", "", {"手机 13900139000"});
  const base::Digest file = base::Sha256("手机 13900139000");
  std::filesystem::create_directory(folder_ / "other");
  LeakChecks checks(folder_ / "other", contents_, blobs_,
                    [&](const std::string& name, std::string_view bytes) {
                      contents_.NotePurged({.digests = {file}, .position = 7});
                      return ReadText(name, bytes);
                    });
  EXPECT_EQ(checks.Check(content, digest_, Always).error().reason, Reason::kContentPurged);
  EXPECT_FALSE(checks.Recall(content, digest_, leak::kRulesVersion));
}

}  // namespace
}  // namespace gongkai::intake
