// The search for runs of digits against a second one, which is plain and slow.
#include "workflow/leak/digit_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// Returns whether there are seven digits from `begin` on, with at most 8 separators between each and the next.
bool HasSeven(std::string_view text, std::size_t begin) {
  int digits = 0;
  int gap = 0;
  for (std::size_t at = begin; at < text.size() && gap <= 8; ++at) {
    if (IsDigitLike(text[at])) {
      gap = 0;
      if (++digits == 7) return true;
    } else if (IsSeparator(text[at])) {
      ++gap;
    } else {
      return false;
    }
  }
  return false;
}

// Returns where the next digit is behind the one at `at`, with at most 12 separators between them.
std::size_t NextDigit(std::string_view text, std::size_t at) {
  for (std::size_t next = at + 1; next < text.size() && next - at <= 13; ++next) {
    if (IsDigitLike(text[next])) return next;
    if (!IsSeparator(text[next])) return kNone;
  }
  return kNone;
}

std::vector<Range> Expected(std::string_view text) {
  std::vector<Range> runs;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!IsDigitLike(text[begin])) continue;
    bool is_number = false;
    std::size_t last = begin;
    for (std::size_t at = begin; at != kNone; at = NextDigit(text, at)) {
      is_number = is_number || HasSeven(text, at);
      last = at;
    }
    if (is_number) runs.push_back({begin, last + 1});
    begin = last;
  }
  return runs;
}

bool IsSame(const Group& a, const Group& b) {
  return a.range == b.range && a.first == b.first && a.before == b.before;
}

std::vector<Range> Found(std::string_view text) {
  std::vector<Range> runs;
  DigitRun read;
  DigitRun again;
  for (Run run = NextRun(text, 0, read); run.range.begin != run.range.end;
       run = NextRun(text, run.range.end, read)) {
    runs.push_back(run.range);
    ReadRun(text, run.range, Reading::kStrong, again);
    EXPECT_EQ(read.digits, again.digits) << text;
    EXPECT_TRUE(std::ranges::equal(read.groups, again.groups, IsSame)) << text;
    const std::string_view all = text.substr(run.range.begin, run.range.end - run.range.begin);
    EXPECT_EQ(run.has_weak_digits, std::ranges::any_of(all, IsWeakDigit)) << text;
    EXPECT_EQ(run.has_lookalikes, std::ranges::any_of(all, IsLookalike)) << text;
  }
  return runs;
}

TEST(DigitRunTest, AreThoseOfThePlainSearch) {
  const std::vector<std::string> pieces = {
      "1", "23", "456",  "\xF5", "\xFE", "O",        "l",          " ",           "-",   "\n",
      "x", "中", "\xC0", ",",    ".",    "        ", "        ,",  "7890123",     "|\t", "0\t0\t0",
      "/", "_",  "\r",   "I",    "o",    "\xFF",     "          ", "            "};
  std::mt19937 random(5);  // NOLINT: the same texts each time
  for (int round = 0; round < 50'000; ++round) {
    std::string text;
    for (std::size_t i = 0, size = random() % 30; i < size; ++i)
      text += pieces[random() % pieces.size()];
    ASSERT_EQ(Found(text), Expected(text)) << text;
  }
}

TEST(DigitRunTest, GoesOverTwelveSeparatorsOnceSevenDigitsAreNear) {
  const std::string gap(12, ' ');
  EXPECT_EQ(Found("123" + gap + "1234567"), (std::vector<Range>{{0, 22}}));
  EXPECT_EQ(Found("123" + gap + " 1234567"), (std::vector<Range>{{16, 23}}));
  EXPECT_EQ(Found("123" + gap + "4567"), std::vector<Range>());
}

}  // namespace
}  // namespace gongkai::leak
