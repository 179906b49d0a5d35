#include "tests/e2e/sound_commands.h"

#include <google/protobuf/text_format.h>

#include <stdexcept>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/text_call.h"
#include "workflow/base/digest.h"

namespace gongkai::e2e {
namespace {

using google::protobuf::Message;

constexpr char kIntakeKey[] = "service/intake";
constexpr char kReviewKey[] = "service/review";
constexpr char kPublishKey[] = "service/publish";
constexpr char kBytes[] = "附件";

void Require(const grpc::Status& status, const std::string& what) {
  if (!status.ok()) throw std::runtime_error(what + ": " + status.error_message());
}

// A command of the workflow service, with this action.
SoundCommand Applied(Stand stand, const char* service, const char* person,
                     const std::string& rest) {
  return {"ApplyAction",
          stand,
          service,
          person,
          {"command { name: '$' request_id: '#' request_sha256: '%' " + rest + " }"}};
}

std::vector<SoundCommand> MakeCommands() {
  const std::string content =
      "title: '年报' document_number: '清政办〔2022〕3号' kind: ANNUAL_REPORT issuing_department: "
      "'清河县人民政府办公室' category: '年报' disclosure { attribute: ACTIVE } body: '%' "
      "planned_publish_time { seconds: 1600000000 } co_issuing_departments: '清河县财政局' "
      "drafter: "
      "'张伟' telephone: '0319-8161234' formed_date { year: 2022 month: 1 day: 4 } carrier: "
      "OFFICIAL_DOCUMENT channels: PORTAL interpretation: 'reports/why-2021' forwarded_document { "
      "document_number: '省1号' title: '通知' attribute: ACTIVE } index_number: '1/2' ";
  const std::string task = "name: '$/tasks/legal' request_id: '#' ";
  const std::string named = "name: '$' request_id: '#' ";
  const std::string approve =
      "comment: '同意' content_sha256: '@' approve { form { questions_version: 2 answers { "
      "question: "
      "'LEGAL_CONTENT' answer: YES remark: '是' } conclusion: LAWFUL basis: '条例' clause_remarks "
      "{ "
      "clause: '第一条' remark: '可' } withheld_parts { attachment: 'a' part: 'b' ground: "
      "DELIBERATIVE "
      "} } decision { attribute: NOT_DISCLOSED ground: DELIBERATIVE reason: '过程稿' } ";
  // By rules that are newer than those of this program, which have found something else.
  const std::string leak_check =
      "leak_check { rules_version: 1000 finding_count: 1 findings_sha256: '%' } ";
  const std::string clean_check = "leak_check { rules_version: 1000 findings_sha256: '%' } ";
  const std::string bytes = kBytes;
  return {
      {"CreateReport", Stand::kNew, kDrafter, "", {"request_id: '#' report { " + content + "}"}},
      {"UpdateReport",
       Stand::kDraft,
       kDrafter,
       "",
       {"request_id: '#' report { name: '$' " + content + "}"}},
      {"SubmitReport", Stand::kDraft, kDrafter, "", {named}},
      {"WithdrawReport", Stand::kDraft, kDrafter, "", {named + "reason: '不办了'"}},
      {"UploadAttachment",
       Stand::kDraft,
       kDrafter,
       "",
       {"start { report: '$' file_name: '附件.txt' mime_type: 'text/plain' size_bytes: " +
            std::to_string(bytes.size()) + " sha256: '" + base::Sha256(bytes).ToHex() +
            "' request_id: '#' }",
        "chunk: '" + bytes + "'"}},
      {"DeleteAttachment",
       Stand::kDraftWithAttachment,
       kDrafter,
       "",
       {"name: '$/attachments/a.txt' request_id: '#'"}},
      {"ClaimTask", Stand::kLegalReview, kLegal, "", {task + "claim_duration { seconds: 3600 }"}},
      {"ReleaseTask", Stand::kClaimed, kLegal, "", {task}},
      {"TakeOverTask",
       Stand::kClaimed,
       kLegal2,
       "",
       {task + "reason: '休假' claim_duration { seconds: 3600 }"}},
      {"ApproveTask", Stand::kLegalReview, kLegal, "", {}},
      {"AdjudicateFindings",
       Stand::kWithFinding,
       kSecrecy,
       "",
       {"name: '$/tasks/secrecy' request_id: '#' content_sha256: '@' findings_sha256: '&' "
        "first_finding: 1 finding_count: 1 verdict: ALLOW ground: CONSENT reason: '本人同意'"}},
      {"EndorseTask",
       Stand::kDraft,
       kHead,
       "",
       {"name: '$/tasks/endorsement' request_id: '#' content_sha256: '@' opinion: '同意'"}},
      {"SignTask",
       Stand::kCleared,
       kSignatory,
       "",
       {"name: '$/tasks/signature' request_id: '#' content_sha256: '@' opinion: '同意' decision { "
        "attribute: ON_REQUEST reason: '第三方' }"}},
      {"ReturnTask", Stand::kLegalReview, kLegal, "", {task + "reason: '退'"}},
      {"ReferTask",
       Stand::kLegalReview,
       kLegal,
       "",
       {task + "authority: '市司法局' question: '可否？'"}},
      {"ResolveTask", Stand::kReferred, kLegal, "", {task + "answer: '可'"}},
      {"WithholdTask",
       Stand::kLegalReview,
       kLegal,
       "",
       {task + "ground: STATE_SECRET reason: '密'"}},
      {"ProposePurge",
       Stand::kRetracted,
       kSecrecy,
       "",
       {named + "sha256: '@' reason: '误传涉密内容'"}},
      {"ConfirmPurge",
       Stand::kPurgeProposed,
       kLegal,
       "",
       {named + "proposal: ^ sha256: '@' reason: '属实'"}},
      {"PublishReport", Stand::kCleared, kPublisher, "", {named + "content_sha256: '@'"}},
      {"RetractReport", Stand::kPublished, kPublisher, "", {named + "reason: '有误'"}},
      {"ReportLeak", Stand::kPublished, kSecrecy, "", {named + "reason: '含身份证号码'"}},
      {"ReturnReport", Stand::kCleared, kPublisher, "", {named + "reason: '退'"}},
      {"FileReport", Stand::kClearedOnRequest, kPublisher, "", {named + "content_sha256: '@'"}},
      {"ReassessReport", Stand::kFiled, kPublisher, "", {named + "reason: '到期'"}},
      Applied(
          Stand::kNew, kIntakeKey, kDrafter,
          "action: CREATE content_sha256: '%' create { part_sha256: '%' co_issuing_departments: "
          "'清河县财政局' }"),
      Applied(Stand::kDraft, kIntakeKey, kDrafter,
              "action: EDIT content_sha256: '%' edit { part_sha256: '%' co_issuing_departments: "
              "'清河县财政局' }"),
      Applied(Stand::kDraft, kIntakeKey, kDrafter,
              "action: SUBMIT content_sha256: '@' from_states: DRAFT submit { disclosure: ACTIVE "
              "warnings: 'DISCLOSURE_OVERDUE' "
              "planned_publish_time { seconds: 1600000000 } }"),
      Applied(Stand::kDraft, kIntakeKey, kDrafter, "action: WITHDRAW comment: '不办了'"),
      Applied(Stand::kDraft, kReviewKey, kHead,
              "action: ENDORSE content_sha256: '@' comment: '同意'"),
      Applied(
          Stand::kCleared, kReviewKey, kSignatory,
          "action: SIGN content_sha256: '@' comment: '同意' sign { decision { attribute: ACTIVE "
          "} }"),
      Applied(Stand::kLegalReview, kReviewKey, kLegal, "action: CLAIM claim { seconds: 3600 }"),
      Applied(Stand::kClaimed, kReviewKey, kLegal, "action: RELEASE"),
      Applied(Stand::kClaimed, kReviewKey, kLegal2,
              "action: TAKE_OVER comment: '休假' claim { seconds: 3600 }"),
      Applied(Stand::kLegalReview, kReviewKey, kLegal, "action: APPROVE_LEGAL " + approve + "}"),
      Applied(Stand::kSecrecyReview, kReviewKey, kSecrecy,
              "action: APPROVE_SECRECY " + approve + clean_check + "}"),
      Applied(Stand::kSecrecyReview, kReviewKey, kSecrecy,
              "action: ADJUDICATE content_sha256: '@' comment: '误报' adjudicate { " + leak_check +
                  "first_finding: 1 finding_count: 1 verdict: ALLOW ground: CONSENT }"),
      Applied(Stand::kLegalReview, kReviewKey, kLegal,
              "action: RETURN comment: '退' returned { form { questions_version: 2 } }"),
      Applied(Stand::kLegalReview, kReviewKey, kLegal,
              "action: REFER comment: '可否？' refer { authority: '市司法局' }"),
      Applied(Stand::kReferred, kReviewKey, kLegal, "action: RESOLVE comment: '可'"),
      Applied(Stand::kLegalReview, kReviewKey, kLegal,
              "action: WITHHOLD comment: '密' withhold { ground: STATE_SECRET }"),
      Applied(Stand::kCleared, kPublishKey, kPublisher,
              "action: PUBLISH content_sha256: '@' publish { " + clean_check + "}"),
      Applied(Stand::kPublished, kPublishKey, kPublisher, "action: RETRACT comment: '有误'"),
      Applied(Stand::kPublished, kPublishKey, kSecrecy,
              "action: REPORT_LEAK comment: '含身份证号码'"),
      Applied(Stand::kRetracted, kReviewKey, kSecrecy,
              "action: PROPOSE_PURGE comment: '误传涉密内容' purge { sha256: '@' }"),
      Applied(Stand::kPurgeProposed, kReviewKey, kLegal,
              "action: PURGE comment: '属实' purge { sha256: '@' proposal: ^ }"),
      Applied(Stand::kClearedOnRequest, kPublishKey, kPublisher,
              "action: FILE content_sha256: '@'"),
      Applied(Stand::kFiled, kPublishKey, kPublisher, "action: REASSESS comment: '到期'"),
      {"RecordRefusal",
       Stand::kDraft,
       kIntakeKey,
       kDrafter,
       {"reason: 'CONTENT_INCOMPLETE' command { name: '$' action: SUBMIT }"}},
  };
}

void Replace(std::string& text, char sign, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(sign, at)) != std::string::npos; at += by.size()) {
    text.replace(at, 1, by);
  }
}

}  // namespace

std::string SoundCommand::Name() const {
  std::string name(method);
  if (method != "ApplyAction") return name;
  const std::string_view text = texts.front();
  const std::size_t action = text.find("action: ") + std::string_view("action:").size();
  return name.append(text.substr(action, text.find(' ', action + 1) - action));
}

const std::vector<SoundCommand>& SoundCommands() {
  static const std::vector<SoundCommand> commands = MakeCommands();
  return commands;
}

bool IsRead(std::string_view method) {
  for (const std::string_view verb :
       {"Get", "BatchGet", "List", "Watch", "Download", "Check", "Explain"}) {
    if (method.starts_with(verb)) return true;
  }
  return false;
}

std::string Requests::ReportAt(Stand stand) {
  if (stand == Stand::kNew) return Bring(stand);
  std::string& report = reports_[stand];
  if (report.empty()) report = Bring(stand);
  return report;
}

std::string Requests::Bring(Stand stand) {
  switch (stand) {
    case Stand::kNew:
      return "reports/r" + NewRequestId();
    case Stand::kDraft:
      return lifecycle_.Create();
    case Stand::kDraftWithAttachment:
      return CreateWithAttachment(cluster_, "a.txt", NewRequestId());
    case Stand::kLegalReview:
      return lifecycle_.InLegalReview();
    case Stand::kClaimed: {
      std::string report = lifecycle_.InLegalReview();
      Require(CallWithText(cluster_, kLegal, "ClaimTask", {"name: '" + report + "/tasks/legal'"}),
              "claim");
      return report;
    }
    case Stand::kReferred: {
      std::string report = lifecycle_.InLegalReview();
      Require(CallWithText(cluster_, kLegal, "ReferTask",
                           {"name: '" + report + "/tasks/legal' authority: '局' question: '问'"}),
              "refer");
      return report;
    }
    case Stand::kSecrecyReview:
      return lifecycle_.InSecrecyReview();
    case Stand::kWithFinding:
      return lifecycle_.InSecrecyReview(Lifecycle::ContentWithFinding());
    case Stand::kCleared:
      return lifecycle_.Cleared();
    case Stand::kClearedOnRequest:
      return lifecycle_.Cleared(Lifecycle::ContentOnRequest());
    case Stand::kPublished:
      return lifecycle_.Published();
    case Stand::kRetracted: {
      // Nobody else has this content.
      intake::v1::Report content = Lifecycle::Content();
      content.set_title(NewRequestId());
      std::string report = lifecycle_.Published(content);
      Require(CallWithText(cluster_, kPublisher, "RetractReport",
                           {"name: '" + report + "' reason: '有误'"}),
              "retract");
      return report;
    }
    case Stand::kPurgeProposed: {
      std::string report = Bring(Stand::kRetracted);
      Require(CallWithText(cluster_, kSecrecy, "ProposePurge",
                           {"name: '" + report + "' reason: '涉密' sha256: '" +
                            RecordOf(report).content_sha256() + "'"}),
              "propose");
      return report;
    }
    case Stand::kFiled:
      return lifecycle_.Filed();
  }
  throw std::logic_error("no such place");
}

workflow::v1::Record Requests::RecordOf(const std::string& report) {
  workflow::v1::GetRecordRequest request;
  request.set_name(report);
  workflow::v1::Record record;
  // Its own department reads every content of it.
  Require(cluster_.As<workflow::v1::WorkflowService>(kDrafter)->GetRecord(Context().get(), request,
                                                                          &record),
          "get record");
  return record;
}

std::string Requests::FindingsOf(const std::string& report) {
  intake::v1::ListFindingsRequest request;
  request.set_name(report);
  intake::v1::ListFindingsResponse found;
  Require(cluster_.As<intake::v1::IntakeService>(kDrafter)->ListFindings(Context().get(), request,
                                                                         &found),
          "list findings");
  return found.leak_check().findings_sha256();
}

std::vector<std::unique_ptr<Message>> Requests::Make(const SoundCommand& command,
                                                     const std::string& report) {
  std::vector<std::unique_ptr<Message>> messages;
  if (command.texts.empty()) {
    messages.push_back(std::make_unique<review::v1::ApproveTaskRequest>(
        lifecycle_.Approval(report, "legal", command.who)));
    return messages;
  }
  for (std::string text : command.texts) {
    if (text.find('@') != std::string::npos) Replace(text, '@', RecordOf(report).content_sha256());
    if (text.find('^') != std::string::npos) {
      Replace(text, '^', std::to_string(RecordOf(report).newest_position()));
    }
    if (text.find('&') != std::string::npos) Replace(text, '&', FindingsOf(report));
    Replace(text, '$', report);
    Replace(text, '#', NewRequestId());
    Replace(text, '%', base::Sha256(NewRequestId()).ToHex());
    messages.push_back(RequestOf(command.method, text));
  }
  return messages;
}

}  // namespace gongkai::e2e
