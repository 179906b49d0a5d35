// What comes over connections, and over what they go: more of them than there is room for, and
// proxies.
#include <gmock/gmock.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <openssl/ssl.h>
#include <sys/resource.h>
#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/cluster_test.h"
#include "tests/e2e/socket.h"
#include "tests/e2e/standstill.h"
#include "tests/support/eventually.h"
#include "tests/support/free_port.h"

namespace gongkai::e2e {
namespace {

using grpc::health::v1::HealthCheckResponse;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kPatience(60);  // with a client, on a machine that may be busy

// What a client sends first, and then nothing.
std::string ClientHello() {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
  BIO* const out = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), out);
  const unsigned char http2[] = {2, 'h', '2'};
  SSL_set_alpn_protos(ssl.get(), http2, sizeof http2);
  SSL_connect(ssl.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// How many descriptors a process has.
std::size_t OpenFiles(pid_t process) {
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(process) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

class Connections : public ClusterTest<Connections> {
 protected:
  void SetUp() override {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < 4000) GTEST_SKIP() << "the limit of open files is too low";
  }

  static std::vector<std::string> WorkflowCommand(int port) {
    return {std::string(GONGKAI_BINARY_DIR) + "/gongkai-workflow",
            "--listen",
            "127.0.0.1:" + std::to_string(port),
            "--data",
            cluster_->directory() / "limited",
            "--certificates",
            cluster_->Certificates("service/workflow"),
            "--policy",
            cluster_->Policy()};
  }

  // Whether a client that connects now is told that the service serves. Each time anew, as an
  // operator asks.
  static bool Answers(int port, const std::vector<std::string>& environment = {},
                      seconds timeout = kPatience) {
    std::vector<std::string> command{"env"};
    command.insert(command.end(), environment.begin(), environment.end());
    command.insert(command.end(), {std::string(GONGKAI_BINARY_DIR) + "/gongkai", "--timeout",
                                   std::to_string(timeout.count()), "--certificates",
                                   cluster_->Certificates(kAuditor), "--workflow",
                                   "127.0.0.1:" + std::to_string(port), "health"});
    return RunToEnd(std::move(command), cluster_->directory() / "health.log") == 0;
  }

  // How long an answer of a process that nobody attacks takes at present.
  static milliseconds TimeOfAnAnswer() {
    const std::string quiet = cluster_->Address(Service::kWorkflow);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(Answers(std::stoi(quiet.substr(quiet.rfind(':') + 1))));
    return std::chrono::ceil<milliseconds>(std::chrono::steady_clock::now() - start);
  }

  // Whether it answers within `patience`; on a machine so busy that answers take a third of a second
  // and more, within 15 times as long as they take. How busy the machine is shows each time anew.
  static bool AnswersWithin(int port, seconds patience) {
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
      const milliseconds quiet = TimeOfAnAnswer();
      const seconds one_try = std::max(seconds(2), std::chrono::ceil<seconds>(3 * quiet));
      if (Answers(port, {}, one_try)) return true;
      const auto until = start + std::max<milliseconds>(patience, 15 * quiet);
      if (std::chrono::steady_clock::now() >= until) return false;
    }
  }

  HealthCheckResponse::ServingStatus HealthOf(Service service) {
    const auto stub = grpc::health::v1::Health::NewStub(cluster_->Channel(service, kAuditor));
    HealthCheckResponse response;
    EXPECT_TRUE(stub->Check(Context().get(), {}, &response).ok());
    return response.status();
  }
};

// With room for 512 files, more connections than that: 1,100 that say nothing, 1,100 that stop in
// the middle of their first message, and 1,100 that stop in the middle of the handshake.
TEST_F(Connections, MoreThanThereIsRoomForAreRiddenOut) {
  const int port = support::FreePort();
  std::vector<std::string> command{"bash", "-c", "ulimit -n 512 && exec \"$@\"", "limited"};
  for (std::string& argument : WorkflowCommand(port)) command.push_back(std::move(argument));
  const Process limited(std::move(command), cluster_->directory() / "limited.log");
  ASSERT_TRUE(support::Eventually([&] { return Answers(port); }));
  const std::string hello = ClientHello();
  ASSERT_GT(hello.size(), 100U);
  for (const std::string& bytes : {std::string(), hello.substr(0, hello.size() / 2), hello}) {
    std::deque<Socket> idle;
    for (int i = 0; i < 1100; ++i) {
      idle.emplace_back("127.0.0.1:" + std::to_string(port));
      idle.back().Send(bytes);
    }
    EXPECT_TRUE(AnswersWithin(port, seconds(5))) << "beside " << bytes.size() << " bytes each";
    idle.clear();
    EXPECT_TRUE(AnswersWithin(port, seconds(5))) << "after " << bytes.size() << " bytes each";
  }
  EXPECT_THAT(ReadFile(cluster_->directory() / "limited.log"),
              testing::HasSubstr("new connections are turned away"));
}

// 3,000 connections that stop in the middle of the handshake, and 300 more before each time that a
// client asks.
TEST_F(Connections, HandshakesThatStopAreFewAndKeepNobodyOut) {
  const int port = support::FreePort();
  const Process attacked(WorkflowCommand(port), cluster_->directory() / "attacked.log");
  ASSERT_TRUE(support::Eventually([&] { return Answers(port); }));
  const std::size_t files = OpenFiles(attacked.pid());
  const std::string hello = ClientHello();
  std::deque<Socket> stopped;
  const auto stop_more = [&](int count) {
    for (int i = 0; i < count; ++i) {
      stopped.emplace_back("127.0.0.1:" + std::to_string(port));
      stopped.back().Send(hello);
      if (stopped.size() > 3000) stopped.pop_front();
    }
  };
  stop_more(3000);
  for (int i = 0; i < 5; ++i) {
    stop_more(300);
    EXPECT_TRUE(AnswersWithin(port, seconds(10)));
  }
  // 256 handshakes of two descriptors each, and some that gRPC has not closed yet.
  EXPECT_TRUE(support::Eventually([&] {
    stop_more(300);
    return Answers(port) && OpenFiles(attacked.pid()) < files + 700;
  }));
}

TEST_F(Connections, AreEndedWhereTheHandshakeStops) {
  Socket stopped(cluster_->Address(Service::kIntake));
  stopped.Send(ClientHello());
  EXPECT_TRUE(stopped.ClosesWithin(seconds(40)));
}

TEST_F(Connections, GoThroughNoProxyUnlessAFlagSaysSo) {
  const std::string address = cluster_->Address(Service::kWorkflow);
  const int port = std::stoi(address.substr(address.rfind(':') + 1));
  for (const char* variable : {"grpc_proxy", "https_proxy", "http_proxy"}) {
    const std::string set = std::string(variable) + "=http://127.0.0.1:9";
    EXPECT_TRUE(Answers(port, {"no_proxy=", "no_grpc_proxy=", set})) << variable;
    EXPECT_FALSE(Answers(port, {"no_proxy=", "no_grpc_proxy=", set, "GONGKAI_USE_PROXY=1"}))
        << variable;
  }
}

TEST_F(Connections, AStageServiceServesOnlyWhileItReachesItsPeers) {
  const auto become = [&](HealthCheckResponse::ServingStatus status) {
    for (const Service service : {Service::kIntake, Service::kReview, Service::kPublish}) {
      EXPECT_TRUE(support::Eventually([&] { return HealthOf(service) == status; }))
          << NameOf(service);
    }
  };
  {
    const Standstill standstill(*cluster_, Service::kWorkflow);
    become(HealthCheckResponse::NOT_SERVING);
  }
  become(HealthCheckResponse::SERVING);
  cluster_->Kill(Service::kWorkflow);
  become(HealthCheckResponse::NOT_SERVING);
  cluster_->Start(Service::kWorkflow);
  become(HealthCheckResponse::SERVING);
  EXPECT_FALSE(lifecycle_.Published().empty());
}

}  // namespace
}  // namespace gongkai::e2e
