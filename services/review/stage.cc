#include "services/review/stage.h"

#include <algorithm>
#include <array>

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

constexpr std::string_view kTasks = "/tasks/";

constexpr std::array kDrafting{wf::DRAFT};
constexpr std::array kLegal{wf::LEGAL_REVIEW, wf::LEGAL_REFERRED};
constexpr std::array kSecrecy{wf::SECRECY_REVIEW, wf::SECRECY_REFERRED};
constexpr std::array kCleared{wf::CLEARED};

constexpr auto kStages = std::to_array<StageInfo>({
    {.stage = v1::LEGAL,
     .segment = "legal",
     .approval = wf::APPROVE_LEGAL,
     .states = kLegal,
     .questions = form::Review::kLegal,
     .reviewer = machine::Role::kLegalReviewer},
    {.stage = v1::SECRECY,
     .segment = "secrecy",
     .approval = wf::APPROVE_SECRECY,
     .states = kSecrecy,
     .questions = form::Review::kSecrecy,
     .reviewer = machine::Role::kSecrecyReviewer},
    {.stage = v1::ENDORSEMENT,
     .segment = "endorsement",
     .approval = wf::ENDORSE,
     .states = kDrafting,
     .questions = {},
     .reviewer = machine::Role::kHead},
    {.stage = v1::SIGNATURE,
     .segment = "signature",
     .approval = wf::SIGN,
     .states = kCleared,
     .questions = {},
     .reviewer = machine::Role::kSignatory},
});

}  // namespace

bool StageInfo::Holds(wf::State state) const {
  return std::ranges::find(states, state) != states.end();
}

const StageInfo& InfoOf(v1::Stage stage) {
  return *std::ranges::find(kStages, stage, &StageInfo::stage);
}

std::span<const StageInfo> Stages() { return kStages; }

bool HasQueue(const StageInfo& stage, const machine::Actor& caller) {
  return caller.roles.Has(stage.reviewer) || caller.roles.Has(machine::Role::kAuditor);
}

std::optional<TaskName> ParseTaskName(std::string_view name) {
  for (const StageInfo& stage : kStages) {
    const std::string ending = TaskNameOf("", stage);
    if (!name.ends_with(ending)) continue;
    const auto report = base::ReportId::FromName(name.substr(0, name.size() - ending.size()));
    if (report) return TaskName{*report, &stage};
  }
  return std::nullopt;
}

std::string TaskNameOf(std::string_view report, const StageInfo& stage) {
  std::string name(report);
  name += kTasks;
  name += stage.segment;
  return name;
}

}  // namespace gongkai::review
