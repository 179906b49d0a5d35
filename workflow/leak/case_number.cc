#include "workflow/leak/case_number.h"

#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kLongestKind = 8;  // "民初", "执异", in characters

// Returns the size of the number's rest: digits of the court, the kind of case, digits, 号. 0: none.
std::size_t SizeOfRest(std::string_view text) {
  std::size_t at = 0;
  const auto skip_digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && IsStrongDigit(text[at])) ++at;
    return at - begin;
  };
  skip_digits();
  std::size_t kind = 0;
  while (at < text.size() && kind < kLongestKind && IsHan(ReadCharacter(text, at).code)) {
    at += ReadCharacter(text, at).size;
    ++kind;
  }
  if (kind == 0 || skip_digits() == 0) return 0;
  constexpr std::string_view kNumber = "号";
  return text.substr(at).starts_with(kNumber) ? at + kNumber.size() : 0;
}

// The kinds of cases (法〔2015〕137号, annex 1).
bool IsKindOfCase(std::string_view rest) {
  return HasCue(rest, {"民", "刑", "行", "执", "破", "赔", "财保", "非", "司", "认", "清", "监"});
}

}  // namespace

std::optional<Candidate> FindCaseNumber(std::string_view text, std::size_t end) {
  const std::string_view after = LineAfter(text, end, 60);
  const std::size_t size = SizeOfRest(after);
  if (size == 0 || !IsKindOfCase(after.substr(0, size))) return std::nullopt;
  const std::string_view before = LineBefore(text, end, 40);
  const std::size_t year = before.find_last_of("0123456789");
  if (year == std::string_view::npos || year < 3) return std::nullopt;
  std::size_t begin = end - before.size() + year - 3;
  for (const std::string_view bracket : {"(", "（", "〔", "[", "【"}) {
    if (text.substr(0, begin).ends_with(bracket)) {
      begin -= bracket.size();
      break;
    }
  }
  const std::string shown(text.substr(begin, end - begin));
  return Candidate{RuleId::kCaseNumber, {begin, end + size}, shown + "***号"};
}

}  // namespace gongkai::leak
