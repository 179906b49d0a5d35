#include "tests/bench/lifecycle.h"

#include <array>

namespace gongkai::bench {
namespace {

using machine::Action;
using machine::State;

constexpr std::string_view kDrafter = "user/zhang-wei";
constexpr std::string_view kLegal = "user/wang-fang";
constexpr std::string_view kSecrecy = "user/chen-jie";
constexpr std::string_view kPublisher = "user/liu-yang";

constexpr Step kCreate{Action::kCreate, State::kDraft, kDrafter, "intake"};
constexpr Step kEdit{Action::kEdit, State::kDraft, kDrafter, "intake"};
constexpr Step kSubmit{Action::kSubmit, State::kLegalReview, kDrafter, "intake"};
constexpr Step kReturn{Action::kReturn, State::kDraft, kLegal, "review"};
constexpr Step kApproveLegal{Action::kApproveLegal, State::kSecrecyReview, kLegal, "review"};
constexpr Step kApproveSecrecy{Action::kApproveSecrecy, State::kCleared, kSecrecy, "review"};
constexpr Step kPublish{Action::kPublish, State::kPublished, kPublisher, "publish"};

constexpr std::array kStraight{kCreate, kSubmit, kApproveLegal, kApproveSecrecy, kPublish};
constexpr std::array kReturned{kCreate, kEdit,         kSubmit,         kReturn, kEdit,
                               kSubmit, kApproveLegal, kApproveSecrecy, kPublish};

// Those of services/review, word for word: it accepts no others.
constexpr std::array<std::string_view, 5> kLegalQuestions{
    "所涉事项是否在发文机关的法定权限之内？（《重大行政决策程序暂行条例》第二十七条第一项）",
    "是否已履行征求意见、论证、批准等应当履行的法定程序？（《重大行政决策程序暂行条例》"
    "第二十七条第二项，《政府信息公开条例》第十一条）",
    "内容是否符合法律、法规、规章和国家政策的规定？（《重大行政决策程序暂行条例》第二十七条第三项"
    "）",
    "是否由负责公开该信息的机关公开，涉及其他机关的是否已与其协商、确认？（《政府信息公开条例》"
    "第十条、第十一条）",
    "所定公开属性是否有法律依据，没有把应当公开的内容列为不公开？（《政府信息公开条例》"
    "第十三条至第十六条）",
};
constexpr std::array<std::string_view, 6> kSecrecyQuestions{
    "正文和附件是否已逐项审查？（《保守国家秘密法实施条例》第四十二条）",
    "是否不含国家秘密，也没有密级标志？（《保守国家秘密法》第二十二条、第三十五条，"
    "《政府信息公开条例》第十四条）",
    "各项数据汇总、关联后，是否不会形成国家秘密？（《保守国家秘密法》第三十六条）",
    "是否不含法律、行政法规禁止公开的内容，公开后不会危及国家安全、公共安全、经济安全、社会稳定？"
    "（《政府信息公开条例》第十四条）",
    "是否不含公开会损害第三方合法权益的商业秘密和个人隐私，个人信息是否已经遮盖？"
    "（《政府信息公开条例》第十五条）",
    "是否不含工作秘密，以及不宜公开的内部事务信息、过程性信息和行政执法案卷？"
    "（《保守国家秘密法》第六十四条，《政府信息公开条例》第十六条）",
};

}  // namespace

std::span<const Step> StepsOf(std::uint64_t number) {
  if (number % 4 == 3) return kReturned;
  return kStraight;
}

std::string_view CommentOf(Action action) {
  switch (action) {
    case Action::kApproveLegal:
      return "经审核，内容合法，程序完备，同意公开。";
    case Action::kApproveSecrecy:
      return "经保密审查，不涉及国家秘密、工作秘密和个人隐私，同意公开。";
    case Action::kReturn:
      return "表二第三行合计数与分项不符，请核对后重新提交。";
    default:
      return {};
  }
}

std::span<const std::string_view> QuestionsOf(Action action) {
  if (action == Action::kApproveLegal) return kLegalQuestions;
  if (action == Action::kApproveSecrecy) return kSecrecyQuestions;
  return {};
}

}  // namespace gongkai::bench
