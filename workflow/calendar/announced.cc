#include "workflow/calendar/announced.h"

#include <array>

namespace gongkai::calendar {
namespace {

using std::string_view_literals::operator""sv;

constexpr Day On(int year, int month, int day) {
  return Day(std::chrono::year(year) / month / day);
}

constexpr Span From(Day first, Day last) { return {first, last}; }
constexpr Span Only(Day day) { return {day, day}; }

// clang-format off
constexpr std::array kSources2019{
    "https://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm"sv,
    "https://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm"sv};
constexpr std::array kOff2019{
    From(On(2018, 12, 30), On(2019, 1, 1)),
    From(On(2019, 2, 4), On(2019, 2, 10)),
    Only(On(2019, 4, 5)),
    From(On(2019, 5, 1), On(2019, 5, 4)),
    Only(On(2019, 6, 7)),
    Only(On(2019, 9, 13)),
    From(On(2019, 10, 1), On(2019, 10, 7))};
constexpr std::array kWorked2019{
    On(2018, 12, 29), On(2019, 2, 2), On(2019, 2, 3), On(2019, 4, 28), On(2019, 5, 5),
    On(2019, 9, 29), On(2019, 10, 12)};

constexpr std::array kSources2020{
    "https://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm"sv,
    "https://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm"sv};
constexpr std::array kOff2020{
    Only(On(2020, 1, 1)),
    From(On(2020, 1, 24), On(2020, 2, 2)),
    From(On(2020, 4, 4), On(2020, 4, 6)),
    From(On(2020, 5, 1), On(2020, 5, 5)),
    From(On(2020, 6, 25), On(2020, 6, 27)),
    From(On(2020, 10, 1), On(2020, 10, 8))};
constexpr std::array kWorked2020{
    On(2020, 1, 19), On(2020, 4, 26), On(2020, 5, 9), On(2020, 6, 28), On(2020, 9, 27),
    On(2020, 10, 10)};

constexpr std::array kSources2021{
    "https://www.gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm"sv};
constexpr std::array kOff2021{
    From(On(2021, 1, 1), On(2021, 1, 3)),
    From(On(2021, 2, 11), On(2021, 2, 17)),
    From(On(2021, 4, 3), On(2021, 4, 5)),
    From(On(2021, 5, 1), On(2021, 5, 5)),
    From(On(2021, 6, 12), On(2021, 6, 14)),
    From(On(2021, 9, 19), On(2021, 9, 21)),
    From(On(2021, 10, 1), On(2021, 10, 7))};
constexpr std::array kWorked2021{
    On(2021, 2, 7), On(2021, 2, 20), On(2021, 4, 25), On(2021, 5, 8), On(2021, 9, 18),
    On(2021, 9, 26), On(2021, 10, 9)};

constexpr std::array kSources2022{
    "https://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm"sv};
constexpr std::array kOff2022{
    From(On(2022, 1, 1), On(2022, 1, 3)),
    From(On(2022, 1, 31), On(2022, 2, 6)),
    From(On(2022, 4, 3), On(2022, 4, 5)),
    From(On(2022, 4, 30), On(2022, 5, 4)),
    From(On(2022, 6, 3), On(2022, 6, 5)),
    From(On(2022, 9, 10), On(2022, 9, 12)),
    From(On(2022, 10, 1), On(2022, 10, 7))};
constexpr std::array kWorked2022{
    On(2022, 1, 29), On(2022, 1, 30), On(2022, 4, 2), On(2022, 4, 24), On(2022, 5, 7),
    On(2022, 10, 8), On(2022, 10, 9)};

constexpr std::array kSources2023{
    "https://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm"sv};
constexpr std::array kOff2023{
    From(On(2022, 12, 31), On(2023, 1, 2)),
    From(On(2023, 1, 21), On(2023, 1, 27)),
    Only(On(2023, 4, 5)),
    From(On(2023, 4, 29), On(2023, 5, 3)),
    From(On(2023, 6, 22), On(2023, 6, 24)),
    From(On(2023, 9, 29), On(2023, 10, 6))};
constexpr std::array kWorked2023{
    On(2023, 1, 28), On(2023, 1, 29), On(2023, 4, 23), On(2023, 5, 6), On(2023, 6, 25),
    On(2023, 10, 7), On(2023, 10, 8)};

constexpr std::array kSources2024{
    "https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm"sv};
constexpr std::array kOff2024{
    Only(On(2024, 1, 1)),
    From(On(2024, 2, 10), On(2024, 2, 17)),
    From(On(2024, 4, 4), On(2024, 4, 6)),
    From(On(2024, 5, 1), On(2024, 5, 5)),
    Only(On(2024, 6, 10)),
    From(On(2024, 9, 15), On(2024, 9, 17)),
    From(On(2024, 10, 1), On(2024, 10, 7))};
constexpr std::array kWorked2024{
    On(2024, 2, 4), On(2024, 2, 18), On(2024, 4, 7), On(2024, 4, 28), On(2024, 5, 11),
    On(2024, 9, 14), On(2024, 9, 29), On(2024, 10, 12)};

constexpr std::array kSources2025{
    "https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm"sv};
constexpr std::array kOff2025{
    Only(On(2025, 1, 1)),
    From(On(2025, 1, 28), On(2025, 2, 4)),
    From(On(2025, 4, 4), On(2025, 4, 6)),
    From(On(2025, 5, 1), On(2025, 5, 5)),
    From(On(2025, 5, 31), On(2025, 6, 2)),
    From(On(2025, 10, 1), On(2025, 10, 8))};
constexpr std::array kWorked2025{
    On(2025, 1, 26), On(2025, 2, 8), On(2025, 4, 27), On(2025, 9, 28), On(2025, 10, 11)};

constexpr std::array kSources2026{
    "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"sv};
constexpr std::array kOff2026{
    From(On(2026, 1, 1), On(2026, 1, 3)),
    From(On(2026, 2, 15), On(2026, 2, 23)),
    From(On(2026, 4, 4), On(2026, 4, 6)),
    From(On(2026, 5, 1), On(2026, 5, 5)),
    From(On(2026, 6, 19), On(2026, 6, 21)),
    From(On(2026, 9, 25), On(2026, 9, 27)),
    From(On(2026, 10, 1), On(2026, 10, 7))};
constexpr std::array kWorked2026{
    On(2026, 1, 4), On(2026, 2, 14), On(2026, 2, 28), On(2026, 5, 9), On(2026, 9, 20),
    On(2026, 10, 10)};

constexpr std::array kAnnounced{
    Announcement{std::chrono::year(2019), kSources2019, kOff2019, kWorked2019},
    Announcement{std::chrono::year(2020), kSources2020, kOff2020, kWorked2020},
    Announcement{std::chrono::year(2021), kSources2021, kOff2021, kWorked2021},
    Announcement{std::chrono::year(2022), kSources2022, kOff2022, kWorked2022},
    Announcement{std::chrono::year(2023), kSources2023, kOff2023, kWorked2023},
    Announcement{std::chrono::year(2024), kSources2024, kOff2024, kWorked2024},
    Announcement{std::chrono::year(2025), kSources2025, kOff2025, kWorked2025},
    Announcement{std::chrono::year(2026), kSources2026, kOff2026, kWorked2026}};
// clang-format on

// Returns whether the day may stand in a notice of that year.
constexpr bool IsOf(std::chrono::year year, Day day) {
  const std::chrono::year_month_day date(day);
  return date.year() == year ||
         (date.year() == year - std::chrono::years(1) && date.month() == std::chrono::December);
}

// Returns whether the announcement says what a notice can say: only weekends are worked instead, no
// day is announced twice, and the days stand in their order.
constexpr bool IsSound(const Announcement& announcement) {
  Day before{};
  for (const Span& span : announcement.off) {
    if (span.first > span.last || span.first <= before) return false;
    if (!IsOf(announcement.year, span.first) || !IsOf(announcement.year, span.last)) return false;
    before = span.last;
  }
  before = {};
  for (const Day day : announcement.worked) {
    if (day <= before || !IsWeekend(day) || !IsOf(announcement.year, day)) return false;
    for (const Span& span : announcement.off) {
      if (day >= span.first && day <= span.last) return false;
    }
    before = day;
  }
  return true;
}

constexpr bool AreSound() {
  for (std::size_t i = 0; i < kAnnounced.size(); ++i) {
    if (!IsSound(kAnnounced[i])) return false;
    if (i > 0 && kAnnounced[i].year != kAnnounced[i - 1].year + std::chrono::years(1)) return false;
  }
  return true;
}
static_assert(AreSound(), "an announcement is mistyped");

}  // namespace

std::span<const Announcement> Announced() { return kAnnounced; }

}  // namespace gongkai::calendar
