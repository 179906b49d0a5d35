#include "workflow/leak/internal_mark.h"

#include <algorithm>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// A mark is a word with, close behind it, what it demands.
constexpr std::string_view kWords[] = {"内部资料", "内部材料", "内部文件", "内部刊物", "内部使用",
                                       "内部参考", "内部参阅", "内部传阅", "内部掌握", "内部明电",
                                       "工作秘密", "涉密文件", "涉密资料", "机密文件", "秘密文件",
                                       "保密文件", "保密资料"};
constexpr std::string_view kDemands[] = {"注意保存", "注意保密", "妥善保管", "不得外传",
                                         "不得外泄", "严禁外传", "请勿外传", "切勿外传",
                                         "禁止外传", "不得公开", "不得翻印", "不得复制"};
constexpr std::string_view kNotPublic[] = {"不公开",     "不予公开",     "不对外公开",
                                           "不得公开",   "不得对外公开", "不宜公开",
                                           "依申请公开", "免于公开",     "暂不公开"};
constexpr std::string_view kAttributes[] = {"公开属性：", "公开属性:",  "公开方式：", "公开方式:",
                                            "公开类别：", "公开选项：", "公开类型：", "是否公开："};
constexpr std::string_view kDistribution[] = {"发至",     "不得翻印", "不得复印", "不得转发",
                                              "阅后收回", "阅后退回", "会后收回", "传达到"};
constexpr std::string_view kDocument[] = {"此件",   "此 件", "本件", "此文",
                                          "本文件", "本文",  "此 文"};

constexpr std::size_t kNear = 24;  // bytes: eight Chinese characters

// Returns what is before `at` on the line, without spaces at its end.
std::string_view Before(std::string_view text, std::size_t at) {
  std::string_view before = LineBefore(text, at, 60);
  while (!before.empty() && (before.back() == ' ' || before.back() == '\t'))
    before.remove_suffix(1);
  return before;
}

// Returns whether the range is all of its line, or all that stands in brackets.
bool StandsAlone(std::string_view text, Range range) {
  std::string_view after = LineAfter(text, range.end, 60);
  const std::size_t first = after.find_first_not_of(" \t\r。");
  after = first == std::string_view::npos ? std::string_view() : after.substr(first);
  const std::string_view before = Before(text, range.begin);
  const bool is_line = before.empty() && after.empty();
  return is_line || (EndsWith(before, {"（", "(", "【", "[", "〔", "《"}) &&
                     BeginsWith(after, {"）", ")", "】", "]", "〕"}));
}

// Returns the part of the text before a mark that ends a clause in brackets or a sentence, before digits and
// letters, and before the end of the line; an empty text if that is further than `most` bytes.
std::string_view ClauseOf(std::string_view text, std::size_t most) {
  std::string_view clause = LineAfter(text, 0, most);
  for (const std::string_view stop : {"。", "）", ")", "；", "\r"}) {
    clause = clause.substr(0, clause.find(stop));
  }
  const auto digit =
      std::ranges::find_if(clause, [](char c) { return IsDigitLike(c) || IsAlphanumeric(c); });
  clause = clause.substr(0, static_cast<std::size_t>(digit - clause.begin()));
  return clause.size() < most ? clause : std::string_view();
}

// Returns the mark that begins with the range, and in whose clause one of the words stands near. What is shown
// of it are the words alone: between them may stand anything.
std::optional<Candidate> FindMark(std::string_view text, Range begin, RuleId rule, Cues words) {
  constexpr std::size_t kLongestClause = 90;
  const std::string_view clause = ClauseOf(text.substr(begin.end), kLongestClause);
  for (const std::string_view word : words) {
    const std::size_t found = clause.find(word);
    if (found > kNear) continue;
    const std::string first(text.substr(begin.begin, begin.end - begin.begin));
    return Candidate{rule,
                     {begin.begin, begin.end + found + word.size()},
                     first + (found == 0 ? "" : "…") + std::string(word)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Candidate> FindInternalMark(std::string_view text, std::size_t end) {
  const std::string_view upto = text.substr(0, end);
  for (const std::string_view word : kDocument) {
    if (!upto.ends_with(word)) continue;
    const Range range{end - word.size(), end};
    auto note = FindMark(text, range, RuleId::kNotPublicNote, kNotPublic);
    return note ? note : FindMark(text, range, RuleId::kDistributionNote, kDistribution);
  }
  for (const std::string_view word : kWords) {
    if (!upto.ends_with(word)) continue;
    const std::size_t begin = end - word.size();
    auto mark = FindMark(text, {begin, end}, RuleId::kInternalMark, kDemands);
    if (mark) return mark;
    constexpr std::string_view kOnly = "仅供";
    if (text.substr(0, begin).ends_with(kOnly)) {
      return Candidate{RuleId::kInternalMark,
                       {begin - kOnly.size(), end},
                       std::string(kOnly) + std::string(word)};
    }
    if (!StandsAlone(text, {begin, end})) return std::nullopt;
    return Candidate{RuleId::kInternalWordAlone, {begin, end}, std::string(word)};
  }
  for (const std::string_view word : kNotPublic) {
    if (!upto.ends_with(word)) continue;
    const std::size_t begin = end - word.size();
    if (!EndsWith(Before(text, begin), kAttributes)) return std::nullopt;
    return Candidate{RuleId::kNotPublicNote, {begin, end}, std::string(word)};
  }
  return std::nullopt;
}

}  // namespace gongkai::leak
