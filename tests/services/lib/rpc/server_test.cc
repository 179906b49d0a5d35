#include "services/lib/rpc/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <functional>
#include <future>
#include <thread>

#include "services/lib/rpc/status.h"
#include "services/lib/rpc/transports.h"
#include "services/lib/runtime/connection_peer.h"
#include "tests/services/lib/rpc/stalled_relay.h"
#include "tests/services/lib/rpc/test_server.h"
#include "tests/services/lib/rpc/unread_call.h"
#include "tests/support/eventually.h"

namespace gongkai::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Status Fine(const Call& /*call*/, const wf::GetRecordRequest& /*request*/, wf::Record& response) {
  response.set_name("reports/annual-2021");
  return {};
}

grpc::Status GetRecord(
    const std::shared_ptr<grpc::Channel>& channel,
    const std::function<void(grpc::ClientContext&, wf::GetRecordRequest&)>& prepare =
        [](auto&, auto&) {}) {
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + seconds(60));
  wf::GetRecordRequest request;
  prepare(context, request);
  wf::Record response;
  return wf::WorkflowService::NewStub(channel)->GetRecord(&context, request, &response);
}

grpc::Status SendBytes(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                       const std::string& bytes) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + seconds(60));
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  const auto done = std::make_shared<std::promise<grpc::Status>>();
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                 [done](grpc::Status status) { done->set_value(std::move(status)); });
  return done->get_future().get();
}

// A TCP connection that never speaks gRPC.
class RawConnection {
 public:
  explicit RawConnection(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = socket_ >= 0 &&
                 connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawConnection(RawConnection&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection() {
    if (socket_ >= 0) close(socket_);
  }

  bool connected() const { return connected_; }
  void Send(std::string_view bytes) {
    EXPECT_EQ(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // Whether the server has closed it.
  bool Closed() {
    char byte = 0;
    const ssize_t got = recv(socket_, &byte, 1, MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno == ECONNRESET);
  }

 private:
  int socket_;
  bool connected_ = false;
};

// The peers of connections whose handshake is done are told in the same words by channelz, by a
// call, and by what counts handshakes; or every connection would be ended after 10 s.
TEST(Server, KnowsWhichHandshakesAreDone) {
  std::string peer;
  TestServer server(
      {.address = "[::]:0"},
      {.get_record = [&](const Call& call, const auto& /*request*/, auto& /*response*/) -> Status {
        peer = call.context->peer();
        return {};
      }});
  const Transports transports;
  const std::string port = std::to_string(server.server().port());
  struct Way {
    std::string host;
    std::string name;
  };
  for (const auto& [host, name] :
       {Way{"127.0.0.1:", "ipv4:127.0.0.1:"}, Way{"[::1]:", "ipv6:%5B::1%5D:"}}) {
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride("localhost");
    const auto channel = grpc::CreateCustomChannel(
        host + port,
        identity::MakeChannelCredentials(Certificates().Of("user/zhang-wei"), "workflow"),
        arguments);
    ASSERT_TRUE(GetRecord(channel).ok()) << host;
    EXPECT_THAT(peer, StartsWith(name));
    std::vector<std::string> done;
    const std::vector<runtime::Transport> listed = transports.From(0);
    for (const runtime::Transport& each : listed) done.push_back(each.peer);
    ASSERT_THAT(done, Contains(peer));
    EXPECT_EQ(transports.From(listed.back().id).size(), 1U);
    EXPECT_EQ(Transports::OwnerOf(listed.back().id), "user/zhang-wei");
    EXPECT_EQ(Transports::OwnerOf(listed.back().id + 1000), std::nullopt);

    const int family = host.starts_with('[') ? AF_INET6 : AF_INET;
    const runtime::Descriptor socket(::socket(family, SOCK_STREAM, 0));
    sockaddr_in6 ipv6{.sin6_family = AF_INET6,
                      .sin6_port = htons(static_cast<std::uint16_t>(server.server().port()))};
    ipv6.sin6_addr = in6addr_loopback;
    sockaddr_in ipv4{.sin_family = AF_INET, .sin_port = ipv6.sin6_port};
    ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_ipv4 = family == AF_INET;
    ASSERT_EQ(connect(socket.number(),
                      is_ipv4 ? reinterpret_cast<const sockaddr*>(&ipv4)
                              : reinterpret_cast<const sockaddr*>(&ipv6),
                      is_ipv4 ? sizeof ipv4 : sizeof ipv6),
              0);
    EXPECT_EQ(runtime::PeerOf(socket.number()).name, name + port);
  }
}

// Watches the health of the server. Returns how that ended, which is DEADLINE_EXCEEDED unless
// somebody ended the connection.
grpc::StatusCode HowAWatchEnds(const std::shared_ptr<grpc::Channel>& channel, seconds patience) {
  grpc::ClientContext context;
  context.set_deadline(system_clock::now() + patience);
  const auto reader = grpc::health::v1::Health::NewStub(channel)->Watch(&context, {});
  grpc::health::v1::HealthCheckResponse status;
  while (reader->Read(&status)) {
  }
  return reader->Finish().error_code();
}

// A connection costs memory whatever its client does with it.
TEST(Server, LeavesOneCertificateFewConnections) {
  TestServer server({.get_record = Fine});
  std::vector<std::shared_ptr<grpc::Channel>> open;
  for (int i = 0; i < 64; ++i) open.push_back(server.ChannelAs("user/zhang-wei"));
  for (const auto& channel : open) ASSERT_TRUE(GetRecord(channel).ok());
  const auto one_more = server.ChannelAs("user/zhang-wei");
  EXPECT_EQ(HowAWatchEnds(one_more, seconds(60)), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(HowAWatchEnds(open.back(), seconds(1)), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(HowAWatchEnds(server.ChannelAs("user/li-na"), seconds(1)),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  open.pop_back();
  EXPECT_TRUE(support::Eventually(
      [&] { return HowAWatchEnds(one_more, seconds(1)) == grpc::StatusCode::DEADLINE_EXCEEDED; }));
}

// gRPC keeps a request until the answer has gone out, and what is not defined in it, too.
TEST(Server, KeepsNothingOfARequestThatIsNotNeeded) {
  std::atomic<const wf::GetRecordRequest*> seen = nullptr;
  TestServer server({.get_record = [&](const Call& call, const wf::GetRecordRequest& request,
                                       wf::Record& record) {
    EXPECT_EQ(request.name().size(), 1000U);
    EXPECT_TRUE(request.GetReflection()->GetUnknownFields(request).empty());
    seen = &request;
    return Fine(call, request, record);
  }});
  wf::GetRecordRequest request;
  request.set_name(std::string(1000, 'x'));
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(
      999, std::string(500'000, 'y'));
  UnreadCall unread(ReluctantChannel(server, "user/zhang-wei"), kGetRecord,
                    request.SerializeAsString());
  EXPECT_TRUE(support::Eventually([&] { return seen != nullptr && seen.load()->name().empty(); }));
  unread.StartRead();
  EXPECT_GT(unread.Length(), 0U);
}

TEST(Server, AnswersMalformedRequestsAsInvalid) {
  TestServer server({.get_record = Fine});
  const auto channel = server.ChannelAs("user/zhang-wei");
  for (const char* bytes : {"\x0a\x01\xff",     // name: not UTF-8
                            "\x0a\x7fx",        // name: shorter than it says
                            "\xff\xff\xff"}) {  // no field at all
    const grpc::Status status = SendBytes(channel, kGetRecord, bytes);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(status.error_message(), HasSubstr("every string in UTF-8"));
    EXPECT_EQ(FromGrpcStatus(status, "workflow").reason, Reason::kInvalidField);
  }
  EXPECT_TRUE(SendBytes(channel, kGetRecord, "\x0a\x03公").ok());
}

TEST(Server, DoesNotKnowMethodsThatThereAreNot) {
  TestServer server({.get_record = Fine});
  EXPECT_EQ(SendBytes(server.ChannelAs("user/zhang-wei"), "/gongkai.None/None", "").error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST(Server, RefusesMessagesAndHeadersOverTheLimitAndCompressedOnes) {
  TestServer server({.get_record = Fine});
  const auto call = [&](std::size_t name, std::size_t header, bool compressed) {
    // Headers over the limit cost the connection, too.
    const auto channel = server.ChannelAs("user/zhang-wei");
    EXPECT_TRUE(GetRecord(channel).ok());
    return GetRecord(channel,
                     [&](grpc::ClientContext& context, wf::GetRecordRequest& request) {
                       request.set_name(std::string(name, 'x'));
                       if (header > 0) context.AddMetadata("x-header", std::string(header, 'x'));
                       if (compressed) context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
                     })
        .error_code();
  };
  EXPECT_EQ(call(1 << 10, 1 << 10, false), grpc::StatusCode::OK);
  EXPECT_EQ(call(1 << 20, 0, false), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(call(0, 9 << 10, false), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(call(1 << 10, 0, true), grpc::StatusCode::UNIMPLEMENTED);
}

TEST(Server, RefusesAPortThatAnotherServerHas) {
  TestServer first({.get_record = Fine});
  runtime::Drain drain;
  const Server::Options options = {
      .address = "127.0.0.1:" + std::to_string(first.server().port()),
      .credentials = identity::MakeServerCredentials(Certificates().Of("service/workflow"))};
  const auto second = Server::Start(options, drain, {});
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("Cannot serve on " + options.address));
  EXPECT_TRUE(GetRecord(first.ChannelAs("user/zhang-wei")).ok());

  first.server().Stop(seconds(0));
  EXPECT_TRUE(Server::Start(options, drain, {}));
}

TEST(Server, RefusesAnAddressThatIsNotThisMachines) {
  runtime::Drain drain;
  EXPECT_FALSE(Server::Start(
      {.address = "192.0.2.1:1",
       .credentials = identity::MakeServerCredentials(Certificates().Of("service/workflow"))},
      drain, {}));
}

TEST(Server, GoesOnServingWhoeverSendsGarbage) {
  TestServer server({.get_record = Fine});
  std::vector<RawConnection> garbage;
  for (const char* bytes : {"GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                            "\x16\x03\x01\xff\xff garbage", "\xff\xff\xff\xff\xff\xff\xff"}) {
    garbage.emplace_back(server.server().port());
    ASSERT_TRUE(garbage.back().connected());
    garbage.back().Send(bytes);
  }
  EXPECT_TRUE(GetRecord(server.ChannelAs("user/zhang-wei")).ok());
  EXPECT_TRUE(support::Eventually([&] {
    return std::ranges::all_of(garbage, [](RawConnection& each) { return each.Closed(); });
  }));
}

TEST(Server, GoesOnServingBesideThousandsOfIdleConnectionsAndDropsThem) {
  constexpr int kConnections = 2000;
  TestServer server({.get_record = Fine});
  std::vector<RawConnection> idle;
  for (int i = 0; i < kConnections; ++i) {
    idle.emplace_back(server.server().port());
    ASSERT_TRUE(idle.back().connected()) << i;
  }
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(GetRecord(server.ChannelAs("user/zhang-wei")).ok());
  EXPECT_TRUE(support::Eventually([&] {
    return std::ranges::all_of(idle, [](RawConnection& each) { return each.Closed(); });
  }));
}

TEST(Server, RefusesClientsWithoutACertificateOrWithAnExpiredOne) {
  TestServer server({.get_record = Fine});
  EXPECT_EQ(GetRecord(server.ChannelWith(Certificates().Expired())).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  const auto plaintext = grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials());
  EXPECT_EQ(GetRecord(plaintext).error_code(), grpc::StatusCode::UNAVAILABLE);
}

// A handler that runs until it is let go, or its call is cancelled.
class Slow {
 public:
  Status operator()(const Call& call) {
    started_ = true;
    while (!let_go_ && !call.cancelled()) std::this_thread::sleep_for(milliseconds(1));
    return {};
  }
  bool started() const { return started_; }
  void LetGo() { let_go_ = true; }

 private:
  std::atomic<bool> started_ = false;
  std::atomic<bool> let_go_ = false;
};

TEST(Server, LetsCallsUnderWayFinishWhenItStopsAndTakesNoNewOnes) {
  Slow slow;
  TestServer server(
      {.get_record = [&](const Call& call, const auto&, auto&) { return slow(call); }});
  const auto channel = server.ChannelAs("user/zhang-wei");
  auto under_way = std::async(std::launch::async, [&] { return GetRecord(channel); });
  ASSERT_TRUE(support::Eventually([&] { return slow.started(); }));

  std::jthread stopping([&] { server.server().Stop(seconds(60)); });
  ASSERT_TRUE(support::Eventually([&] { return server.drain().draining(); }));
  const grpc::Status refused = GetRecord(channel);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(refused.error_message(), HasSubstr("shutting down"));

  slow.LetGo();
  EXPECT_TRUE(under_way.get().ok());
  stopping.join();
  EXPECT_EQ(GetRecord(channel).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(Server, CancelsCallsThatTakeLongerThanItsBudget) {
  Slow slow;
  TestServer server(
      {.get_record = [&](const Call& call, const auto&, auto&) { return slow(call); }});
  const auto channel = server.ChannelAs("user/zhang-wei");
  auto under_way = std::async(std::launch::async, [&] { return GetRecord(channel); });
  ASSERT_TRUE(support::Eventually([&] { return slow.started(); }));
  server.server().Stop(milliseconds(10));
  EXPECT_FALSE(under_way.get().ok());
}

// Who reads nothing at all must not make a stop wait until it ends the process by force.
TEST(ServerDeathTest, StopsBesideAClientThatDoesNotRead) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        TestServer server({.get_record = [](const Call&, const auto&, wf::Record& record) {
          record.set_newest_comment(std::string(2 << 20, 'x'));
          return Status();
        }});
        StalledRelay relay(server.server().port());
        const auto channel = grpc::CreateChannel(
            relay.address(),
            identity::MakeChannelCredentials(Certificates().Of("user/zhang-wei"), "workflow"));
        (void)HowAWatchEnds(channel, seconds(1));
        relay.Stall();
        std::vector<std::future<void>> calls;
        for (int i = 0; i < 8; ++i) {
          calls.push_back(std::async(std::launch::async, [&] { (void)GetRecord(channel); }));
        }
        std::this_thread::sleep_for(seconds(1));  // the answers fill what room there is
        server.server().Stop(milliseconds(0));
        _exit(0);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(ServerDeathTest, EndsTheProcessWhenACallNeverFinishes) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        std::promise<void> opened;
        TestServer server({.longest_end = seconds(5)},
                          {.list_records = [&](UnaryReply&) { opened.set_value(); }});
        const auto stub = server.StubAs("user/zhang-wei");
        grpc::ClientContext context;
        wf::ListRecordsRequest request;
        wf::ListRecordsResponse response;
        stub->async()->ListRecords(&context, &request, &response, [](const grpc::Status&) {});
        opened.get_future().wait();
        server.server().Stop(milliseconds(0));
      },
      ::testing::ExitedWithCode(70), "");
}

}  // namespace
}  // namespace gongkai::rpc
