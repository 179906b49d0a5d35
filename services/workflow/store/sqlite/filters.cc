#include "services/workflow/store/sqlite/filters.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "workflow/ledger/subject.h"
#include "workflow/machine/states.h"

namespace gongkai::workflow {
namespace {

using listing::FilterField;
using listing::FilterSchema;
using listing::FilterValue;

// The names of an enumeration of the machine, NONE left out: it is never stored.
template <class Enum>
std::vector<std::pair<std::string, std::int64_t>> Names(std::size_t count) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (std::size_t i = 1; i < count; ++i) {
    out.emplace_back(machine::ToString(static_cast<Enum>(i)), static_cast<std::int64_t>(i));
  }
  return out;
}

// A subject that is a report.
FilterField ReportField(std::string name, std::string column) {
  FilterField field = listing::TextField(std::move(name), std::move(column));
  field.expects = {"a report's name, \"reports/{report}\"", "报告的名称，\"reports/{report}\""};
  field.parse = [](std::string_view literal) -> std::optional<FilterValue> {
    const std::optional<ledger::Subject> subject = ledger::ParseSubject(literal);
    if (!subject || !subject->IsReport()) return std::nullopt;
    return std::string(literal);
  };
  return field;
}

FilterField SubjectField(std::string name, std::string column) {
  FilterField field = listing::TextField(std::move(name), std::move(column));
  field.expects = {"a subject's name, \"reports/{report}\" or \"policy\"",
                   "对象的名称，\"reports/{report}\" 或 \"policy\""};
  field.parse = [](std::string_view literal) -> std::optional<FilterValue> {
    if (!ledger::ParseSubject(literal)) return std::nullopt;
    return std::string(literal);
  };
  return field;
}

}  // namespace

const FilterSchema& RecordFields() {
  static const FilterSchema kFields({
      listing::EnumField("state", "state", Names<machine::State>(machine::kStateCount)),
      listing::TextField("department", "department"),
      listing::TextField("creator", "creator"),
      listing::TextField("claimed_by", "claimed_by"),
      listing::TimestampField("state_time", "state_us"),
      listing::TimestampField("due_time", "due_us"),
  });
  return kFields;
}

bool IsPublicFilter(const std::set<std::string_view>& fields) {
  return std::ranges::none_of(
      std::initializer_list<std::string_view>{"creator", "claimed_by", "due_time"},
      [&fields](std::string_view hidden) { return fields.contains(hidden); });
}

const FilterSchema& EntryFields() {
  static const FilterSchema kFields({
      SubjectField("subject", "subject"),
      ReportField("report", "subject"),
      listing::TextField("actor", "actor"),
      listing::EnumField("action", "action", Names<machine::Action>(machine::kActionCount)),
      listing::EnumField("to_state", "to_state", Names<machine::State>(machine::kStateCount)),
      listing::TimestampField("time", "time_us"),
      listing::IntegerField("position", "idx"),
  });
  return kFields;
}

}  // namespace gongkai::workflow
