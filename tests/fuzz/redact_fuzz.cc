// Masks any bytes: the copy must hold nothing that can still be masked, and the same layout of lines and cells.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "workflow/leak/checker.h"
#include "workflow/leak/masked_form.h"
#include "workflow/leak/redact.h"

namespace {

using gongkai::leak::Checker;
using gongkai::leak::Finding;
using gongkai::leak::HasMask;
using gongkai::leak::Redact;
using gongkai::leak::Redaction;
using gongkai::leak::Severity;

void Require(bool holds) {
  if (!holds) std::abort();
}

std::string LayoutOf(std::string_view text) {
  constexpr std::string_view kLayout = "\t\r\n|,";
  std::string layout;
  std::ranges::copy_if(text, std::back_inserter(layout),
                       [kLayout](char c) { return kLayout.find(c) != std::string_view::npos; });
  return layout;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Checker checker;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Redaction copy = Redact(checker, text);
  for (const Finding& finding : copy.remaining.findings) {
    Require(finding.rule->severity == Severity::kInfo || !HasMask(finding.rule->kind));
  }
  Require(LayoutOf(copy.text) == LayoutOf(text));
  Require(Redact(checker, copy.text).text == copy.text);
  return 0;
}
