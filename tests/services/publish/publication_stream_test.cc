#include "services/publish/publication_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/publish/publish_service.h"
#include "tests/services/all/test_stage.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"

namespace gongkai::all {
namespace {

namespace v1 = publish::v1;
namespace wf = workflow::v1;
using namespace std::chrono_literals;

// A follower of publications, as a bot is one.
class Follower {
 public:
  Follower(const std::shared_ptr<grpc::Channel>& channel, std::int64_t from) {
    context_.set_deadline(std::chrono::system_clock::now() +
                          60s);  // only a broken program needs it
    context_.set_wait_for_ready(true);
    v1::WatchPublicationsRequest request;
    request.set_from_position(from);
    reader_ = v1::PublishService::NewStub(channel)->WatchPublications(&context_, request);
  }
  ~Follower() {
    if (!reader_) return;
    Cancel();
    End();
  }

  // Waits for the next one; nothing when the stream has ended.
  std::optional<v1::WatchPublicationsResponse> Next() {
    v1::WatchPublicationsResponse told;
    if (!reader_->Read(&told)) return std::nullopt;
    return told;
  }

  // "reports/annual-2021 PUBLISHED"
  std::string NextSaid() {
    const auto told = Next();
    return told ? told->report() + " " + wf::State_Name(told->state()) : "the end";
  }

  void Cancel() { context_.TryCancel(); }
  // Waits until the server has said that it follows; or the call has ended.
  void AwaitHeard() { reader_->WaitForInitialMetadata(); }

  // Reads what is left and answers why the stream has ended.
  Error End() {
    while (Next()) {
    }
    const grpc::Status status = std::exchange(reader_, nullptr)->Finish();
    return rpc::FromGrpcStatus(status, "publish");
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchPublicationsResponse>> reader_;
};

// Publish as a process of its own beside the others.
class PublicationStreamTest : public ::testing::Test {
 protected:
  void PublishNew(const std::string& id, const std::string& corrects = "") {
    const std::string report = CreateReport(office_, id, corrects).name();
    Clear(office_, report);
    PublishReport(office_, report);
  }

  void Retract(const std::string& id) {
    v1::RetractReportRequest retract;
    retract.set_name("reports/" + id);
    retract.set_reason("发现差错。");
    Must(office_.Call(kPublisher, &Publish::RetractReport, retract));
  }

  void ReportLeak(const std::string& id) {
    v1::ReportLeakRequest leak;
    leak.set_name("reports/" + id);
    leak.set_reason("含身份证号码。");
    Must(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak));
  }

  std::unique_ptr<Follower> Follow(std::int64_t from, const std::string& identity = "bot/website") {
    return std::make_unique<Follower>(stage_.As(identity), from);
  }

  std::int64_t NewestPosition(const std::string& id) {
    return GetRecord(office_, "reports/" + id).newest_position();
  }

  TestOffice office_;
  runtime::Streams followers_{publish::kFollowers};
  runtime::Streams downloads_{publish::kDownloads};
  runtime::StallWatch stalls_{publish::kStall};
  TestStage stage_{office_, "publish", office_.address(),
                   [this](rpc::Gate& gate, rpc::Peer& workflow, rpc::Peer& intake) {
                     return publish::MakePublishService({.policy = office_.policy(),
                                                         .gate = gate,
                                                         .followers = followers_,
                                                         .downloads = downloads_,
                                                         .stalls = stalls_,
                                                         .workflow = workflow,
                                                         .intake = intake});
                   }};
};

TEST_F(PublicationStreamTest, TellsInOrderWhatBecamePublicAndWhatCeasedToBe) {
  PublishNew("first");
  const auto follower = Follow(0);
  PublishNew("second");
  Retract("first");
  PublishNew("third", "reports/second");

  const auto first = follower->Next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->report(), "reports/first");
  EXPECT_EQ(first->state(), wf::PUBLISHED);
  EXPECT_EQ(first->content_sha256(), ContentOf(office_, "reports/first"));
  EXPECT_GT(first->time().seconds(), 0);
  EXPECT_EQ(first->position(), 5);  // after SET_POLICY, CREATE, SUBMIT and two approvals
  EXPECT_EQ(follower->NextSaid(), "reports/second PUBLISHED");
  EXPECT_EQ(follower->NextSaid(), "reports/first RETRACTED");
  const auto replaced = follower->Next();
  ASSERT_TRUE(replaced);
  EXPECT_EQ(replaced->report(), "reports/second");
  EXPECT_EQ(replaced->state(), wf::SUPERSEDED);
  EXPECT_EQ(replaced->related_report(), "reports/third");
  const auto correction = follower->Next();
  ASSERT_TRUE(correction);
  EXPECT_EQ(correction->report(), "reports/third");
  EXPECT_EQ(correction->related_report(), "reports/second");
  EXPECT_GT(correction->position(), replaced->position());
}

TEST_F(PublicationStreamTest, SaysOfWhatIsTakenBackWhetherItLeaks) {
  PublishNew("wrong");
  PublishNew("leaking");
  Retract("wrong");
  ReportLeak("leaking");
  const auto follower = Follow(NewestPosition("wrong"));
  const auto retracted = follower->Next();
  ASSERT_TRUE(retracted);
  EXPECT_EQ(retracted->report(), "reports/wrong");
  EXPECT_FALSE(retracted->leak());
  const auto leak = follower->Next();
  ASSERT_TRUE(leak);
  EXPECT_EQ(leak->report(), "reports/leaking");
  EXPECT_EQ(leak->state(), wf::RETRACTED);
  EXPECT_TRUE(leak->leak());
}

TEST_F(PublicationStreamTest, GoesOnFromAPosition) {
  PublishNew("first");
  PublishNew("second");
  EXPECT_EQ(Follow(NewestPosition("second"))->NextSaid(), "reports/second PUBLISHED");
  const auto follower = Follow(NewestPosition("second") + 1);  // which does not exist yet
  PublishNew("third");
  EXPECT_EQ(follower->NextSaid(), "reports/third PUBLISHED");
}

TEST_F(PublicationStreamTest, RefusesAPositionThatCannotBe) {
  PublishNew("first");
  for (const std::int64_t from : {NewestPosition("first") + 2, std::int64_t{-1}}) {
    const Error error = Follow(from)->End();
    EXPECT_EQ(error.reason, Reason::kInvalidField) << error.message;
    EXPECT_EQ(error.metadata.at("field"), "from_position");
  }
}

TEST_F(PublicationStreamTest, StaysAndGoesOnWhereWorkflowIsStartedAnew) {
  PublishNew("first");
  const auto follower = Follow(0);
  EXPECT_EQ(follower->NextSaid(), "reports/first PUBLISHED");
  for (const char* id : {"second", "third"}) {
    office_.Stop();
    office_.Start();
    PublishNew(id);
    EXPECT_EQ(follower->NextSaid(), "reports/" + std::string(id) + " PUBLISHED");
  }
}

TEST_F(PublicationStreamTest, WaitsForAWorkflowThatIsNotThereYet) {
  office_.Stop();
  const auto follower = Follow(0);
  follower->AwaitHeard();  // hangs where nothing is sent before there is something to tell
  std::this_thread::sleep_for(300ms);
  office_.Start();
  PublishNew("first");
  EXPECT_EQ(follower->NextSaid(), "reports/first PUBLISHED");
}

TEST_F(PublicationStreamTest, EndsWhenTheServerDrainsWhateverItWaitsFor) {
  PublishNew("first");
  const auto reading = Follow(0);
  EXPECT_EQ(reading->NextSaid(), "reports/first PUBLISHED");
  const auto unread = Follow(0);  // waits for its client to read
  office_.Stop();
  const auto pausing = Follow(0);  // waits for workflow
  std::this_thread::sleep_for(300ms);
  stage_.Stop(5s);
  for (Follower* follower : {reading.get(), unread.get(), pausing.get()}) {
    EXPECT_EQ(follower->End().reason, Reason::kPeerUnavailable);  // as FromGrpcStatus has it
  }
}

TEST_F(PublicationStreamTest, HasRoomForTheWebsiteBesideAHundredOthers) {
  PublishNew("first");
  for (const std::size_t callers : {1U, 7U, 100U}) {
    std::vector<Result<runtime::Streams::Slot>> others;
    for (std::size_t i = 0; i < 100; ++i) {
      others.push_back(followers_.TryOpen("user/follower-" + std::to_string(i % callers)));
    }
    EXPECT_EQ(Follow(0, "bot/website")->NextSaid(), "reports/first PUBLISHED") << callers;
  }
}

TEST_F(PublicationStreamTest, IsGivenUpWhenItsClientIsGone) {
  PublishNew("first");
  const std::size_t limit = publish::kFollowers.limit_per_caller;
  std::vector<std::unique_ptr<Follower>> followers;
  while (followers.size() < limit) {
    followers.push_back(Follow(0));
    EXPECT_EQ(followers.back()->NextSaid(), "reports/first PUBLISHED");
  }
  EXPECT_EQ(Follow(0)->End().reason, Reason::kTooManyStreams);
  EXPECT_EQ(Follow(0, "user/liu-yang")->NextSaid(), "reports/first PUBLISHED") << "another caller";

  followers.back()->Cancel();  // while it waits for the next change
  followers.pop_back();
  EXPECT_TRUE(
      support::Eventually([&] { return Follow(0)->NextSaid() == "reports/first PUBLISHED"; }));
  followers.front().reset();
  office_.Stop();
  followers.clear();  // while there is no workflow
  office_.Start();
  EXPECT_TRUE(support::Eventually([&] {
    followers.clear();
    while (followers.size() < limit) {
      followers.push_back(Follow(0));
      if (followers.back()->NextSaid() != "reports/first PUBLISHED") return false;
    }
    return true;
  }));
}

TEST_F(PublicationStreamTest, IsGivenUpInTheMiddleOfABacklog) {
  for (const char* id : {"first", "second", "third", "fourth"}) PublishNew(id);
  for (int i = 0; i < 200; ++i) {
    const auto follower = Follow(0);
    if (i % 2 == 0) follower->Next();
  }
  EXPECT_EQ(Follow(0)->NextSaid(), "reports/first PUBLISHED");
}

}  // namespace
}  // namespace gongkai::all
