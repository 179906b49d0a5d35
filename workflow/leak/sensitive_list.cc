#include "workflow/leak/sensitive_list.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "workflow/leak/context.h"

namespace gongkai::leak {
namespace {

// Headings of columns of sensitive personal data (个人信息保护法 第二十八条).
constexpr std::string_view kHeadings[] = {
    "病种",     "病情",       "病名",     "诊断",     "患病",     "健康状况",
    "残疾类别", "残疾等级",   "致贫原因", "低保类别", "低保金额", "救助金额",
    "监护人",   "监护人姓名", "学生姓名", "儿童姓名", "孤儿姓名"};
constexpr std::string_view kPeople[] = {"姓名", "户主", "患者", "学生", "申请人", "享受人"};

constexpr std::string_view kSeparators = "\t,|";

constexpr std::size_t kLongestHeading = 24;  // bytes
constexpr std::size_t kLongestLine = 400;

}  // namespace

std::optional<Candidate> FindSensitiveList(std::string_view text, std::size_t end) {
  std::string_view cell = LineBefore(text, end, kLongestHeading);
  const std::size_t separator = cell.find_last_of(kSeparators);
  cell = cell.substr(separator == std::string_view::npos ? 0 : separator + 1);
  cell = cell.substr(std::min(cell.find_first_not_of(' '), cell.size()));
  if (std::ranges::find(kHeadings, cell) == std::end(kHeadings)) return std::nullopt;
  const std::string_view after = LineAfter(text, end, kLongestLine);
  const std::size_t next = std::min(after.find_first_not_of(" \r"), after.size());
  if (next != after.size() && kSeparators.find(after[next]) == std::string_view::npos) {
    return std::nullopt;
  }
  const bool is_alone = separator == std::string_view::npos && next == after.size();
  const std::string_view before = LineBefore(text, end - cell.size(), kLongestLine);
  if (is_alone || !(HasCue(before, kPeople) || HasCue(after, kPeople) || HasCue(cell, kPeople))) {
    return std::nullopt;
  }
  return Candidate{RuleId::kSensitiveList, {end - cell.size(), end}, std::string(cell)};
}

}  // namespace gongkai::leak
