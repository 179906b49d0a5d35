#include "services/workflow/messages.h"

#include <optional>
#include <string>

#include "services/server/time.h"

namespace gongkai::workflow {
namespace {

using server::ToTimestamp;

// Sets a time field unless the time is 0, which means never.
template <class Mutable>
void SetTime(std::int64_t time_us, Mutable mutable_field) {
  if (time_us != 0) *mutable_field() = ToTimestamp(time_us);
}

std::string Hex(const std::optional<merkle::Hash>& hash) {
  return hash ? merkle::ToHex(*hash) : std::string();
}

std::string RelatedName(const std::string& id) {
  return id.empty() ? std::string() : ledger::NameOf(id);
}

}  // namespace

void ToProto(const ledger::Record& record, v1::Record& out) {
  out.set_name(ledger::NameOf(record.id));
  out.set_state(ToProto(record.state));
  out.set_etag(ledger::EtagOf(record));
  out.set_department(record.department);
  out.set_creator(record.creator);
  out.set_content_sha256(merkle::ToHex(record.content));
  out.set_disclosure(static_cast<v1::Disclosure>(record.disclosure));
  for (const ledger::Approval& approval : record.approvals) {
    v1::Approval& added = *out.add_approvals();
    added.set_action(ToProto(approval.action));
    added.set_reviewer(approval.reviewer);
    added.set_content_sha256(merkle::ToHex(approval.content));
    *added.mutable_time() = ToTimestamp(approval.time_us);
  }
  for (const std::string& contributor : record.contributors) out.add_contributors(contributor);
  out.set_claimed_by(record.claimed_by);
  SetTime(record.claim_until_us, [&] { return out.mutable_claim_expire_time(); });
  out.set_corrects(RelatedName(record.corrects));
  out.set_superseded_by(RelatedName(record.superseded_by));
  SetTime(record.planned_us, [&] { return out.mutable_planned_publish_time(); });
  SetTime(record.create_us, [&] { return out.mutable_create_time(); });
  SetTime(record.update_us, [&] { return out.mutable_update_time(); });
  SetTime(record.state_us, [&] { return out.mutable_state_time(); });
  out.set_entry_count(static_cast<std::int64_t>(record.sequence));
  out.set_newest_position(static_cast<std::int64_t>(record.head));
  out.set_newest_comment(record.comment);
  SetTime(record.submit_us, [&] { return out.mutable_submit_time(); });
  SetTime(record.publish_us, [&] { return out.mutable_publish_time(); });
}

void ToProto(const ledger::Outcome& outcome, v1::ApplyActionResponse& out) {
  ToProto(outcome.record, *out.mutable_record());
  out.set_position(static_cast<std::int64_t>(outcome.position));
  out.set_entry_hash(merkle::ToHex(outcome.hash));
  out.set_replayed(outcome.replayed);
}

void ToProto(const ledger::Sealed& sealed, v1::WatchChangesResponse& out) {
  const ledger::Entry& entry = sealed.entry;
  out.set_position(static_cast<std::int64_t>(entry.index));
  out.set_report(ledger::NameOf(entry.report));
  out.set_action(ToProto(entry.action));
  out.set_from_state(ToProto(entry.from));
  out.set_to_state(ToProto(entry.to));
  out.set_actor(entry.actor);
  out.set_content_sha256(Hex(entry.content));
  *out.mutable_time() = ToTimestamp(entry.time_us);
  out.set_related_report(RelatedName(entry.related));
}

void ToProto(const ledger::Sealed& sealed, audit::v1::EntryView view, audit::v1::Entry& out) {
  const ledger::Entry& entry = sealed.entry;
  out.set_name("entries/" + std::to_string(entry.index));
  out.set_position(static_cast<std::int64_t>(entry.index));
  *out.mutable_time() = ToTimestamp(entry.time_us);
  out.set_report(ledger::NameOf(entry.report));
  out.set_report_sequence(static_cast<std::int64_t>(entry.sequence));
  out.set_actor(entry.actor);
  out.set_on_behalf_of(entry.on_behalf_of);
  out.set_via(entry.via);
  out.set_department(entry.department);
  out.set_role(ToProto(entry.role));
  out.set_action(ToProto(entry.action));
  out.set_from_state(ToProto(entry.from));
  out.set_to_state(ToProto(entry.to));
  out.set_content_sha256(Hex(entry.content));
  out.set_comment(entry.comment);
  out.set_authority(entry.authority);
  out.set_ground(static_cast<v1::Ground>(entry.ground));
  out.set_disclosure(static_cast<v1::Disclosure>(entry.disclosure));
  for (const ledger::ChecklistAnswer& answer : entry.checklist) {
    v1::ChecklistAnswer& added = *out.add_checklist();
    added.set_question(answer.question);
    added.set_passed(answer.passed);
    added.set_remark(answer.remark);
  }
  out.set_related_report(RelatedName(entry.related));
  SetTime(entry.planned_us, [&] { return out.mutable_planned_publish_time(); });
  SetTime(entry.claim_until_us, [&] { return out.mutable_claim_expire_time(); });
  out.set_attempted(ToProto(entry.attempted));
  out.set_rule(entry.rule);
  out.set_suppressed(static_cast<std::int64_t>(entry.suppressed));
  out.set_request_id(entry.request_id);
  out.set_request_sha256(Hex(entry.request));
  out.set_previous_hash(Hex(entry.previous));
  out.set_hash(merkle::ToHex(sealed.hash));
  if (view == audit::v1::ENTRY_VIEW_FULL) out.set_leaf(sealed.bytes);
}

}  // namespace gongkai::workflow
