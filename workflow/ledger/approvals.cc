#include "workflow/ledger/approvals.h"

#include <algorithm>
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

// Returns whether it is an approval by `action` that counts for the present content.
bool IsFresh(const Approval& approval, const Record& record, Action action,
             const Revocations* revocations) {
  return approval.action == action && approval.content == record.content &&
         Counts(approval, revocations);
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
    if (!IsFresh(approval, record, action, revocations)) continue;
    const base::ActorId& behind = approval.on_behalf_of;
    people.insert(behind.empty() ? approval.reviewer.text() : behind.text());
  }
  return static_cast<int>(people.size());
}

std::set<std::string> FreshDepartments(const Record& record, Action action,
                                       const Revocations* revocations) {
  std::set<std::string> departments;
  for (const Approval& approval : record.approvals) {
    const bool counts = IsFresh(approval, record, action, revocations);
    if (counts && !approval.department.empty()) departments.insert(approval.department);
  }
  return departments;
}

int DepartmentsNeeded(const Record& record, Action action, const ReviewPolicy& policy) {
  if (record.co_issuers.empty()) return 1;
  return action == Action::kApproveLegal ? policy.legal_departments : policy.secrecy_departments;
}

bool IsAtQuorum(const Record& record, Action action, const ReviewPolicy& policy,
                const Revocations* revocations, const Actor* also) {
  const int quorum = action == Action::kApproveLegal ? policy.legal_quorum : policy.secrecy_quorum;
  // Whoever approves now has not approved before: kOtherReviewer.
  if (Fresh(record, action, revocations) + (also == nullptr ? 0 : 1) < quorum) return false;
  const int needed = DepartmentsNeeded(record, action, policy);
  if (needed <= 1) return true;
  std::set<std::string> departments = FreshDepartments(record, action, revocations);
  if (also != nullptr) departments.insert(also->department);
  return static_cast<int>(departments.size()) >= needed;
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
