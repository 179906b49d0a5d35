#include "services/lib/rpc/health.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/rpc/status.h"
#include "tests/services/lib/rpc/test_server.h"
#include "tests/services/lib/rpc/unread_call.h"
#include "tests/support/eventually.h"

namespace gongkai::rpc {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Stub = grpc::health::v1::Health::Stub;

constexpr char kWorkflow[] = "gongkai.workflow.v1.WorkflowService";

HealthCheckRequest Of(const std::string& service) {
  HealthCheckRequest request;
  request.set_service(service);
  return request;
}

class HealthTest : public ::testing::Test {
 protected:
  // The status, or the code of the refusal as a negative number.
  int Check(const std::string& service) {
    grpc::ClientContext context;
    HealthCheckResponse response;
    const grpc::Status status = stub_->Check(&context, Of(service), &response);
    return status.ok() ? response.status() : -status.error_code();
  }

  TestServer server_{TestHandlers{}};
  const std::shared_ptr<grpc::Channel> channel_ = server_.ChannelAs("user/guo-lei");
  const std::unique_ptr<Stub> stub_ = grpc::health::v1::Health::NewStub(channel_);
};

// Nobody's certificate is refused here, so nobody's calls may cost much.
TEST_F(HealthTest, HoldsFewAnswersThatAreNotTaken) {
  const auto channel = ReluctantChannel(server_, "user/nobody");
  const auto stub = grpc::health::v1::Health::NewStub(server_.ChannelAs("user/nobody"));
  std::vector<std::unique_ptr<UnreadCall>> unread;
  for (int i = 0; i < 128; ++i) {
    unread.push_back(std::make_unique<UnreadCall>(channel, "/grpc.health.v1.Health/Check"));
  }
  const auto ask = [&] {
    grpc::ClientContext context;
    HealthCheckResponse response;
    return stub->Check(&context, HealthCheckRequest(), &response);
  };
  ASSERT_TRUE(support::Eventually([&] { return !ask().ok(); }));
  EXPECT_EQ(FromGrpcStatus(ask(), "workflow").reason, Reason::kOverloaded);
  EXPECT_EQ(Check(""), HealthCheckResponse::SERVING) << "for others";
  unread.clear();
  EXPECT_TRUE(support::Eventually([&] { return ask().ok(); }));
}

TEST_F(HealthTest, WatchesNoNameThatIsTooLong) {
  grpc::ClientContext context;
  const auto reader = stub_->Watch(&context, Of(std::string(257, 'x')));
  HealthCheckResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(FromGrpcStatus(reader->Finish(), "workflow").reason, Reason::kInvalidField);
}

// An open Watch.
class Watch {
 public:
  Watch(Stub& stub, const std::string& service) : reader_(stub.Watch(&context_, Of(service))) {}

  // The next status, or UNKNOWN at the end.
  HealthCheckResponse::ServingStatus Next() {
    HealthCheckResponse response;
    return reader_->Read(&response) ? response.status() : HealthCheckResponse::UNKNOWN;
  }
  grpc::Status Finish() { return reader_->Finish(); }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  const std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> reader_;
};

TEST_F(HealthTest, SaysForEachServiceWhetherItServes) {
  EXPECT_EQ(Check(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check(kWorkflow), HealthCheckResponse::SERVING);
  EXPECT_EQ(Check("gongkai.intake.v1.IntakeService"), -grpc::StatusCode::NOT_FOUND);
  server_.server().health().SetServing(kWorkflow, false);
  EXPECT_EQ(Check(kWorkflow), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Check(""), HealthCheckResponse::SERVING);
}

TEST_F(HealthTest, TellsWatchersEachChange) {
  Watch watch(*stub_, kWorkflow);
  EXPECT_EQ(watch.Next(), HealthCheckResponse::SERVING);
  server_.server().health().SetServing(kWorkflow, false);
  EXPECT_EQ(watch.Next(), HealthCheckResponse::NOT_SERVING);
  server_.server().health().SetServing(kWorkflow, true);
  EXPECT_EQ(watch.Next(), HealthCheckResponse::SERVING);
}

TEST_F(HealthTest, TellsWatchersOfAnUnknownServiceWhenItComes) {
  Watch watch(*stub_, "gongkai.New");
  EXPECT_EQ(watch.Next(), HealthCheckResponse::SERVICE_UNKNOWN);
  server_.server().health().SetServing("gongkai.New", true);
  EXPECT_EQ(watch.Next(), HealthCheckResponse::SERVING);
}

TEST_F(HealthTest, TurnsToNotServingForGood) {
  server_.server().health().Shutdown();
  server_.server().health().SetServing(kWorkflow, true);
  EXPECT_EQ(Check(kWorkflow), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Check(""), HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthTest, EndsOpenWatchesItselfWhenTheServerStops) {
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < 16; ++i) {
    watches.push_back(std::make_unique<Watch>(*stub_, i % 2 == 0 ? "" : kWorkflow));
    EXPECT_EQ(watches.back()->Next(), HealthCheckResponse::SERVING);
  }
  server_.server().Stop(seconds(60));
  for (const auto& watch : watches) {
    EXPECT_EQ(watch->Next(), HealthCheckResponse::NOT_SERVING);
    EXPECT_EQ(watch->Next(), HealthCheckResponse::UNKNOWN);
    const grpc::Status end = watch->Finish();
    EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAVAILABLE);
    // Had the server cut it, gRPC would say something else.
    EXPECT_EQ(end.error_message(), "This server is shutting down; try again, or another.");
  }
}

TEST_F(HealthTest, BearsWatchersThatComeAndGoWhileTheStatusChanges) {
  std::atomic<bool> done = false;
  std::jthread changing([&] {
    for (bool serving = false; !done; serving = !serving) {
      server_.server().health().SetServing(kWorkflow, serving);
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  for (int i = 0; i < 200; ++i) {
    Watch watch(*stub_, kWorkflow);
    if (i % 2 == 0) watch.Next();
    watch.Cancel();
    while (watch.Next() != HealthCheckResponse::UNKNOWN) continue;
    // The server may not have noticed yet that earlier ones have ended.
    const grpc::StatusCode end = watch.Finish().error_code();
    EXPECT_TRUE(end == grpc::StatusCode::CANCELLED || end == grpc::StatusCode::RESOURCE_EXHAUSTED);
  }
  done = true;
}

TEST_F(HealthTest, BoundsTheWatchesOfOneCertificateAndInAll) {
  std::vector<std::unique_ptr<Watch>> open;
  const auto opens = [&](Stub& stub) {
    auto watch = std::make_unique<Watch>(stub, kWorkflow);
    if (watch->Next() == HealthCheckResponse::SERVING) {
      open.push_back(std::move(watch));
      return true;
    }
    EXPECT_EQ(FromGrpcStatus(watch->Finish(), "workflow").reason, Reason::kTooManyStreams);
    return false;
  };
  // The policy does not list this one: he may ask whether we serve, no more.
  Stub stranger(server_.ChannelAs("user/nobody-knows"));
  for (int i = 0; i < 16; ++i) EXPECT_TRUE(opens(stranger)) << i;
  EXPECT_FALSE(opens(stranger));
  EXPECT_TRUE(opens(*stub_)) << "that is the trouble of one certificate";
  for (const auto& watch : open) watch->Cancel();
  for (const auto& watch : open) (void)watch->Finish();
  open.clear();
  EXPECT_TRUE(support::Eventually([&] { return opens(stranger); }))
      << "watches that have ended count";
  for (const auto& watch : open) watch->Cancel();
}

}  // namespace
}  // namespace gongkai::rpc
