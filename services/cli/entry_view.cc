#include "services/cli/entry_view.h"

#include <ostream>

#include "services/cli/names.h"
#include "services/cli/state_cell.h"
#include "services/cli/text.h"
#include "services/cli/time.h"
#include "services/cli/words.h"

namespace gongkai::cli {
namespace {

using audit::v1::Entry;

// Adds a part, where there is one, after what is there.
void Append(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += "; ";
  text += part;
}

std::vector<std::string> EntryHeadings() {
  return {"POSITION", "TIME", "WHO", "REPORT", "ACTION", "STATE", "NOTE"};
}

}  // namespace

Cell ActionCell(const Entry& entry) {
  std::string label = Label(entry.action());
  if (entry.action() != workflow::v1::DENIED) return label;
  return {label + " " + Label(entry.attempted()), Style::kBad};
}

std::string NoteOf(const Entry& entry) {
  std::string note = entry.rule();
  if (!entry.authority().empty()) Append(note, "asks " + entry.authority());
  Append(note, Label(entry.ground()));
  Append(note, entry.comment());
  Append(note, entry.related_report());
  if (entry.suppressed() > 0) {
    Append(note, std::to_string(entry.suppressed()) + " refusals before it were not recorded");
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
          std::string(ShortName(entry.report())),
          ActionCell(entry),
          StateCell(entry.to_state()),
          NoteOf(entry)};
}

void PrintEntry(const Entry& entry, const Terminal& terminal, std::ostream& out) {
  PrintFields({{"entry", {entry.name(), Style::kHeading}},
               {"time", LocalTime(entry.time())},
               {"report", entry.report()},
               {"step", std::to_string(entry.report_sequence())},
               {"who", entry.actor()},
               {"on behalf of", entry.on_behalf_of()},
               {"via", entry.via()},
               {"department", entry.department()},
               {"role", Label(entry.role())},
               {"action", ActionCell(entry)},
               {"refused by", {entry.rule(), Style::kBad}},
               {"from", StateCell(entry.from_state())},
               {"to", StateCell(entry.to_state())},
               {"comment", entry.comment()},
               {"authority", entry.authority()},
               {"ground", Label(entry.ground())},
               {"disclosure", Label(entry.disclosure())},
               {"related", entry.related_report()},
               {"planned", LocalTime(entry.planned_publish_time())},
               {"claim ends", LocalTime(entry.claim_expire_time())},
               {"content", entry.content_sha256()},
               {"request", entry.request_id()},
               {"request hash", entry.request_sha256()},
               {"previous", entry.previous_hash()},
               {"hash", entry.hash()}},
              terminal, out);
  for (const auto& answer : entry.checklist()) {
    out << (answer.passed() ? "  yes  " : "  no   ") << OneLine(answer.question());
    if (!answer.remark().empty()) out << " (" << OneLine(answer.remark()) << ')';
    out << '\n';
  }
}

}  // namespace gongkai::cli
