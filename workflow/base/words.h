// The words of the domain: the name that the API uses, in English, and beside it the Chinese word. A
// state, an action or a legal ground has one word, wherever it is shown. The index of a word is the
// number of its value in the protos; index 0, which means no value, has no Chinese word.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace gongkai::base {

struct Word {
  std::string_view name;  // "LEGAL_REVIEW"
  std::string_view chinese;
};

// machine::State, workflow.v1.State.
inline constexpr auto kStateWords = std::to_array<Word>({
    {"NONE", ""},
    {"DRAFT", "起草"},
    {"LEGAL_REVIEW", "合法性审查"},
    {"LEGAL_REFERRED", "合法性报审"},
    {"SECRECY_REVIEW", "保密审查"},
    {"SECRECY_REFERRED", "保密报审"},
    {"CLEARED", "待公开"},
    {"PUBLISHED", "已公开"},
    {"RETRACTED", "已撤下"},
    {"SUPERSEDED", "已被更正"},
    {"WITHDRAWN", "已撤回"},
    {"WITHHELD", "不予公开"},
    {"FILED", "已归档"},
});

// machine::Action, workflow.v1.Action.
inline constexpr auto kActionWords = std::to_array<Word>({
    {"NONE", ""},
    {"CREATE", "新建"},
    {"EDIT", "修改"},
    {"SUBMIT", "送审"},
    {"CLAIM", "领办"},
    {"RELEASE", "放回"},
    {"APPROVE_LEGAL", "合法性审查通过"},
    {"APPROVE_SECRECY", "保密审查通过"},
    {"RETURN", "退回"},
    {"REFER", "报审"},
    {"RESOLVE", "答复"},
    {"WITHHOLD", "不予公开"},
    {"PUBLISH", "发布"},
    {"WITHDRAW", "撤回"},
    {"RETRACT", "撤下"},
    {"SUPERSEDE", "更正替代"},
    {"DENIED", "拒绝"},
    {"REVOKE", "审查意见不再有效"},
    {"FILE", "归档"},
    {"REASSESS", "重新评估"},
    {"ENDORSE", "部门审签"},
    {"SIGN", "签发"},
    {"DUE_SOON", "临近期限"},
    {"OVERDUE", "逾期"},
    {"RESCHEDULE", "期限变更"},
    {"TAKE_OVER", "接办"},
    {"SET_POLICY", "策略生效"},
    {"ADJUDICATE", "认定"},
    {"REPORT_LEAK", "泄露撤下"},
    {"PROPOSE_PURGE", "提请销毁"},
    {"PURGE", "销毁"},
});

// ledger::Verdict, workflow.v1.Verdict: what a secrecy reviewer decides on a finding of the leak check.
inline constexpr auto kVerdictWords = std::to_array<Word>({
    {"none", ""},
    {"MASK", "须掩码"},
    {"ALLOW", "依法公开"},
    {"FALSE_ALARM", "误报"},
});

// workflow.v1.FindingGround: why a finding is published as it is.
inline constexpr auto kFindingGroundWords = std::to_array<Word>({
    {"none", ""},
    {"REQUIRED_BY_LAW", "法律法规规定公开"},
    {"CONSENT", "本人或者权利人同意公开"},
    {"PUBLIC_INTEREST", "不公开会对公共利益造成重大影响"},
    {"OFFICIAL_CONTACT", "履行职务所用的信息"},
    {"PUBLIC_ALREADY", "已经依法公开"},
});

// machine::Role, workflow.v1.Role.
inline constexpr auto kRoleWords = std::to_array<Word>({
    {"NONE", ""},
    {"DRAFTER", "拟稿人"},
    {"LEGAL_REVIEWER", "合法性审查员"},
    {"SECRECY_REVIEWER", "保密审查员"},
    {"PUBLISHER", "发布员"},
    {"AUDITOR", "审计员"},
    {"HEAD", "部门负责人"},
    {"SIGNATORY", "签发人"},
});

// In place of a role: what is neither a person nor a bot, a service, has no role.
inline constexpr Word kPersonOrBot{"of a person or bot", "个人或机器人"};

// ledger::Disclosure, workflow.v1.Disclosure.
inline constexpr auto kDisclosureWords = std::to_array<Word>({
    {"undecided", ""},
    {"ACTIVE", "主动公开"},
    {"ACTIVE_REDACTED", "删减后公开"},
    {"ON_REQUEST", "依申请公开"},
    {"NOT_DISCLOSED", "不予公开"},
});

// workflow.v1.Ground: why something is not disclosed (Regulation on the Disclosure of Government
// Information, 政府信息公开条例, articles 14 to 16).
inline constexpr auto kGroundWords = std::to_array<Word>({
    {"none", ""},
    {"STATE_SECRET", "国家秘密"},
    {"FORBIDDEN_BY_LAW", "法律、行政法规禁止公开"},
    {"SECURITY_AND_STABILITY", "三安全一稳定"},
    {"THIRD_PARTY_RIGHTS", "第三方合法权益"},
    {"INTERNAL_AFFAIRS", "内部事务信息"},
    {"DELIBERATIVE", "过程性信息"},
    {"ENFORCEMENT_FILE", "行政执法案卷"},
});

// intake.v1.Kind.
inline constexpr auto kKindWords = std::to_array<Word>({
    {"none", ""},
    {"ANNUAL_REPORT", "年度报告"},
    {"NORMATIVE_DOCUMENT", "规范性文件"},
    {"NOTICE", "通知"},
    {"POLICY_INTERPRETATION", "政策解读"},
    {"BUDGET", "财政预决算"},
    {"OTHER", "其他"},
    {"GOVERNMENT_RULE", "规章"},
});

// intake.v1.Carrier.
inline constexpr auto kCarrierWords = std::to_array<Word>({
    {"none", ""},
    {"OFFICIAL_DOCUMENT", "公文类"},
    {"OTHER_CARRIER", "非公文类"},
});

// intake.v1.Channel.
inline constexpr auto kChannelWords = std::to_array<Word>({
    {"none", ""},
    {"PORTAL", "门户网站"},
    {"DISCLOSURE_PLATFORM", "公开平台"},
    {"WECHAT", "微信"},
    {"GAZETTE", "政府公报"},
    {"OTHER_CHANNEL", "其他渠道"},
});

// workflow.v1.Severity.
inline constexpr auto kSeverityWords = std::to_array<Word>({
    {"none", ""},
    {"ERROR", "错误"},
    {"WARNING", "提醒"},
});

// review.v1.Stage.
inline constexpr auto kStageWords = std::to_array<Word>({
    {"none", ""},
    {"LEGAL", "合法性审查"},
    {"SECRECY", "保密审查"},
    {"ENDORSEMENT", "部门审签"},
    {"SIGNATURE", "签发"},
});

// review.v1.TaskChange.
inline constexpr auto kTaskChangeWords = std::to_array<Word>({
    {"none", ""},
    {"ENTERED", "进入"},
    {"CHANGED", "变动"},
    {"LEFT", "离开"},
});

// workflow.v1.Answer.
inline constexpr auto kAnswerWords = std::to_array<Word>({
    {"none", ""},
    {"YES", "是"},
    {"NO", "否"},
    {"NOT_APPLICABLE", "不适用"},
});

// workflow.v1.Conclusion.
inline constexpr auto kConclusionWords = std::to_array<Word>({
    {"none", ""},
    {"LAWFUL", "合法"},
    {"REVISE_CLAUSES", "逐条修改"},
    {"REDO_PROCEDURE", "补正程序"},
    {"NOT_TO_BE_ISSUED", "建议不制定"},
    {"DISCLOSE", "公开"},
    {"EXEMPT", "免于公开"},
});

// calendar::DayKind, workflow.v1.DayKind.
inline constexpr auto kDayKindWords = std::to_array<Word>({
    {"none", ""},
    {"WORKDAY", "工作日"},
    {"WORKED_WEEKEND", "调休上班"},
    {"WEEKEND", "双休日"},
    {"DAY_OFF", "节假日"},
    {"UNKNOWN", "未公布"},
});

// ledger::TermKind, workflow.v1.TermKind.
inline constexpr auto kTermWords = std::to_array<Word>({
    {"none", ""},
    {"STAGE_TERM", "办理期限"},
    {"STATUTORY_TERM", "法定期限"},
});

// workflow.v1.DeadlineStatus.
inline constexpr auto kDeadlineStatusWords = std::to_array<Word>({
    {"none", ""},
    {"RUNNING", "计时中"},
    {"NEAR", "临近"},
    {"PASSED", "已过"},
    {"STOPPED", "暂停计时"},
    {"NOT_KNOWN", "日期未知"},
});

// Returns whether every value has a name and a Chinese word that no other value has.
constexpr bool AreComplete(std::span<const Word> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].name.empty() || words[i].chinese.empty() != (i == 0)) return false;
    for (const Word& other : words.first(i)) {
      if (other.name == words[i].name || other.chinese == words[i].chinese) return false;
    }
  }
  return true;
}
static_assert(AreComplete(kStateWords) && AreComplete(kActionWords) && AreComplete(kRoleWords) &&
                  AreComplete(kDisclosureWords) && AreComplete(kGroundWords) &&
                  AreComplete(kKindWords) && AreComplete(kStageWords) &&
                  AreComplete(kDayKindWords) && AreComplete(kCarrierWords) &&
                  AreComplete(kChannelWords) && AreComplete(kSeverityWords) &&
                  AreComplete(kAnswerWords) && AreComplete(kConclusionWords) &&
                  AreComplete(kTermWords) && AreComplete(kDeadlineStatusWords) &&
                  AreComplete(kTaskChangeWords) && AreComplete(kVerdictWords) &&
                  AreComplete(kFindingGroundWords),
              "each value has a name and a Chinese word of its own");

// Returns the Chinese word of the value with this name, or an empty text if no value has the name.
constexpr std::string_view ChineseOf(std::span<const Word> words, std::string_view name) {
  for (const Word& word : words) {
    if (word.name == name) return word.chinese;
  }
  return {};
}

}  // namespace gongkai::base
