#include "tests/bench/echo_server.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "services/lib/identity/credentials.h"
#include "services/lib/rpc/server.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/signals.h"
#include "tests/bench/echo.grpc.pb.h"

namespace gongkai::bench {
namespace {

class EchoService final : public v1::EchoService::CallbackService {
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const v1::EchoRequest* request,
                                 v1::EchoResponse* response) override {
    response->set_payload(request->payload());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int ServeEcho(const std::string& address, const std::filesystem::path& certificates) {
  runtime::Drain drain;
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<EchoService>());
  auto server = rpc::Server::Start(
      {.address = address, .credentials = identity::MakeServerCredentials(certificates)}, drain,
      std::move(services));
  if (!server) {
    std::cerr << server.error().message << '\n';
    return EXIT_FAILURE;
  }
  runtime::WaitForStop();
  (*server)->Stop(std::chrono::seconds(1));
  return EXIT_SUCCESS;
}

}  // namespace gongkai::bench
