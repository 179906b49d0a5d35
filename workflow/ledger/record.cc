#include "workflow/ledger/record.h"

#include <algorithm>

#include "workflow/machine/table.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Effect;

void AddContributor(Record& record, const std::string& id) {
  if (id.empty()) return;
  const auto place = std::lower_bound(record.contributors.begin(), record.contributors.end(), id);
  if (place == record.contributors.end() || *place != id) record.contributors.insert(place, id);
}

void FoldEffects(Record& record, const Entry& entry, machine::Effects effects) {
  if (effects.Has(Effect::kChangesContent)) {
    record.content = entry.content.value_or(merkle::Hash{});
  }
  if (effects.Has(Effect::kVoidsApprovals)) record.approvals.clear();
  if (effects.Has(Effect::kGrantsLegal) || effects.Has(Effect::kGrantsSecrecy)) {
    record.approvals.push_back({.action = entry.action,
                                .reviewer = entry.actor,
                                .on_behalf_of = entry.on_behalf_of,
                                .content = entry.content.value_or(merkle::Hash{}),
                                .time_us = entry.time_us});
  }
}

void FoldAction(Record& record, const Entry& entry) {
  switch (entry.action) {
    case Action::kCreate:
      record.id = entry.report;
      record.number = entry.index;
      record.department = entry.department;
      record.creator = entry.actor;
      record.corrects = entry.related;
      record.create_us = entry.time_us;
      break;
    case Action::kSubmit:
      record.disclosure = entry.disclosure;
      record.planned_us = entry.planned_us;
      if (record.submit_us == 0) record.submit_us = entry.time_us;
      break;
    case Action::kClaim:
      record.claimed_by = entry.actor;
      record.claim_until_us = entry.claim_until_us;
      break;
    case Action::kRelease:
      record.claimed_by.clear();
      record.claim_until_us = 0;
      break;
    case Action::kPublish:
      record.publish_us = entry.time_us;
      break;
    case Action::kSupersede:
      record.superseded_by = entry.related;
      break;
    default:
      break;
  }
}

}  // namespace

void Fold(Record& record, const Entry& entry, const merkle::Hash& entry_hash) {
  if (entry.action == Action::kDenied) return;

  if (const machine::Transition* row = machine::Find(entry.from, entry.action)) {
    FoldEffects(record, entry, row->effects);
  }
  FoldAction(record, entry);
  // Whoever acts for the department has part in what it hands in.
  if (entry.role == machine::Role::kDrafter) {
    AddContributor(record, entry.actor);
    AddContributor(record, entry.on_behalf_of);
  }
  if (!entry.comment.empty()) record.comment = entry.comment;
  if (record.state != entry.to) {
    record.state = entry.to;
    record.state_us = entry.time_us;
    record.claimed_by.clear();
    record.claim_until_us = 0;
  }
  record.sequence = entry.sequence;
  record.head = entry.index;
  record.head_hash = entry_hash;
  record.last_action = entry.action;
  record.last_actor = entry.actor;
  record.update_us = entry.time_us;
}

std::string EtagOf(const Record& record) { return merkle::ToHex(record.head_hash).substr(0, 16); }

bool IsContributor(const Record& record, std::string_view id) {
  return std::binary_search(record.contributors.begin(), record.contributors.end(), id);
}

bool IsClaimedByAnother(const Record& record, std::string_view id, std::int64_t now_us) {
  return !record.claimed_by.empty() && record.claimed_by != id && now_us < record.claim_until_us;
}

std::string NameOf(std::string_view id) { return "reports/" + std::string(id); }

}  // namespace gongkai::ledger
