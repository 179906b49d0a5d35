#include "workflow/error/errors.h"

#include <utility>

#include "workflow/error/localize.h"

namespace gongkai::errors {
namespace {

// Joins the parts of a message.
template <class... Parts>
std::string Join(const Parts&... parts) {
  std::string out;
  (out.append(parts), ...);
  return out;
}

std::string Str(std::string_view text) { return std::string(text); }

std::map<std::string, std::string> Facts(std::string_view report, const Newest& newest) {
  return {{"report", Str(report)},
          {"state", Str(newest.state)},
          {"last_action", Str(newest.action)},
          {"last_actor", Str(newest.actor)},
          {"last_time", Str(newest.time)},
          {"etag", Str(newest.etag)}};
}

// Returns `error` with its text in Chinese, in which `chinese` stands for `key`: what is no fact
// for programs, but a piece of a sentence in each language.
Error WithChinese(Error error, const char* key, std::string_view chinese) {
  std::map<std::string, std::string> facts = error.metadata;
  facts[key] = chinese;
  error.chinese = FillIn(InfoOf(error.reason).chinese, facts);
  return error;
}

}  // namespace

Error InvalidField(std::string_view field, base::BilingualView rule) {
  return InvalidFields({{Str(field), base::Bilingual(rule)}});
}

Error InvalidFile(std::string_view file, std::string_view problem) {
  return InvalidField(file, {problem, Join("这个文件不能使用：", problem)});
}

Error InvalidFields(std::vector<FieldViolation> violations) {
  std::string message;
  for (const auto& [field, rule, id] : violations) {
    message += Join(message.empty() ? "" : " ", field, ": ", rule.english);
  }
  Error error{Reason::kInvalidField, std::move(message)};
  if (!violations.empty()) error.metadata["field"] = violations.front().field;
  error.fields = std::move(violations);
  return error;
}

Error InvalidFilter(base::BilingualView problem) {
  return {Reason::kInvalidFilter,
          Join("filter: ", problem.english),
          {{"field", "filter"}},
          {{"filter", base::Bilingual(problem)}}};
}

Error InvalidPageToken() {
  constexpr base::BilingualView kRule{
      "Must be the next_page_token of the previous page, sent with the same other arguments.",
      "必须是上一页的 next_page_token，并且其他参数不变。"};
  return {Reason::kInvalidPageToken,
          Join("page_token: ", kRule.english),
          {{"field", "page_token"}},
          {{"page_token", base::Bilingual(kRule)}}};
}

Error UploadIncomplete(base::BilingualView problem) {
  return WithChinese(
      {Reason::kUploadIncomplete, Join("The upload was not stored: ", problem.english)}, "problem",
      problem.chinese);
}

Error ReportNotFound(std::string_view name) {
  return {Reason::kReportNotFound, Join("There is no ", name, "."), {{"report", Str(name)}}};
}

Error ReportNotFound(std::string_view name, base::BilingualView part) {
  return WithChinese({Reason::kReportNotFound,
                      Join("There is no ", name, " ", part.english, "."),
                      {{"report", Str(name)}}},
                     "part", part.chinese);
}

Error AttachmentNotFound(std::string_view name) {
  return {
      Reason::kAttachmentNotFound, Join("There is no ", name, "."), {{"attachment", Str(name)}}};
}

Error EntryNotFound(std::string_view name) {
  return {Reason::kEntryNotFound, Join("There is no ", name, "."), {{"entry", Str(name)}}};
}

Error ReportExists(std::string_view name) {
  return {Reason::kReportExists, Join(name, " exists already."), {{"report", Str(name)}}};
}

Error RequestIdReused(std::string_view request_id) {
  return {Reason::kRequestIdReused,
          Join("request_id ", request_id, " was used for another request; use a new one."),
          {{"request_id", Str(request_id)}}};
}

Error NoIdentity() {
  return {Reason::kNoIdentity,
          "The client certificate carries no identity: it needs exactly one URI name "
          "spiffe://gongkai/{user|bot|service}/{name}."};
}

Error UnknownCaller(std::string_view caller) {
  return {Reason::kUnknownCaller,
          Join(caller, " is not in the policy file."),
          {{"caller", Str(caller)}}};
}

Error ServiceOnly(std::string_view caller, std::string_view method) {
  return {Reason::kServiceOnly,
          Join(method, " is for services; ", caller, " is none. Use the stage services."),
          {{"caller", Str(caller)}, {"method", Str(method)}}};
}

Error AssertionNotAllowed(std::string_view service, std::string_view action) {
  return {Reason::kAssertionNotAllowed,
          Join(service, " may not assert ", action, ": it is not an action of that service."),
          {{"service", Str(service)}, {"action", Str(action)}}};
}

Error DelegationNotAllowed(std::string_view via, std::string_view caller, std::string_view method) {
  return {Reason::kAssertionNotAllowed,
          Join("A call by way of ", via, " may not speak for ", caller, " on ", method, "."),
          {{"via", Str(via)}, {"caller", Str(caller)}, {"method", Str(method)}}};
}

Error RefusedByService(Reason rule, std::string_view service) {
  return {rule, Join("The ", service, " service refuses it."), {{"service", Str(service)}}};
}

Error RoleRequired(std::string_view caller, std::string_view role, std::string_view action) {
  return {Reason::kRoleRequired,
          Join(action, " needs the role ", role, ", which ", caller, " does not hold."),
          {{"caller", Str(caller)}, {"role", Str(role)}, {"action", Str(action)}}};
}

Error DepartmentRequired(std::string_view department, std::string_view action) {
  return {Reason::kDepartmentRequired,
          Join(action, " is for members of ", department, ", whose report this is."),
          {{"department", Str(department)}, {"action", Str(action)}}};
}

Error ReportOfOthers(std::string_view report, std::string_view department,
                     std::string_view action) {
  return {Reason::kDepartmentRequired,
          Join("By the policy, others take ", action, " on the reports of ", department,
               ", such as ", report, "."),
          {{"of_department", Str(department)}, {"action", Str(action)}, {"report", Str(report)}}};
}

Error OwnReport(std::string_view report, std::string_view contributor) {
  return {Reason::kOwnReport,
          Join("Four eyes: ", contributor, " wrote or brought part of ", report,
               " and may not review it."),
          {{"report", Str(report)}, {"contributor", Str(contributor)}}};
}

Error SameReviewer(std::string_view report) {
  return {Reason::kSameReviewer,
          Join("Submission, endorsement, legal and secrecy approval and signature of ", report,
               " must come from different people."),
          {{"report", Str(report)}}};
}

Error AlreadyApproved(std::string_view report, std::string_view reviewer) {
  return {Reason::kAlreadyApproved,
          Join(reviewer, " has approved this content of ", report,
               " in this stage already; the next approval must be another person's."),
          {{"report", Str(report)}, {"reviewer", Str(reviewer)}}};
}

Error BotMayNotDecide(std::string_view caller, std::string_view action) {
  return {Reason::kBotMayNotDecide,
          Join(action, " is for people; ", caller, " is none."),
          {{"caller", Str(caller)}, {"action", Str(action)}}};
}

Error SupervisorRequired(std::string_view caller, std::string_view role) {
  return {Reason::kSupervisorRequired,
          Join("Only who supervises ", role, " takes over a claim; ", caller, " does not."),
          {{"caller", Str(caller)}, {"role", Str(role)}}};
}

Error ActionNotAllowed(std::string_view report, std::string_view action, const Newest& newest) {
  Error error{Reason::kActionNotAllowed,
              Join(action, " is not possible: ", report, " is ", newest.state, " since ",
                   newest.action, " by ", newest.actor, " at ", newest.time, "."),
              Facts(report, newest)};
  error.metadata["action"] = Str(action);
  return error;
}

Error NothingToTakeOver(std::string_view report) {
  return {Reason::kActionNotAllowed,
          Join("Nobody else has claimed ", report, ", so there is nothing to take over: claim it."),
          {{"unclaimed", Str(report)}}};
}

Error ClaimedByAnother(std::string_view report, std::string_view holder, std::string_view until) {
  return {Reason::kClaimedByAnother,
          Join(report, " is claimed by ", holder, " until ", until, "."),
          {{"report", Str(report)}, {"holder", Str(holder)}, {"until", Str(until)}}};
}

Error ClaimTimeUsedUp(std::string_view report, std::string_view since, int hours) {
  return {Reason::kClaimTimeUsedUp,
          Join("You first claimed ", report, " at ", since, ", and may hold it for ",
               std::to_string(hours), " hours in all. Decide, or leave it to a colleague."),
          {{"report", Str(report)}, {"since", Str(since)}, {"hours", std::to_string(hours)}}};
}

Error ContentIncomplete(std::string_view report, std::vector<FieldViolation> missing) {
  std::string message = Join(report, " cannot be submitted.");
  for (const auto& [field, rule, id] : missing) message += Join(" ", field, ": ", rule.english);
  Error error{Reason::kContentIncomplete, std::move(message), {{"report", Str(report)}}};
  error.fields = std::move(missing);
  return error;
}

Error ContentChanged(std::string_view report, std::string_view sent, std::string_view current) {
  return {Reason::kContentChanged,
          Join("The content of ", report, " has the digest ", current, ", not ", sent,
               ". Read it again."),
          {{"report", Str(report)}, {"sent", Str(sent)}, {"current", Str(current)}}};
}

Error ApprovalRevoked(std::string_view report, std::string_view reviewer) {
  return {Reason::kApprovalNotFresh,
          Join("An approval of ", report, " by ", reviewer,
               " would not count: the policy has revoked it, as the ledger records."),
          {{"report", Str(report)}, {"reviewer", Str(reviewer)}}};
}

Error ApprovalNotFresh(std::string_view report, std::string_view stage) {
  return {Reason::kApprovalNotFresh,
          Join("No ", stage, " approval of exactly this content of ", report, " stands."),
          {{"report", Str(report)}, {"stage", Str(stage)}}};
}

Error NoEligibleReviewer(std::string_view report, std::string_view stage, int needed, int able,
                         bool of_departments, std::string_view excluded) {
  Error error{Reason::kNoEligibleReviewer,
              Join(std::to_string(needed), " must give ", report, " its ", stage, " approval, and ",
                   std::to_string(able), " may."),
              {{"report", Str(report)},
               {"stage", Str(stage)},
               {"needed", std::to_string(needed)},
               {"able", std::to_string(able)}}};
  if (of_departments) {
    error.message += " They must be of different departments.";
    error.metadata.emplace("departments", std::to_string(needed));
  }
  if (excluded.empty()) return error;
  error.message += Join(" Who hold the role and may not: ", excluded, ".");
  error.metadata.emplace("excluded", excluded);
  return error;
}

Error FindingsOpen(std::string_view report, std::uint32_t open, std::uint32_t to_mask,
                   std::uint32_t first) {
  return {Reason::kFindingsOpen,
          Join("The leak check of ", report, " has ", std::to_string(open),
               " findings without a verdict and ", std::to_string(to_mask),
               " that must be masked; the first is number ", std::to_string(first), "."),
          {{"report", Str(report)},
           {"open", std::to_string(open)},
           {"to_mask", std::to_string(to_mask)},
           {"first", std::to_string(first)}}};
}

Error FindingsChanged(std::string_view report, std::uint32_t rules_version) {
  return {Reason::kFindingsChanged,
          Join("The leak check of ", report, " by version ", std::to_string(rules_version),
               " of the rules has other findings than you read. Read them again."),
          {{"report", Str(report)}, {"rules_version", std::to_string(rules_version)}}};
}

Error EndorsementMissing(std::string_view report, std::string_view department) {
  return {Reason::kApprovalNotFresh,
          Join("No endorsement of exactly this content of ", report, " by the head of ", department,
               " stands."),
          {{"report", Str(report)}, {"stage", "endorsement"}, {"department", Str(department)}}};
}

Error ApprovedAsRestricted(std::string_view report, std::string_view disclosure) {
  return {
      Reason::kNotActiveDisclosure,
      Join(report, " is ", disclosure,
           " and has a secrecy approval: a decision cannot make it public. Have it returned and "
           "reviewed again."),
      {{"report", Str(report)}, {"disclosure", Str(disclosure)}, {"stage", "secrecy"}}};
}

Error NotActiveDisclosure(std::string_view report, std::string_view disclosure) {
  return {Reason::kNotActiveDisclosure,
          Join("Only active disclosure (主动公开) is published; ", report, " is ", disclosure, "."),
          {{"report", Str(report)}, {"disclosure", Str(disclosure)}}};
}

Error ActiveDisclosure(std::string_view report, std::string_view disclosure) {
  return {Reason::kActiveDisclosure,
          Join("Only what is not for active disclosure is filed; ", report, " is ", disclosure,
               ": publish it."),
          {{"report", Str(report)}, {"disclosure", Str(disclosure)}}};
}

Error BeforePlannedTime(std::string_view report, std::string_view planned) {
  return {Reason::kBeforePlannedTime,
          Join(report, " is planned for ", planned, "."),
          {{"report", Str(report)}, {"planned_time", Str(planned)}}};
}

Error CorrectionNotPossible(std::string_view report, std::string_view corrects,
                            base::BilingualView why) {
  return WithChinese({Reason::kCorrectionNotPossible,
                      Join(report, " cannot correct ", corrects, ": ", why.english),
                      {{"report", Str(report)}, {"corrects", Str(corrects)}}},
                     "why", why.chinese);
}

Error PurgeNotPossible(std::string_view report, base::BilingualView why) {
  return WithChinese({Reason::kPurgeNotPossible,
                      Join("Nothing of ", report, " is destroyed: ", why.english),
                      {{"report", Str(report)}}},
                     "why", why.chinese);
}

Error TreeSizeBeyondLog(std::uint64_t asked, std::uint64_t size) {
  return {
      Reason::kTreeSizeBeyondLog,
      Join("The log has ", std::to_string(size), " entries, not yet ", std::to_string(asked), "."),
      {{"tree_size", std::to_string(size)}, {"asked", std::to_string(asked)}}};
}

Error TooManyAttachments(std::string_view report, std::size_t limit) {
  return {Reason::kTooManyAttachments,
          Join(report, " has ", std::to_string(limit), " attachments already, the most allowed."),
          {{"report", Str(report)}, {"limit", std::to_string(limit)}}};
}

Error EtagMismatch(std::string_view report, std::string_view sent, const Newest& newest) {
  Error error{Reason::kEtagMismatch,
              Join(report, " has changed since you read it: ", newest.action, " by ", newest.actor,
                   " at ", newest.time, ". Read it again."),
              Facts(report, newest)};
  error.metadata["sent"] = Str(sent);
  return error;
}

Error Overloaded(std::chrono::milliseconds retry_after) {
  Error error{Reason::kOverloaded, "Too much waits already; try again later."};
  error.retry_after = retry_after;
  return error;
}

Error TooManyStreams(std::size_t limit) {
  return {Reason::kTooManyStreams,
          Join("There are ", std::to_string(limit), " open streams already, the most allowed."),
          {{"limit", std::to_string(limit)}}};
}

Error QueryTooExpensive() {
  return {Reason::kQueryTooExpensive, "The query took too long; narrow the filter."};
}

Error DiskFull(std::chrono::milliseconds retry_after) {
  Error error{Reason::kDiskFull,
              "The server's disk is full, and nothing was changed; try again later."};
  error.retry_after = retry_after;
  return error;
}

Error QuotaExceeded(std::string_view quota, std::string_view whose, std::int64_t limit,
                    std::chrono::milliseconds retry_after) {
  Error error{Reason::kQuotaExceeded,
              Join("The quota ", quota, " of ", whose, " is used up: ", std::to_string(limit), "."),
              {{"quota", Str(quota)}, {"whose", Str(whose)}, {"limit", std::to_string(limit)}}};
  error.retry_after = retry_after;
  return error;
}

Error PeerUnavailable(std::string_view peer) {
  Error error{Reason::kPeerUnavailable,
              Join("The ", peer, " service cannot be reached; try again."),
              {{"peer", Str(peer)}}};
  error.retry_after = std::chrono::milliseconds(500);
  return error;
}

Error ShuttingDown() {
  return {Reason::kShuttingDown, "This server is shutting down; try again, or another."};
}

Error Cancelled() { return {Reason::kCancelled, "The caller cancelled."}; }

Error DeadlineExceeded() {
  return {Reason::kDeadlineExceeded, "The deadline passed before the answer."};
}

Error ContentCorrupt(base::BilingualView what) {
  return WithChinese({Reason::kContentCorrupt,
                      Join(what.english, " is not what was stored: its digest differs."),
                      {{"what", Str(what.english)}}},
                     "what", what.chinese);
}

Error ContentPurged(std::string_view sha256, std::int64_t position) {
  return {Reason::kContentPurged,
          Join("What has the digest ", sha256,
               " is destroyed, and is neither read nor stored: see entry ",
               std::to_string(position), " of the ledger."),
          {{"sha256", Str(sha256)}, {"position", std::to_string(position)}}};
}

Error LogCorrupt(std::string_view what) {
  return {Reason::kLogCorrupt, Join("The log does not verify: ", what), {{"what", Str(what)}}};
}

Error Internal(std::string_view detail) { return {Reason::kInternal, Str(detail)}; }

}  // namespace gongkai::errors
