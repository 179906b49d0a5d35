#include "workflow/ledger/approvals.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace gongkai::ledger {

using machine::Action;

namespace {

bool HasEndorsed(const std::string& department, const Record& record,
                 const Revocations* revocations) {
  return std::ranges::any_of(record.approvals, [&](const Approval& approval) {
    return approval.action == Action::kEndorse && approval.department == department &&
           approval.content == record.content && Counts(approval, revocations);
  });
}

}  // namespace

bool Counts(const Approval& approval, const Revocations* revocations) {
  return revocations == nullptr || revocations->Counts(approval);
}

bool SharePerson(const Actor& actor, const Approval& approval) {
  return actor.id == approval.reviewer || actor.id == approval.on_behalf_of ||
         (!actor.on_behalf_of.empty() &&
          (actor.on_behalf_of == approval.reviewer || actor.on_behalf_of == approval.on_behalf_of));
}

int Fresh(const Record& record, Action action, const Revocations* revocations) {
  std::set<std::string_view> people;
  for (const Approval& approval : record.approvals) {
    if (approval.action == action && approval.content == record.content &&
        Counts(approval, revocations)) {
      const base::ActorId& behind = approval.on_behalf_of;
      people.insert(behind.empty() ? approval.reviewer.text() : behind.text());
    }
  }
  return static_cast<int>(people.size());
}

const Approval* FindRevoked(const Record& record, const Revocations* revocations) {
  const auto rests_on = [&](const Approval& approval) {
    return approval.rules || (approval.action == Action::kEndorse &&
                              !HasEndorsed(approval.department, record, revocations));
  };
  const auto found = std::ranges::find_if(record.approvals, [&](const Approval& approval) {
    return !Counts(approval, revocations) && rests_on(approval);
  });
  return found == record.approvals.end() ? nullptr : &*found;
}

std::vector<std::string> MissingEndorsements(const Record& record, const ReviewPolicy& policy,
                                             const Revocations* revocations) {
  std::vector<std::string> missing;
  if (policy.head_endorses) missing.push_back(record.department);
  if (policy.co_issuing_heads_endorse) {
    for (const std::string& department : record.co_issuers) {
      if (std::ranges::find(missing, department) == missing.end()) missing.push_back(department);
    }
  }
  std::erase_if(missing, [&](const std::string& department) {
    return HasEndorsed(department, record, revocations);
  });
  return missing;
}

}  // namespace gongkai::ledger
