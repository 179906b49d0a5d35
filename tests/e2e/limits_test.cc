// What comes from outside in the wrong form, or too much of it: the services go on.
#include <grpc/health/v1/health.grpc.pb.h>
#include <gtest/gtest.h>
#include <openssl/rand.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/socket.h"
#include "tests/e2e/standstill.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

using intake::v1::IntakeService;
using workflow::v1::WorkflowService;

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
  return bytes;
}

// How many files this process may have open, the limit raised as far as it goes.
rlim_t RaiseFileLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

class Limits : public ClusterTest<Limits> {};

TEST_F(Limits, GarbageOnThePortEndsOnlyItsConnection) {
  const std::string tls_hello_cut_off{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11};
  for (const Service service : kServices) {
    const std::string address = cluster_->Address(service);
    for (const std::string& bytes :
         {RandomBytes(64), RandomBytes(100'000), std::string(20'000, '\0'),
          std::string("GET / HTTP/1.1\r\nHost: gongkai\r\n\r\n"),
          std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") + RandomBytes(64)}) {
      Socket socket(address);
      socket.Send(bytes);
      EXPECT_TRUE(socket.ClosesWithin(std::chrono::seconds(40)))
          << NameOf(service) << " keeps a connection that began with " << bytes.substr(0, 4);
    }
    Socket half(address);
    half.Send(tls_hello_cut_off);
    cluster_->WaitUntilServing(service);  // while that one waits for the rest
  }
  EXPECT_FALSE(lifecycle_.Published().empty());
}

TEST_F(Limits, AHandshakeThatIsNotGoneOnWithIsEnded) {
  Socket half(cluster_->Address(Service::kIntake));
  half.Send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  EXPECT_TRUE(half.ClosesWithin(std::chrono::seconds(40)));
}

TEST_F(Limits, TenThousandIdleConnectionsHoldUpNobody) {
  constexpr rlim_t kWanted = 10'000;
  constexpr rlim_t kReserve = 500;
  const rlim_t limit = RaiseFileLimit();
  const rlim_t count = std::min(kWanted, limit > kReserve ? limit - kReserve : 1);
  RecordProperty("connections", static_cast<int>(count));
  if (count < kWanted) {
    std::cout << "Only " << count << " connections: the limit of open files is " << limit << ".\n";
  }
  std::deque<Socket> idle;
  while (idle.size() < count) {
    idle.emplace_back(cluster_->Address(Service::kIntake));
    if (idle.size() % 2'000 == 0) {
      EXPECT_FALSE(lifecycle_.Create().empty()) << "beside " << idle.size() << " connections";
    }
  }
  EXPECT_FALSE(lifecycle_.Published().empty());
  cluster_->WaitUntilServing(Service::kIntake);
}

TEST_F(Limits, ACallerOpensSoManyStreamsAndNoMore) {
  constexpr std::size_t kLimit = 128;  // of one caller, at workflow
  const auto stub = cluster_->As<WorkflowService>(kAuditor);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<workflow::v1::WatchChangesResponse>>> streams;
  lifecycle_.Create();
  workflow::v1::WatchChangesResponse change;
  for (std::size_t i = 0; i < kLimit; ++i) {
    contexts.push_back(Context(std::chrono::minutes(5)));
    streams.push_back(stub->WatchChanges(contexts.back().get(), {}));
    ASSERT_TRUE(streams.back()->Read(&change)) << "stream " << i;
  }
  EXPECT_EQ(
      NotRefused(CallWithText(*cluster_, kAuditor, "WatchChanges", {""}), Reason::kTooManyStreams),
      "");
  // That is one caller's trouble, and only with streams.
  EXPECT_TRUE(CallWithText(*cluster_, kAuditor, "ListRecords", {""}).ok());
  {
    const auto context = Context();
    const auto other = cluster_->As<WorkflowService>(kPublisher);
    const auto stream = other->WatchChanges(context.get(), {});
    EXPECT_TRUE(stream->Read(&change));
    context->TryCancel();
    (void)stream->Finish();
  }
  for (std::size_t i = 0; i < kLimit; ++i) {
    contexts[i]->TryCancel();
    (void)streams[i]->Finish();
  }
  EXPECT_TRUE(support::Eventually([&] {
    const auto context = Context();
    const bool open = stub->WatchChanges(context.get(), {})->Read(&change);
    context->TryCancel();
    return open;
  })) << "streams that have ended still count";
}

TEST_F(Limits, AnOverloadedServiceSaysSoAndRecovers) {
  const std::string report = lifecycle_.InLegalReview();
  const std::vector<grpc::Status> refusals = Overload(*cluster_, report);
  ASSERT_FALSE(refusals.empty());
  for (const grpc::Status& status : refusals) {
    EXPECT_EQ(NotRefused(status, Reason::kOverloaded), "");
    google::rpc::Status details;
    ASSERT_TRUE(details.ParseFromString(status.error_details()));
    const bool says_when = std::ranges::any_of(details.details(), [](const auto& detail) {
      google::rpc::RetryInfo retry;
      return detail.UnpackTo(&retry) &&
             (retry.retry_delay().seconds() > 0 || retry.retry_delay().nanos() > 0);
    });
    EXPECT_TRUE(says_when);
  }
  EXPECT_TRUE(CallWithText(*cluster_, kDrafter, "GetReport", {"name: '" + report + "'"}).ok());
}

TEST_F(Limits, AQueuedCallThatNobodyWaitsForIsNotStarted) {
  constexpr std::chrono::seconds kUntilIntakeHasIt(4);  // also on a busy machine
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck late(*cluster_, "reports/too-late");
  TraceCheck cancelled(*cluster_, "reports/cancelled");
  Backlog backlog;
  {
    const Standstill standstill(*cluster_, Service::kWorkflow);
    backlog.AddChanges(*cluster_, kDrafter, report, 64);  // far more than intake has threads
    // On the same connection, and so behind them.
    const auto stub = cluster_->As<IntakeService>(kDrafter);
    intake::v1::CreateReportRequest request;
    *request.mutable_report() = Lifecycle::Content();
    request.set_report_id("too-late");
    intake::v1::Report created;
    EXPECT_EQ(stub->CreateReport(Context(kUntilIntakeHasIt).get(), request, &created).error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);

    request.set_report_id("cancelled");
    const auto context = Context();
    std::jthread impatient([&] {
      std::this_thread::sleep_for(kUntilIntakeHasIt);
      context->TryCancel();
    });
    EXPECT_EQ(stub->CreateReport(context.get(), request, &created).error_code(),
              grpc::StatusCode::CANCELLED);
    const auto health =
        grpc::health::v1::Health::NewStub(cluster_->Channel(Service::kIntake, kAuditor));
    grpc::health::v1::HealthCheckResponse answer;
    EXPECT_TRUE(health->Check(Context().get(), {}, &answer).ok());
    std::this_thread::sleep_for(std::chrono::milliseconds(500));  // intake hears of it
  }
  backlog.Wait();
  for (const char* said :
       {"CreateReport user/zhang-wei DEADLINE_EXCEEDED", "CreateReport user/zhang-wei CANCELLED"}) {
    EXPECT_TRUE(support::Eventually([&] {
      return ReadFile(cluster_->Log(Service::kIntake)).find(said) != std::string::npos;
    })) << said;
  }
  EXPECT_EQ(late.NoTrace(), "");
  EXPECT_EQ(cancelled.NoTrace(), "");
}

TEST_F(Limits, ADeadlineThatHasPassedLeavesNoTrace) {
  const std::string report = lifecycle_.Create();
  TraceCheck trace(*cluster_, report);
  for (const char* method : {"SubmitReport", "PublishReport", "GetRecord"}) {
    const grpc::Status status = CallWithText(
        *cluster_, kDrafter, method, {"name: '" + report + "'"}, Context(std::chrono::seconds(-1)));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED) << method;
  }
  EXPECT_EQ(trace.NoTrace(), "");
}

}  // namespace
}  // namespace gongkai::e2e
