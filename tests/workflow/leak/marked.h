// Texts in which the tests mark what must be found: "电话：«138 0013 8000»".
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/leak/checker.h"

namespace gongkai::leak {

// What must be found, or was: the rule and the bytes.
struct Found {
  std::string rule;
  Range bytes;

  friend bool operator==(const Found&, const Found&) = default;
};

inline void PrintTo(const Found& found, std::ostream* os) {
  *os << found.rule << " [" << found.bytes.begin << ", " << found.bytes.end << ')';
}

// A text, and the ids of the rules that must find its marked parts, in their order. Nothing else may be
// found.
struct MarkedCase {
  std::string_view marked;
  std::vector<std::string> rules;
};

// Returns the text without the marks.
inline std::string TextOf(std::string_view marked) {
  std::string text(marked);
  for (const std::string_view mark : {"«", "»"}) {
    for (std::size_t at; (at = text.find(mark)) != std::string::npos;) text.erase(at, mark.size());
  }
  return text;
}

// Returns the ranges that are marked, as bytes of the text without the marks.
inline std::vector<Range> RangesOf(std::string_view marked) {
  constexpr std::string_view kOpen = "«";
  constexpr std::string_view kClose = "»";
  std::vector<Range> ranges;
  std::size_t marks = 0;  // bytes of marks so far
  for (std::size_t at = 0; at < marked.size(); ++at) {
    if (marked.substr(at).starts_with(kOpen)) {
      ranges.push_back({at - marks, 0});
      marks += kOpen.size();
    } else if (marked.substr(at).starts_with(kClose)) {
      ranges.back().end = at - marks;
      marks += kClose.size();
    }
  }
  return ranges;
}

inline std::vector<Found> ExpectedOf(const MarkedCase& test) {
  std::vector<Found> expected;
  const std::vector<Range> ranges = RangesOf(test.marked);
  for (std::size_t i = 0; i < std::max(ranges.size(), test.rules.size()); ++i) {
    expected.push_back({i < test.rules.size() ? test.rules[i] : "no rule is named",
                        i < ranges.size() ? ranges[i] : Range{}});
  }
  return expected;
}

// Returns the one checker of all tests: to make one takes a while.
inline const Checker& SharedChecker() {
  static const Checker checker;
  return checker;
}

inline std::vector<Found> FoundIn(std::string_view text) {
  std::vector<Found> found;
  for (const Finding& finding : SharedChecker().Check(text).findings) {
    found.push_back({std::string(finding.rule->id), finding.place.bytes});
  }
  return found;
}

}  // namespace gongkai::leak
