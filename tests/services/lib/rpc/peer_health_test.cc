#include "services/lib/rpc/peer_health.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/services/lib/rpc/test_server.h"
#include "tests/support/eventually.h"

namespace gongkai::rpc {
namespace {

using grpc::health::v1::HealthCheckResponse;

class PeerHealthTest : public ::testing::Test {
 protected:
  HealthCheckResponse::ServingStatus Status(const std::string& service = "") {
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    EXPECT_TRUE(stub_->Check(&context, request, &response).ok());
    return response.status();
  }
  bool Becomes(HealthCheckResponse::ServingStatus status) {
    return support::Eventually([&] { return Status() == status; });
  }

  TestServer server_{TestHandlers{}};
  const std::unique_ptr<grpc::health::v1::Health::Stub> stub_ =
      grpc::health::v1::Health::NewStub(server_.ChannelAs("user/guo-lei"));
};

TEST_F(PeerHealthTest, ServesOnlyWhileItsPeerDoes) {
  auto peer_server = std::make_unique<TestServer>(TestHandlers{});
  const std::string address = peer_server->address();
  peer_server->server().health().SetReady(false);
  Peer peer("workflow", address,
            identity::MakeChannelCredentials(Certificates().Of("service/intake"), "workflow"));
  {
    const PeerHealth peer_health(server_.server().health(), {&peer});
    EXPECT_EQ(Status(), HealthCheckResponse::NOT_SERVING) << "before it has been reached";
    EXPECT_EQ(Status("gongkai.workflow.v1.WorkflowService"), HealthCheckResponse::NOT_SERVING);
    peer_server->server().health().SetReady(true);
    EXPECT_TRUE(Becomes(HealthCheckResponse::SERVING));
    EXPECT_EQ(Status("gongkai.workflow.v1.WorkflowService"), HealthCheckResponse::SERVING);

    peer_server->server().health().SetReady(false);
    EXPECT_TRUE(Becomes(HealthCheckResponse::NOT_SERVING)) << "it answers that it does not serve";
    peer_server->server().health().SetReady(true);
    EXPECT_TRUE(Becomes(HealthCheckResponse::SERVING));

    peer_server.reset();
    EXPECT_TRUE(Becomes(HealthCheckResponse::NOT_SERVING)) << "it is gone";
    peer_server =
        std::make_unique<TestServer>(TestServer::Options{.address = address}, TestHandlers{});
    EXPECT_TRUE(Becomes(HealthCheckResponse::SERVING)) << "it is back";
  }
}

}  // namespace
}  // namespace gongkai::rpc
