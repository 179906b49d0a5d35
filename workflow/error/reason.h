// Every reason for which the API refuses a call. Clients switch on the names, so a reason never
// changes its meaning, and a name is never reused.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gongkai {

// Names the canonical codes of gRPC that Gongkai uses, with their numbers on the wire.
enum class Code : std::uint8_t {
  kCancelled = 1,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kInternal = 13,
  kUnavailable = 14,
  kDataLoss = 15,
  kUnauthenticated = 16,
};

// Says why a call failed. kReasons maps each reason to its name and its code.
enum class Reason : std::uint8_t {
  // The request is wrong in every state.
  kInvalidField,
  kInvalidFilter,
  kInvalidPageToken,
  kUploadIncomplete,
  // No resource that the caller may see has this name.
  kReportNotFound,
  kAttachmentNotFound,
  kEntryNotFound,
  // The name or the request id is in use.
  kReportExists,
  kRequestIdReused,
  // A rule about the caller refuses the call.
  kNoIdentity,
  kUnknownCaller,
  kServiceOnly,
  kAssertionNotAllowed,
  kRoleRequired,
  kDepartmentRequired,
  kOwnReport,
  kSameReviewer,
  kAlreadyApproved,
  kBotMayNotDecide,
  // The state of the report or of the log does not allow the call.
  kActionNotAllowed,
  kClaimedByAnother,
  kClaimTimeUsedUp,
  kContentIncomplete,
  kContentChanged,
  kApprovalNotFresh,
  kNotActiveDisclosure,
  kBeforePlannedTime,
  kCorrectionNotPossible,
  kTreeSizeBeyondLog,
  kTooManyAttachments,
  // The call lost a race: the caller must read again and decide again.
  kEtagMismatch,
  // A limit is reached: the caller must slow down, or ask for less.
  kOverloaded,
  kTooManyStreams,
  kQueryTooExpensive,
  kDiskFull,
  kQuotaExceeded,
  // The call was not completed: the caller may retry.
  kPeerUnavailable,
  kShuttingDown,
  kCancelled,
  kDeadlineExceeded,
  // The stored data is not what the log says.
  kContentCorrupt,
  kLogCorrupt,
  // The server has a fault.
  kInternal,
};

struct ReasonInfo {
  Reason reason;
  std::string_view name;  // the value of ErrorInfo.reason
  Code code;
};

// The table has one row for each reason, in the order of the enumeration.
inline constexpr auto kReasons = std::to_array<ReasonInfo>({
    {Reason::kInvalidField, "INVALID_FIELD", Code::kInvalidArgument},
    {Reason::kInvalidFilter, "INVALID_FILTER", Code::kInvalidArgument},
    {Reason::kInvalidPageToken, "INVALID_PAGE_TOKEN", Code::kInvalidArgument},
    {Reason::kUploadIncomplete, "UPLOAD_INCOMPLETE", Code::kInvalidArgument},
    {Reason::kReportNotFound, "REPORT_NOT_FOUND", Code::kNotFound},
    {Reason::kAttachmentNotFound, "ATTACHMENT_NOT_FOUND", Code::kNotFound},
    {Reason::kEntryNotFound, "ENTRY_NOT_FOUND", Code::kNotFound},
    {Reason::kReportExists, "REPORT_EXISTS", Code::kAlreadyExists},
    {Reason::kRequestIdReused, "REQUEST_ID_REUSED", Code::kAlreadyExists},
    {Reason::kNoIdentity, "NO_IDENTITY", Code::kUnauthenticated},
    {Reason::kUnknownCaller, "UNKNOWN_CALLER", Code::kPermissionDenied},
    {Reason::kServiceOnly, "SERVICE_ONLY", Code::kPermissionDenied},
    {Reason::kAssertionNotAllowed, "ASSERTION_NOT_ALLOWED", Code::kPermissionDenied},
    {Reason::kRoleRequired, "ROLE_REQUIRED", Code::kPermissionDenied},
    {Reason::kDepartmentRequired, "DEPARTMENT_REQUIRED", Code::kPermissionDenied},
    {Reason::kOwnReport, "OWN_REPORT", Code::kPermissionDenied},
    {Reason::kSameReviewer, "SAME_REVIEWER", Code::kPermissionDenied},
    {Reason::kAlreadyApproved, "ALREADY_APPROVED", Code::kPermissionDenied},
    {Reason::kBotMayNotDecide, "BOT_MAY_NOT_DECIDE", Code::kPermissionDenied},
    {Reason::kActionNotAllowed, "ACTION_NOT_ALLOWED", Code::kFailedPrecondition},
    {Reason::kClaimedByAnother, "CLAIMED_BY_ANOTHER", Code::kFailedPrecondition},
    {Reason::kClaimTimeUsedUp, "CLAIM_TIME_USED_UP", Code::kFailedPrecondition},
    {Reason::kContentIncomplete, "CONTENT_INCOMPLETE", Code::kFailedPrecondition},
    {Reason::kContentChanged, "CONTENT_CHANGED", Code::kFailedPrecondition},
    {Reason::kApprovalNotFresh, "APPROVAL_NOT_FRESH", Code::kFailedPrecondition},
    {Reason::kNotActiveDisclosure, "NOT_ACTIVE_DISCLOSURE", Code::kFailedPrecondition},
    {Reason::kBeforePlannedTime, "BEFORE_PLANNED_TIME", Code::kFailedPrecondition},
    {Reason::kCorrectionNotPossible, "CORRECTION_NOT_POSSIBLE", Code::kFailedPrecondition},
    {Reason::kTreeSizeBeyondLog, "TREE_SIZE_BEYOND_LOG", Code::kFailedPrecondition},
    {Reason::kTooManyAttachments, "TOO_MANY_ATTACHMENTS", Code::kFailedPrecondition},
    {Reason::kEtagMismatch, "ETAG_MISMATCH", Code::kAborted},
    {Reason::kOverloaded, "OVERLOADED", Code::kResourceExhausted},
    {Reason::kTooManyStreams, "TOO_MANY_STREAMS", Code::kResourceExhausted},
    {Reason::kQueryTooExpensive, "QUERY_TOO_EXPENSIVE", Code::kResourceExhausted},
    {Reason::kDiskFull, "DISK_FULL", Code::kResourceExhausted},
    {Reason::kQuotaExceeded, "QUOTA_EXCEEDED", Code::kResourceExhausted},
    {Reason::kPeerUnavailable, "PEER_UNAVAILABLE", Code::kUnavailable},
    {Reason::kShuttingDown, "SHUTTING_DOWN", Code::kUnavailable},
    {Reason::kCancelled, "CANCELLED", Code::kCancelled},
    {Reason::kDeadlineExceeded, "DEADLINE_EXCEEDED", Code::kDeadlineExceeded},
    {Reason::kContentCorrupt, "CONTENT_CORRUPT", Code::kDataLoss},
    {Reason::kLogCorrupt, "LOG_CORRUPT", Code::kDataLoss},
    {Reason::kInternal, "INTERNAL", Code::kInternal},
});

static_assert(
    [] {
      for (std::size_t i = 0; i < kReasons.size(); ++i) {
        if (kReasons[i].reason != static_cast<Reason>(i)) return false;
      }
      return kReasons.back().reason == Reason::kInternal;
    }(),
    "kReasons has one row a reason, in the order of the enumeration");

// Returns the row of `reason` in kReasons.
constexpr const ReasonInfo& InfoOf(Reason reason) {
  return kReasons[static_cast<std::size_t>(reason)];
}

}  // namespace gongkai
