#include "workflow/form/questions.h"

#include <algorithm>
#include <array>

namespace gongkai::form {
namespace {

constexpr bool kAlways = false;      // Question::normative_only
constexpr bool kNormative = true;    // Question::normative_only
constexpr bool kYesOrNo = false;     // Question::may_not_apply
constexpr bool kMayNotApply = true;  // Question::may_not_apply

constexpr std::string_view kLocalRules = "地方规定，如辽宁省的办法";

constexpr auto kQuestions = std::to_array<Question>({
    // 合法性审查: what the legal reviewer answers for.
    {"LEGAL_AUTHORITY",
     Review::kLegal,
     kAlways,
     kYesOrNo,
     "重大行政决策程序暂行条例 第二十七条（一）",
     {"Is the matter within the statutory power of the organ that issues it?",
      "所涉事项是否在发文机关的法定权限之内？"}},
    {"LEGAL_PROCEDURE",
     Review::kLegal,
     kAlways,
     kMayNotApply,
     "重大行政决策程序暂行条例 第二十七条（二）；政府信息公开条例 第十一条",
     {"Was the procedure that the law asks for gone through: opinions heard, reasons examined, "
      "approvals given?",
      "是否已履行征求意见、论证、批准等应当履行的法定程序？"}},
    {"LEGAL_CONTENT",
     Review::kLegal,
     kAlways,
     kYesOrNo,
     "重大行政决策程序暂行条例 第二十七条（三）",
     {"Does the content agree with laws, regulations, rules and national policy?",
      "内容是否符合法律、法规、规章和国家政策的规定？"}},
    {"DISCLOSING_ORGAN",
     Review::kLegal,
     kAlways,
     kYesOrNo,
     "政府信息公开条例 第十条、第十一条",
     {"Does the organ disclose it that has to, and was it agreed with the other organs concerned?",
      "是否由负责公开该信息的机关公开，涉及其他机关的是否已与其协商、确认？"}},
    {"DISCLOSURE_BASIS",
     Review::kLegal,
     kAlways,
     kYesOrNo,
     "政府信息公开条例 第十三条至第十六条",
     {"Has the disclosure attribute a basis in law, and is nothing kept back that must be "
      "disclosed?",
      "所定公开属性是否有法律依据，没有把应当公开的内容列为不公开？"}},
    {"NORMATIVE_MAKER",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"May the organ that makes it make normative documents?", "制定主体是否合法？"}},
    {"NORMATIVE_AUTHORITY",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"Does it stay within the statutory power, and leave to citizens and the market what is "
      "theirs?",
      "是否没有超越法定权限，也没有规定应当由公民、市场自行决定的事项？"}},
    {"NORMATIVE_CONTENT",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"Does it agree with the constitution, laws, regulations, rules and policies?",
      "内容是否符合宪法、法律、法规、规章和政策？"}},
    {"NORMATIVE_MEASURES",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"Does it set no licence, penalty, compulsion, levy or charge against the law?",
      "是否没有违法设立行政许可、行政处罚、行政强制、行政征收、行政收费等事项？"}},
    {"NORMATIVE_RIGHTS",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"Does it reduce no right and add no duty of citizens and organizations without a legal "
      "basis?",
      "是否没有无依据减损公民、法人和其他组织的权益或者增加其义务？"}},
    {"NORMATIVE_POWERS",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"Does it add no power to the department, and reduce none of its duties, without a legal "
      "basis?",
      "是否没有无依据增加本部门的权力或者减少本部门的职责？"}},
    {"NORMATIVE_PROCEDURE",
     Review::kLegal,
     kNormative,
     kYesOrNo,
     kLocalRules,
     {"Was the procedure for making normative documents kept?", "是否符合规范性文件的制定程序？"}},
    // 保密审查, item by item (逐项), attachments included.
    {"ITEM_BY_ITEM",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "保守国家秘密法实施条例 第四十二条",
     {"Were text and attachments reviewed item by item?", "正文和附件是否已逐项审查？"}},
    {"STATE_SECRETS",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "保守国家秘密法 第二十二条、第三十五条；政府信息公开条例 第十四条",
     {"Is it free of state secrets and of marks of secrecy?",
      "是否不含国家秘密，也没有密级标志？"}},
    {"AGGREGATION",
     Review::kSecrecy,
     kAlways,
     kMayNotApply,
     "保守国家秘密法 第三十六条",
     {"Do the data, taken together and with others, not become a state secret?",
      "各项数据汇总、关联后，是否不会形成国家秘密？"}},
    {"FORBIDDEN_OR_HARMFUL",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "政府信息公开条例 第十四条",
     {"Is it free of what laws and regulations forbid to disclose, and would it endanger neither "
      "national, public or economic security nor social stability?",
      "是否不含法律、行政法规禁止公开的内容，公开后不会危及国家安全、公共安全、经济安全、社会稳定"
      "？"}},
    {"THIRD_PARTY",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "政府信息公开条例 第十五条",
     {"Is it free of business secrets and privacy whose disclosure would harm others, and are "
      "personal data masked?",
      "是否不含公开会损害第三方合法权益的商业秘密和个人隐私，个人信息是否已经遮盖？"}},
    {"WORK_SECRETS",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "保守国家秘密法 第六十四条；政府信息公开条例 第十六条",
     {"Is it free of work secrets, and of internal affairs, deliberations and enforcement files "
      "that "
      "should not be disclosed?",
      "是否不含工作秘密，以及不宜公开的内部事务信息、过程性信息和行政执法案卷？"}},
    {"PUBLIC_OPINION",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "地方规定，如泗县水利局的问题清单",
     {"Is it unlikely to disturb social stability or to be sensationalized?",
      "公开后是否不会影响社会稳定、引发舆论炒作？"}},
    {"SCOPE_AND_FORM",
     Review::kSecrecy,
     kAlways,
     kYesOrNo,
     "地方规定，如滨州市 第五条",
     {"Are the scope and the form of the disclosure right?", "公开的范围和方式是否适当？"}},
    {"PARTS_SEPARATED",
     Review::kSecrecy,
     kAlways,
     kMayNotApply,
     "政府信息公开条例 第三十七条；地方规定，如滨州市 第五条",
     {"Where only parts are disclosed: are the other parts kept apart or masked?",
      "部分公开的，不予公开的部分是否已经区分、遮盖？"}},
});

constexpr bool HasDistinctIds() {
  for (std::size_t i = 0; i < kQuestions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (kQuestions[i].id == kQuestions[j].id) return false;
    }
  }
  return true;
}
static_assert(HasDistinctIds(), "each question has an id of its own");

bool IsNormative(Kind kind) {
  return kind == Kind::kNormativeDocument || kind == Kind::kGovernmentRule;
}

}  // namespace

std::span<const Question> Questions() { return kQuestions; }

std::vector<const Question*> QuestionsOf(Review review, Kind kind) {
  std::vector<const Question*> asked;
  for (const Question& question : kQuestions) {
    if (question.review == review && (!question.normative_only || IsNormative(kind))) {
      asked.push_back(&question);
    }
  }
  return asked;
}

}  // namespace gongkai::form
