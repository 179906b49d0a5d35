#include "services/workflow/filters.h"

#include <string>
#include <utility>
#include <vector>

#include "workflow/machine/states.h"

namespace gongkai::workflow {
namespace {

using storage::FilterField;
using storage::FilterSchema;
using storage::FilterValue;

// The names of an enumeration of the machine, NONE left out: it is never stored.
template <class Enum>
std::vector<std::pair<std::string, std::int64_t>> Names(std::size_t count) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (std::size_t i = 1; i < count; ++i) {
    out.emplace_back(machine::ToString(static_cast<Enum>(i)), static_cast<std::int64_t>(i));
  }
  return out;
}

// A report's full name, where the column holds its id.
FilterField ReportField(std::string name, std::string column) {
  FilterField field = storage::TextField(std::move(name), std::move(column));
  field.expects = "a report's name, \"reports/{report}\"";
  field.parse = [](std::string_view literal) -> std::optional<FilterValue> {
    constexpr std::string_view kPrefix = "reports/";
    if (!literal.starts_with(kPrefix)) return std::nullopt;
    return std::string(literal.substr(kPrefix.size()));
  };
  return field;
}

}  // namespace

const FilterSchema& RecordFields() {
  static const FilterSchema kFields({
      storage::EnumField("state", "state", Names<machine::State>(machine::kStateCount)),
      storage::TextField("department", "department"),
      storage::TextField("creator", "creator"),
      storage::TextField("claimed_by", "claimed_by"),
      storage::TimestampField("state_time", "state_us"),
  });
  return kFields;
}

const FilterSchema& EntryFields() {
  static const FilterSchema kFields({
      ReportField("report", "report"),
      storage::TextField("actor", "actor"),
      storage::EnumField("action", "action", Names<machine::Action>(machine::kActionCount)),
      storage::EnumField("to_state", "to_state", Names<machine::State>(machine::kStateCount)),
      storage::TimestampField("time", "time_us"),
      storage::IntegerField("position", "idx"),
  });
  return kFields;
}

}  // namespace gongkai::workflow
