// Every error Gongkai answers with, one function each. Its message is for the person who reads it:
// it names the field or the rule, and what would have been right. The same facts stand in the
// metadata for programs.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/error/result.h"

namespace gongkai::errors {

// What the newest change of a report was; tells the loser of a race what won.
struct Newest {
  std::string_view action;  // "APPROVE_LEGAL"
  std::string_view actor;   // "user/wang-fang"
  std::string_view state;   // where it left the report
  std::string_view time;    // RFC 3339
  std::string_view etag;
};

Error InvalidField(std::string_view field, std::string_view rule);
Error InvalidFields(std::vector<FieldViolation> violations);
Error InvalidFilter(std::string_view problem);
Error InvalidPageToken();
Error UploadIncomplete(std::string_view problem);

Error ReportNotFound(std::string_view name);
Error AttachmentNotFound(std::string_view name);
Error EntryNotFound(std::string_view name);

Error ReportExists(std::string_view name);
Error RequestIdReused(std::string_view request_id);

Error NoIdentity();
Error UnknownCaller(std::string_view caller);
Error ServiceOnly(std::string_view caller, std::string_view method);
Error AssertionNotAllowed(std::string_view service, std::string_view action);
// `via` are the services by whose way the call came, with commas between.
Error DelegationNotAllowed(std::string_view via, std::string_view caller, std::string_view method);
// By a rule of the stage service's own, whose caller is told more.
Error RefusedByService(Reason rule, std::string_view service);
Error RoleRequired(std::string_view caller, std::string_view role, std::string_view action);
Error DepartmentRequired(std::string_view department, std::string_view action);
Error OwnReport(std::string_view report, std::string_view contributor);
Error SameReviewer(std::string_view report);
Error AlreadyApproved(std::string_view report, std::string_view reviewer);
Error BotMayNotDecide(std::string_view caller, std::string_view action);

Error ActionNotAllowed(std::string_view report, std::string_view action, const Newest& newest);
Error ClaimedByAnother(std::string_view report, std::string_view holder, std::string_view until);
Error ClaimTimeUsedUp(std::string_view report, std::string_view since, int hours);
Error ContentIncomplete(std::string_view report, std::vector<FieldViolation> missing);
Error ContentChanged(std::string_view report, std::string_view sent, std::string_view current);
Error ApprovalNotFresh(std::string_view report, std::string_view stage);
Error NotActiveDisclosure(std::string_view report, std::string_view disclosure);
Error BeforePlannedTime(std::string_view report, std::string_view planned);
Error CorrectionNotPossible(std::string_view report, std::string_view corrects,
                            std::string_view why);
Error TreeSizeBeyondLog(std::uint64_t asked, std::uint64_t size);
Error TooManyAttachments(std::string_view report, std::size_t limit);

Error EtagMismatch(std::string_view report, std::string_view sent, const Newest& newest);

Error Overloaded(std::chrono::milliseconds retry_after);
Error TooManyStreams(std::size_t limit);
Error QueryTooExpensive();
Error DiskFull(std::chrono::milliseconds retry_after);
// `quota` is its name in the policy, `whose` the department or person that has used it up.
Error QuotaExceeded(std::string_view quota, std::string_view whose, std::int64_t limit,
                    std::chrono::milliseconds retry_after);

Error PeerUnavailable(std::string_view peer);
Error ShuttingDown();
Error Cancelled();
Error DeadlineExceeded();

Error ContentCorrupt(std::string_view what);
Error LogCorrupt(std::string_view what);
Error Internal(std::string_view detail);  // the detail is logged and never sent

}  // namespace gongkai::errors
