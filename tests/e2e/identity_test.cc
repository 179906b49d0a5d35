// Who may speak, and for whom.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/process.h"
#include "tests/e2e/socket.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "tests/support/eventually.h"
#include "workflow/machine/states.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;
using workflow::v1::WorkflowService;

constexpr char kBothStages[] = "user/ma-li";  // reviews legality and secrecy
constexpr char kPublishingBot[] = "bot/hasty";
constexpr char kDeputy[] = "user/gao-jun";  // reviews, in the place of who drafts

// A method of each service that anybody in the policy may call.
constexpr const char* kAnyMethod[] = {"ListRecords", "ListReports", "ListPublications"};

class Identity : public ClusterTest<Identity> {
 public:
  static Cluster::Identities Identities() {
    return {
        {kPublishingBot, "{department: 政务公开办, roles: [PUBLISHER]}"},
        {kBothStages, "{department: 法规科, roles: [LEGAL_REVIEWER, SECRECY_REVIEWER]}"},
        {kDeputy, "{department: 法规科, roles: [LEGAL_REVIEWER], on_behalf_of: user/zhang-wei}"}};
  }

 protected:
  fs::path Ca() const { return cluster_->directory() / "certificates" / "ca.pem"; }

  // One call with these credentials to each process; none may get as far as an answer of ours.
  void ExpectNoConnection(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    for (const Service service : kServices) {
      grpc::ChannelArguments own_connection;
      own_connection.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      const auto channel =
          grpc::CreateCustomChannel(cluster_->Address(service), credentials, own_connection);
      const auto context = Context();
      context->set_wait_for_ready(false);
      workflow::v1::ListRecordsResponse response;
      const grpc::Status status =
          WorkflowService::NewStub(channel)->ListRecords(context.get(), {}, &response);
      EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE)
          << NameOf(service) << ": " << status.error_message();
      EXPECT_EQ(status.error_details(), "");
    }
    // Those who have one are served all the while.
    for (const Service service : kServices) cluster_->WaitUntilServing(service);
  }

  static std::shared_ptr<grpc::ChannelCredentials> Credentials(const fs::path& ca,
                                                               const fs::path& folder) {
    return grpc::SslCredentials({.pem_root_certs = ReadFile(ca),
                                 .pem_private_key = ReadFile(folder / "key.pem"),
                                 .pem_cert_chain = ReadFile(folder / "cert.pem")});
  }

  // A new authority, or where `with_ours`, a new pair of ours; its folder.
  fs::path Issue(const std::string& name, const std::string& identity, bool with_ours) {
    const fs::path directory = cluster_->directory() / name;
    fs::create_directory(directory);
    if (with_ours) {
      for (const char* file : {"ca.pem", "ca-key.pem"}) {
        fs::copy_file(cluster_->directory() / "certificates" / file, directory / file);
      }
    }
    EXPECT_EQ(RunToEnd({std::string(GONGKAI_SOURCE_DIR) + "/deploy/dev-certificates", directory,
                        "--only", identity},
                       cluster_->directory() / "issue.log"),
              0);
    return directory / identity;
  }

  // As an operator does: never half of a file.
  static void Install(const std::string& bytes, const fs::path& file) {
    const fs::path fresh = file.string() + ".new";
    std::ofstream(fresh, std::ios::binary) << bytes;
    fs::rename(fresh, file);
  }

  bool LogSays(Service service, const std::string& words) {
    return support::Eventually(
        [&] { return ReadFile(cluster_->Log(service)).find(words) != std::string::npos; });
  }

  // The least that the action must bring.
  static std::string DetailOf(workflow::v1::Action action) {
    switch (action) {
      case workflow::v1::CREATE:
        return "create { }";
      case workflow::v1::EDIT:
        return "edit { }";
      case workflow::v1::SUBMIT:
        return "submit { disclosure: ACTIVE }";
      case workflow::v1::CLAIM:
        return "claim { seconds: 60 }";
      case workflow::v1::APPROVE_LEGAL:
      case workflow::v1::APPROVE_SECRECY:
        return "approve { form { questions_version: 2 answers { question: 'LEGAL_CONTENT' answer: "
               "YES } } }";
      case workflow::v1::SIGN:
        return "sign { decision { attribute: ACTIVE } }";
      case workflow::v1::REFER:
        return "refer { authority: '司法局' }";
      case workflow::v1::WITHHOLD:
        return "withhold { ground: STATE_SECRET }";
      case workflow::v1::ADJUDICATE:
        return "adjudicate { first_finding: 1 finding_count: 1 verdict: MASK }";
      default:
        return "";
    }
  }

  grpc::Status Apply(const std::string& service, const std::string& person,
                     const std::string& report, workflow::v1::Action action) {
    return CallWithText(
        *cluster_, service, "ApplyAction",
        {"command { name: '" + report + "' action: " + workflow::v1::Action_Name(action) +
         " comment: '同意' " + "content_sha256: '" + std::string(64, '0') + "' " +
         DetailOf(action) + " }"},
        ContextFor(person));
  }

  grpc::Status Approve(const review::v1::ApproveTaskRequest& request, const std::string& who) {
    review::v1::Task task;
    return cluster_->As<review::v1::ReviewService>(who)->ApproveTask(Context().get(), request,
                                                                     &task);
  }
};

TEST_F(Identity, AnUnknownCertificateMayDoNothing) {
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck trace(*cluster_, report);
  for (const char* method : kAnyMethod) {
    EXPECT_EQ(trace.Refused(CallWithText(*cluster_, "tests/unknown", method, {""}),
                            Reason::kUnknownCaller),
              "")
        << method;
  }
  EXPECT_EQ(trace.Refused(CallWithText(*cluster_, "tests/unknown", "ReturnTask",
                                       {"name: '" + report + "/tasks/legal' reason: '退'"}),
                          Reason::kUnknownCaller),
            "");
}

TEST_F(Identity, AnExpiredCertificateGetsNoConnection) {
  ExpectNoConnection(Credentials(Ca(), cluster_->Certificates("tests/expired")));
}

TEST_F(Identity, WithoutACertificateThereIsNoConnection) {
  ExpectNoConnection(grpc::SslCredentials({.pem_root_certs = ReadFile(Ca())}));
}

TEST_F(Identity, ACertificateOfAnotherAuthorityGetsNoConnection) {
  const fs::path stranger = Issue("another-authority", kDrafter, false);
  ExpectNoConnection(Credentials(Ca(), stranger));
  // Nor does a client of another authority believe us.
  ExpectNoConnection(Credentials(stranger / "ca.pem", cluster_->Certificates(kDrafter)));
}

TEST_F(Identity, PlaintextToATlsPortGetsNoConnection) {
  ExpectNoConnection(grpc::InsecureChannelCredentials());
}

// Runs before the next test, which uses up the refusals of the auditor that are recorded at once.
TEST_F(Identity, AUserDoesNotApplyActions) {
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck trace(*cluster_, report);
  // It comes before the rules of the report, so that nobody learns anything from it.
  for (const char* who : {kLegal, kDrafter, kAuditor, kPublisher, kOutsider, "bot/website"}) {
    const grpc::Status status =
        CallWithText(*cluster_, who, "ApplyAction",
                     {"command { name: '" + report + "' action: RETURN comment: '退' }"});
    EXPECT_EQ(trace.Denied(status, Reason::kServiceOnly, who, workflow::v1::RETURN), "") << who;
    EXPECT_EQ(trace.Refused(CallWithText(*cluster_, who, "CheckAction",
                                         {"command { name: '" + report + "' action: RETURN }"}),
                            Reason::kServiceOnly),
              "")
        << who;
  }
  // Nobody learns from it whether there is such a report.
  TraceCheck nowhere(*cluster_, "reports/nowhere");
  EXPECT_EQ(nowhere.Denied(CallWithText(*cluster_, kOutsider, "ApplyAction",
                                        {"command { name: 'reports/nowhere' action: RETURN "
                                         "comment: '退' }"}),
                           Reason::kServiceOnly, kOutsider, workflow::v1::RETURN),
            "");
}

TEST_F(Identity, AServiceAssertsOnlyItsOwnActions) {
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck trace(*cluster_, report);
  const grpc::Status status = Apply("service/intake", kLegal, report, workflow::v1::APPROVE_LEGAL);
  EXPECT_EQ(trace.Denied(status, Reason::kAssertionNotAllowed, kLegal, workflow::v1::APPROVE_LEGAL),
            "");
  EXPECT_EQ(FactOf(status, "service"), "service/intake");

  const std::map<std::string, std::string> own{
      {"service/intake", "CREATE EDIT SUBMIT WITHDRAW"},
      {"service/review",
       "CLAIM RELEASE TAKE_OVER ENDORSE APPROVE_LEGAL APPROVE_SECRECY SIGN RETURN REFER RESOLVE "
       "WITHHOLD ADJUDICATE PROPOSE_PURGE PURGE"},
      {"service/publish", "PUBLISH RETRACT REPORT_LEAK RETURN FILE REASSESS"},
      {"service/workflow", ""}};
  for (const auto& [service, actions] : own) {
    for (int i = workflow::v1::CREATE; i <= workflow::v1::Action_MAX; ++i) {
      const auto action = static_cast<workflow::v1::Action>(i);
      const bool never_asked_for = machine::IsOnlyRecorded(static_cast<machine::Action>(i));
      const bool is_own =
          (' ' + actions + ' ').find(' ' + workflow::v1::Action_Name(action) + ' ') !=
          std::string::npos;
      if (never_asked_for || is_own) continue;
      const std::string name = workflow::v1::Action_Name(action);
      EXPECT_EQ(NotRefused(CallWithText(*cluster_, service, "CheckAction",
                                        {"command { name: '" + report + "' action: " + name + " }"},
                                        ContextFor(kAuditor)),
                           Reason::kAssertionNotAllowed),
                "")
          << service << " " << name;
      EXPECT_EQ(NotRefused(Apply(service, kAuditor, report, action), Reason::kAssertionNotAllowed),
                "")
          << service << " " << name;
    }
  }
}

TEST_F(Identity, AUserDoesNotSpeakForAnother) {
  const std::string report = lifecycle_.InLegalReview();
  TraceCheck trace(*cluster_, report);
  for (const char* method : kAnyMethod) {
    EXPECT_EQ(trace.Refused(CallWithText(*cluster_, kDrafter, method, {""}, ContextFor(kLegal)),
                            Reason::kServiceOnly),
              "")
        << method;
  }
  EXPECT_EQ(trace.Refused(CallWithText(*cluster_, kDrafter, "ReturnTask",
                                       {"name: '" + report + "/tasks/legal' reason: '退'"},
                                       ContextFor(kLegal)),
                          Reason::kServiceOnly),
            "");
  // A service speaks for people and bots, of the policy, and for no other service.
  EXPECT_EQ(trace.Refused(Apply("service/intake", "service/review", report, workflow::v1::EDIT),
                          Reason::kInvalidField),
            "");
  EXPECT_EQ(trace.Refused(Apply("service/intake", "user/nobody", report, workflow::v1::EDIT),
                          Reason::kUnknownCaller),
            "");
}

TEST_F(Identity, APolicyThatTakesARoleAwayIsFollowedAndABadOneKeptOut) {
  const std::string report = lifecycle_.InLegalReview();
  const review::v1::ApproveTaskRequest approval = lifecycle_.Approval(report, "legal", kLegal);
  const std::string policy = ReadFile(cluster_->Policy());

  // First what cannot be a policy: nobody's rights change.
  Install(WithIdentity(policy, "user/li-si", "{department: 法规科, roles: [EMPEROR]}"),
          cluster_->Policy());
  for (const Service service : kServices) {
    EXPECT_TRUE(LogSays(service, "The new policy is refused, the last one stays in force"))
        << NameOf(service);
    EXPECT_TRUE(LogSays(service, "EMPEROR")) << NameOf(service) << " does not say what is wrong";
  }
  EXPECT_TRUE(CallWithText(*cluster_, kLegal, "GetTask", {"name: '" + approval.name() + "'"}).ok());

  std::string without = policy;
  const std::string line = "user/wang-fang: {department: 法规科, roles: [LEGAL_REVIEWER]}";
  ASSERT_NE(without.find(line), std::string::npos);
  without.replace(without.find(line), line.size(),
                  "user/wang-fang: {department: 法规科, roles: []}");
  Install(without, cluster_->Policy());
  EXPECT_TRUE(support::Eventually([&] {
    return ReasonOf(CallWithText(*cluster_, kLegal, "GetTask",
                                 {"name: '" + approval.name() + "'"})) == "ROLE_REQUIRED";
  })) << "review still believes the old policy";
  EXPECT_TRUE(support::Eventually([&] {
    return ReasonOf(CallWithText(*cluster_, kLegal, "GetRecord", {"name: '" + report + "'"})) ==
           "REPORT_NOT_FOUND";
  })) << "workflow still believes the old policy";
  TraceCheck trace(*cluster_, report);
  EXPECT_EQ(trace.Denied(Approve(approval, kLegal), Reason::kReportNotFound, kLegal,
                         workflow::v1::APPROVE_LEGAL),
            "");

  Install(policy, cluster_->Policy());
  EXPECT_TRUE(support::Eventually([&] { return Approve(approval, kLegal).ok(); }));
}

TEST_F(Identity, ACertificateIsRenewedWhileConnectionsGoOn) {
  const fs::path used = cluster_->Certificates("service/workflow");
  const fs::path client = cluster_->Certificates(kAuditor);
  const std::string address = cluster_->Address(Service::kWorkflow);
  const auto shown = [&] { return CertificateShownBy(address, client); };
  const std::string old = shown();
  ASSERT_FALSE(old.empty());

  const auto context = Context(std::chrono::minutes(5));
  const auto stub = cluster_->As<audit::v1::AuditService>(kAuditor);
  lifecycle_.Create();
  const auto tail = stub->TailEntries(context.get(), {});
  audit::v1::TailEntriesResponse entry;
  ASSERT_TRUE(tail->Read(&entry));

  // A key that is not the certificate's: kept out.
  const fs::path next = Issue("renewed", "service/workflow", true);
  const std::string old_key = ReadFile(used / "key.pem");
  Install(ReadFile(next / "key.pem"), used / "key.pem");
  EXPECT_TRUE(LogSays(Service::kWorkflow, "The new certificate is refused, the last one stays"));
  EXPECT_EQ(shown(), old);

  Install(ReadFile(next / "cert.pem"), used / "cert.pem");
  EXPECT_TRUE(support::Eventually([&] { return shown() != old; }))
      << "the old certificate is still shown";
  EXPECT_THAT(ReadFile(next / "cert.pem"), testing::HasSubstr(shown()));

  // Another identity's pair is none of workflow's.
  const fs::path other = cluster_->Certificates("service/review");
  Install(ReadFile(other / "key.pem"), used / "key.pem");
  Install(ReadFile(other / "cert.pem"), used / "cert.pem");
  EXPECT_TRUE(LogSays(Service::kWorkflow, "it is service/review's, not service/workflow's"));
  EXPECT_THAT(ReadFile(next / "cert.pem"), testing::HasSubstr(shown()));

  const std::string report = lifecycle_.Create();
  bool told = false;
  while (!told && tail->Read(&entry)) told = entry.entry().subject() == report;
  EXPECT_TRUE(told) << "the connection of before the renewal goes on";
  context->TryCancel();
  (void)tail->Finish();

  Install(ReadFile(next / "key.pem"), used / "key.pem");
  Install(ReadFile(next / "cert.pem"), used / "cert.pem");
}

TEST_F(Identity, OnePersonDoesNotGiveBothApprovals) {
  const std::string report = lifecycle_.InLegalReview();
  lifecycle_.ApproveLegal(report, kBothStages);
  const review::v1::ApproveTaskRequest approval =
      lifecycle_.Approval(report, "secrecy", kBothStages);
  TraceCheck trace(*cluster_, report);
  EXPECT_EQ(trace.Denied(Approve(approval, kBothStages), Reason::kSameReviewer, kBothStages,
                         workflow::v1::APPROVE_SECRECY),
            "");
}

TEST_F(Identity, ADeputyOfTheAuthorDoesNotReviewInTheirPlace) {
  const std::string report = lifecycle_.InLegalReview();
  const review::v1::ApproveTaskRequest approval = lifecycle_.Approval(report, "legal", kDeputy);
  TraceCheck trace(*cluster_, report);
  const grpc::Status status = Approve(approval, kDeputy);
  EXPECT_EQ(trace.Denied(status, Reason::kOwnReport, kDeputy, workflow::v1::APPROVE_LEGAL), "");
  EXPECT_EQ(FactOf(status, "contributor"), kDrafter);
}

TEST_F(Identity, ABotDecidesNothing) {
  const std::string report = lifecycle_.Cleared();
  TraceCheck trace(*cluster_, report);
  EXPECT_EQ(trace.Denied(CallWithText(*cluster_, kPublishingBot, "ReturnReport",
                                      {"name: '" + report + "' reason: '退'"}),
                         Reason::kBotMayNotDecide, kPublishingBot, workflow::v1::RETURN),
            "");
}

}  // namespace
}  // namespace gongkai::e2e
