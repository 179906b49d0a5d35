#include "services/lib/identity/access.h"

#include <algorithm>
#include <array>
#include <string>

#include "services/lib/catalog/services.h"
#include "services/lib/identity/delegation.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {
namespace {

using machine::Action;
using machine::Role;

constexpr machine::Roles kAuditor = Role::kAuditor;
constexpr machine::Roles kReviewers =
    kAuditor | Role::kLegalReviewer | Role::kSecrecyReviewer | Role::kHead | Role::kSignatory;
// Each role has reports whose changes it may follow; which, ledger::SightOfChange says.
constexpr machine::Roles kWatchers = kReviewers | Role::kDrafter | Role::kPublisher;

// Whoever publishes, or answers for secrecy, looks again at what is public.
constexpr machine::Roles kSelfCheckers = kAuditor | Role::kSecrecyReviewer | Role::kPublisher;

// clang-format off
constexpr auto kTable = std::to_array<MethodAccess>({
    {.method = "/gongkai.workflow.v1.WorkflowService/ApplyAction",
     .any_known = true, .services = {"workflow", "intake", "review", "publish"},
     .ledger_refuses = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/CheckAction",
     .any_known = true, .services = {"workflow", "intake", "review", "publish"}},
    {.method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal",
     .any_known = true, .services = {"workflow", "intake", "review", "publish"},
     .ledger_refuses = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/GetRecord",
     .any_known = true, .services = {"intake"}},
    {.method = "/gongkai.workflow.v1.WorkflowService/BatchGetRecords", .any_known = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/ListRecords", .any_known = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/ListActions", .any_known = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/ExplainPermission", .any_known = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/ExplainDeadline", .any_known = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/ListReportEvents", .any_known = true},
    {.method = "/gongkai.workflow.v1.WorkflowService/ListStuckReports", .roles = kAuditor},
    {.method = "/gongkai.workflow.v1.WorkflowService/WatchChanges",
     .roles = kWatchers, .services = {"intake", "publish"}},

    {.method = "/gongkai.audit.v1.AuditService/ListEntries", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/GetEntry", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/TailEntries", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/GetTreeHead", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/GetInclusionProof", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/GetConsistencyProof", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/GetPolicy", .roles = kAuditor},
    {.method = "/gongkai.audit.v1.AuditService/ExplainRoles", .roles = kAuditor},

    {.method = "/gongkai.intake.v1.IntakeService/CreateReport", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/GetReport", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/ListReports", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/BatchGetReports", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/UpdateReport", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/SubmitReport", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/CheckReport", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/ListFindings", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/WithdrawReport", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/UploadAttachment", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/DownloadAttachment", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/DeleteAttachment", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/GetContent", .any_known = true},
    {.method = "/gongkai.intake.v1.IntakeService/WatchReports",
     .roles = machine::Roles(Role::kDrafter) | Role::kHead},
    {.method = "/gongkai.intake.v1.IntakeService/DownloadContent",
     .any_known = true, .by_service_only = true},
    {.method = "/gongkai.intake.v1.IntakeService/BatchGetHeadings",
     .any_known = true, .by_service_only = true},

    {.method = "/gongkai.review.v1.ReviewService/ListTasks", .roles = kReviewers},
    {.method = "/gongkai.review.v1.ReviewService/GetTask", .roles = kReviewers},
    {.method = "/gongkai.review.v1.ReviewService/WatchTasks", .roles = kReviewers},
    {.method = "/gongkai.review.v1.ReviewService/GetReviewSheet", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ClaimTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ReleaseTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/TakeOverTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ApproveTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/AdjudicateFindings", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/EndorseTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/SignTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ReturnTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ReferTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ResolveTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/WithholdTask", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ProposePurge", .any_known = true},
    {.method = "/gongkai.review.v1.ReviewService/ConfirmPurge", .any_known = true},

    {.method = "/gongkai.publish.v1.PublishService/PublishReport", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/RetractReport", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/ReportLeak", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/CheckPublications", .roles = kSelfCheckers},
    {.method = "/gongkai.publish.v1.PublishService/ReturnReport", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/FileReport", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/ReassessReport", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/ListUnpublishedReports", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/GetPublication", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/GetPublicationContent", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/DownloadPublicationAttachment",
     .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/ListPublications", .any_known = true},
    {.method = "/gongkai.publish.v1.PublishService/WatchPublications", .any_known = true},
});
// clang-format on

bool Overlap(machine::Roles a, machine::Roles b) { return a - b != a; }

bool Admits(const MethodAccess& row, const machine::Actor& caller) {
  if (caller.IsService()) {
    return std::ranges::find(row.services, caller.service) != row.services.end();
  }
  return row.any_known || Overlap(caller.roles, row.roles);
}

// "AUDITOR or PUBLISHER".
std::string Alternatives(machine::Roles roles) {
  std::string names;
  for (std::size_t i = 1; i < machine::kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    if (!roles.Has(role)) continue;
    (names += names.empty() ? "" : " or ") += machine::ToString(role);
  }
  return names;
}

}  // namespace

std::span<const MethodAccess> AccessTable() { return kTable; }

Status CheckAccess(const machine::Actor& caller, std::string_view method) {
  if (method.starts_with("/grpc.health.") || method.starts_with("/grpc.reflection.")) return {};

  const auto row = std::ranges::find(kTable, method, &MethodAccess::method);
  if (row == kTable.end()) {
    return errors::Internal("no row of the access table says who may call " + std::string(method));
  }
  if (!row->ledger_refuses) {
    if (Status delegated = CheckDelegation(caller, method); !delegated) return delegated;
  }
  const std::string_view name = method.substr(method.rfind('/') + 1);
  if (row->by_service_only && !caller.IsService() && caller.via.empty()) {
    return errors::ServiceOnly(caller.id.text(), name);
  }
  if (Admits(*row, caller)) return {};
  const std::string role =
      row->any_known ? std::string(base::kPersonOrBot.name) : Alternatives(row->roles);
  return errors::RoleRequired(caller.id.text(), role, name);
}

bool MayAssert(std::string_view service, Action action) {
  const auto row = std::ranges::find(catalog::kServices, service, &catalog::Service::name);
  return row != catalog::kServices.end() && action != Action::kNone &&
         std::ranges::find(row->asserts, machine::ToString(action)) != row->asserts.end();
}

}  // namespace gongkai::identity
