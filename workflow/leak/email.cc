#include "workflow/leak/email.h"

#include <string>

#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kLongestLocal = 64;  // RFC 5321, 4.5.3.1.1
constexpr std::size_t kLongestDomain = 255;

bool IsOfLocal(char c) {
  return IsAlphanumeric(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

bool IsOfDomain(char c) { return IsAlphanumeric(c) || c == '.' || c == '-'; }

// Returns whether the labels of the domain are two or more, and the last is of two letters or more.
bool IsDomain(std::string_view domain) {
  const std::size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || domain.find("..") != std::string_view::npos) {
    return false;
  }
  const std::string_view last = domain.substr(dot + 1);
  if (last.size() < 2) return false;
  for (const char c : last) {
    if (!IsLetter(c)) return false;
  }
  return IsAlphanumeric(domain.front());
}

}  // namespace

std::optional<Candidate> FindEmail(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  if (at > 0 && text[at - 1] == ' ') --at;
  std::size_t begin = at;
  while (begin > 0 && at - begin <= kLongestLocal && IsOfLocal(text[begin - 1])) --begin;
  while (begin < at && text[begin] == '.') ++begin;
  std::size_t stop = end;
  while (stop < text.size() && stop - end < kLongestDomain && IsOfDomain(text[stop])) ++stop;
  while (stop > end && !IsAlphanumeric(text[stop - 1])) --stop;
  const std::string_view domain = text.substr(end, stop - end);
  if (begin == at || !IsDomain(domain)) return std::nullopt;
  const bool is_office = domain == "gov.cn" || domain.ends_with(".gov.cn");
  return Candidate{is_office ? RuleId::kEmailOffice : RuleId::kEmail,
                   {begin, stop},
                   MaskEmail(text.substr(begin, at - begin), domain)};
}

}  // namespace gongkai::leak
