#include "workflow/ledger/subject.h"

#include <algorithm>

namespace gongkai::ledger {
namespace {

bool IsSegment(std::string_view text) {
  constexpr std::size_t kMaxSegmentBytes = 63;
  return !text.empty() && text.size() <= kMaxSegmentBytes && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::optional<Subject> ParseSubject(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (!IsSegment(name.substr(0, slash))) return std::nullopt;
  Subject subject{.collection = std::string(name.substr(0, slash))};
  if (slash == std::string_view::npos) return subject;
  if (!IsSegment(name.substr(slash + 1))) return std::nullopt;
  subject.id = name.substr(slash + 1);
  return subject;
}

}  // namespace gongkai::ledger
