#include "workflow/form/rules.h"

#include <algorithm>
#include <array>
#include <functional>

namespace gongkai::form {
namespace {

using base::IsActive;
using base::IsRestricted;

// The rules, in the order in which a document is checked. The place of a rule in the enumeration is
// its place in kRules.
enum class Id : std::uint8_t {
  kTitle,
  kKind,
  kCategory,
  kBody,
  kAttribute,
  kGround,
  kGroundUnwanted,
  kReason,
  kForwarded,
  kAttachment,
  kAttachmentAttribute,
  kAttachmentReason,
  kAttachmentGround,
  kAttachmentGroundUnwanted,
  kInterpretation,
  kInterpretationItself,
  kCoIssuer,
  kHeadEndorses,
  kCoIssuerEndorses,
  kTimeOver,
  kTimeShort,
  kTimeUnknown,
};

constexpr auto kRules = std::to_array<Rule>({
    {"TITLE_MISSING",
     Severity::kError,
     "",
     {"Required to submit: the title (标题).", "送审须填写标题。"}},
    {"KIND_MISSING",
     Severity::kError,
     "",
     {"Required to submit: the kind of document (文种).", "送审须填写文种。"}},
    {"CATEGORY_MISSING",
     Severity::kError,
     "",
     {"Required to submit: the catalogue entry (目录分类).", "送审须填写目录分类。"}},
    {"BODY_MISSING", Severity::kError, "", {"Required to submit: the text.", "送审须有正文。"}},
    {"ATTRIBUTE_MISSING",
     Severity::kError,
     "国办发〔2016〕80号 一（一）",
     {"Required to submit: the disclosure attribute (公开属性).", "送审须填写公开属性。"}},
    {"GROUND_MISSING",
     Severity::kError,
     "政府信息公开条例 第十四条至第十六条",
     {"Required with NOT_DISCLOSED: the legal ground.",
      "公开属性为“不予公开”（NOT_DISCLOSED）时，须填写法定理由。"}},
    {"GROUND_UNWANTED",
     Severity::kError,
     "",
     {"Must be empty unless NOT_DISCLOSED.",
      "公开属性不是“不予公开”（NOT_DISCLOSED）时，不得填写。"}},
    {"REASON_MISSING",
     Severity::kError,
     "地方规定，如宁国市青龙乡 第五条（一）",
     {"Required with ON_REQUEST and NOT_DISCLOSED: the reason.",
      "公开属性为“依申请公开”（ON_REQUEST）或“不予公开”（NOT_DISCLOSED）时，须填写理由。"}},
    {"FORWARDED_ATTRIBUTE_DIFFERS",
     Severity::kError,
     "地方规定，如通榆县 三（二）",
     {"Must be the attribute of the document that is forwarded.",
      "转发类公文的公开属性须与被转发公文一致。"}},
    {"ATTACHMENT_NOT_DISCLOSED",
     Severity::kError,
     "政府信息公开条例 第三十七条；地方规定，如通榆县 三（三）",
     {"A document for active disclosure may not carry it: take it out, and propose "
      "ACTIVE_REDACTED.",
      "主动公开的公文不得带有不公开的附件：请撤下该附件，并改为“删减后公开”（ACTIVE_REDACTED）。"}},
    {"ATTACHMENT_ATTRIBUTE_MISSING",
     Severity::kError,
     "",
     {"Required with a ground or a reason: the disclosure attribute of the attachment.",
      "附件填写了法定理由或者理由的，须填写公开属性。"}},
    {"ATTACHMENT_REASON_MISSING",
     Severity::kError,
     "地方规定，如宁国市青龙乡 第五条（一）",
     {"Required with ON_REQUEST and NOT_DISCLOSED: the reason.",
      "附件的公开属性为“依申请公开”（ON_REQUEST）或“不予公开”（NOT_DISCLOSED）时，须填写理由。"}},
    {"ATTACHMENT_GROUND_MISSING",
     Severity::kError,
     "政府信息公开条例 第十四条至第十六条",
     {"Required with NOT_DISCLOSED: the legal ground.",
      "附件的公开属性为“不予公开”（NOT_DISCLOSED）时，须填写法定理由。"}},
    {"ATTACHMENT_GROUND_UNWANTED",
     Severity::kError,
     "",
     {"Must be empty unless the attachment is NOT_DISCLOSED.",
      "附件的公开属性不是“不予公开”（NOT_DISCLOSED）时，不得填写法定理由。"}},
    {"INTERPRETATION_MISSING",
     Severity::kError,
     "地方规定，如辽政办〔2022〕43号",
     {"Required of a rule or a normative document for active disclosure: the report that "
      "interprets "
      "it (政策解读).",
      "主动公开的规章和规范性文件，送审时须有政策解读。"}},
    {"INTERPRETATION_ITSELF",
     Severity::kError,
     "",
     {"Must be another report.", "政策解读须是另一份报告。"}},
    {"CO_ISSUER_REPEATED",
     Severity::kError,
     "",
     {"Must not name the issuing department again.", "联合发文机关不得与发文机关重复。"}},
    {"HEAD_NOT_ENDORSED",
     Severity::kError,
     "地方规定，如普洱市 第四条",
     {"Required to submit: the endorsement of this content by the head of the department.",
      "送审须由起草部门负责人对现有内容审签。"}},
    {"CO_ISSUER_NOT_ENDORSED",
     Severity::kError,
     "地方规定，如上海市 第八条",
     {"Required to submit: the endorsement of this content by the head of the co-issuing "
      "department.",
      "送审须由联合发文部门的负责人对现有内容审签。"}},
    {"DISCLOSURE_OVERDUE",
     Severity::kWarning,
     "政府信息公开条例 第二十六条",
     {"The 20 working days since the document was formed are over.",
      "自成文之日起的20个工作日已经届满。"}},
    {"DISCLOSURE_DUE_SOON",
     Severity::kWarning,
     "政府信息公开条例 第二十六条",
     {"Of the 20 working days since the document was formed, 5 or fewer are left.",
      "自成文之日起的20个工作日还剩5个工作日或更少。"}},
    {"DISCLOSURE_DUE_UNKNOWN",
     Severity::kWarning,
     "政府信息公开条例 第二十六条",
     {"When the 20 working days since the document was formed are over is not known: this program "
      "does not have the days off of that year.",
      "本程序没有有关年份的节假日安排，无法计算自成文之日起的20个工作日何时届满。"}},
});
static_assert(kRules.size() == static_cast<std::size_t>(Id::kTimeUnknown) + 1);

constexpr bool HasDistinctIds() {
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (kRules[i].id == kRules[j].id) return false;
    }
  }
  return true;
}
static_assert(HasDistinctIds(), "each rule has an id of its own");

// Gathers the rules that are broken.
class Findings {
 public:
  // Notes the rule unless `holds`.
  void Require(bool holds, Id id, std::string field) {
    if (!holds) found_.push_back({&kRules[static_cast<std::size_t>(id)], std::move(field)});
  }

  // Returns the findings in the order of the rules.
  std::vector<Finding> Take() {
    std::ranges::stable_sort(found_, {}, &Finding::rule);
    return std::move(found_);
  }

 private:
  std::vector<Finding> found_;
};

void CheckForm(const Document& document, Findings& findings) {
  findings.Require(document.has_title, Id::kTitle, "report.title");
  findings.Require(document.kind != Kind::kNone, Id::kKind, "report.kind");
  findings.Require(document.has_category, Id::kCategory, "report.category");
  findings.Require(document.has_body, Id::kBody, "report.body");
  const bool repeated =
      std::ranges::find(document.co_issuing_departments, document.issuing_department) !=
      document.co_issuing_departments.end();
  findings.Require(!repeated, Id::kCoIssuer, "report.co_issuing_departments");
}

void CheckEndorsements(const Document& document, Findings& findings) {
  for (const std::string_view department : document.missing_endorsements) {
    const bool own = department == document.department;
    const std::string field =
        own ? std::string("report.department")
            : "report.co_issuing_departments[" + std::string(department) + ']';
    findings.Require(false, own ? Id::kHeadEndorses : Id::kCoIssuerEndorses, field);
  }
}

void CheckProposal(const Document& document, Findings& findings) {
  const Proposal& proposal = document.proposal;
  const Disclosure attribute = proposal.disclosure;
  const bool closed = attribute == Disclosure::kNotDisclosed;
  findings.Require(attribute != Disclosure::kNone, Id::kAttribute, "report.disclosure.attribute");
  findings.Require(!closed || proposal.has_ground, Id::kGround, "report.disclosure.ground");
  findings.Require(closed || !proposal.has_ground, Id::kGroundUnwanted, "report.disclosure.ground");
  findings.Require(!IsRestricted(attribute) || proposal.has_reason, Id::kReason,
                   "report.disclosure.reason");
  const bool follows = document.forwarded == Disclosure::kNone || document.forwarded == attribute;
  findings.Require(follows, Id::kForwarded, "report.disclosure.attribute");
}

void CheckAttachments(const Document& document, Findings& findings) {
  for (const Attachment& attachment : document.attachments) {
    const Proposal& proposal = attachment.proposal;
    const std::string field = "report.attachments[" + std::string(attachment.file_name) + ']';
    const bool carried = IsActive(document.proposal.disclosure);
    findings.Require(!carried || !IsRestricted(proposal.disclosure), Id::kAttachment,
                     field + ".disclosure.attribute");
    const bool given = proposal.disclosure != Disclosure::kNone;
    const bool closed = proposal.disclosure == Disclosure::kNotDisclosed;
    findings.Require(given || (!proposal.has_ground && !proposal.has_reason),
                     Id::kAttachmentAttribute, field + ".disclosure.attribute");
    findings.Require(!IsRestricted(proposal.disclosure) || proposal.has_reason,
                     Id::kAttachmentReason, field + ".disclosure.reason");
    findings.Require(!closed || proposal.has_ground, Id::kAttachmentGround,
                     field + ".disclosure.ground");
    findings.Require(closed || !given || !proposal.has_ground, Id::kAttachmentGroundUnwanted,
                     field + ".disclosure.ground");
  }
}

void CheckInterpretation(const Document& document, Findings& findings) {
  const bool binds =
      document.kind == Kind::kGovernmentRule || document.kind == Kind::kNormativeDocument;
  const bool due = binds && IsActive(document.proposal.disclosure);
  findings.Require(!due || !document.interpretation.empty(), Id::kInterpretation,
                   "report.interpretation");
  const bool itself =
      !document.interpretation.empty() && document.interpretation == document.report;
  findings.Require(!itself, Id::kInterpretationItself, "report.interpretation");
}

void CheckTime(const Document& document, Findings& findings) {
  const TimeLeft left = document.time_left;
  findings.Require(left != TimeLeft::kNone, Id::kTimeOver, "report.formed_date");
  findings.Require(left != TimeLeft::kLittle, Id::kTimeShort, "report.formed_date");
  findings.Require(left != TimeLeft::kUnknown, Id::kTimeUnknown, "report.formed_date");
}

}  // namespace

std::span<const Rule> Rules() { return kRules; }

std::vector<Finding> Check(const Document& document) {
  Findings findings;
  CheckForm(document, findings);
  CheckEndorsements(document, findings);
  CheckProposal(document, findings);
  CheckAttachments(document, findings);
  CheckInterpretation(document, findings);
  CheckTime(document, findings);
  return findings.Take();
}

}  // namespace gongkai::form
