// Reads runs of digits and separators of a folded text, and the numbers in them.
//
//   "电话 138-0013-8000\n2022"    one run of four groups; the first three may be one number
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/leak/columns.h"
#include "workflow/leak/context.h"
#include "workflow/leak/finding.h"

namespace gongkai::leak {

// What separates two groups of digits; of several separators, the last of these. kNone: something that no
// number goes over, or no group is there.
enum class Gap : std::uint8_t { kNone, kSpace, kDot, kHyphen, kCell, kLine };

// Digits without a gap.
struct Group {
  Range range;
  std::size_t first;  // of its digits, in DigitRun::digits
  Gap before;         // between the group before and this one

  std::size_t size() const { return range.end - range.begin; }
};

// Which bytes are digits. Each reading takes those of the one before as well.
enum class Reading : std::uint8_t {
  kStrong,     // only those that cannot be meant otherwise
  kWeak,       // weak digits too
  kLookalike,  // letters that look like digits too
};

// Neighbouring groups, read as one number.
struct Number {
  std::string_view text;  // the folded text
  Columns* columns;       // of its tables
  std::string_view digits;
  std::span<const Group> groups;
  Gap before;  // between the group before and this number
  Gap after;

  Range range() const { return {groups.front().range.begin, groups.back().range.end}; }
};

// A run of digits, read in one way.
struct DigitRun {
  std::vector<Group> groups;
  std::string digits;  // of all groups
};

// A run of digits, of what is like a digit, and of separators.
struct Run {
  Range range;
  bool has_weak_digits = false;
  bool has_lookalikes = false;
};

// Returns the first run from `at` on that may hold a number: somewhere in it stand seven digits, or what is like
// digits, with few separators between each and the next. The range is empty if there is none. Reads its strong digits
// into `to`, in the place of what is there.
Run NextRun(std::string_view text, std::size_t at, DigitRun& to);

// Reads a run of digits into `to`, in the place of what is there.
void ReadRun(std::string_view text, Range run, Reading reading, DigitRun& to);

// Returns how many of the range's bytes are letters that look like digits.
std::size_t CountLookalikes(std::string_view text, Range range);

// Says how the digits of a number are held together.
enum class Joint : std::uint8_t {
  kOne,     // without a gap
  kSpaced,  // by spaces, hyphens or dots, in groups that people write, or with no other digits near
  kWrapped,  // the end of a line is in the middle, and text stands before on the line
  kRow,      // as kSpaced by spaces, but in a row of numbers that spaces separate as well
  kCells,    // over cells of a table or lines of a list
  kNone,     // they are several numbers
};

// Returns whether the number has at most this many groups, or one digit in each, as in the boxes of a form.
bool IsInFewPieces(const Number& number, std::size_t most);

// Returns whether the gaps within the number are of one kind.
bool HasOneGap(const Number& number);

// Returns whether one of the words stands before the number on its line, not further away than `most` bytes,
// or in the header of its column.
bool IsLabelled(const Number& number, std::size_t most, Cues words);
template <std::size_t n>
bool IsLabelled(const Number& number, std::size_t most, const std::string_view (&words)[n]) {
  return IsLabelled(number, most, Cues(words));
}

// Returns how the digits of the number are held together. `habits` are the sizes of groups in which
// people write numbers of the kind; 0: no more groups.
Joint JointOf(const Number& number, std::span<const std::array<std::uint8_t, 5>> habits);

}  // namespace gongkai::leak
