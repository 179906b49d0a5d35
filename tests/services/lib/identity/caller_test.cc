#include "services/lib/identity/caller.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/identity/certificates.h"
#include "services/lib/identity/credentials.h"
#include "services/lib/runtime/small_file.h"
#include "tests/services/lib/rpc/caller_service.h"
#include "tests/support/test_certificates.h"

namespace gongkai::identity {
namespace {

namespace fs = std::filesystem;
namespace v1 = workflow::v1;

using Metadata = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  grpc::Status status;
  v1::Record record;

  // Of an error of ours; empty where gRPC itself refused, or nothing did.
  std::string reason() const {
    if (status.ok() || status.error_details().empty()) return "";
    return std::string(InfoOf(rpc::FromGrpcStatus(status, "workflow").reason).name);
  }
};

Answer Call(const std::shared_ptr<grpc::Channel>& channel, const Metadata& metadata = {}) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
  Answer answer;
  answer.status = v1::WorkflowService::NewStub(channel)->GetRecord(&context, {}, &answer.record);
  return answer;
}

// Real certificates, a real port, and the token of a process that serves both ways.
class CallerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    certificates_ = new support::TestCertificates;
    token_ = new LocalToken;
    server_ = new rpc::CallerServer(rpc::TestPolicy(), token_);
    server_->Start(MakeServerCredentials(certificates_->Of("service/workflow")));
  }
  static void TearDownTestSuite() {
    delete server_;
    delete token_;
    delete certificates_;
  }

  static Answer CallWith(const fs::path& certificates, const Metadata& metadata = {}) {
    return Call(grpc::CreateChannel(server_->Address(), MakeChannelCredentials(certificates)),
                metadata);
  }
  static Answer CallAs(const std::string& identity, const Metadata& metadata = {}) {
    return CallWith(certificates_->Of(identity), metadata);
  }
  static Answer CallInProcess(const Metadata& metadata) {
    return Call(server_->InProcess(), metadata);
  }

  static support::TestCertificates* certificates_;
  static LocalToken* token_;
  static rpc::CallerServer* server_;
};
support::TestCertificates* CallerTest::certificates_ = nullptr;
LocalToken* CallerTest::token_ = nullptr;
rpc::CallerServer* CallerTest::server_ = nullptr;

TEST_F(CallerTest, IsThePersonInTheCertificate) {
  const Answer answer = CallAs("user/zhang-wei");
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.record.creator(), "user/zhang-wei");
  EXPECT_EQ(answer.record.department(), "清河县人民政府办公室");
  EXPECT_EQ(answer.record.claimed_by(), "") << "nobody passed the call on";
  EXPECT_EQ(answer.record.etag(), "") << "a person is no service";
}

TEST_F(CallerTest, IsTheBotInTheCertificateWithItsPerson) {
  const Answer answer = CallAs("bot/pipeline");
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.record.creator(), "bot/pipeline");
  EXPECT_EQ(answer.record.contributors(0), "user/zhang-wei");
}

TEST_F(CallerTest, IsAServiceThatSpeaksForItself) {
  const Answer answer = CallAs("service/intake");
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.record.creator(), "service/intake");
  EXPECT_EQ(answer.record.etag(), "intake");
}

TEST_F(CallerTest, IsWhomAServiceActsForWithThePolicysOwnFacts) {
  for (const std::string id : {"user/wang-fang", "bot/pipeline"}) {
    const Answer answer = CallAs("service/intake", {{"gongkai-caller", id}});
    ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
    EXPECT_EQ(answer.record.creator(), id);
    EXPECT_EQ(answer.record.claimed_by(), "intake");
    EXPECT_EQ(answer.record.department(),
              id == "user/wang-fang" ? "法规科" : "清河县人民政府办公室");
    EXPECT_EQ(answer.record.etag(), "");
  }
}

TEST_F(CallerTest, HasComeByWayOfEveryServiceThatPassedHimOn) {
  const auto via = [](const std::string& passed) {
    return CallAs("service/intake",
                  {{"gongkai-caller", "user/wang-fang"}, {"gongkai-via", passed}});
  };
  EXPECT_EQ(via("review").record.claimed_by(), "review,intake");
  EXPECT_EQ(via("publish,review").record.claimed_by(), "publish,review,intake");
  EXPECT_EQ(via("publish,review,workflow").record.claimed_by(), "publish,review,workflow,intake");
  for (const std::string passed :
       {"", ",", "review,", ",review", "Review", "service/review", "cli", "review, publish",
        "review ", "review,review,review,review", "workflow,workflow,workflow,workflow,workflow"}) {
    EXPECT_EQ(via(passed).reason(), "INVALID_FIELD") << passed;
  }
  EXPECT_EQ(via(std::string(4000, 'a')).reason(), "INVALID_FIELD");
  EXPECT_EQ(CallAs("service/intake", {{"gongkai-via", "review"}}).reason(), "INVALID_FIELD")
      << "for whom?";
  EXPECT_EQ(CallAs("service/intake", {{"gongkai-caller", "user/wang-fang"},
                                      {"gongkai-via", "review"},
                                      {"gongkai-via", "publish"}})
                .reason(),
            "INVALID_FIELD");
  for (const std::string id : {"user/zhang-wei", "bot/pipeline"}) {
    EXPECT_EQ(CallAs(id, {{"gongkai-via", "review"}}).reason(), "SERVICE_ONLY");
  }
}

TEST_F(CallerTest, IsRefusedWhenAnybodyButAServiceSpeaksForAnother) {
  for (const std::string id : {"user/zhang-wei", "bot/pipeline"}) {
    EXPECT_EQ(CallAs(id, {{"gongkai-caller", "user/wang-fang"}}).reason(), "SERVICE_ONLY");
    EXPECT_EQ(CallAs(id, {{"gongkai-caller", id}}).reason(), "SERVICE_ONLY");
    EXPECT_EQ(CallAs(id, {{"gongkai-caller", ""}}).reason(), "SERVICE_ONLY");
  }
}

TEST_F(CallerTest, IsRefusedWhenAServiceActsForNobodyKnown) {
  const auto passing_on = [](const std::string& id) {
    return CallAs("service/intake", {{"gongkai-caller", id}}).reason();
  };
  EXPECT_EQ(passing_on("user/nobody"), "UNKNOWN_CALLER");
  EXPECT_EQ(passing_on("service/workflow"), "INVALID_FIELD");
  EXPECT_EQ(passing_on("service/intake"), "INVALID_FIELD");
  EXPECT_EQ(passing_on("zhang-wei"), "INVALID_FIELD");
  EXPECT_EQ(passing_on("user/zhang-wei "), "INVALID_FIELD");
  EXPECT_EQ(passing_on("spiffe://gongkai/user/zhang-wei"), "INVALID_FIELD");
  EXPECT_EQ(passing_on(""), "INVALID_FIELD");
  EXPECT_EQ(CallAs("service/intake",
                   {{"gongkai-caller", "user/zhang-wei"}, {"gongkai-caller", "user/wang-fang"}})
                .reason(),
            "INVALID_FIELD");
}

TEST_F(CallerTest, IsRefusedWhenThePolicyDoesNotListTheCertificate) {
  const Answer answer = CallAs("user/nobody");
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(answer.reason(), "UNKNOWN_CALLER");
  EXPECT_EQ(CallAs("service/review", {{"gongkai-caller", "user/zhang-wei"}}).reason(),
            "UNKNOWN_CALLER")
      << "not even to speak for others";
}

// A subject alternative name of these bytes as its URI, fewer than 120 of them.
std::string UriOf(const std::string& bytes) {
  const auto hex = [](std::size_t byte) { return fmt::format("{:02X}", byte); };
  std::string der = "30" + hex(bytes.size() + 2) + "86" + hex(bytes.size());
  for (const char byte : bytes) der += hex(static_cast<unsigned char>(byte));
  return "-addext subjectAltName=DER:" + der;
}

// Neither to TLS nor when a process reads its own folder: a name is ASCII, or it is none.
TEST_F(CallerTest, IsRefusedWhenTheCertificatesNameIsNoAscii) {
  using namespace std::string_literals;
  const std::string person = "spiffe://gongkai/user/zhang-wei";
  const std::map<std::string, std::string> names = {
      {"nul-end", person + "\0"s},
      {"nul-inside", person + "\0.example"s},
      {"nul-in-name", "spiffe://gongkai/user/zhang\0wei"s},
      {"gbk", "spiffe://gongkai/user/\xD5\xC5\xCE\xB0"},
      {"utf8", "spiffe://gongkai/user/张伟"},
      {"overlong", "spiffe://gongkai/user/\xC1\xBA"},
      {"surrogate", "spiffe://gongkai/user/\xED\xA0\x80"},
      {"byte-order-mark", "\xEF\xBB\xBF" + person},
      {"direction", person + "\u202E"},
      {"line-end", person + "\n"}};
  for (const auto& [name, uri] : names) {
    const fs::path folder = certificates_->With(name, UriOf(uri));
    EXPECT_NE(CallWith(folder).status.error_code(), grpc::StatusCode::OK) << name;
    const auto set = ReadCertificates(folder);
    ASSERT_FALSE(set) << name;
    EXPECT_NE(set.error().message.find("cert.pem: needs exactly one URI name"), std::string::npos)
        << set.error().message;
  }
  const fs::path sound = certificates_->With("sound", UriOf(person));
  EXPECT_TRUE(CallWith(sound).status.ok()) << "the test's own way to make a name";
  EXPECT_TRUE(ReadCertificates(sound));
}

TEST_F(CallerTest, IsRefusedWhenTheCertificateNamesNobody) {
  const std::string uri = "-addext subjectAltName=URI:spiffe://gongkai/user/zhang-wei";
  const std::vector<std::pair<std::string, std::string>> kinds = {
      {"no-san", ""},
      {"common-name-only", "-addext subjectAltName=DNS:zhang-wei"},
      {"two-people", uri + ",URI:spiffe://gongkai/user/wang-fang"},
      {"twice-the-same", uri + ",URI:spiffe://gongkai/user/zhang-wei"},
      {"one-more-uri", uri + ",URI:https://example.org/"},
      {"other-domain", "-addext subjectAltName=URI:spiffe://example.org/user/zhang-wei"},
      {"longer-domain", "-addext subjectAltName=URI:spiffe://gongkai.example/user/zhang-wei"},
      {"other-kind", "-addext subjectAltName=URI:spiffe://gongkai/admin/zhang-wei"},
      {"other-scheme", "-addext subjectAltName=URI:https://gongkai/user/zhang-wei"},
      {"longer-path", uri + "/user/wang-fang"},
  };
  for (const auto& [name, extensions] : kinds) {
    const Answer answer = CallWith(certificates_->With(name, extensions));
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << name;
    EXPECT_EQ(answer.reason(), "NO_IDENTITY") << name;
  }
}

TEST_F(CallerTest, DoesNotGetThroughTheHandshakeWithoutAGoodCertificate) {
  EXPECT_EQ(CallWith(certificates_->Expired()).status.error_code(), grpc::StatusCode::UNAVAILABLE);

  // Signed by another authority, though it trusts ours.
  const support::TestCertificates others;
  const support::TestFolder folder;
  support::CopyCertificates(others.Of("user/zhang-wei"), folder / "stranger");
  fs::copy_file(certificates_->Of("user/zhang-wei") / "ca.pem", folder / "stranger" / "ca.pem",
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(CallWith(folder / "stranger").status.error_code(), grpc::StatusCode::UNAVAILABLE);

  // None at all.
  grpc::SslCredentialsOptions none;
  none.pem_root_certs = *runtime::ReadSmallFile(certificates_->Of("user/zhang-wei") / "ca.pem");
  EXPECT_EQ(
      Call(grpc::CreateChannel(server_->Address(), grpc::SslCredentials(none))).status.error_code(),
      grpc::StatusCode::UNAVAILABLE);

  // No TLS.
  EXPECT_EQ(Call(grpc::CreateChannel(server_->Address(), grpc::InsecureChannelCredentials()))
                .status.error_code(),
            grpc::StatusCode::UNAVAILABLE);

  EXPECT_TRUE(CallAs("user/zhang-wei").status.ok()) << "the server still serves others";
}

TEST_F(CallerTest, IsAServiceOfThisProcessThatShowsItsToken) {
  const std::string credential = token_->Credential("intake");
  const Answer itself = CallInProcess({{"gongkai-local", credential}});
  ASSERT_TRUE(itself.status.ok()) << itself.status.error_message();
  EXPECT_EQ(itself.record.creator(), "service/intake");

  const Answer passed_on =
      CallInProcess({{"gongkai-local", credential}, {"gongkai-caller", "user/wang-fang"}});
  ASSERT_TRUE(passed_on.status.ok()) << passed_on.status.error_message();
  EXPECT_EQ(passed_on.record.creator(), "user/wang-fang");
  EXPECT_EQ(passed_on.record.claimed_by(), "intake");
}

TEST_F(CallerTest, IsRefusedInProcessWithoutTheRightToken) {
  std::string guess = token_->Credential("intake");
  guess.back() = guess.back() == '0' ? '1' : '0';
  const Metadata person = {{"gongkai-caller", "user/wang-fang"}};
  EXPECT_EQ(CallInProcess({}).reason(), "NO_IDENTITY");
  EXPECT_EQ(CallInProcess(person).reason(), "NO_IDENTITY");
  for (const std::string& credential :
       {guess, LocalToken().Credential("intake"), std::string("intake:"), std::string("intake"),
        std::string(), std::string(":"), token_->Credential("intake") + "0",
        token_->Credential("intake").substr(7)}) {
    EXPECT_EQ(CallInProcess({{"gongkai-local", credential}, person.front()}).reason(),
              "NO_IDENTITY");
  }
  EXPECT_EQ(CallInProcess({{"gongkai-local", token_->Credential("publish")}}).reason(),
            "UNKNOWN_CALLER");
}

TEST_F(CallerTest, IsNotHelpedOverTlsByTheToken) {
  const Answer answer = CallAs("user/zhang-wei", {{"gongkai-local", token_->Credential("intake")}});
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.record.creator(), "user/zhang-wei");

  const Answer nobody = CallWith(certificates_->With("no-san", ""),
                                 {{"gongkai-local", token_->Credential("intake")}});
  EXPECT_EQ(nobody.reason(), "NO_IDENTITY");
}

TEST(Caller, InAProcessWithoutATokenIsRefusedOnEveryCallWithoutACertificate) {
  const LocalToken token;
  rpc::CallerServer server(rpc::TestPolicy());
  server.Start(grpc::InsecureServerCredentials());
  const Metadata credential = {{"gongkai-local", token.Credential("intake")}};
  EXPECT_EQ(Call(server.InProcess(), credential).reason(), "NO_IDENTITY");
  EXPECT_EQ(
      Call(grpc::CreateChannel(server.Address(), grpc::InsecureChannelCredentials()), credential)
          .reason(),
      "NO_IDENTITY");
}

}  // namespace
}  // namespace gongkai::identity
