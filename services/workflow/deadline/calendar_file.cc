#include "services/workflow/deadline/calendar_file.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/identity/yaml_fields.h"
#include "services/lib/request/time.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/calendar/announced.h"
#include "workflow/error/errors.h"

namespace gongkai::workflow {
namespace {

using calendar::Day;
using calendar::Span;
using identity::Quoted;
using identity::RefuseYaml;
using identity::YamlField;
using identity::YamlFields;

constexpr std::size_t kMaxBytes = std::size_t{64} << 10;
constexpr std::size_t kMostDays = 60;    // of one year that are named: no year has so many
constexpr std::size_t kMaxSource = 300;  // characters
constexpr std::chrono::days kMostOff(60);
constexpr std::size_t kOriginDigits = 16;

// A year of the file, with what its announcement refers to.
struct Year {
  std::string source;
  std::string_view source_view;
  std::vector<Span> off;
  std::vector<Day> worked;
};

std::string Text(Day day) {
  return base::Rfc3339(base::Time(day.time_since_epoch())).substr(0, 10);
}

// Returns the day of "2027-01-01". It is in the year, or in the last two weeks of the year before.
Day ReadDay(const YAML::Node& node, std::string_view text, const std::string& what,
            std::chrono::year year) {
  const auto time =
      text.size() == 10 ? request::ParseTime(std::string(text) + "T00:00:00+08:00") : std::nullopt;
  if (!time) {
    RefuseYaml(node.Mark(), what + ": " + Quoted(text) + " is not a day, such as 2027-01-01.");
  }
  const Day day = base::DayInChina(*time);
  const Day begin(year / 1 / 1);
  if (day < begin - std::chrono::days(14) || day > Day(year / 12 / 31)) {
    RefuseYaml(node.Mark(), what + ": " + Quoted(text) +
                                " is neither in the year nor in the two weeks before it.");
  }
  return day;
}

// Returns the items of a list of texts.
std::vector<YAML::Node> ReadItems(const YamlField& field, const std::string& what) {
  if (!field.value.IsSequence() || field.value.size() > kMostDays) {
    RefuseYaml(field.where, what + " must be a list of at most 60 days: [2027-01-01].");
  }
  std::vector<YAML::Node> items;
  for (const YAML::Node& item : field.value) {
    if (!item.IsScalar()) RefuseYaml(item.Mark(), what + ": each must be a day.");
    items.push_back(item);
  }
  return items;
}

std::vector<Span> ReadOff(const YamlField& field, const std::string& what, std::chrono::year year) {
  std::vector<Span> spans;
  for (const YAML::Node& item : ReadItems(field, what)) {
    const std::string_view text = item.Scalar();
    const std::size_t slash = text.find('/');
    const Day first = ReadDay(item, text.substr(0, slash), what, year);
    const Day last = slash == text.npos ? first : ReadDay(item, text.substr(slash + 1), what, year);
    if (last < first) {
      RefuseYaml(item.Mark(), what + ": " + Quoted(text) + " ends before it begins.");
    }
    if (!spans.empty() && first <= spans.back().last) {
      RefuseYaml(item.Mark(),
                 what + ": " + Quoted(text) + " must come after " + Text(spans.back().last) + ".");
    }
    spans.push_back({.first = first, .last = last});
  }
  if (spans.empty()) RefuseYaml(field.where, what + " is empty; every year has days off.");
  std::chrono::days off(0);
  for (const Span& span : spans) off += span.last - span.first + std::chrono::days(1);
  if (off > kMostOff) {
    RefuseYaml(field.where, what + " has " + std::to_string(off.count()) +
                                " days; no year has more than " + std::to_string(kMostOff.count()) +
                                ".");
  }
  return spans;
}

std::vector<Day> ReadWorked(const YamlField& field, const std::string& what, std::chrono::year year,
                            const std::vector<Span>& off) {
  std::vector<Day> days;
  for (const YAML::Node& item : ReadItems(field, what)) {
    const Day day = ReadDay(item, item.Scalar(), what, year);
    if (!calendar::IsWeekend(day)) {
      RefuseYaml(item.Mark(), what + ": " + Text(day) + " is no Saturday or Sunday.");
    }
    for (const Span& span : off) {
      if (day < span.first || day > span.last) continue;
      RefuseYaml(item.Mark(), what + ": " + Text(day) + " stands among the days off, too.");
    }
    if (!days.empty() && day <= days.back()) {
      RefuseYaml(item.Mark(),
                 what + ": " + Text(day) + " must come after " + Text(days.back()) + ".");
    }
    days.push_back(day);
  }
  return days;
}

const YamlField& Require(const YamlFields& fields, std::string_view key, const YamlField& year,
                         const std::string& what) {
  const YamlField* field = identity::FindField(fields, key);
  if (field == nullptr) RefuseYaml(year.where, what + ": " + std::string(key) + " is missing.");
  return *field;
}

Year ReadYear(const YamlField& field, const std::string& what, std::chrono::year number) {
  const YamlFields fields =
      identity::ReadMap(field.value, field.where, what, {"source", "off", "worked"});
  Year year;
  year.source =
      identity::ReadLine(Require(fields, "source", field, what), what + ": source", kMaxSource);
  year.off = ReadOff(Require(fields, "off", field, what), what + ": off", number);
  year.worked =
      ReadWorked(Require(fields, "worked", field, what), what + ": worked", number, year.off);
  return year;
}

// Two notices may speak of the same last days of a year, but not of the same day.
void CheckApart(const std::vector<calendar::Announcement>& years, const Year& next,
                const YamlField& field, const std::string& what) {
  const auto known = [&](Day day) {
    const calendar::Announcement& before = years.back();
    const auto covers = [day](const Span& span) { return span.first <= day && day <= span.last; };
    return std::ranges::any_of(before.off, covers) ||
           std::ranges::find(before.worked, day) != before.worked.end();
  };
  for (const Span& span : next.off) {
    for (Day day = span.first; day <= span.last; day += std::chrono::days(1)) {
      if (!known(day)) continue;
      RefuseYaml(field.where, what + ": off: the year before names " + Text(day) + ", too.");
    }
  }
  for (const Day day : next.worked) {
    if (!known(day)) continue;
    RefuseYaml(field.where, what + ": worked: the year before names " + Text(day) + ", too.");
  }
}

}  // namespace

Result<calendar::Calendar> ParseCalendar(std::string_view yaml) try {
  const std::string text(yaml);
  const YAML::Node file = identity::ReadYaml(text, kMaxBytes);
  const YamlFields top = identity::ReadMap(file, file.Mark(), "the file", {"years"});
  const YamlField* list = identity::FindField(top, "years");
  if (list == nullptr) RefuseYaml(file.Mark(), "years is missing.");
  const auto announced = calendar::Announced();
  std::vector<calendar::Announcement> years(announced.begin(), announced.end());
  std::deque<Year> read;  // keeps its items in their places
  for (const auto& [key, field] : identity::ReadMap(list->value, list->where, "years")) {
    const std::chrono::year next = years.back().year + std::chrono::years(1);
    if (key != std::to_string(static_cast<int>(next))) {
      RefuseYaml(field.where, "years: " + Quoted(key) + " must be " +
                                  std::to_string(static_cast<int>(next)) +
                                  ": years follow one another, after those of the program.");
    }
    const std::string what = "years: " + key;
    Year& year = read.emplace_back(ReadYear(field, what, next));
    CheckApart(years, year, field, what);
    year.source_view = year.source;
    years.push_back(
        {.year = next, .sources = {&year.source_view, 1}, .off = year.off, .worked = year.worked});
  }
  if (read.empty()) RefuseYaml(list->where, "years is empty.");
  return calendar::Calendar(years, "sha256:" + base::Sha256(text).ToHex().substr(0, kOriginDigits));
} catch (const YAML::Exception& e) {
  const int line = e.mark.is_null() ? 1 : e.mark.line + 1;
  return errors::InvalidFile("line " + std::to_string(line), e.msg);
}

}  // namespace gongkai::workflow
