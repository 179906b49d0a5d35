#include "workflow/leak/coordinates.h"

#include <algorithm>

#include "workflow/leak/context.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// Places whose exact coordinates are not public (自然资源部 公开地图内容表示规范).
constexpr std::string_view kPlaces[] = {"军事", "部队", "营区", "雷达",   "弹药", "军用",
                                        "油库", "监狱", "战备", "储备库", "涉密", "核设施",
                                        "基地", "靶场", "国防", "指挥所", "人防"};

constexpr std::size_t kNear = 120;  // bytes before the coordinate
constexpr int kExact = 5;           // digits; fewer say where within a kilometre or more

// Returns the size of the coordinate at the beginning of the text: digits, dots, degrees and minutes.
std::size_t SizeOfCoordinate(std::string_view text) {
  std::size_t size = 0;
  for (bool goes_on = true; goes_on && size < text.size();) {
    goes_on = false;
    if (IsStrongDigit(text[size]) || text[size] == '.') {
      ++size;
      goes_on = true;
      continue;
    }
    for (const std::string_view unit : {"°", "′", "″", "度", "分", "秒", "'", "\""}) {
      if (!text.substr(size).starts_with(unit)) continue;
      size += unit.size();
      goes_on = true;
    }
  }
  return size;
}

}  // namespace

std::optional<Candidate> FindCoordinates(std::string_view text, std::size_t end) {
  const std::string_view after = LineAfter(text, end, 60);
  std::size_t begin = 0;
  while (begin < after.size() && BeginsWith(after.substr(begin), {"：", "为"})) begin += 3;
  while (begin < after.size() && (after[begin] == ' ' || after[begin] == ':')) ++begin;
  const std::string_view value = after.substr(begin, SizeOfCoordinate(after.substr(begin)));
  const auto digits = std::ranges::count_if(value, IsStrongDigit);
  if (digits < kExact || !HasCue(TextBefore(text, end, kNear), kPlaces)) return std::nullopt;
  return Candidate{RuleId::kCoordinates, {end + begin, end + begin + value.size()}, "***"};
}

}  // namespace gongkai::leak
