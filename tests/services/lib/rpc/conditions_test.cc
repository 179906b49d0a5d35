#include "services/lib/rpc/conditions.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "tests/services/lib/rpc/test_server.h"
#include "tests/support/eventually.h"

namespace gongkai::rpc {
namespace {

using grpc::health::v1::HealthCheckResponse;

class ConditionsTest : public ::testing::Test {
 protected:
  // The status is this before long.
  bool Becomes(const std::string& service, HealthCheckResponse::ServingStatus status) {
    return support::Eventually([&] {
      grpc::ClientContext context;
      grpc::health::v1::HealthCheckRequest request;
      request.set_service(service);
      HealthCheckResponse response;
      return stub_->Check(&context, request, &response).ok() && response.status() == status;
    });
  }

  TestServer server_{TestHandlers{}};
  const std::unique_ptr<grpc::health::v1::Health::Stub> stub_ =
      grpc::health::v1::Health::NewStub(server_.ChannelAs("user/guo-lei"));
};

TEST_F(ConditionsTest, AServiceServesWhileAllThatItNeedsHolds) {
  std::atomic<bool> room = true;
  std::atomic<bool> sound = true;
  const Conditions conditions(
      server_.server().health(),
      {{.holds = [&] { return room.load(); }, .services = {"disk", "both"}},
       {.holds = [&] { return sound.load(); }, .services = {"log", "both"}}});
  EXPECT_TRUE(Becomes("both", HealthCheckResponse::SERVING));

  sound = false;
  EXPECT_TRUE(Becomes("both", HealthCheckResponse::NOT_SERVING));
  room = false;
  EXPECT_TRUE(Becomes("disk", HealthCheckResponse::NOT_SERVING));
  // What is again is not all.
  room = true;
  EXPECT_TRUE(Becomes("disk", HealthCheckResponse::SERVING));
  EXPECT_TRUE(Becomes("both", HealthCheckResponse::NOT_SERVING));
  sound = true;
  EXPECT_TRUE(Becomes("both", HealthCheckResponse::SERVING));
}

}  // namespace
}  // namespace gongkai::rpc
