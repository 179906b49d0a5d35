#include "services/lib/rpc/gate.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "services/lib/identity/caller.h"
#include "services/lib/rpc/status.h"
#include "tests/services/lib/rpc/test_server.h"
#include "tests/services/lib/rpc/unread_call.h"
#include "tests/support/eventually.h"
#include "tests/support/log_capture.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr seconds kLong(60);

Status Fine(const Call& /*call*/, const wf::GetRecordRequest& /*request*/, wf::Record& response) {
  response.set_name("reports/annual-2021");
  return {};
}

// What a call ended with.
struct Outcome {
  grpc::Status status;
  wf::Record record;

  // Null where it is none of ours.
  std::optional<std::string> reason() const {
    google::rpc::Status details;
    google::rpc::ErrorInfo info;
    if (!details.ParseFromString(status.error_details()) || details.details().empty() ||
        !details.details(0).UnpackTo(&info)) {
      return std::nullopt;
    }
    return info.reason();
  }
};

Outcome GetRecord(wf::WorkflowService::Stub& stub, seconds timeout = kLong) {
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + timeout);
  Outcome outcome;
  outcome.status = stub.GetRecord(&context, wf::GetRecordRequest(), &outcome.record);
  return outcome;
}

// A handler that waits in the executor until it is let go.
class Waiting {
 public:
  Status operator()(const Call& call) {
    ++started_;
    while (!let_go_) {
      cancelled_ = cancelled_ || call.cancelled();
      std::this_thread::sleep_for(milliseconds(1));
    }
    return {};
  }
  int started() const { return started_; }
  bool cancelled() const { return cancelled_; }
  void LetGo() { let_go_ = true; }

 private:
  std::atomic<int> started_ = 0;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> let_go_ = false;
};

auto HandlerOf(Waiting& waiting) {
  return [&](const Call& call, const wf::GetRecordRequest&, wf::Record&) { return waiting(call); };
}

TEST(Gate, TellsTheHandlerWhoCalls) {
  machine::Actor caller;
  TestServer server({.get_record = [&](const Call& call, const auto& /*request*/, auto& response) {
    caller = call.caller;
    return Fine(call, {}, response);
  }});
  const Outcome outcome = GetRecord(*server.StubAs("user/zhang-wei"));
  ASSERT_TRUE(outcome.status.ok()) << outcome.status.error_message();
  EXPECT_EQ(outcome.record.name(), "reports/annual-2021");
  EXPECT_EQ(caller.id, base::ActorId("user/zhang-wei"));
  EXPECT_EQ(caller.department, "清河县人民政府办公室");
}

TEST(Gate, RefusesWhoHasNoIdentityOrIsUnknown) {
  TestServer server({.get_record = Fine});
  const auto nameless = wf::WorkflowService::NewStub(
      server.ChannelWith(Certificates().With("nameless", "-addext subjectAltName=DNS:localhost")));
  EXPECT_EQ(GetRecord(*nameless).reason(), "NO_IDENTITY");
  EXPECT_EQ(GetRecord(*server.StubAs("user/nobody")).reason(), "UNKNOWN_CALLER");
}

TEST(Gate, RefusesWhoMayNotCallTheMethod) {
  TestServer server({.get_record = Fine});
  grpc::ClientContext context;
  const auto stub = server.StubAs("bot/website");
  const auto reader = stub->WatchChanges(&context, wf::WatchChangesRequest());
  wf::WatchChangesResponse change;
  EXPECT_FALSE(reader->Read(&change));
  EXPECT_EQ(FromGrpcStatus(reader->Finish(), "workflow").reason, Reason::kRoleRequired);
}

// Of a service by whose way nobody may be named here.
Outcome GetRecordFor(wf::WorkflowService::Stub& stub, const std::string& person,
                     const std::string& passed) {
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + kLong);
  context.AddMetadata("gongkai-caller", person);
  if (!passed.empty()) context.AddMetadata("gongkai-via", passed);
  Outcome outcome;
  outcome.status = stub.GetRecord(&context, wf::GetRecordRequest(), &outcome.record);
  return outcome;
}

TEST(Gate, HasWhatAServiceMayNotAssertRecordedAndNotDone) {
  const support::LogCapture log;
  std::vector<std::string> recorded;
  int done = 0;
  TestServer server({.get_record = [&](const Call&, const auto&, auto&) -> Status {
                       ++done;
                       return {};
                     },
                     .refused =
                         [&](const Call& call, Error refusal) {
                           recorded.push_back(call.caller.id.text() + " " + call.caller.via + ": " +
                                              std::string(InfoOf(refusal.reason).name));
                           return refusal;
                         }});
  const auto publish = server.StubAs("service/publish");
  EXPECT_EQ(GetRecordFor(*publish, "user/wang-fang", "review").reason(), "ASSERTION_NOT_ALLOWED");
  EXPECT_EQ(GetRecordFor(*server.StubAs("service/workflow"), "user/wang-fang", "").reason(),
            "ASSERTION_NOT_ALLOWED");
  EXPECT_THAT(recorded,
              ::testing::ElementsAre("user/wang-fang review,publish: ASSERTION_NOT_ALLOWED",
                                     "user/wang-fang workflow: ASSERTION_NOT_ALLOWED"));
  EXPECT_EQ(done, 0);
  EXPECT_EQ(log.Count("by way of review,publish may not speak for user/wang-fang"), 1);

  // Whoever may, and whoever is refused for another reason, is nothing to record.
  EXPECT_TRUE(GetRecordFor(*publish, "user/wang-fang", "").status.ok());
  EXPECT_TRUE(GetRecord(*server.StubAs("user/zhang-wei")).status.ok());
  EXPECT_EQ(GetRecordFor(*publish, "user/nobody", "review").reason(), "UNKNOWN_CALLER");
  EXPECT_EQ(GetRecord(*publish).reason(), "ROLE_REQUIRED");
  EXPECT_EQ(done, 2);
  EXPECT_EQ(recorded.size(), 2U);

  server.drain().Begin();
  EXPECT_EQ(GetRecordFor(*publish, "user/wang-fang", "review").reason(), "SHUTTING_DOWN");
}

TEST(Gate, RefusesEverybodyOnceDraining) {
  TestServer server({.get_record = Fine});
  server.drain().Begin();
  EXPECT_EQ(GetRecord(*server.StubAs("user/zhang-wei")).reason(), "SHUTTING_DOWN");
}

TEST(Gate, RefusesWithATimeToTryAgainWhenTooMuchWaits) {
  Waiting waiting;
  TestServer server({.executor = {.threads = 1, .queue = 4}}, {.get_record = HandlerOf(waiting)});
  const auto stub = server.StubAs("user/zhang-wei");
  std::vector<std::future<Outcome>> calls;
  calls.push_back(std::async(std::launch::async, [&] { return GetRecord(*stub); }));
  ASSERT_TRUE(support::Eventually([&] { return waiting.started() == 1; }));

  // Two more wait; whichever of these comes later is refused.
  for (int i = 0; i < 3; ++i) {
    calls.push_back(std::async(std::launch::async, [&] { return GetRecord(*stub); }));
  }
  std::vector<Outcome> refused;
  ASSERT_TRUE(support::Eventually([&] {
    for (auto& call : calls) {
      if (call.valid() && call.wait_for(seconds(0)) == std::future_status::ready) {
        refused.push_back(call.get());
      }
    }
    return !refused.empty();
  }));
  waiting.LetGo();
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].reason(), "OVERLOADED");
  EXPECT_GT(FromGrpcStatus(refused[0].status, "workflow").retry_after, milliseconds(0));
  for (auto& call : calls) {
    EXPECT_TRUE(!call.valid() || call.get().status.ok());
  }
}

// Who does not read his answers has no more of them in our memory than he may have at once.
TEST(Gate, CountsACallUntilItsAnswerHasGoneOut) {
  constexpr std::size_t kAnswer = 2 << 20;  // more than the client takes unasked
  for (const auto& [cost, at_once] :
       {std::pair(runtime::Cost::kText, 3), {runtime::Cost::kLarge, 2}}) {
    std::atomic<int> answered = 0;
    TestServer server(
        {.executor = {.threads = 16, .texts_at_once = 3, .large_at_once = 2, .queue = 64}},
        {.get_record = [&](const Call&, const auto&, wf::Record& record) -> Status {
           record.set_newest_comment(std::string(kAnswer, 'x'));
           ++answered;
           return {};
         },
         .cost = cost});
    const auto channel = ReluctantChannel(server, "user/zhang-wei", 64 << 10);
    std::vector<std::unique_ptr<UnreadCall>> unread;
    for (int i = 0; i < 8; ++i) unread.push_back(std::make_unique<UnreadCall>(channel, kGetRecord));
    ASSERT_TRUE(support::Eventually([&] { return answered == at_once; })) << answered;
    for (int i = 1; i <= 10; ++i) {  // others are answered meanwhile
      EXPECT_TRUE(GetRecord(*server.StubAs("user/li-na")).status.ok());
      EXPECT_EQ(answered, at_once + i);
    }
    // Those that are given up, and those that are read, make room for others.
    unread.pop_back();
    for (const auto& call : unread) call->StartRead();
    for (const auto& call : unread) EXPECT_GT(call->Length(), kAnswer);
  }
}

// Whose answers are small has many of them in memory, but no more than half of what there may be.
TEST(Gate, RefusesWhoTakesNoAnswersAndNobodyElse) {
  constexpr int kOpen = 2048;
  constexpr int kOfOneConnection = 200;
  TestServer server({.executor = {.threads = 2, .queue = 600}}, {.get_record = Fine});
  std::vector<std::unique_ptr<UnreadCall>> unread;
  std::shared_ptr<grpc::Channel> channel;
  for (int i = 0; i < kOpen; ++i) {
    if (i % kOfOneConnection == 0) channel = ReluctantChannel(server, "user/zhang-wei");
    unread.push_back(std::make_unique<UnreadCall>(channel, kGetRecord));
  }
  const auto stub = server.StubAs("user/zhang-wei");
  ASSERT_TRUE(support::Eventually([&] { return GetRecord(*stub).reason() == "OVERLOADED"; }));
  EXPECT_TRUE(GetRecord(*server.StubAs("user/li-na")).status.ok());
  unread.back()->StartRead();
  EXPECT_GT(unread.back()->Length(), 0U);
  EXPECT_TRUE(support::Eventually([&] { return GetRecord(*stub).status.ok(); }));
}

TEST(Gate, TurnsAnExceptionIntoAnInternalErrorThatTellsNothing) {
  const support::LogCapture log;
  TestServer server({.get_record = [](const Call&, const auto&, auto&) -> Status {
    throw std::runtime_error("disk I/O error at /secret");
  }});
  const Outcome outcome = GetRecord(*server.StubAs("user/zhang-wei"));
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(outcome.status.error_message(), "Internal error.");
  EXPECT_EQ(log.Count("disk I/O error at /secret"), 1);
}

TEST(Gate, TellsTheOperatorOfDamageToo) {
  const support::LogCapture log;
  TestServer server({.get_record = [](const Call&, const auto&, auto&) -> Status {
    return errors::LogCorrupt("entries/7 does not have its hash");
  }});
  const Outcome outcome = GetRecord(*server.StubAs("user/zhang-wei"));
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(log.Count("[error]"), 1);
  EXPECT_EQ(log.Count("entries/7 does not have its hash"), 1);
}

TEST(Gate, DoesNotStartWhatNobodyWaitsForAnyMore) {
  Waiting waiting;
  TestServer server({.executor = {.threads = 1, .queue = 8}}, {.get_record = HandlerOf(waiting)});
  const auto stub = server.StubAs("user/zhang-wei");
  auto first = std::async(std::launch::async, [&] { return GetRecord(*stub); });
  ASSERT_TRUE(support::Eventually([&] { return waiting.started() == 1; }));

  // The server has these when the client has given up: one by its deadline, one by cancelling.
  EXPECT_EQ(GetRecord(*stub, seconds(1)).status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  grpc::ClientContext context;
  std::promise<grpc::Status> cancelled;
  wf::GetRecordRequest request;
  wf::Record response;
  stub->async()->GetRecord(&context, &request, &response,
                           [&](grpc::Status status) { cancelled.set_value(std::move(status)); });
  std::this_thread::sleep_for(milliseconds(200));
  context.TryCancel();
  EXPECT_EQ(cancelled.get_future().get().error_code(), grpc::StatusCode::CANCELLED);
  std::this_thread::sleep_for(milliseconds(500));  // the server hears of it

  waiting.LetGo();
  EXPECT_TRUE(first.get().status.ok());
  EXPECT_TRUE(GetRecord(*stub).status.ok());
  EXPECT_EQ(waiting.started(), 2);
}

TEST(Gate, ShowsTheHandlerThatItsCallerHasCancelled) {
  Waiting waiting;
  TestServer server({.get_record = HandlerOf(waiting)});
  const auto stub = server.StubAs("user/zhang-wei");
  EXPECT_EQ(GetRecord(*stub, seconds(1)).status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(support::Eventually([&] { return waiting.cancelled(); }));
  waiting.LetGo();
}

TEST(Gate, GivesACallWithoutADeadlineOneOfThirtySeconds) {
  system_clock::time_point deadline;
  TestServer server({.get_record = [&](const Call& call, const auto&, auto&) -> Status {
    deadline = call.deadline;
    return {};
  }});
  const auto stub = server.StubAs("user/zhang-wei");
  grpc::ClientContext context;
  wf::Record record;
  const auto before = system_clock::now();
  ASSERT_TRUE(stub->GetRecord(&context, wf::GetRecordRequest(), &record).ok());
  EXPECT_GE(deadline, before + seconds(30));
  EXPECT_LE(deadline, system_clock::now() + seconds(30));

  ASSERT_TRUE(GetRecord(*stub, seconds(300)).status.ok());
  EXPECT_GE(deadline, before + seconds(290));
}

// gRPC allows 99,999,999 hours; its time points end in the year 2262.
TEST(Gate, TakesADeadlineThatIsCenturiesAwayForNone) {
  TestServer server({.get_record = Fine});
  const auto stub = server.StubAs("user/zhang-wei");
  for (const std::int64_t years : {99, 101, 230, 250, 10'000}) {
    grpc::ClientContext context;
    context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_REALTIME),
                                      gpr_time_from_seconds(years * 365 * 86'400, GPR_TIMESPAN)));
    wf::Record record;
    EXPECT_TRUE(stub->GetRecord(&context, wf::GetRecordRequest(), &record).ok()) << years;
  }
}

TEST(Gate, LetsAnotherThreadFinishACallWhoseCallerHasCancelled) {
  std::promise<UnaryReply*> opened;
  TestServer server({.list_records = [&](UnaryReply& reply) { opened.set_value(&reply); }});
  const auto stub = server.StubAs("user/zhang-wei");
  grpc::ClientContext context;
  UnaryReply* reply = nullptr;
  std::jthread impatient([&] {
    reply = opened.get_future().get();
    context.TryCancel();
  });
  wf::ListRecordsResponse response;
  EXPECT_EQ(stub->ListRecords(&context, wf::ListRecordsRequest(), &response).error_code(),
            grpc::StatusCode::CANCELLED);
  impatient.join();

  EXPECT_EQ(reply->call().caller.id, base::ActorId("user/zhang-wei"));
  EXPECT_TRUE(support::Eventually([&] { return reply->call().cancelled(); }));
  EXPECT_FALSE(server.drain().WaitIdle(milliseconds(1)));  // it is still under way
  std::jthread([&] { reply->Finish({}); }).join();
  EXPECT_TRUE(server.drain().WaitIdle(kLong));
}

TEST(Gate, LogsWhoCalledWhatAndHowItEndedAndNothingOfTheContent) {
  support::LogCapture log;
  spdlog::default_logger()->set_level(spdlog::level::debug);
  bool refuse = false;
  TestServer server({.get_record = [&](const Call&, const auto&, auto&) -> Status {
    if (refuse) return errors::ReportNotFound("reports/secret-plan");
    return {};
  }});
  const auto stub = server.StubAs("user/zhang-wei");
  GetRecord(*stub);
  refuse = true;
  GetRecord(*stub);
  GetRecord(*server.StubAs("user/nobody"));
  EXPECT_EQ(log.Count(std::string(kGetRecord) + " user/zhang-wei OK"), 1);
  EXPECT_EQ(log.Count(std::string(kGetRecord) + " user/zhang-wei REPORT_NOT_FOUND"), 1);
  EXPECT_EQ(log.Count("refused: UNKNOWN_CALLER"), 1);
  EXPECT_EQ(log.Count("secret-plan"), 0);
}

TEST(Gate, KnowsServicesOfTheSameProcessByTheirToken) {
  std::string caller;
  TestServer server({.get_record = [&](const Call& call, const auto&, auto&) -> Status {
    caller = call.caller.id.text() + " via " + call.caller.via;
    return {};
  }});
  const auto stub = wf::WorkflowService::NewStub(server.server().InProcessChannel());
  EXPECT_EQ(GetRecord(*stub).reason(), "NO_IDENTITY");

  grpc::ClientContext context;
  context.AddMetadata(identity::LocalToken::kMetadataKey, server.local().Credential("review"));
  context.AddMetadata(identity::kCallerMetadataKey, "user/zhang-wei");
  wf::Record record;
  EXPECT_TRUE(stub->GetRecord(&context, wf::GetRecordRequest(), &record).ok());
  EXPECT_EQ(caller, "user/zhang-wei via review");

  // The same list holds as between processes.
  for (const auto& [service, passed] : std::vector<std::pair<std::string, std::string>>{
           {"workflow", ""}, {"review", "publish"}, {"intake", "intake"}}) {
    grpc::ClientContext deputy;
    deputy.AddMetadata(identity::LocalToken::kMetadataKey, server.local().Credential(service));
    deputy.AddMetadata(identity::kCallerMetadataKey, "user/zhang-wei");
    if (!passed.empty()) deputy.AddMetadata(identity::kViaMetadataKey, passed);
    const grpc::Status status = stub->GetRecord(&deputy, wf::GetRecordRequest(), &record);
    EXPECT_EQ(FromGrpcStatus(status, "workflow").reason, Reason::kAssertionNotAllowed) << service;
  }
}

}  // namespace
}  // namespace gongkai::rpc
