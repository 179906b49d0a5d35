#include "services/lib/identity/delegation.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

#include "workflow/error/errors.h"

namespace gongkai::identity {
namespace {

// clang-format off
constexpr auto kTable = std::to_array<Delegation>({
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/ApplyAction"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/CheckAction"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/BatchGetRecords"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/ListRecords"},

    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/ApplyAction"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/CheckAction"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/ListRecords"},
    {.via = "review", .method = "/gongkai.intake.v1.IntakeService/BatchGetReports"},
    {.via = "review", .method = "/gongkai.intake.v1.IntakeService/GetContent"},

    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/ApplyAction"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/CheckAction"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/ListRecords"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/BatchGetReports"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/GetContent"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/DownloadAttachment"},

    // What intake asks while it answers review or publish.
    {.via = "review,intake", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "review,intake", .method = "/gongkai.workflow.v1.WorkflowService/BatchGetRecords"},
    {.via = "publish,intake", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "publish,intake", .method = "/gongkai.workflow.v1.WorkflowService/BatchGetRecords"},
});
// clang-format on

}  // namespace

std::span<const Delegation> DelegationTable() { return kTable; }

Status CheckDelegation(const Caller& caller, std::string_view method) {
  if (caller.via.empty()) return {};
  const bool listed = std::ranges::any_of(
      kTable, [&](const Delegation& row) { return row.via == caller.via && row.method == method; });
  if (listed) return {};
  return errors::DelegationNotAllowed(caller.via, caller.id, method);
}

void LogRefusedAssertion(std::string_view method, const Error& refusal) {
  static std::atomic<std::uint64_t> count = 0;
  const std::uint64_t so_far = count.fetch_add(1, std::memory_order_relaxed) + 1;
  spdlog::warn("{} refused: {} Refused assertions since the start: {}.", method, refusal.message,
               so_far);
}

}  // namespace gongkai::identity
