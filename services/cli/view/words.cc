#include "services/cli/view/words.h"

#include <google/protobuf/generated_enum_reflection.h>

#include <algorithm>
#include <array>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {
namespace {

// Each word at its value's number.
using Words = std::string_view;

constexpr auto kStates =
    std::to_array<Words>({"", "起草", "合法性审查", "合法性报审", "保密审查", "保密报审", "待发布",
                          "已发布", "已撤下", "已被更正", "已撤回", "不予公开"});

constexpr auto kActions = std::to_array<Words>(
    {"", "新建", "修改", "送审", "领办", "放回", "合法性审查通过", "保密审查通过", "退回", "报审",
     "答复", "不予公开", "发布", "撤回", "撤下", "更正替代", "拒绝", "审查意见不再有效"});

constexpr auto kRoles =
    std::to_array<Words>({"", "拟稿人", "合法性审查员", "保密审查员", "发布员", "审计员"});

constexpr auto kDisclosures =
    std::to_array<Words>({"", "主动公开", "删减后公开", "依申请公开", "不予公开"});

constexpr auto kGrounds =
    std::to_array<Words>({"", "国家秘密", "法律、行政法规禁止公开", "三安全一稳定",
                          "第三方合法权益", "内部事务信息", "过程性信息", "行政执法案卷"});

constexpr auto kKinds =
    std::to_array<Words>({"", "年度报告", "规范性文件", "通知", "政策解读", "财政预决算", "其他"});

constexpr auto kStages = std::to_array<Words>({"", "合法性审查", "保密审查"});

// A name as it is compared: in capitals, with `_` between its words.
std::string Folded(std::string_view word) {
  std::string folded(word);
  for (char& c : folded) {
    if (c == '-') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return folded;
}

template <class Enum>
Vocabulary Make(std::span<const Words> chinese) {
  return {google::protobuf::GetEnumDescriptor<Enum>(), chinese};
}

std::string_view Chinese(const Vocabulary& vocabulary, int number) {
  const auto index = static_cast<std::size_t>(number);
  return index < vocabulary.chinese.size() ? vocabulary.chinese[index] : std::string_view();
}

}  // namespace

template <>
Vocabulary VocabularyOf<workflow::v1::State>() {
  return Make<workflow::v1::State>(kStates);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Action>() {
  return Make<workflow::v1::Action>(kActions);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Role>() {
  return Make<workflow::v1::Role>(kRoles);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Disclosure>() {
  return Make<workflow::v1::Disclosure>(kDisclosures);
}
template <>
Vocabulary VocabularyOf<workflow::v1::Ground>() {
  return Make<workflow::v1::Ground>(kGrounds);
}
template <>
Vocabulary VocabularyOf<intake::v1::Kind>() {
  return Make<intake::v1::Kind>(kKinds);
}
template <>
Vocabulary VocabularyOf<review::v1::Stage>() {
  return Make<review::v1::Stage>(kStages);
}

std::string Label(const Vocabulary& vocabulary, int number) {
  if (number == 0) return "";
  const auto* value = vocabulary.names->FindValueByNumber(number);
  if (value == nullptr) return std::to_string(number);
  const std::string_view chinese = Chinese(vocabulary, number);
  return chinese.empty() ? value->name() : value->name() + " " + std::string(chinese);
}

std::optional<int> Find(const Vocabulary& vocabulary, std::string_view word) {
  const auto chinese = std::ranges::find(vocabulary.chinese, word);
  if (chinese != vocabulary.chinese.end() && !word.empty()) {
    return static_cast<int>(chinese - vocabulary.chinese.begin());
  }
  const auto* value = vocabulary.names->FindValueByName(Folded(word));
  if (value == nullptr || value->number() == 0) return std::nullopt;
  return value->number();
}

std::string Choices(const Vocabulary& vocabulary) {
  std::string choices;
  for (int i = 0; i < vocabulary.names->value_count(); ++i) {
    const int number = vocabulary.names->value(i)->number();
    if (number == 0) continue;
    choices += (choices.empty() ? "{" : ",") + Typed(vocabulary, number);
  }
  return choices + "}";
}

std::string Typed(const Vocabulary& vocabulary, int number) {
  std::string typed = vocabulary.names->FindValueByNumber(number)->name();
  for (char& c : typed) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return typed;
}

}  // namespace gongkai::cli
