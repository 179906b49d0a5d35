// What somebody may do ends when the policy takes it away, also in a stream that is open.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/lib/rpc/status.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"
#include "tests/support/log_capture.h"
#include "tests/support/test_folder.h"
#include "workflow/base/time.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;

constexpr char kBot[] = "bot/website";

// A stream of a server, as its client has it.
template <class Stub, class Request, class Response>
class Open {
 public:
  using Method = std::unique_ptr<grpc::ClientReader<Response>> (Stub::*)(grpc::ClientContext*,
                                                                         const Request&);

  Open(const std::shared_ptr<grpc::Channel>& channel, Method method, const Request& request = {},
       const std::string& for_whom = "")
      : stub_(channel) {
    if (!for_whom.empty()) context_.AddMetadata("gongkai-caller", for_whom);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
    reader_ = (stub_.*method)(&context_, request);
    reader_->WaitForInitialMetadata();
  }

  void Cancel() { context_.TryCancel(); }

  // How many messages End has read.
  int read() const { return read_; }

  // Reads what is left, and returns why the stream has ended.
  std::string End() {
    Response response;
    while (reader_->Read(&response)) ++read_;
    const Error error = rpc::FromGrpcStatus(reader_->Finish(), "the server");
    return std::string(InfoOf(error.reason).name);
  }

 private:
  Stub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  int read_ = 0;
};

using Tail = Open<audit::v1::AuditService::Stub, audit::v1::TailEntriesRequest,
                  audit::v1::TailEntriesResponse>;
using Changes = Open<wf::WorkflowService::Stub, wf::WatchChangesRequest, wf::WatchChangesResponse>;
using Publications = Open<publish::v1::PublishService::Stub, publish::v1::WatchPublicationsRequest,
                          publish::v1::WatchPublicationsResponse>;

constexpr auto kTail = &audit::v1::AuditService::Stub::TailEntries;
constexpr auto kChanges = &wf::WorkflowService::Stub::WatchChanges;
constexpr auto kPublications = &publish::v1::PublishService::Stub::WatchPublications;

class RightsTest : public ::testing::Test {
 protected:
  // The policy for development.
  std::string Policy() {
    std::ifstream file(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  std::filesystem::path Written(const std::string& policy) {
    support::WriteFile(folder_ / "policy.yaml", policy);
    return folder_ / "policy.yaml";
  }

  static void Replace(std::string& policy, const std::string& from, const std::string& to) {
    const std::size_t at = policy.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    policy.replace(at, from.size(), to);
  }

  // Puts a policy in force in which the auditor and the publisher have no role, and the bot is
  // not listed.
  void TakeAway() {
    std::string policy = Policy();
    Replace(policy, "vacant: []", "vacant: [AUDITOR, PUBLISHER]");
    Replace(policy, "roles: [AUDITOR]", "roles: []");
    Replace(policy, "roles: [PUBLISHER]", "roles: [], revoked: {since: 2026-01-01T00:00:00+08:00}");
    const std::size_t bot = policy.find("  bot/website:");
    policy.erase(bot, policy.find('\n', bot) + 1 - bot);
    Written(policy);
  }

  const support::TestFolder folder_;
  TestOffice office_{Written(Policy())};
};

TEST_F(RightsTest, AnOpenStreamEndsAsANewOneWould) {
  Tail tail(office_.As("user/guo-lei"), kTail);
  Changes changes(office_.As("user/liu-yang"), kChanges);
  Publications publications(office_.As(kBot), kPublications);
  Publications of_another(office_.As(kDrafter), kPublications);
  TakeAway();
  EXPECT_EQ(tail.End(), "ROLE_REQUIRED");
  EXPECT_EQ(publications.End(), "UNKNOWN_CALLER");
  EXPECT_EQ(changes.End(), "ROLE_REQUIRED");
  EXPECT_EQ(Changes(office_.As("user/liu-yang"), kChanges).End(), "ROLE_REQUIRED");
  EXPECT_EQ(Tail(office_.As("user/guo-lei"), kTail).End(), "ROLE_REQUIRED");
  EXPECT_EQ(Publications(office_.As(kBot), kPublications).End(), "UNKNOWN_CALLER");

  // Whose rights are what they were hears of what happens after that.
  CreateReport(office_, "annual-2021");
  of_another.Cancel();
  EXPECT_EQ(of_another.End(), "CANCELLED");
}

TEST_F(RightsTest, WhoseKeyIsRevokedLaterHearsNothingFromThenOn) {
  CreateReport(office_, "annual-2020");
  Tail tail(office_.As("user/guo-lei"), kTail);
  std::string policy = Policy();
  const auto then = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) +
                    std::chrono::seconds(5);
  Replace(policy, "roles: [AUDITOR]",
          "roles: [AUDITOR], revoked: {since: " + base::Rfc3339(then) + "}");
  Written(policy);
  std::this_thread::sleep_until(then + std::chrono::seconds(1));
  EXPECT_TRUE(support::Eventually(
      [this] { return Tail(office_.As("user/guo-lei"), kTail).End() == "ROLE_REQUIRED"; }));
  CreateReport(office_, "annual-2021");
  EXPECT_EQ(tail.End(), "ROLE_REQUIRED");
  EXPECT_EQ(tail.read(), 4) << "of what was there, the policy, and its revocation";
}

// Everybody may download; which report, his role and his department say.
TEST_F(RightsTest, ADownloadEndsForWhomTheReportIsNoLonger) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  const std::string bytes(32 << 20, 'x');  // more than is under way between two processes
  Attach(office_, report, "a.bin", bytes);
  Submit(office_, report);
  intake::v1::DownloadAttachmentRequest request;
  request.set_name(report + "/attachments/a.bin");
  Open<intake::v1::IntakeService::Stub, intake::v1::DownloadAttachmentRequest,
       intake::v1::DownloadAttachmentResponse>
      download(office_.As(kLegalReviewer), &Intake::DownloadAttachment, request);
  std::string policy = Policy();
  Replace(policy, "user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER]}",
          "user/wang-fang: {department: 法规科, roles: []}");
  Written(policy);
  intake::v1::GetReportRequest get;
  get.set_name(report);
  EXPECT_TRUE(
      support::Eventually([&] { return !office_.Call(kLegalReviewer, &Intake::GetReport, get); }));
  EXPECT_EQ(download.End(), "REPORT_NOT_FOUND");
  EXPECT_LT(download.read(), 128);  // chunks
}

// Publish asks for the whole content in the name of whoever publishes.
TEST_F(RightsTest, ADownloadOfAContentEndsForWhomTheReportIsNoLonger) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Attach(office_, report, "a.bin", std::string(32 << 20, 'x'));
  Clear(office_, report);
  intake::v1::DownloadContentRequest request;
  request.set_name(report);
  Open<intake::v1::IntakeService::Stub, intake::v1::DownloadContentRequest,
       intake::v1::DownloadContentResponse>
      download(office_.As("service/publish"), &Intake::DownloadContent, request, kPublisher);
  TakeAway();
  intake::v1::GetReportRequest get;
  get.set_name(report);
  EXPECT_TRUE(
      support::Eventually([&] { return !office_.Call(kPublisher, &Intake::GetReport, get); }));
  EXPECT_EQ(download.End(), "REPORT_NOT_FOUND");
  EXPECT_LT(download.read(), 128);  // chunks
}

// It holds a slot, and what it has not taken.
TEST_F(RightsTest, AStreamEndsAlsoForAClientThatTakesNothing) {
  std::string reason;
  while (reason.size() < 6000) reason += "因";
  for (int i = 0; i < 40; ++i) {  // more than gRPC keeps for a client that does not read
    intake::v1::WithdrawReportRequest withdraw;
    withdraw.set_name(CreateReport(office_, "annual-" + std::to_string(i)).name());
    withdraw.set_reason(reason);
    Must(office_.Call(kDrafter, &Intake::WithdrawReport, withdraw));
  }
  const support::LogCapture log;
  spdlog::default_logger()->set_level(spdlog::level::debug);
  Tail tail(office_.As("user/guo-lei"), kTail);
  TakeAway();
  EXPECT_TRUE(support::Eventually(
      [&] { return log.Count("TailEntries user/guo-lei ROLE_REQUIRED") == 1; }));
}

}  // namespace
}  // namespace gongkai::all
