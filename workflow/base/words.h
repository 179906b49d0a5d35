// The words of the domain in Chinese, beside the names that the API uses. A state, an action or a
// legal ground has one word, wherever it is shown. The index of a word is the number of its value in
// the protos; index 0, which means no value, has none.
#pragma once

#include <array>
#include <string_view>

namespace gongkai::base {

// machine::State, workflow.v1.State.
inline constexpr auto kStateWords = std::to_array<std::string_view>({
    "",
    "起草",        // DRAFT
    "合法性审查",  // LEGAL_REVIEW
    "合法性报审",  // LEGAL_REFERRED
    "保密审查",    // SECRECY_REVIEW
    "保密报审",    // SECRECY_REFERRED
    "待公开",      // CLEARED
    "已公开",      // PUBLISHED
    "已撤下",      // RETRACTED
    "已被更正",    // SUPERSEDED
    "已撤回",      // WITHDRAWN
    "不予公开",    // WITHHELD
});

// machine::Action, workflow.v1.Action.
inline constexpr auto kActionWords = std::to_array<std::string_view>({
    "",
    "新建",              // CREATE
    "修改",              // EDIT
    "送审",              // SUBMIT
    "领办",              // CLAIM
    "放回",              // RELEASE
    "合法性审查通过",    // APPROVE_LEGAL
    "保密审查通过",      // APPROVE_SECRECY
    "退回",              // RETURN
    "报审",              // REFER
    "答复",              // RESOLVE
    "不予公开",          // WITHHOLD
    "发布",              // PUBLISH
    "撤回",              // WITHDRAW
    "撤下",              // RETRACT
    "更正替代",          // SUPERSEDE
    "拒绝",              // DENIED
    "审查意见不再有效",  // REVOKE
});

// machine::Role, workflow.v1.Role.
inline constexpr auto kRoleWords = std::to_array<std::string_view>({
    "",
    "拟稿人",        // DRAFTER
    "合法性审查员",  // LEGAL_REVIEWER
    "保密审查员",    // SECRECY_REVIEWER
    "发布员",        // PUBLISHER
    "审计员",        // AUDITOR
});

// workflow.v1.Disclosure.
inline constexpr auto kDisclosureWords = std::to_array<std::string_view>({
    "",
    "主动公开",    // ACTIVE
    "删减后公开",  // ACTIVE_REDACTED
    "依申请公开",  // ON_REQUEST
    "不予公开",    // NOT_DISCLOSED
});

// workflow.v1.Ground: why something is not disclosed (Regulation on the Disclosure of Government
// Information, 政府信息公开条例, articles 14 to 16).
inline constexpr auto kGroundWords = std::to_array<std::string_view>({
    "",
    "国家秘密",
    "法律、行政法规禁止公开",
    "三安全一稳定",
    "第三方合法权益",
    "内部事务信息",
    "过程性信息",
    "行政执法案卷",
});

// intake.v1.Kind.
inline constexpr auto kKindWords = std::to_array<std::string_view>({
    "",
    "年度报告",
    "规范性文件",
    "通知",
    "政策解读",
    "财政预决算",
    "其他",
});

// review.v1.Stage.
inline constexpr auto kStageWords = std::to_array<std::string_view>({
    "",
    "合法性审查",  // LEGAL
    "保密审查",    // SECRECY
});

}  // namespace gongkai::base
