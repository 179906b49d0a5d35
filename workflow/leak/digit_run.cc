#include "workflow/leak/digit_run.h"

#include <algorithm>

#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// A number has so many digits at least. With more separators between two of them no number is looked for; but in a
// run with a number they may be longer.
constexpr std::size_t kFewestDigits = 7;
constexpr int kLongestGapOfSeven = 8;

// So many spaces stand between the columns of a table.
constexpr std::size_t kColumnGap = 4;

bool IsIn(Reading reading, char c) {
  const Symbol symbol = SymbolOf(c);
  return symbol >= Symbol::kStrong &&
         static_cast<int>(symbol) - static_cast<int>(Symbol::kStrong) <= static_cast<int>(reading);
}

// The gap that each byte makes. kNone: it is no separator.
constexpr auto kGaps = [] {
  std::array<Gap, 256> gaps{};
  const auto set = [&gaps](Gap gap, std::string_view separators) {
    for (const char c : separators) gaps[static_cast<unsigned char>(c)] = gap;
  };
  set(Gap::kSpace, " ");
  set(Gap::kDot, ".\xC0");
  set(Gap::kHyphen, "-_/");
  set(Gap::kCell, "\t,|");
  set(Gap::kLine, "\r\n");
  return gaps;
}();
static_assert(kGaps[static_cast<unsigned char>(kMiddleDot)] == Gap::kDot);

Gap GapOf(std::string_view between) {
  if (between.size() == 1) return kGaps[static_cast<unsigned char>(between[0])];
  if (between.size() > static_cast<std::size_t>(kLongestGap)) return Gap::kNone;
  Gap gap = between.size() >= kColumnGap ? Gap::kCell : Gap::kSpace;
  for (const char c : between) {
    const Gap of = kGaps[static_cast<unsigned char>(c)];
    if (of == Gap::kNone) return Gap::kNone;
    gap = std::max(gap, of);
  }
  return gap;
}

// Collects the groups of a run.
class Collector {
 public:
  // Takes away what is in `to`. Both must outlive this.
  Collector(std::string_view text, DigitRun& to) : text_(text), to_(to) {
    to.groups.clear();
    to.digits.clear();
  }

  void Add(Range range) {
    const std::vector<Group>& groups = to_.groups;
    const Gap before =
        groups.empty()
            ? Gap::kNone
            : GapOf(text_.substr(groups.back().range.end, range.begin - groups.back().range.end));
    to_.groups.push_back({range, to_.digits.size(), before});
    to_.digits.append(text_, range.begin, range.end - range.begin);
  }

 private:
  std::string_view text_;
  DigitRun& to_;
};

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

Run NextRun(std::string_view text, std::size_t at, DigitRun& to) {
  while (true) {
    while (at < text.size() && !IsDigitLike(text[at])) ++at;
    Run run{.range = {at, at}};
    Collector digits(text, to);
    std::size_t near = 0;  // digits with few separators between them, up to here
    bool is_number = false;
    for (int gap = 0; at < text.size() && gap <= kLongestGap;) {
      const Symbol symbol = SymbolOf(text[at]);
      if (symbol == Symbol::kNone) break;
      if (symbol == Symbol::kSeparator) {
        ++gap;
        ++at;
        continue;
      }
      const std::size_t begin = at;
      while (at < text.size() && SymbolOf(text[at]) == symbol) ++at;
      near = (gap <= kLongestGapOfSeven ? near : 0) + (at - begin);
      gap = 0;
      is_number = is_number || near >= kFewestDigits;
      run.has_weak_digits = run.has_weak_digits || symbol == Symbol::kWeak;
      run.has_lookalikes = run.has_lookalikes || symbol == Symbol::kLookalike;
      run.range.end = at;
      if (symbol == Symbol::kStrong) digits.Add({begin, at});
    }
    if (is_number || run.range.begin == run.range.end) return run;
  }
}

void ReadRun(std::string_view text, Range run, Reading reading, DigitRun& to) {
  Collector digits(text, to);
  for (std::size_t at = run.begin; at < run.end;) {
    if (!IsIn(reading, text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < run.end && IsIn(reading, text[at])) ++at;
    digits.Add({begin, at});
  }
  std::ranges::transform(to.digits, to.digits.begin(), DigitOf);
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
  if (!IsAscii(TextBefore(number.text, begin, most)) &&
      HasCue(LineBefore(number.text, begin, most), words)) {
    return true;
  }
  const std::string_view header = number.columns->HeaderOf(begin);
  return !IsAscii(header) && HasCue(header, words);
}

Joint JointOf(const Number& number, std::span<const std::array<std::uint8_t, 5>> habits) {
  if (number.groups.size() == 1) return Joint::kOne;
  int lines = 0;
  for (const Group& group : number.groups.subspan(1)) {
    if (group.before == Gap::kCell) return Joint::kCells;
    if (group.before == Gap::kLine) ++lines;
  }
  if (lines > 1) return Joint::kCells;
  if (lines == 1) {
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
