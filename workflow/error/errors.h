// Every error that Gongkai returns, one function each.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/bilingual.h"
#include "workflow/error/result.h"

// Each function returns an error with the reason that has the function's name, unless the comment
// of the function names another reason: ReportExists returns REPORT_EXISTS. The message is for a
// person: the message names the field or the rule, and what would have been right. The metadata
// holds the same facts for programs, and Localize makes of them the message in Chinese (localize.h).
// What a caller gives as a sentence, or as a piece of one, comes in both languages. `report` and
// `name` are resource names, "reports/annual-2021". Thread-safe.
//
//   return errors::InvalidField("report.title", {"Must not be blank.", "不能为空白。"});
namespace gongkai::errors {

// Describes the newest change of a report, for a caller whose request lost a race to that change.
struct Newest {
  std::string_view action;  // "APPROVE_LEGAL"
  std::string_view actor;   // "user/wang-fang"
  std::string_view state;   // of the report after the change
  std::string_view time;    // RFC 3339
  std::string_view etag;    // of the report after the change
};

// Both return INVALID_FIELD. The metadata names the first field only.
Error InvalidField(std::string_view field, base::BilingualView rule);
Error InvalidFields(std::vector<FieldViolation> violations);
// Returns INVALID_FIELD, for a file that the operator has made. `problem` is for the log, in English
// only: no caller of the API causes it or gets it.
Error InvalidFile(std::string_view file, std::string_view problem);
Error InvalidFilter(base::BilingualView problem);
Error InvalidPageToken();
Error UploadIncomplete(base::BilingualView problem);

Error ReportNotFound(std::string_view name);
// Returns REPORT_NOT_FOUND, for a part of the report: {"as public content", "的公开内容"}.
Error ReportNotFound(std::string_view name, base::BilingualView part);
Error AttachmentNotFound(std::string_view name);
Error EntryNotFound(std::string_view name);

Error ReportExists(std::string_view name);
Error RequestIdReused(std::string_view request_id);

Error NoIdentity();
Error UnknownCaller(std::string_view caller);
Error ServiceOnly(std::string_view caller, std::string_view method);
Error AssertionNotAllowed(std::string_view service, std::string_view action);
// Returns ASSERTION_NOT_ALLOWED. `via` names the services that passed the call on, separated by
// commas.
Error DelegationNotAllowed(std::string_view via, std::string_view caller, std::string_view method);
// Returns `rule`, for a refusal by a rule of the stage service `service`. That service returns a
// more exact error to its own caller.
Error RefusedByService(Reason rule, std::string_view service);
Error RoleRequired(std::string_view caller, std::string_view role, std::string_view action);
Error DepartmentRequired(std::string_view department, std::string_view action);
// Returns DEPARTMENT_REQUIRED, where the policy has the reports of `department` reviewed or signed by
// others.
Error ReportOfOthers(std::string_view report, std::string_view department, std::string_view action);
Error OwnReport(std::string_view report, std::string_view contributor);
Error SameReviewer(std::string_view report);
Error AlreadyApproved(std::string_view report, std::string_view reviewer);
Error BotMayNotDecide(std::string_view caller, std::string_view action);
// `role` is the role of the stage whose claims a supervisor may take over.
Error SupervisorRequired(std::string_view caller, std::string_view role);

// Times (`until`, `since`, `planned`) are RFC 3339; `sent` and `current` are digests in hexadecimal
// digits.
Error ActionNotAllowed(std::string_view report, std::string_view action, const Newest& newest);
// Returns ACTION_NOT_ALLOWED for a TAKE_OVER where nobody else holds the claim.
Error NothingToTakeOver(std::string_view report);
Error ClaimedByAnother(std::string_view report, std::string_view holder, std::string_view until);
Error ClaimTimeUsedUp(std::string_view report, std::string_view since, int hours);
Error ContentIncomplete(std::string_view report, std::vector<FieldViolation> missing);
Error ContentChanged(std::string_view report, std::string_view sent, std::string_view current);
// `stage` is the stage that must approve. Returned also where a signature is missing.
Error ApprovalNotFresh(std::string_view report, std::string_view stage);
// `open` findings of the leak check have no verdict, and `to_mask` must be masked; `first` is the number
// of the first of all of them.
Error FindingsOpen(std::string_view report, std::uint32_t open, std::uint32_t to_mask,
                   std::uint32_t first);
// `rules_version` is of the check that stands.
Error FindingsChanged(std::string_view report, std::uint32_t rules_version);
// `of_departments`: those needed must be of different departments. `excluded` names those who hold the
// stage's role and may not decide, and why; may be empty.
Error NoEligibleReviewer(std::string_view report, std::string_view stage, int needed, int able,
                         bool of_departments, std::string_view excluded);
// Returns APPROVAL_NOT_FRESH, where the head of `department` must endorse the report.
Error EndorsementMissing(std::string_view report, std::string_view department);
// Returns the error for a reviewer whose approval would not count, because the policy has revoked
// what the reviewer approves now.
Error ApprovalRevoked(std::string_view report, std::string_view reviewer);
// Returns NOT_ACTIVE_DISCLOSURE, where a decision would make a report public that has a secrecy
// approval and is kept from the public.
Error ApprovedAsRestricted(std::string_view report, std::string_view disclosure);
Error NotActiveDisclosure(std::string_view report, std::string_view disclosure);
Error ActiveDisclosure(std::string_view report, std::string_view disclosure);
Error BeforePlannedTime(std::string_view report, std::string_view planned);
Error CorrectionNotPossible(std::string_view report, std::string_view corrects,
                            base::BilingualView why);
Error PurgeNotPossible(std::string_view report, base::BilingualView why);
Error TreeSizeBeyondLog(std::uint64_t asked, std::uint64_t size);
Error TooManyAttachments(std::string_view report, std::size_t limit);

// `sent` is the etag of the request.
Error EtagMismatch(std::string_view report, std::string_view sent, const Newest& newest);

// `retry_after` becomes Error::retry_after, here and below.
Error Overloaded(std::chrono::milliseconds retry_after);
Error TooManyStreams(std::size_t limit);
Error QueryTooExpensive();
Error DiskFull(std::chrono::milliseconds retry_after);
// `quota` is the quota's name in the policy. `whose` is the department or person who used up the
// quota.
Error QuotaExceeded(std::string_view quota, std::string_view whose, std::int64_t limit,
                    std::chrono::milliseconds retry_after);

// The error's `retry_after` is 500 ms.
Error PeerUnavailable(std::string_view peer);
Error ShuttingDown();
Error Cancelled();
Error DeadlineExceeded();

// `what` names what is corrupt: {"The content of reports/a", "reports/a 的内容"}.
Error ContentCorrupt(base::BilingualView what);
// `position` is that of the entry PURGE.
Error ContentPurged(std::string_view sha256, std::int64_t position);
// `what` is a diagnosis for the operator, in English.
Error LogCorrupt(std::string_view what);
// `detail` is logged and never sent to the caller.
Error Internal(std::string_view detail);

}  // namespace gongkai::errors
