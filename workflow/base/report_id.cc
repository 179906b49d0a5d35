#include "workflow/base/report_id.h"

#include <algorithm>

namespace gongkai::base {
namespace {

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool ReportId::IsValid(std::string_view text) {
  return text.size() >= kLeast && text.size() <= kMost && IsLetter(text.front()) &&
         text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return IsLetter(c) || IsDigit(c) || c == '-'; });
}

std::optional<ReportId> ReportId::FromName(std::string_view name, std::string_view collection) {
  if (!name.starts_with(collection)) return std::nullopt;
  name.remove_prefix(collection.size());
  if (!name.starts_with('/') || !IsValid(name.substr(1))) return std::nullopt;
  return ReportId(name.substr(1));
}

std::string ReportId::Name(std::string_view collection) const {
  std::string name(collection);
  name += '/';
  name += text_;
  return name;
}

}  // namespace gongkai::base
