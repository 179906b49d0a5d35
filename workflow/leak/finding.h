// What the leak check reports.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "workflow/leak/rules.h"

namespace gongkai::leak {

// A part of a text: the bytes from `begin` up to, but without, `end`.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const Range&, const Range&) = default;
};

// Where a finding is in the text as it was given. The range begins and ends between characters.
struct Place {
  std::size_t line = 1;    // from 1; a line ends with a line feed
  std::size_t column = 1;  // from 1, in characters
  Range bytes;

  friend bool operator==(const Place&, const Place&) = default;
};

// One finding. It never holds the value that was found.
struct Finding {
  const Rule* rule = nullptr;  // one of Rules()
  Place place;
  std::string excerpt;  // the value, masked: "138****8000"; UTF-8

  friend bool operator==(const Finding&, const Finding&) = default;
};

// The findings of one text, in the order of their places.
struct Report {
  int rules_version = kRulesVersion;
  std::vector<Finding> findings;
  bool has_more = false;  // there were more findings than were asked for
};

}  // namespace gongkai::leak
