#include "workflow/leak/digit_run.h"

#include <algorithm>

#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// So many spaces stand between the columns of a table.
constexpr std::size_t kColumnGap = 4;

bool IsIn(Reading reading, char c) {
  const Symbol symbol = SymbolOf(c);
  return symbol >= Symbol::kStrong &&
         static_cast<int>(symbol) - static_cast<int>(Symbol::kStrong) <= static_cast<int>(reading);
}

Gap GapOf(char c) {
  switch (c) {
    case '\r':
    case '\n':
      return Gap::kLine;
    case '\t':
    case ',':
    case '|':
      return Gap::kCell;
    case '-':
    case '_':
    case '/':
      return Gap::kHyphen;
    case '.':
    case kMiddleDot:
      return Gap::kDot;
    default:
      return Gap::kSpace;
  }
}

Gap GapOf(std::string_view between) {
  if (between.size() > static_cast<std::size_t>(kLongestGap)) return Gap::kNone;
  Gap gap = between.size() >= kColumnGap ? Gap::kCell : Gap::kSpace;
  for (const char c : between) {
    if (!IsSeparator(c)) return Gap::kNone;
    gap = std::max(gap, GapOf(c));
  }
  return gap;
}

bool HasHabit(const Number& number, std::span<const std::array<std::uint8_t, 5>> habits) {
  return std::ranges::any_of(habits, [&](const std::array<std::uint8_t, 5>& sizes) {
    if (number.groups.size() > sizes.size()) return false;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const bool is_group = i < number.groups.size();
      const std::size_t size = is_group ? number.groups[i].size() : 0;
      if (size != sizes[i]) return false;
    }
    return true;
  });
}

// Returns whether the number begins as a date or a range of years does: "1998.1-2003.12".
bool BeginsAsDate(const Number& number) {
  const bool is_year = number.groups[0].size() == 4 &&
                       (number.digits.starts_with("19") || number.digits.starts_with("20"));
  return is_year && (number.groups[1].size() <= 2 || number.groups[1].size() == 4);
}

// Returns whether the groups are those of an IPv4 address: four of up to three digits, with dots.
bool IsAddressOfHost(const Number& number) {
  return number.groups.size() == 4 &&
         std::ranges::all_of(number.groups, [](const Group& group) { return group.size() <= 3; }) &&
         std::ranges::all_of(number.groups.subspan(1),
                             [](const Group& group) { return group.before == Gap::kDot; });
}

// Returns whether all gaps within are of this kind.
bool IsEven(const Number& number, Gap gap) {
  return std::ranges::all_of(number.groups.subspan(1),
                             [gap](const Group& group) { return group.before == gap; });
}

// Returns whether the groups have the same size, but for the last, which may be shorter.
bool IsRegular(const Number& number) {
  const std::size_t size = number.groups[0].size();
  return number.groups.back().size() <= size &&
         std::ranges::all_of(number.groups.first(number.groups.size() - 1),
                             [size](const Group& group) { return group.size() == size; });
}

// Returns whether no digits stand near, or the groups are regular and set apart from those around. Gaps of
// several kinds, as in 1 878 / 909 / 3 682, separate numbers if they are many.
bool IsApart(const Number& number) {
  const Gap gap = number.groups[1].before;
  const bool is_even = HasOneGap(number);
  if (number.before == Gap::kNone && number.after == Gap::kNone) {
    return is_even || number.groups.size() <= 3;
  }
  return is_even && IsRegular(number) && number.before != gap && number.after != gap;
}

// Returns whether spaces separate the groups, and other numbers from them.
bool IsInRow(const Number& number) {
  return IsEven(number, Gap::kSpace) &&
         (number.before == Gap::kSpace || number.after == Gap::kSpace);
}

}  // namespace

Range RunAround(std::string_view text, std::size_t at) {
  Range run{at, at};
  const auto is_symbol = [&](std::size_t i) { return IsDigitLike(text[i]); };
  for (std::size_t i = at; i > 0 && run.begin - i < static_cast<std::size_t>(kLongestGap) + 1;
       --i) {
    if (is_symbol(i - 1)) {
      run.begin = i - 1;
    } else if (!IsSeparator(text[i - 1])) {
      break;
    }
  }
  for (std::size_t i = at; i < text.size() && i - run.end <= static_cast<std::size_t>(kLongestGap);
       ++i) {
    if (is_symbol(i)) {
      run.end = i + 1;
    } else if (!IsSeparator(text[i])) {
      break;
    }
  }
  return run;
}

void ReadRun(std::string_view text, Range run, Reading reading, DigitRun& to) {
  to.groups.clear();
  to.digits.clear();
  std::size_t last = run.begin;  // end of the group before
  for (std::size_t at = run.begin; at < run.end;) {
    if (!IsIn(reading, text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const std::size_t first = to.digits.size();
    while (at < run.end && IsIn(reading, text[at])) ++at;
    to.digits.append(text.substr(begin, at - begin));
    const Gap before = to.groups.empty() ? Gap::kNone : GapOf(text.substr(last, begin - last));
    to.groups.push_back({{begin, at}, first, before});
    last = at;
  }
  if (reading != Reading::kStrong) std::ranges::transform(to.digits, to.digits.begin(), DigitOf);
}

std::size_t CountLookalikes(std::string_view text, Range range) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text.substr(range.begin, range.end - range.begin), IsLookalike));
}

bool IsInFewPieces(const Number& number, std::size_t most) {
  return number.groups.size() <= most || number.groups.size() == number.digits.size();
}

bool HasOneGap(const Number& number) {
  return number.groups.size() < 2 || IsEven(number, number.groups[1].before);
}

bool IsLabelled(const Number& number, std::size_t most, Cues words) {
  const std::size_t begin = number.range().begin;
  const std::string_view before = LineBefore(number.text, begin, most);
  if (!IsAscii(before) && HasCue(before, words)) return true;
  return HasCue(number.columns->HeaderOf(begin), words);
}

Joint JointOf(const Number& number, std::span<const std::array<std::uint8_t, 5>> habits) {
  if (number.groups.size() == 1) return Joint::kOne;
  const auto inner = number.groups.subspan(1);
  const auto count = [&](Gap gap) {
    return std::ranges::count_if(inner, [gap](const Group& g) { return g.before == gap; });
  };
  if (count(Gap::kCell) > 0 || count(Gap::kLine) > 1) return Joint::kCells;
  if (count(Gap::kLine) == 1) {
    const std::size_t begin = number.range().begin;
    const bool has_text =
        number.before == Gap::kNone && !LineBefore(number.text, begin, 16).empty();
    return has_text ? Joint::kWrapped : Joint::kCells;
  }
  if (HasHabit(number, habits)) return IsInRow(number) ? Joint::kRow : Joint::kSpaced;
  if (BeginsAsDate(number) || IsAddressOfHost(number)) return Joint::kNone;
  return IsApart(number) ? Joint::kSpaced : Joint::kNone;
}

}  // namespace gongkai::leak
