// Every reason for which the API refuses a call. Clients switch on the names, so a reason never
// changes its meaning, and a name is never reused.
#pragma once

#include <array>
#include <cstddef>
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
  // It is known, and must not exist any more.
  kContentPurged,
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
  kSupervisorRequired,
  // The state of the report or of the log does not allow the call.
  kActionNotAllowed,
  kClaimedByAnother,
  kClaimTimeUsedUp,
  kContentIncomplete,
  kContentChanged,
  kApprovalNotFresh,
  kFindingsOpen,
  kNoEligibleReviewer,
  kNotActiveDisclosure,
  kActiveDisclosure,
  kBeforePlannedTime,
  kCorrectionNotPossible,
  kPurgeNotPossible,
  kTreeSizeBeyondLog,
  kTooManyAttachments,
  // The call lost a race: the caller must read again and decide again.
  kEtagMismatch,
  kFindingsChanged,
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
  // The message in Chinese. {report} stands for the fact `report`, {fields} for the broken rules; a
  // part in [] is left out unless all its facts are there. Must be true of every error of the reason.
  // See localize.h, which does not compile with a row that lacks it.
  std::string_view chinese;
};

// The table has one row for each reason, in the order of the enumeration.
inline constexpr auto kReasons = std::to_array<ReasonInfo>({
    {Reason::kInvalidField, "INVALID_FIELD", Code::kInvalidArgument,
     "请求的内容不符合规则。[{fields}]"},
    {Reason::kInvalidFilter, "INVALID_FILTER", Code::kInvalidArgument, "筛选条件有误。[{fields}]"},
    {Reason::kInvalidPageToken, "INVALID_PAGE_TOKEN", Code::kInvalidArgument,
     "翻页标记有误。[{fields}]"},
    {Reason::kUploadIncomplete, "UPLOAD_INCOMPLETE", Code::kInvalidArgument,
     "上传的内容没有保存。[{problem}]"},
    {Reason::kReportNotFound, "REPORT_NOT_FOUND", Code::kNotFound,
     "报告 {report} [{part}]不存在，或者您无权查看。"},
    {Reason::kAttachmentNotFound, "ATTACHMENT_NOT_FOUND", Code::kNotFound,
     "附件[ {attachment} ]不存在，或者您无权查看。"},
    {Reason::kEntryNotFound, "ENTRY_NOT_FOUND", Code::kNotFound, "台账条目 {entry} 不存在。"},
    {Reason::kContentPurged, "CONTENT_PURGED", Code::kNotFound,
     "摘要为 {sha256} 的内容已依规销毁，不能再读取或者存入。[见台账第 {position} 号条目。]"},
    {Reason::kReportExists, "REPORT_EXISTS", Code::kAlreadyExists, "报告 {report} 已经存在。"},
    {Reason::kRequestIdReused, "REQUEST_ID_REUSED", Code::kAlreadyExists,
     "请求编号 {request_id} 已用于另一个请求，请换用新的编号。"},
    {Reason::kNoIdentity, "NO_IDENTITY", Code::kUnauthenticated,
     "客户端证书没有表明身份：证书中须恰好有一个 URI 名称 spiffe://gongkai/类别/名称，类别为 "
     "user、bot 或 service。"},
    {Reason::kUnknownCaller, "UNKNOWN_CALLER", Code::kPermissionDenied,
     "策略文件中没有登记 {caller}。"},
    {Reason::kServiceOnly, "SERVICE_ONLY", Code::kPermissionDenied,
     "{method} 只供系统内部的服务使用，{caller} 不是服务。请通过 intake、review 或 publish "
     "服务办理。"},
    {Reason::kAssertionNotAllowed, "ASSERTION_NOT_ALLOWED", Code::kPermissionDenied,
     "该服务无权这样代人办理。[{service} 无权办理“{action}”。][经由 {via} 的调用不得代表 {caller} "
     "使用 {method}。]"},
    {Reason::kRoleRequired, "ROLE_REQUIRED", Code::kPermissionDenied,
     "“{action}”需要“{role}”的角色，{caller} 没有这一角色。"},
    {Reason::kDepartmentRequired, "DEPARTMENT_REQUIRED", Code::kPermissionDenied,
     "[该报告属于 {department}，“{action}”只能由该部门的人员办理。]"
     "[按照策略，{of_department} 的报告 {report} 由他人办理“{action}”。]"},
    {Reason::kOwnReport, "OWN_REPORT", Code::kPermissionDenied,
     "审查须由他人进行：{contributor} 撰写或提供了报告 {report} 的部分内容，不得审查该报告。"},
    {Reason::kSameReviewer, "SAME_REVIEWER", Code::kPermissionDenied,
     "报告 {report} 的送审、审签、合法性审查、保密审查和签发须由不同的人办理。"},
    {Reason::kAlreadyApproved, "ALREADY_APPROVED", Code::kPermissionDenied,
     "{reviewer} 在本阶段已经通过报告 {report} 的这一内容，下一份通过意见须由他人作出。"},
    {Reason::kBotMayNotDecide, "BOT_MAY_NOT_DECIDE", Code::kPermissionDenied,
     "“{action}”须由工作人员本人办理，{caller} 不是个人身份。"},
    {Reason::kSupervisorRequired, "SUPERVISOR_REQUIRED", Code::kPermissionDenied,
     "只有督办“{role}”的人可以接办他人领办的任务，{caller} 不是。"},
    {Reason::kActionNotAllowed, "ACTION_NOT_ALLOWED", Code::kFailedPrecondition,
     "[报告 {report} 现处于“{state}”状态，不能办理“{action}”。最近一次办理：{last_actor} 于 "
     "{last_time} 办理“{last_action}”。][没有他人领办报告 {unclaimed}，无须接办，请直接领办。]"},
    {Reason::kClaimedByAnother, "CLAIMED_BY_ANOTHER", Code::kFailedPrecondition,
     "报告 {report} 已由 {holder} 领办，到 {until} 为止。"},
    {Reason::kClaimTimeUsedUp, "CLAIM_TIME_USED_UP", Code::kFailedPrecondition,
     "您于 {since} 首次领办报告 {report}，累计领办不得超过 {hours} "
     "小时。请作出决定，或者交由同事办理。"},
    {Reason::kContentIncomplete, "CONTENT_INCOMPLETE", Code::kFailedPrecondition,
     "报告[ {report} ]的内容不完整，不能送审。[{fields}]"},
    {Reason::kContentChanged, "CONTENT_CHANGED", Code::kFailedPrecondition,
     "报告 {report} 的内容已有变化：现在的摘要值（SHA-256）是 {current}，您所依据的是 "
     "{sent}。请重新阅读。"},
    {Reason::kApprovalNotFresh, "APPROVAL_NOT_FRESH", Code::kFailedPrecondition,
     "审查意见不符合要求。[报告 {report} 缺少对当前内容有效的“{stage}”通过意见。][应由 "
     "{department} "
     "的负责人审签。][{reviewer} "
     "对报告 {report} 的审查意见不计入：该审查资格已依策略撤销，台账有记录。]"},
    {Reason::kFindingsOpen, "FINDINGS_OPEN", Code::kFailedPrecondition,
     "报告 {report} 的泄露检查尚有 {open} 项发现未认定、{to_mask} 项须掩码，第一项为第 {first} "
     "项。"},
    {Reason::kNoEligibleReviewer, "NO_ELIGIBLE_REVIEWER", Code::kFailedPrecondition,
     "报告 {report} 的“{stage}”须由 {needed} "
     "人办理，现在仅 {able} 人可以办理。[这些人须来自 {departments} "
     "个不同的部门。][具有该角色但不能办理的：{excluded}。]"},
    {Reason::kNotActiveDisclosure, "NOT_ACTIVE_DISCLOSURE", Code::kFailedPrecondition,
     "只发布主动公开的内容，报告 {report} 的公开属性是“{disclosure}”。[该报告已有“{stage}”"
     "通过意见，不能再决定公开，请退回后重新审查。]"},
    {Reason::kActiveDisclosure, "ACTIVE_DISCLOSURE", Code::kFailedPrecondition,
     "只归档依申请公开或不予公开的内容，报告 {report} 的公开属性是“{disclosure}”，应当发布。"},
    {Reason::kBeforePlannedTime, "BEFORE_PLANNED_TIME", Code::kFailedPrecondition,
     "报告 {report} 计划于 {planned_time} 公开，时间未到。"},
    {Reason::kCorrectionNotPossible, "CORRECTION_NOT_POSSIBLE", Code::kFailedPrecondition,
     "报告 {report} 不能更正 {corrects}。[{why}]"},
    {Reason::kPurgeNotPossible, "PURGE_NOT_POSSIBLE", Code::kFailedPrecondition,
     "报告 {report} 的内容不能销毁。[{why}]"},
    {Reason::kTreeSizeBeyondLog, "TREE_SIZE_BEYOND_LOG", Code::kFailedPrecondition,
     "台账现有 {tree_size} 个条目，不足 {asked} 个。"},
    {Reason::kTooManyAttachments, "TOO_MANY_ATTACHMENTS", Code::kFailedPrecondition,
     "报告[ {report} ]的附件已经达到上限[（{limit} 个）]。"},
    {Reason::kEtagMismatch, "ETAG_MISMATCH", Code::kAborted,
     "您读取之后，报告 {report} 已有变化：{last_actor} 于 {last_time} "
     "办理了“{last_action}”。请重新读取。"},
    {Reason::kFindingsChanged, "FINDINGS_CHANGED", Code::kAborted,
     "报告 {report} 的泄露检查结果已有变化：现在依据的是第 {rules_version} "
     "版规则，结果与您所读的不同。请重新读取发现清单。"},
    {Reason::kOverloaded, "OVERLOADED", Code::kResourceExhausted,
     "等待处理的请求过多，请稍后重试。"},
    {Reason::kTooManyStreams, "TOO_MANY_STREAMS", Code::kResourceExhausted,
     "同时打开的数据流已达上限（{limit} 个）。"},
    {Reason::kQueryTooExpensive, "QUERY_TOO_EXPENSIVE", Code::kResourceExhausted,
     "查询耗时过长，请缩小筛选范围。"},
    {Reason::kDiskFull, "DISK_FULL", Code::kResourceExhausted,
     "服务器磁盘已满，没有作出任何更改，请稍后重试。"},
    {Reason::kQuotaExceeded, "QUOTA_EXCEEDED", Code::kResourceExhausted,
     "{whose} 的配额 {quota} 已经用完，上限是 {limit}。"},
    {Reason::kPeerUnavailable, "PEER_UNAVAILABLE", Code::kUnavailable,
     "连接不上 {peer} 服务，请重试。"},
    {Reason::kShuttingDown, "SHUTTING_DOWN", Code::kUnavailable,
     "服务器正在停止，请重试，或者换用另一台服务器。"},
    {Reason::kCancelled, "CANCELLED", Code::kCancelled, "请求已被调用方取消。"},
    {Reason::kDeadlineExceeded, "DEADLINE_EXCEEDED", Code::kDeadlineExceeded,
     "等待答复超时，没有得到答复。"},
    {Reason::kContentCorrupt, "CONTENT_CORRUPT", Code::kDataLoss,
     "存储的内容与其摘要值不符[：{what}]。"},
    {Reason::kLogCorrupt, "LOG_CORRUPT", Code::kDataLoss, "台账没有通过校验。[诊断信息：{what}]"},
    {Reason::kInternal, "INTERNAL", Code::kInternal, "内部错误。"},
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
