// Attempts that a rule refuses: the documented reason, an entry DENIED, and nothing else changed.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"

namespace gongkai::e2e {
namespace {

using workflow::v1::Action;

constexpr char kManyHats[] = "user/he-ping";  // a drafter who reviews, too
constexpr char kScribe[] = "bot/scribe";      // who writes for that person

// One call, with the report's name for every $ in it.
struct Attempt {
  const char* who;
  const char* method;
  std::string text;
  Action action;
};

class BadInputRules : public ClusterTest<BadInputRules> {
 public:
  static Cluster::Identities Identities() {
    return {{kManyHats,
             "{department: 清河县人民政府办公室, roles: [DRAFTER, LEGAL_REVIEWER, "
             "SECRECY_REVIEWER]}"},
            {kScribe,
             "{department: 清河县人民政府办公室, roles: [DRAFTER], on_behalf_of: user/he-ping}"}};
  }

 protected:
  void SetUp() override { ForgetRefusals(); }

  static std::string With(std::string text, const std::string& report) {
    for (std::size_t at = 0; (at = text.find('$')) != std::string::npos;) {
      text.replace(at, 1, report);
    }
    return text;
  }

  // Each is refused with `reason` and recorded.
  void ExpectDenied(const std::string& report, Reason reason,
                    const std::vector<Attempt>& attempts) {
    TraceCheck trace(*cluster_, report);
    for (const Attempt& attempt : attempts) {
      const grpc::Status status =
          CallWithText(*cluster_, attempt.who, attempt.method, {With(attempt.text, report)});
      EXPECT_EQ(trace.Denied(status, reason, attempt.who, attempt.action), "")
          << attempt.who << " " << attempt.method << " " << attempt.text;
    }
  }

  // The same for the approval of a stage: it answers the checklist, which is long.
  void ExpectApprovalDenied(const std::string& report, const std::string& stage, const char* who,
                            Reason reason) {
    const bool legal = stage == "legal";
    const review::v1::ApproveTaskRequest request =
        lifecycle_.Approval(report, stage, legal ? kLegal : kSecrecy);
    TraceCheck trace(*cluster_, report);
    review::v1::Task task;
    const grpc::Status status =
        cluster_->As<review::v1::ReviewService>(who)->ApproveTask(Context().get(), request, &task);
    EXPECT_EQ(trace.Denied(status, reason, who,
                           legal ? workflow::v1::APPROVE_LEGAL : workflow::v1::APPROVE_SECRECY),
              "")
        << who << " " << stage;
  }

  std::string EtagOf(const std::string& report) {
    workflow::v1::GetRecordRequest request;
    request.set_name(report);
    workflow::v1::Record record;
    EXPECT_TRUE(cluster_->As<workflow::v1::WorkflowService>(kAuditor)
                    ->GetRecord(Context().get(), request, &record)
                    .ok());
    return record.etag();
  }

  // Must succeed.
  void Do(const char* who, const char* method, const std::string& text) {
    const grpc::Status status = CallWithText(*cluster_, who, method, {text});
    ASSERT_TRUE(status.ok()) << method << ": " << status.error_message();
  }
};

TEST_F(BadInputRules, WrongState) {
  const std::string waiting = lifecycle_.InLegalReview();
  ExpectDenied(
      waiting, Reason::kActionNotAllowed,
      {{kDrafter, "SubmitReport", "name: '$'", workflow::v1::SUBMIT},
       {kDrafter, "UpdateReport", "report { name: '$' title: '新' }", workflow::v1::EDIT},
       {kDrafter, "DeleteAttachment", "name: '$/attachments/a.pdf'", workflow::v1::EDIT},
       {kLegal, "ReleaseTask", "name: '$/tasks/legal'", workflow::v1::RELEASE},
       {kLegal2, "TakeOverTask", "name: '$/tasks/legal' reason: '休假'", workflow::v1::TAKE_OVER},
       {kLegal, "ResolveTask", "name: '$/tasks/legal' answer: '可以'", workflow::v1::RESOLVE}});

  const std::string cleared = lifecycle_.Cleared();
  ExpectDenied(
      cleared, Reason::kActionNotAllowed,
      {{kSecrecy, "ReturnTask", "name: '$/tasks/secrecy' reason: '退'", workflow::v1::RETURN},
       {kPublisher, "ReassessReport", "name: '$' reason: '到期'", workflow::v1::REASSESS},
       {kSecrecy, "ReportLeak", "name: '$' reason: '泄露'", workflow::v1::REPORT_LEAK},
       {kPublisher, "RetractReport", "name: '$' reason: '撤'", workflow::v1::RETRACT}});

  const std::string published = lifecycle_.Published();
  ExpectDenied(
      published, Reason::kActionNotAllowed,
      {{kDrafter, "WithdrawReport", "name: '$' reason: '不办了'", workflow::v1::WITHDRAW},
       {kLegal, "ClaimTask", "name: '$/tasks/legal'", workflow::v1::CLAIM},
       {kSecrecy, "WithholdTask", "name: '$/tasks/secrecy' ground: STATE_SECRET reason: '密'",
        workflow::v1::WITHHOLD},
       {kPublisher, "PublishReport", "name: '$'", workflow::v1::PUBLISH},
       {kPublisher, "FileReport", "name: '$'", workflow::v1::FILE},
       {kPublisher, "ReturnReport", "name: '$' reason: '退'", workflow::v1::RETURN}});

  const std::string digest = "sha256: '" + std::string(64, 'a') + "' ";
  ExpectDenied(waiting, Reason::kActionNotAllowed,
               {{kLegal, "ConfirmPurge", "name: '$' proposal: 1 reason: '属实' " + digest,
                 workflow::v1::PURGE}});
}

TEST_F(BadInputRules, WrongRole) {
  const std::string waiting = lifecycle_.InLegalReview();
  ExpectDenied(
      waiting, Reason::kRoleRequired,
      {{kLegal, "SubmitReport", "name: '$'", workflow::v1::SUBMIT},
       {kLegal, "UpdateReport", "report { name: '$' title: '新' }", workflow::v1::EDIT},
       {kDrafter, "ReturnTask", "name: '$/tasks/legal' reason: '退'", workflow::v1::RETURN},
       {kAuditor, "ClaimTask", "name: '$/tasks/legal'", workflow::v1::CLAIM},
       {kDrafter, "WithholdTask", "name: '$/tasks/legal' ground: STATE_SECRET reason: '密'",
        workflow::v1::WITHHOLD},
       {kDrafter, "PublishReport", "name: '$'", workflow::v1::PUBLISH},
       {kDrafter, "FileReport", "name: '$'", workflow::v1::FILE},
       {kDrafter, "ReassessReport", "name: '$' reason: '到期'", workflow::v1::REASSESS},
       {kLegal, "ReportLeak", "name: '$' reason: '泄露'", workflow::v1::REPORT_LEAK},
       {kLegal, "ProposePurge", "name: '$' reason: '涉密' sha256: '" + std::string(64, 'a') + "'",
        workflow::v1::PROPOSE_PURGE},
       {kDrafter, "ConfirmPurge",
        "name: '$' proposal: 1 reason: '属实' sha256: '" + std::string(64, 'a') + "'",
        workflow::v1::PURGE},
       {kLegal, "RetractReport", "name: '$' reason: '撤'", workflow::v1::RETRACT}});
  for (const char* who : {kDrafter, kAuditor}) {
    ExpectApprovalDenied(waiting, "legal", who, Reason::kRoleRequired);
  }
  // It was in secrecy review before, so the secrecy reviewer knows of it.
  const std::string again = lifecycle_.InSecrecyReview();
  Do(kSecrecy, "ReturnTask", "name: '" + again + "/tasks/secrecy' reason: '退'");
  lifecycle_.Submit(again);
  ExpectDenied(
      again, Reason::kRoleRequired,
      {{kSecrecy, "ReturnTask", "name: '$/tasks/legal' reason: '退'", workflow::v1::RETURN}});
  ExpectApprovalDenied(again, "legal", kSecrecy, Reason::kRoleRequired);
  ExpectDenied(
      lifecycle_.Cleared(), Reason::kRoleRequired,
      {{kPublisher, "WithdrawReport", "name: '$' reason: '不办了'", workflow::v1::WITHDRAW}});
  // Nothing is filed by who may not file.
  ExpectDenied("reports/wrong-role", Reason::kRoleRequired,
               {{kAuditor, "CreateReport", "report_id: 'wrong-role' report { title: '年报' }",
                 workflow::v1::CREATE}});
  // An upload is refused before its bytes are taken.
  TraceCheck trace(*cluster_, waiting);
  const std::string bytes(1000, 'x');
  EXPECT_EQ(trace.Denied(Upload(*cluster_, kLegal2, StartOf(waiting, "a.bin", bytes), bytes),
                         Reason::kRoleRequired, kLegal2, workflow::v1::EDIT),
            "");
}

TEST_F(BadInputRules, WhoMayNotKnowOfAReportIsToldThatThereIsNone) {
  const std::string draft = lifecycle_.Create();
  ExpectDenied(
      draft, Reason::kReportNotFound,
      {{kOutsider, "SubmitReport", "name: '$'", workflow::v1::SUBMIT},
       {kOutsider, "UpdateReport", "report { name: '$' title: '新' }", workflow::v1::EDIT},
       {kOutsider, "PublishReport", "name: '$'", workflow::v1::PUBLISH},
       {kLegal, "ReturnTask", "name: '$/tasks/legal' reason: '退'", workflow::v1::RETURN}});
  const std::string waiting = lifecycle_.InLegalReview();
  ExpectDenied(
      waiting, Reason::kReportNotFound,
      {{kSecrecy, "ReturnTask", "name: '$/tasks/secrecy' reason: '退'", workflow::v1::RETURN},
       {kPublisher, "WithdrawReport", "name: '$' reason: '不办了'", workflow::v1::WITHDRAW},
       {kPublisher, "PublishReport", "name: '$'", workflow::v1::PUBLISH},
       {kPublisher, "FileReport", "name: '$'", workflow::v1::FILE},
       {kPublisher, "ReassessReport", "name: '$' reason: '到期'", workflow::v1::REASSESS},
       {kPublisher, "RetractReport", "name: '$' reason: '撤'", workflow::v1::RETRACT},
       {kPublisher, "ReturnReport", "name: '$' reason: '退'", workflow::v1::RETURN}});
  for (const char* who : {kSecrecy, kPublisher}) {
    ExpectApprovalDenied(waiting, "legal", who, Reason::kReportNotFound);
  }
  // An attempt on a report that does not exist is recorded like one on a hidden report.
  TraceCheck trace(*cluster_, "reports/does-not-exist");
  for (const char* who : {kDrafter, kAuditor}) {
    const grpc::Status status =
        CallWithText(*cluster_, who, "GetReport", {"name: 'reports/does-not-exist'"});
    EXPECT_EQ(trace.Refused(status, Reason::kReportNotFound), "") << who;
  }
  EXPECT_EQ(trace.Denied(CallWithText(*cluster_, kDrafter, "SubmitReport",
                                      {"name: 'reports/does-not-exist'"}),
                         Reason::kReportNotFound, kDrafter, workflow::v1::SUBMIT),
            "");
}

TEST_F(BadInputRules, OwnReportOfItsAuthor) {
  const std::string report = lifecycle_.Create(Lifecycle::Content(), kManyHats);
  lifecycle_.Submit(report);
  ExpectApprovalDenied(report, "legal", kManyHats, Reason::kOwnReport);
  ExpectDenied(
      report, Reason::kOwnReport,
      {{kManyHats, "ClaimTask", "name: '$/tasks/legal'", workflow::v1::CLAIM},
       {kManyHats, "ReturnTask", "name: '$/tasks/legal' reason: '退'", workflow::v1::RETURN},
       {kManyHats, "ReferTask", "name: '$/tasks/legal' authority: '司法局' question: '可否'",
        workflow::v1::REFER},
       {kManyHats, "WithholdTask", "name: '$/tasks/legal' ground: STATE_SECRET reason: '密'",
        workflow::v1::WITHHOLD}});
  lifecycle_.ApproveLegal(report);
  ExpectApprovalDenied(report, "secrecy", kManyHats, Reason::kOwnReport);
}

TEST_F(BadInputRules, OwnReportOfAColleagueWhoEditedIt) {
  const std::string report = lifecycle_.Create();
  Do(kManyHats, "UpdateReport", "report { name: '" + report + "' title: '改过的年报' }");
  lifecycle_.Submit(report);
  ExpectApprovalDenied(report, "legal", kManyHats, Reason::kOwnReport);

  // Even when nothing of what they wrote is left: the whole history counts.
  Do(kLegal, "ReturnTask", "name: '" + report + "/tasks/legal' reason: '标题有误'");
  Do(kColleague, "UpdateReport", "report { name: '" + report + "' title: '再改的年报' }");
  lifecycle_.Submit(report);
  ExpectApprovalDenied(report, "legal", kManyHats, Reason::kOwnReport);
}

TEST_F(BadInputRules, OwnReportOfWhoUploadedAnAttachment) {
  const std::string report = lifecycle_.Create();
  const std::string bytes = "附件";
  ASSERT_TRUE(Upload(*cluster_, kManyHats, StartOf(report, "a.txt", bytes), bytes).ok());
  Do(kDrafter, "DeleteAttachment", "name: '" + report + "/attachments/a.txt'");
  lifecycle_.Submit(report);
  ExpectApprovalDenied(report, "legal", kManyHats, Reason::kOwnReport);
}

TEST_F(BadInputRules, OwnReportOfThePersonBehindABot) {
  const std::string report = lifecycle_.Create(Lifecycle::Content(), kScribe);
  lifecycle_.Submit(report, kScribe);
  ExpectApprovalDenied(report, "legal", kManyHats, Reason::kOwnReport);
  lifecycle_.ApproveLegal(report);
  ExpectApprovalDenied(report, "secrecy", kManyHats, Reason::kOwnReport);
}

TEST_F(BadInputRules, StaleEtag) {
  const std::string draft = lifecycle_.Create();
  const std::string stale = EtagOf(draft);
  Do(kColleague, "UpdateReport", "report { name: '" + draft + "' category: '年报' }");
  ASSERT_NE(EtagOf(draft), stale);
  ExpectDenied(
      draft, Reason::kEtagMismatch,
      {{kDrafter, "UpdateReport", "report { name: '$' title: '新' etag: '" + stale + "' }",
        workflow::v1::EDIT},
       {kDrafter, "SubmitReport", "name: '$' etag: '" + stale + "'", workflow::v1::SUBMIT},
       {kDrafter, "WithdrawReport", "name: '$' reason: '不办了' etag: '" + stale + "'",
        workflow::v1::WITHDRAW},
       {kDrafter, "DeleteAttachment", "name: '$/attachments/a.pdf' etag: '" + stale + "'",
        workflow::v1::EDIT},
       {kDrafter, "UploadAttachment",
        "start { report: '$' file_name: 'a.txt' mime_type: 'text/plain' size_bytes: 1 sha256: '" +
            std::string(64, '0') + "' etag: '" + stale + "' }",
        workflow::v1::EDIT}});

  lifecycle_.Submit(draft);
  const std::string etag = "etag: '" + stale + "'";
  ExpectDenied(
      draft, Reason::kEtagMismatch,
      {{kLegal, "ClaimTask", "name: '$/tasks/legal' " + etag, workflow::v1::CLAIM},
       {kLegal, "ReturnTask", "name: '$/tasks/legal' reason: '退' " + etag, workflow::v1::RETURN},
       {kLegal, "ReferTask", "name: '$/tasks/legal' authority: '局' question: '问' " + etag,
        workflow::v1::REFER},
       {kLegal, "WithholdTask", "name: '$/tasks/legal' ground: STATE_SECRET reason: '密' " + etag,
        workflow::v1::WITHHOLD}});

  const std::string cleared = lifecycle_.Cleared();
  ExpectDenied(
      cleared, Reason::kEtagMismatch,
      {{kPublisher, "PublishReport", "name: '$' " + etag, workflow::v1::PUBLISH},
       {kPublisher, "ReturnReport", "name: '$' reason: '退' " + etag, workflow::v1::RETURN}});
  lifecycle_.Publish(cleared);
  ExpectDenied(
      cleared, Reason::kEtagMismatch,
      {{kPublisher, "RetractReport", "name: '$' reason: '撤' " + etag, workflow::v1::RETRACT}});
}

TEST_F(BadInputRules, TheLoserOfARaceLearnsWhatWon) {
  const std::string report = lifecycle_.InLegalReview();
  const review::v1::ApproveTaskRequest read = lifecycle_.Approval(report, "legal", kLegal2);
  lifecycle_.ApproveLegal(report, kLegal);
  TraceCheck trace(*cluster_, report);
  review::v1::Task task;
  const grpc::Status late =
      cluster_->As<review::v1::ReviewService>(kLegal2)->ApproveTask(Context().get(), read, &task);
  EXPECT_EQ(trace.Denied(late, Reason::kEtagMismatch, kLegal2, workflow::v1::APPROVE_LEGAL), "");
  EXPECT_EQ(FactOf(late, "last_action"), "APPROVE_LEGAL");
  EXPECT_EQ(FactOf(late, "last_actor"), kLegal);
  EXPECT_EQ(FactOf(late, "state"), "SECRECY_REVIEW");
  EXPECT_EQ(FactOf(late, "etag"), EtagOf(report));
}

}  // namespace
}  // namespace gongkai::e2e
