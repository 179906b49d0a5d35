#include "services/review/decisions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/opinion_fields.h"
#include "services/review/opinion.h"
#include "workflow/error/errors.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;
using request::FieldCheck;

constexpr base::BilingualView kNameRule{
    "Must be reports/{report}/tasks/{stage}, {report} 4 to 63 of a-z, 0-9 and -, {stage} "
    "endorsement, legal, secrecy or signature.",
    "必须是 reports/{report}/tasks/{stage}，其中 {report} 为 4 至 63 个字符，只用 a-z、0-9 和 -，"
    "{stage} 为 endorsement、legal、secrecy 或 signature。"};

constexpr base::BilingualView kReviewedRule{"Must be a task of the stage legal or secrecy.",
                                            "必须是 legal 或 secrecy 阶段的任务。"};

bool IsReviewed(const StageInfo& stage) { return stage.questions.has_value(); }

// The rules that every decision's request has in common. `fits` says which stages have the
// decision.
template <class Request>
FieldCheck CheckCommon(const Request& request, const std::optional<TaskName>& task,
                       bool (*fits)(const StageInfo&) = IsReviewed,
                       base::BilingualView rule = kReviewedRule) {
  FieldCheck check(request);
  check.Require(task.has_value(), "name", kNameRule)
      .Require(!task || fits(*task->stage), "name", rule)
      .RequestId(request.request_id())
      .Line("etag", request.etag(), limits::kEtag);
  return check;
}

// The decision, once `check` has been passed, without what only this kind of decision has.
template <class Request>
Result<Decision> Start(const Request& request, std::optional<TaskName> task,
                       const FieldCheck& check, wf::Action action) {
  if (Status valid = check.Done(); !valid) return std::move(valid).error();
  Decision decision{.task = *std::move(task), .validate_only = request.validate_only()};
  decision.action.set_name(decision.task.report.Name());
  decision.action.set_action(action);
  decision.action.set_request_id(request.request_id());
  decision.action.set_etag(request.etag());
  for (const wf::State state : decision.task.stage->states) decision.action.add_from_states(state);
  return decision;
}

// The decision to claim for a time, as Start returns it.
template <class Request>
Result<Decision> StartClaim(const Request& request, std::optional<TaskName> task, FieldCheck& check,
                            wf::Action action) {
  const std::int64_t seconds = request.has_claim_duration() ? request.claim_duration().seconds()
                                                            : limits::kDefaultClaim.count();
  const bool in_range =
      seconds >= limits::kShortestClaim.count() && seconds <= limits::kLongestClaim.count();
  check.Require(in_range && request.claim_duration().nanos() == 0, "claim_duration",
                {"Must be 60 s to 86,400 s (24 h), in whole seconds.",
                 "必须在 60 秒至 86,400 秒（24 小时）之间，且为整秒。"});
  auto decision = Start(request, std::move(task), check, action);
  if (decision) decision->action.mutable_claim()->set_seconds(static_cast<std::int32_t>(seconds));
  return decision;
}

}  // namespace

Result<Decision> ReadDecision(const v1::ClaimTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  return StartClaim(request, std::move(task), check, wf::CLAIM);
}

Result<Decision> ReadDecision(const v1::TakeOverTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  check.Text("reason", request.reason(), limits::kComment);
  auto decision = StartClaim(request, std::move(task), check, wf::TAKE_OVER);
  if (decision) decision->action.set_comment(request.reason());
  return decision;
}

Result<Decision> ReadDecision(const v1::ReleaseTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  const FieldCheck check = CheckCommon(request, task);
  return Start(request, std::move(task), check, wf::RELEASE);
}

Result<Decision> ReadDecision(const v1::ApproveTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  check.Digest("content_sha256", request.content_sha256())
      .Text("opinion", request.opinion(), limits::kComment);
  rpc::CheckOpinion(request.form(), "form", check);
  if (request.has_decision()) rpc::CheckDecision(request.decision(), "decision", check);
  const wf::Action approval = task ? task->stage->approval : wf::ACTION_UNSPECIFIED;
  auto decision = Start(request, std::move(task), check, approval);
  if (!decision) return decision;
  decision->action.set_content_sha256(request.content_sha256());
  decision->action.set_comment(request.opinion());
  wf::ApproveDetail& detail = *decision->action.mutable_approve();
  *detail.mutable_form() = request.form();
  if (request.has_decision()) *detail.mutable_decision() = request.decision();
  return decision;
}

Result<Decision> ReadDecision(const v1::AdjudicateFindingsRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check =
      CheckCommon(request, task, [](const StageInfo& stage) { return stage.stage == v1::SECRECY; },
                  {"Must be a task of the stage secrecy.", "必须是 secrecy 阶段的任务。"});
  const bool allows = request.verdict() == wf::ALLOW;
  check.Digest("content_sha256", request.content_sha256())
      .Digest("findings_sha256", request.findings_sha256())
      .Range("first_finding", request.first_finding(), 1, limits::kLeakFindings)
      .Range("finding_count", request.finding_count(), 0, limits::kLeakFindings)
      .Enum("verdict", request.verdict(), wf::Verdict_IsValid)
      .Require(allows == (request.ground() != wf::FINDING_GROUND_UNSPECIFIED), "ground",
               {"Required with ALLOW, and empty with any other verdict.",
                "认定为“依法公开”（ALLOW）时必须填写，其他不得填写。"})
      .Enum("ground", request.ground(), wf::FindingGround_IsValid, request::Presence::kOptional)
      .Text("reason", request.reason(), limits::kComment);
  auto decision = Start(request, std::move(task), check, wf::ADJUDICATE);
  if (!decision) return decision;
  decision->findings_sha256 = request.findings_sha256();
  decision->action.set_content_sha256(request.content_sha256());
  decision->action.set_comment(request.reason());
  wf::AdjudicateDetail& detail = *decision->action.mutable_adjudicate();
  detail.set_first_finding(request.first_finding());
  detail.set_finding_count(std::max(1, request.finding_count()));
  detail.set_verdict(request.verdict());
  detail.set_ground(request.ground());
  return decision;
}

Result<Decision> ReadDecision(const v1::EndorseTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(
      request, task, [](const StageInfo& stage) { return stage.stage == v1::ENDORSEMENT; },
      {"Must be a task of the stage endorsement.", "必须是 endorsement 阶段的任务。"});
  check.Digest("content_sha256", request.content_sha256())
      .Text("opinion", request.opinion(), limits::kComment);
  auto decision = Start(request, std::move(task), check, wf::ENDORSE);
  if (!decision) return decision;
  decision->action.set_content_sha256(request.content_sha256());
  decision->action.set_comment(request.opinion());
  return decision;
}

Result<Decision> ReadDecision(const v1::SignTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(
      request, task, [](const StageInfo& stage) { return stage.stage == v1::SIGNATURE; },
      {"Must be a task of the stage signature.", "必须是 signature 阶段的任务。"});
  check.Digest("content_sha256", request.content_sha256())
      .Text("opinion", request.opinion(), limits::kComment);
  if (request.has_decision()) rpc::CheckDecision(request.decision(), "decision", check);
  auto decision = Start(request, std::move(task), check, wf::SIGN);
  if (!decision) return decision;
  decision->action.set_content_sha256(request.content_sha256());
  decision->action.set_comment(request.opinion());
  *decision->action.mutable_sign()->mutable_decision() = request.decision();
  return decision;
}

Result<Decision> ReadDecision(const v1::ReturnTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  check.Text("reason", request.reason(), limits::kComment);
  if (request.has_form()) {
    rpc::CheckOpinion(request.form(), "form", check);
    if (task && IsReviewed(*task->stage)) {
      CheckReturn(*task->stage->questions, request.form(), check);
    }
  }
  auto decision = Start(request, std::move(task), check, wf::RETURN);
  if (!decision) return decision;
  decision->action.set_comment(request.reason());
  if (request.has_form()) {
    *decision->action.mutable_returned()->mutable_form() = request.form();
  }
  return decision;
}

Result<Decision> ReadDecision(const v1::ReferTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  check.Line("authority", request.authority(), limits::kAuthority)
      .Text("question", request.question(), limits::kComment);
  auto decision = Start(request, std::move(task), check, wf::REFER);
  if (!decision) return decision;
  decision->action.mutable_refer()->set_authority(request.authority());
  decision->action.set_comment(request.question());
  return decision;
}

Result<Decision> ReadDecision(const v1::ResolveTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  check.Text("answer", request.answer(), limits::kComment);
  auto decision = Start(request, std::move(task), check, wf::RESOLVE);
  if (decision) decision->action.set_comment(request.answer());
  return decision;
}

Result<Decision> ReadDecision(const v1::WithholdTaskRequest& request) {
  auto task = ParseTaskName(request.name());
  FieldCheck check = CheckCommon(request, task);
  check.Enum("ground", request.ground(), wf::Ground_IsValid)
      .Text("reason", request.reason(), limits::kComment);
  auto decision = Start(request, std::move(task), check, wf::WITHHOLD);
  if (!decision) return decision;
  decision->action.mutable_withhold()->set_ground(request.ground());
  decision->action.set_comment(request.reason());
  return decision;
}

Result<TaskName> ReadTaskName(const std::string& name) {
  auto task = ParseTaskName(name);
  if (!task) return errors::InvalidField("name", kNameRule);
  return *std::move(task);
}

}  // namespace gongkai::review
