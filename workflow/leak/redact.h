// Makes masked copies of texts.
//
//   const leak::Redaction copy = leak::Redact(checker, "电话：138 0013 8000");   // "电话：138 **** 8000"
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "workflow/leak/checker.h"
#include "workflow/leak/finding.h"
#include "workflow/leak/kind.h"

namespace gongkai::leak {

// A masked copy of a text.
struct Redaction {
  std::string text;
  std::array<std::size_t, kKindCount> masked{};  // how many values, by their Kind
  Report remaining;                              // the findings of the copy
};

// Returns whether a masked copy masks what was found: it is BLOCK or WARN, and can be masked.
bool IsToMask(const Finding& finding);

// What is written for a masked character. In Markdown a bare star may begin emphasis: **** and **** in one
// paragraph would not be shown.
inline constexpr std::string_view kPlainStar = "*";
inline constexpr std::string_view kMarkdownStar = "\\*";

// Returns a copy of the text in which each value of a BLOCK or WARN that can be masked (HasMask) is masked.
// Everything else is the same, byte for byte. A value that is found only when another has been masked is masked as
// well. Options count for `remaining` only.
Redaction Redact(const Checker& checker, std::string_view text, std::string_view star = kPlainStar,
                 const Options& options = {});

}  // namespace gongkai::leak
