#include "services/cli/view/entry_view.h"

#include <ostream>

#include "services/cli/view/form_view.h"
#include "services/cli/view/names.h"
#include "services/cli/view/state_cell.h"
#include "services/cli/view/text.h"
#include "services/cli/view/time.h"
#include "services/cli/view/words.h"

namespace gongkai::cli {
namespace {

using audit::v1::Entry;

// Adds a part, where there is one, after what is there.
void Append(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += "; ";
  text += part;
}

std::string ClaimTimeOf(const Entry& entry) {
  return entry.has_claim() ? Duration(std::chrono::seconds(entry.claim().seconds())) : "";
}

const workflow::v1::OpinionForm& FormOf(const Entry& entry) {
  return entry.has_returned() ? entry.returned().form() : entry.approve().form();
}

// The attribute that was decided on, and why.
std::string DecisionText(const Entry& entry) {
  const auto& decision = entry.has_sign() ? entry.sign().decision() : entry.approve().decision();
  return DisclosureText(decision.attribute(), decision.ground(), decision.reason());
}

void PrintForm(const workflow::v1::OpinionForm& form, std::ostream& out) {
  for (const auto& answer : form.answers()) {
    out << "  " << Label(answer.answer()) << "  " << OneLine(answer.question());
    if (!answer.remark().empty()) out << " (" << OneLine(answer.remark()) << ')';
    out << '\n';
  }
  for (const auto& remark : form.clause_remarks()) {
    out << "  " << OneLine(remark.clause()) << ": " << OneLine(remark.remark()) << '\n';
  }
  for (const auto& part : form.withheld_parts()) {
    out << "  withheld: " << OneLine(part.attachment()) << (part.attachment().empty() ? "" : ": ")
        << OneLine(part.part()) << " (" << Label(part.ground()) << ")\n";
  }
}

std::vector<std::string> EntryHeadings() {
  return {"POSITION", "TIME", "WHO", "SUBJECT", "ACTION", "STATE", "NOTE"};
}

}  // namespace

Cell ActionCell(const Entry& entry) {
  std::string label = Label(entry.action());
  if (entry.action() != workflow::v1::DENIED) return label;
  return {label + " " + Label(entry.deny().attempted()), Style::kBad};
}

// The terms that the entry sets, or none.
const workflow::v1::Terms& TermsOf(const Entry& entry) {
  if (entry.has_submit()) return entry.submit().terms();
  if (entry.has_approve()) return entry.approve().terms();
  if (entry.has_resolve()) return entry.resolve().terms();
  return entry.reschedule().terms();
}

// When the term is over that the entry tells of; else when the term of the stage is over that it sets.
const google::protobuf::Timestamp& DueTimeOf(const Entry& entry) {
  return entry.has_notice() ? entry.notice().due_time() : TermsOf(entry).stage().due_time();
}

std::string NoteOf(const Entry& entry) {
  std::string note = entry.deny().rule();
  if (entry.has_refer()) Append(note, "asks " + entry.refer().authority());
  if (entry.has_withhold()) Append(note, Label(entry.withhold().ground()));
  Append(note, Label(FormOf(entry).conclusion()));
  Append(note, DecisionText(entry));
  if (entry.has_revoke()) {
    Append(note, entry.revoke().identity() + " since " + LocalTime(entry.revoke().since()));
  }
  if (entry.has_set_policy()) Append(note, "sha256 " + entry.set_policy().policy_sha256());
  if (entry.has_notice()) {
    Append(note, Label(entry.notice().term()) + ", due " + LocalTime(entry.notice().due_time()));
  }
  Append(note, entry.comment());
  Append(note, entry.related());
  if (entry.deny().suppressed() > 0) {
    Append(note,
           std::to_string(entry.deny().suppressed()) + " refusals before it were not recorded");
  }
  return note;
}

std::string ActorOf(const Entry& entry) {
  std::string actor = entry.actor();
  if (!entry.on_behalf_of().empty()) actor += " for " + entry.on_behalf_of();
  return actor;
}

Table EntryTable() { return Table(EntryHeadings()); }

Table EntryStreamTable() { return Table(EntryHeadings(), {8, 19, 16, 20, 29, 26}); }

std::vector<Cell> EntryRow(const Entry& entry) {
  return {std::to_string(entry.position()),
          LocalTime(entry.time()),
          ActorOf(entry),
          std::string(ShortName(entry.subject())),
          ActionCell(entry),
          StateCell(entry.to_state()),
          NoteOf(entry)};
}

void PrintEntry(const Entry& entry, const Terminal& terminal, std::ostream& out) {
  PrintFields({{"entry", {entry.name(), Style::kHeading}},
               {"time", LocalTime(entry.time())},
               {"subject", entry.subject()},
               {"step", std::to_string(entry.sequence())},
               {"who", entry.actor()},
               {"on behalf of", entry.on_behalf_of()},
               {"via", entry.via()},
               {"department", entry.department()},
               {"policy", entry.policy()},
               {"role", Label(entry.role())},
               {"action", ActionCell(entry)},
               {"refused by", {entry.deny().rule(), Style::kBad}},
               {"from", StateCell(entry.from_state())},
               {"to", StateCell(entry.to_state())},
               {"comment", entry.comment()},
               {"authority", entry.refer().authority()},
               {"ground", Label(entry.withhold().ground())},
               {"disclosure", Label(entry.submit().disclosure())},
               {"form", FormNumberText(entry.submit().form_number())},
               {"conclusion", Label(FormOf(entry).conclusion())},
               {"basis", FormOf(entry).basis()},
               {"decided", DecisionText(entry)},
               {"related", entry.related()},
               {"planned", LocalTime(entry.submit().planned_publish_time())},
               {"term", Label(entry.notice().term())},
               {"due", LocalTime(DueTimeOf(entry))},
               {"claimed for", ClaimTimeOf(entry)},
               {"content", entry.content_sha256()},
               {"request", entry.request_id()},
               {"request hash", entry.request_sha256()},
               {"previous", entry.previous_hash()},
               {"hash", entry.hash()}},
              terminal, out);
  for (const auto& answer : entry.approve().checklist()) {
    out << (answer.passed() ? "  yes  " : "  no   ") << OneLine(answer.question());
    if (!answer.remark().empty()) out << " (" << OneLine(answer.remark()) << ')';
    out << '\n';
  }
  PrintForm(FormOf(entry), out);
}

}  // namespace gongkai::cli
