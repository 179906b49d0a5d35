#include "services/lib/rpc/peer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/identity/certificate_installer.h"
#include "services/lib/identity/credentials.h"
#include "tests/services/lib/rpc/caller_service.h"
#include "tests/services/lib/rpc/stalled_relay.h"
#include "tests/support/eventually.h"
#include "tests/support/free_port.h"
#include "tests/support/log_capture.h"
#include "tests/support/test_certificates.h"

// Debian's c-ares loses the ten bytes of a name that it finds in /etc/hosts.
extern "C" const char* __lsan_default_suppressions() { return "leak:libcares.so"; }

namespace gongkai::rpc {
namespace {

namespace fs = std::filesystem;
namespace v1 = workflow::v1;
using std::chrono::system_clock;
using namespace std::chrono_literals;

const machine::Actor kZhangWei = {.id = base::ActorId("user/zhang-wei")};

class PeerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { certificates_ = new support::TestCertificates; }
  static void TearDownTestSuite() { delete certificates_; }

  PeerTest() : server_(TestPolicy()) {}

  static std::shared_ptr<grpc::ServerCredentials> ServeAs(const std::string& identity) {
    return identity::MakeServerCredentials(certificates_->Of(identity));
  }
  static std::shared_ptr<grpc::ChannelCredentials> DialAs(const std::string& identity,
                                                          const std::string& service) {
    return identity::MakeChannelCredentials(certificates_->Of(identity), service);
  }

  // Intake's way to the workflow service at `address`.
  static Peer ToWorkflow(const std::string& address) {
    return {"workflow", address, DialAs("service/intake", "workflow")};
  }

  static grpc::Status Call(Peer& peer, v1::Record* record, const machine::Actor& caller = kZhangWei,
                           system_clock::duration patience = 20s) {
    const auto context = peer.NewContext(caller, system_clock::now() + patience);
    return v1::WorkflowService::NewStub(peer.channel())->GetRecord(context.get(), {}, record);
  }

  static support::TestCertificates* certificates_;
  CallerServer server_;
};
support::TestCertificates* PeerTest::certificates_ = nullptr;

TEST_F(PeerTest, IsReachedByAddressAndByName) {
  server_.Start(ServeAs("service/workflow"));
  for (const char* host : {"127.0.0.1", "localhost"}) {
    Peer peer = ToWorkflow(server_.Address(host));
    v1::Record record;
    const grpc::Status status = Call(peer, &record);
    ASSERT_TRUE(status.ok()) << host << ": " << status.error_message();
    EXPECT_EQ(record.creator(), "user/zhang-wei");
    EXPECT_EQ(record.claimed_by(), "intake");
  }
}

TEST_F(PeerTest, SeesAServiceThatActsForNobodyAsItself) {
  server_.Start(ServeAs("service/workflow"));
  Peer peer = ToWorkflow(server_.Address());
  v1::Record record;
  const machine::Actor itself = {.id = base::ActorId("service/intake"), .service = "intake"};
  ASSERT_TRUE(Call(peer, &record, itself).ok());
  EXPECT_EQ(record.creator(), "service/intake");
  EXPECT_EQ(record.claimed_by(), "");
}

TEST_F(PeerTest, IsToldTheWholeWayOfTheCall) {
  server_.Start(ServeAs("service/workflow"));
  Peer peer = ToWorkflow(server_.Address());
  machine::Actor caller = kZhangWei;
  caller.via = "review";  // who asked intake
  v1::Record record;
  ASSERT_TRUE(Call(peer, &record, caller).ok());
  EXPECT_EQ(record.claimed_by(), "review,intake");
}

TEST_F(PeerTest, IsReachedInThisProcess) {
  const identity::LocalToken token;
  CallerServer server(TestPolicy(), &token);
  server.Start(ServeAs("service/workflow"));
  Peer peer("workflow", server.InProcess(), token.Credential("intake"));
  v1::Record record;
  ASSERT_TRUE(Call(peer, &record).ok());
  EXPECT_EQ(record.creator(), "user/zhang-wei");
  EXPECT_EQ(record.claimed_by(), "intake");
  server.Stop();  // the channel may outlive its server as long as nobody calls
}

TEST_F(PeerTest, HasAConnectionForEveryTwoProcessors) {
  server_.Start(ServeAs("service/workflow"));
  Peer peer = ToWorkflow(server_.Address());
  v1::Record record;
  for (int i = 0; i < 16; ++i) ASSERT_TRUE(Call(peer, &record).ok());
  const unsigned half = std::thread::hardware_concurrency() / 2;
  EXPECT_EQ(server_.service.connections(), std::clamp(half, 1U, 8U));
}

TEST_F(PeerTest, HasConnectionsOfTheirOwnForStreamsThatStayOpen) {
  Peer peer = ToWorkflow("127.0.0.1:1");  // nobody is dialled before a call
  std::vector<Peer::StreamPlace> places;
  std::set<grpc::Channel*> channels;
  for (long i = 0; i < 2 * Peer::kStreamsOfConnection; ++i) {
    places.push_back(peer.TakeStreamPlace());
    channels.insert(places.back().channel.get());
  }
  EXPECT_EQ(channels.size(), 2U);
  EXPECT_FALSE(channels.contains(peer.channel().get()));
  grpc::Channel* const first = places.front().channel.get();
  places.erase(places.begin());
  places.push_back(peer.TakeStreamPlace());
  EXPECT_EQ(places.back().channel.get(), first) << "where a place is free again";
  EXPECT_FALSE(channels.contains(peer.TakeStreamPlace().channel.get())) << "all are taken";
}

TEST_F(PeerTest, MayStartLater) {
  server_.Start(ServeAs("service/workflow"), support::FreePort());
  server_.Stop();
  const int port = server_.port();
  Peer peer = ToWorkflow(server_.Address());
  std::jthread later([&] {
    std::this_thread::sleep_for(500ms);
    server_.Start(ServeAs("service/workflow"), port);
  });
  v1::Record record;
  const grpc::Status status = Call(peer, &record);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(PeerTest, IsDialledAgainWhenItHasRestarted) {
  server_.Start(ServeAs("service/workflow"), support::FreePort());
  Peer peer = ToWorkflow(server_.Address());
  v1::Record record;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(Call(peer, &record).ok());
    server_.Stop();
    server_.Start(ServeAs("service/workflow"), server_.port());
    // A call may meet the old connection on its way out; one that comes after it does not.
    EXPECT_TRUE(support::Eventually([&] { return Call(peer, &record).ok(); }));
  }
}

TEST_F(PeerTest, WhoseHostVanishesIsGivenUp) {
  server_.Start(ServeAs("service/workflow"));
  StalledRelay relay(server_.port());
  Peer peer = ToWorkflow(relay.address());
  v1::Record record;
  ASSERT_TRUE(Call(peer, &record).ok());
  relay.Stall();
  const auto context = peer.NewStreamContext();
  context->set_deadline(system_clock::now() + 120s);
  const auto stub = v1::WorkflowService::NewStub(peer.channel());
  EXPECT_EQ(stub->GetRecord(context.get(), {}, &record).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(PeerTest, ThatIsNotThereIsUnavailableWhenTheDeadlineIsOver) {
  server_.Start(ServeAs("service/workflow"));
  server_.Stop();
  Peer peer = ToWorkflow(server_.Address());
  v1::Record record;
  const grpc::Status status = Call(peer, &record, kZhangWei, 300ms);
  ASSERT_FALSE(status.ok());
  const Error error = FromPeer(status, peer.service());
  EXPECT_EQ(error.reason, Reason::kPeerUnavailable);
  EXPECT_EQ(error.metadata.at("peer"), "workflow");
}

TEST_F(PeerTest, MustBeTheServiceThatIsMeant) {
  const auto dials = [&](const std::string& service) {
    Peer peer(service, server_.Address(), DialAs("service/intake", service));
    v1::Record record;
    return Call(peer, &record, kZhangWei, 1s).ok();
  };
  server_.Start(ServeAs("service/workflow"));
  EXPECT_TRUE(dials("workflow"));
  EXPECT_TRUE(dials("")) << "any service";
  EXPECT_FALSE(dials("intake"));
  EXPECT_FALSE(dials("work"));
  server_.Stop();

  // A person's certificate is signed by the same authority and holds the same host names.
  server_.Start(ServeAs("user/zhang-wei"));
  EXPECT_FALSE(dials("workflow"));
  EXPECT_FALSE(dials(""));
}

TEST_F(PeerTest, MustHoldTheNameThatWasDialled) {
  server_.Start(identity::MakeServerCredentials(certificates_->With(
      "elsewhere",
      "-addext subjectAltName=URI:spiffe://gongkai/service/workflow,DNS:workflow.example")));
  Peer peer = ToWorkflow(server_.Address());
  v1::Record record;
  EXPECT_FALSE(Call(peer, &record, kZhangWei, 1s).ok());
}

TEST_F(PeerTest, MustBeOfAnAuthorityWeTrust) {
  const support::TestCertificates others;
  server_.Start(identity::MakeServerCredentials(others.Of("service/workflow")));
  Peer peer = ToWorkflow(server_.Address());
  v1::Record record;
  EXPECT_FALSE(Call(peer, &record, kZhangWei, 1s).ok());
}

TEST_F(PeerTest, NeverHasACallLongerThanItsCaller) {
  const Peer peer = ToWorkflow("127.0.0.1:1");
  const auto soon = system_clock::now() + 1s;
  EXPECT_EQ(peer.NewContext(kZhangWei, soon)->deadline(), soon);
  const auto limit = system_clock::now() + Peer::kLongestCall;
  const auto capped = peer.NewContext(kZhangWei, system_clock::now() + 1h)->deadline();
  EXPECT_GE(capped, limit);
  EXPECT_LT(capped, limit + 5s);
  EXPECT_EQ(peer.NewStreamContext()->deadline(), system_clock::time_point::max());
}

TEST_F(PeerTest, IsNotSentACallerThatIsNoId) {
  const Peer peer = ToWorkflow("127.0.0.1:1");
  for (const std::string id : {"user/张伟", "user/a\nb", ""}) {
    EXPECT_THROW(peer.NewContext({.id = base::ActorId(id)}, system_clock::now()),
                 std::invalid_argument);
    EXPECT_THROW(
        peer.NewContext({.id = base::ActorId("user/wu"), .via = id + "\n"}, system_clock::now()),
        std::invalid_argument);
  }
}

TEST_F(PeerTest, PassesItsOwnErrorsOnUnchanged) {
  server_.Start(ServeAs("service/workflow"));
  const errors::Newest newest{"RETURN", "user/wang-fang", "DRAFT", "2026-03-01T08:00:00Z", "e7"};
  Error overloaded = errors::Overloaded(1500ms);
  for (const Error& sent :
       {errors::EtagMismatch("reports/abcd", "e6", newest), overloaded,
        errors::InvalidFields({{"report.title", {"Must not be empty.", "不得为空。"}},
                               {"etag", {"Too long.", "太长。"}}}),
        errors::DeadlineExceeded()}) {
    server_.service.Refuse(sent);
    Peer peer = ToWorkflow(server_.Address());
    v1::Record record;
    const Error got = FromPeer(Call(peer, &record), "workflow");
    EXPECT_EQ(got.reason, sent.reason);
    EXPECT_EQ(got.message, sent.message);
    EXPECT_EQ(got.metadata, sent.metadata);
    EXPECT_EQ(got.retry_after, sent.retry_after);
    ASSERT_EQ(got.fields.size(), sent.fields.size());
    for (std::size_t i = 0; i < got.fields.size(); ++i) {
      EXPECT_EQ(got.fields[i].field, sent.fields[i].field);
      EXPECT_EQ(got.fields[i].rule, sent.fields[i].rule);
    }
  }
}

// A server whose certificates are renewed while it runs, and new connections to it.
class RenewalTest : public PeerTest {
 protected:
  RenewalTest() {
    support::CopyCertificates(own_.Of("service/workflow"), source_);
    installer_ = *identity::CertificateInstaller::Start(source_, folder_ / "installed",
                                                        base::ActorId("service/workflow"));
    server_.Start(identity::MakeServerCredentials(installer_->installed()));
  }

  // The certificate that a new connection by `client` is shown; empty where it is refused.
  std::string Handshake(const fs::path& client) const {
    const auto credentials = identity::MakeChannelCredentials(client, "workflow");
    Peer peer("workflow", server_.Address(), credentials);
    const auto context = peer.NewContext(kZhangWei, system_clock::now() + 2s);
    v1::Record record;
    const auto stub = v1::WorkflowService::NewStub(peer.channel());
    if (!stub->GetRecord(context.get(), {}, &record).ok()) return "";
    const auto shown = context->auth_context()->FindPropertyValues("x509_pem_cert");
    return shown.size() == 1 ? std::string(shown.front().data(), shown.front().size()) : "";
  }
  std::string Handshake() const { return Handshake(own_.Of("service/intake")); }

  const support::TestCertificates own_;
  const support::TestFolder folder_;
  const fs::path source_ = folder_ / "certificates";
  const support::LogCapture log_;
  std::unique_ptr<identity::CertificateInstaller> installer_;
};

TEST_F(RenewalTest, ShowsANewCertificateToNewConnectionsWhileOldOnesGoOn) {
  Peer old = {"workflow", server_.Address(),
              identity::MakeChannelCredentials(own_.Of("service/intake"), "workflow")};
  v1::Record record;
  ASSERT_TRUE(Call(old, &record).ok());
  ASSERT_TRUE(Call(old, &record).ok());
  const std::string before = Handshake();
  ASSERT_NE(before, "");
  const std::size_t connections = server_.service.connections();

  fs::remove(own_.Of("service/workflow") / "cert.pem");
  support::CopyCertificates(own_.Of("service/workflow"), source_);

  bool always = true;
  EXPECT_TRUE(support::Eventually([&] {
    const std::string now = Handshake();
    always = always && !now.empty();
    return now != before;
  }));
  EXPECT_TRUE(always) << "a handshake failed while the certificate was renewed";
  const std::size_t handshakes = server_.service.connections() - connections;
  EXPECT_TRUE(Call(old, &record).ok());
  EXPECT_TRUE(Call(old, &record).ok());
  EXPECT_EQ(server_.service.connections() - connections, handshakes) << "an old connection ended";
}

TEST_F(RenewalTest, GoesOnWithTheOldPairWhenTheNewOneIsBad) {
  const std::string before = Handshake();
  ASSERT_NE(before, "");
  fs::copy_file(own_.Of("service/intake") / "key.pem", source_ / "key.pem",
                fs::copy_options::overwrite_existing);
  ASSERT_TRUE(support::Eventually([&] { return log_.Count("stays in use") == 1; }));
  // gRPC looks at its own folder every second: longer than that, handshakes must succeed.
  for (const auto end = system_clock::now() + 3s; system_clock::now() < end;) {
    ASSERT_EQ(Handshake(), before);
  }
}

TEST_F(RenewalTest, TrustsANewAuthorityFromWhenItIsInstalled) {
  const support::TestCertificates next;
  const fs::path client = folder_ / "client";  // of the next authority, trusting both
  support::CopyCertificates(next.Of("service/intake"), client);
  support::RunCommand("cat '" + (source_ / "ca.pem").string() + "' >> '" +
                      (client / "ca.pem").string() + "'");
  EXPECT_EQ(Handshake(client), "");
  support::RunCommand("cat '" + (next.Of("service/intake") / "ca.pem").string() + "' >> '" +
                      (source_ / "ca.pem").string() + "'");
  EXPECT_TRUE(support::Eventually([&] { return !Handshake(client).empty(); }));
  EXPECT_NE(Handshake(), "") << "the old authority is still trusted";
}

// Every variable that gRPC reads names a proxy that is not there.
class ProxyTest : public PeerTest {
 protected:
  static constexpr const char* kVariables[] = {"grpc_proxy", "https_proxy", "http_proxy"};

  ProxyTest() {
    for (const char* variable : kVariables) setenv(variable, "http://127.0.0.1:9", 1);
    setenv("no_grpc_proxy", "", 1);
    setenv("no_proxy", "", 1);
  }
  ~ProxyTest() override {
    for (const char* variable : kVariables) unsetenv(variable);
    unsetenv("no_grpc_proxy");
    unsetenv("no_proxy");
  }
};

TEST_F(ProxyTest, IsNotUsedUnlessItIsAskedFor) {
  server_.Start(ServeAs("service/workflow"));
  v1::Record record;
  Peer direct = ToWorkflow(server_.Address());
  EXPECT_TRUE(Call(direct, &record).ok());
  Peer through_proxy("workflow", server_.Address(), DialAs("service/intake", "workflow"),
                     /*use_proxy=*/true);
  EXPECT_FALSE(Call(through_proxy, &record, kZhangWei, 2s).ok());
}

}  // namespace
}  // namespace gongkai::rpc
