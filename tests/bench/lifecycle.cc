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

}  // namespace gongkai::bench
