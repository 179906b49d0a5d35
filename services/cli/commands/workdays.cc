// workdays: counts the working days of a term. Asks nobody.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/table.h"
#include "services/cli/view/time.h"
#include "workflow/base/words.h"
#include "workflow/calendar/announced.h"
#include "workflow/calendar/calendar.h"

namespace gongkai::cli {
namespace {

using calendar::CountedDay;
using calendar::DayKind;

constexpr int kMostDays = 400;  // a year and a half

struct WorkdaysArgs {
  std::string start;
  int days = 0;
};

const base::Word& WordOf(DayKind kind) {
  return base::kDayKindWords.at(static_cast<std::size_t>(kind));
}

calendar::Day StartOf(const WorkdaysArgs& args) {
  if (const auto day = ParseDay(args.start)) return *day;
  throw UsageError({"`" + args.start + "` is no day: 2026-03-01",
                    "`" + args.start + "` 不是日期，应形如 2026-03-01"});
}

// Throws Failure if the way to the deadline is not known.
void CheckIsKnown(const std::vector<CountedDay>& days, const calendar::Calendar& working) {
  const CountedDay& last = days.back();
  if (last.kind != DayKind::kUnknown) return;
  const std::chrono::year_month_day date(last.day);
  const std::string year = std::to_string(static_cast<int>(date.year()));
  const std::string known = working.Years();
  throw Failure(ExitCode::kInvalid, "CALENDAR_UNKNOWN",
                {"which days are worked in " + year +
                     " is not known: this program has the notices of " + known,
                 "没有 " + year + " 年的节假日安排：本程序收录 " + known + " 年的通知"});
}

// Returns the addresses of the notices by which the days were counted.
std::vector<std::string_view> NoticesOf(const std::vector<CountedDay>& days) {
  const std::chrono::year first = std::chrono::year_month_day(days.front().day).year();
  const std::chrono::year last = std::chrono::year_month_day(days.back().day).year();
  std::vector<std::string_view> notices;
  for (const calendar::Announcement& announcement : calendar::Announced()) {
    if (announcement.year < first || announcement.year > last) continue;
    notices.insert(notices.end(), announcement.sources.begin(), announcement.sources.end());
  }
  return notices;
}

void PrintJson(const WorkdaysArgs& args, const std::vector<CountedDay>& days,
               const calendar::Calendar& working) {
  nlohmann::ordered_json shown = nlohmann::ordered_json::array();
  for (const CountedDay& each : days) {
    shown.push_back(
        {{"day", DayText(each.day)}, {"kind", WordOf(each.kind).name}, {"number", each.number}});
  }
  const nlohmann::ordered_json answer = {{"from", args.start},
                                         {"workingDays", args.days},
                                         {"due", DayText(days.back().day)},
                                         {"calendar", working.Years()},
                                         {"notices", NoticesOf(days)},
                                         {"days", shown}};
  std::cout << answer.dump(1) << '\n';
}

void PrintForPeople(const std::vector<CountedDay>& days, const calendar::Calendar& working,
                    const Session& session) {
  const calendar::Day due = days.back().day;
  std::vector<std::pair<std::string, Cell>> fields = {
      {"due", {DayText(due) + " " + Weekday(due), Style::kGood}}, {"calendar", working.Years()}};
  for (const std::string_view notice : NoticesOf(days)) {
    fields.emplace_back("notice", std::string(notice));
  }
  PrintFields(fields, session.out, std::cout);
  std::cout << '\n';
  Table table({"DAY", "WEEKDAY", "NUMBER", "KIND"});
  for (const CountedDay& each : days) {
    const Style style = each.number == 0 ? Style::kFaint : Style::kPlain;
    const base::Word& word = WordOf(each.kind);
    table.Add({{DayText(each.day), style},
               {Weekday(each.day), style},
               {each.number == 0 ? "" : std::to_string(each.number), style},
               {std::string(word.name) + " " + std::string(word.chinese), style}});
  }
  table.Print(session.out, std::cout);
}

void Workdays(Session& session, const WorkdaysArgs& args) {
  const calendar::Calendar working(calendar::Announced());
  const std::vector<CountedDay> days = working.Count(StartOf(args), args.days);
  CheckIsKnown(days, working);
  if (session.json) {
    PrintJson(args, days, working);
  } else {
    PrintForPeople(days, working, session);
  }
}

}  // namespace

void AddWorkdays(CLI::App& parent, Session& session) {
  const auto [app, args] = AddCommand<WorkdaysArgs>(
      parent, session, "workdays",
      "Count working days (工作日), with the days off and the worked weekends of each year; asks "
      "nobody",
      "gongkai workdays 2025-09-26 20\n"
      "gongkai workdays 2026-03-02 7 --json | jq -r .due",
      Workdays);
  AddPositional(app, "FROM", args.start, "The day on which it began; the day after is the first");
  AddNumber(app, "DAYS", args.days, {.least = 1, .most = kMostDays}, "How many working days")
      ->required();
}

}  // namespace gongkai::cli
