#include "services/review/sheet/form_sections.h"

#include <algorithm>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/review/sheet/words.h"
#include "workflow/form/rules.h"

namespace gongkai::review {
namespace {

namespace in = intake::v1;
namespace wf = workflow::v1;

// One section of rows, each with a label.
class Form {
 public:
  Form(Fill& page, std::string heading, bool readable) : fill_(page.Add("FORM_SECTION")) {
    fill_.Set("FORM_HEADING", std::move(heading));
    if (!readable) fill_.Add("UNREADABLE");
  }

  void Wide(std::string label, std::string value) {
    Row("WIDE").Set("WIDE_LABEL", std::move(label)).Set("WIDE_VALUE", std::move(value));
  }
  void Digest(std::string label, std::string value) {
    Row("DIGEST_ROW").Set("DIGEST_LABEL", std::move(label)).Set("DIGEST_VALUE", std::move(value));
  }
  void Pair(std::string left, std::string left_value, std::string right, std::string right_value) {
    Row("PAIR")
        .Set("LEFT_LABEL", std::move(left))
        .Set("LEFT_VALUE", std::move(left_value))
        .Set("RIGHT_LABEL", std::move(right))
        .Set("RIGHT_VALUE", std::move(right_value));
  }
  Fill& fill() { return fill_; }

 private:
  // Adds a row of this kind below the others.
  Fill& Row(std::string_view kind) { return fill_.Add("ROW").Add(kind); }

  Fill& fill_;
};

std::string FilledIn(std::string_view text) { return TextOr(text, kNotFilledIn); }

const wf::ReportEvent* NewestOf(const SheetSource& source, wf::Action action) {
  const auto newest_first = source.events | std::views::reverse;
  const auto found = std::ranges::find(newest_first, action, &wf::ReportEvent::action);
  return found == newest_first.end() ? nullptr : &*found;
}

// Returns who handed the report to review, when, and which rules of the form it broke.
std::string SubmissionText(const SheetSource& source) {
  const wf::ReportEvent* submitted = NewestOf(source, wf::SUBMIT);
  if (submitted == nullptr) return "尚未送审";
  std::string text = submitted->actor() + "，" + TimeText(submitted->time());
  for (const std::string& id : submitted->submit().warnings()) {
    const auto rule = std::ranges::find(form::Rules(), id, &form::Rule::id);
    text += "\n提醒：";
    text += rule == form::Rules().end() ? id : std::string(rule->text.chinese);
  }
  return text;
}

// Returns whether the content is another one than the newest, which the reader may not read.
bool IsOutdated(const SheetSource& source) {
  for (const wf::ReportEvent& event : source.events | std::views::reverse) {
    if (event.action() == wf::EDIT || event.action() == wf::CREATE) {
      return event.content_sha256() != source.record.content_sha256();
    }
  }
  return false;
}

void AddAttachments(const in::Content& content, Fill& section) {
  if (content.attachments().empty()) return;
  Fill& list = section.Add("ATTACHMENTS");
  list.Set("ATTACHMENT_COUNT", std::to_string(content.attachments_size()));
  for (const in::Attachment& file : content.attachments()) {
    const in::DisclosureAttribute& own = file.disclosure();
    list.Add("ATTACHMENT")
        .Set("FILE_NAME", file.file_name())
        .Set("FILE_SIZE", SizeText(file.size_bytes()))
        .Set("FILE_ATTRIBUTE",
             TextOr(AttributeText(own.attribute(), own.ground(), own.reason()), "同正文"))
        .Set("FILE_SHA256", file.sha256());
  }
}

void AddBasics(const SheetSource& source, Fill& page) {
  const in::Content& content = *source.content;
  const wf::Record& record = source.record;
  Form form(page, "A　基本信息", /*readable=*/true);
  if (IsOutdated(source)) form.Wide("说明", "以下不是最新一稿，本表的读者无权查看最新一稿。");
  form.Wide("标题", FilledIn(content.title()));
  form.Pair("文号", FilledIn(content.document_number()), "文种",
            FilledIn(WordOf(base::kKindWords, content.kind())));
  form.Pair("发文机关", FilledIn(content.issuing_department()), "起草部门", record.department());
  form.Wide("联合发文机关", TextOr(Listed(content.co_issuing_departments()), kNone));
  form.Pair("拟稿人", FilledIn(content.drafter()), "联系电话", FilledIn(content.telephone()));
  form.Pair("载体形式", FilledIn(WordOf(base::kCarrierWords, content.carrier())), "成文日期",
            FilledIn(DayText(content.formed_date())));
  form.Pair("索引号", FilledIn(content.index_number()), "目录分类", FilledIn(content.category()));
  form.Wide("转发公文", ForwardedText(content.forwarded_document()));
  form.Pair("更正对象", TextOr(record.corrects(), kNone), "更正后公文",
            TextOr(record.superseded_by(), kNone));
  form.Wide("附件", content.attachments().empty()
                        ? std::string(kNone)
                        : std::to_string(content.attachments_size()) + " 件，见附件清单");
  form.Wide("送审", SubmissionText(source));
  form.Digest("内容摘要值", record.content_sha256());
  AddAttachments(content, form.fill());
}

// Returns whether somebody decided on another attribute than the department proposed.
bool IsDecidedOtherwise(const wf::Record& record) {
  return record.state() != wf::DRAFT &&
         record.proposed_disclosure() != wf::DISCLOSURE_UNSPECIFIED &&
         record.disclosure() != record.proposed_disclosure();
}

// Returns the ground with which the record's attribute was decided on.
wf::Ground DecidedGround(const SheetSource& source) {
  for (const wf::ReportEvent& event : source.events | std::views::reverse) {
    const wf::DisclosureDecision& decision =
        event.has_sign() ? event.sign().decision() : event.approve().decision();
    if (decision.attribute() == source.record.disclosure()) return decision.ground();
  }
  return wf::GROUND_UNSPECIFIED;
}

void AddProposal(const SheetSource& source, Fill& page) {
  const in::DisclosureAttribute& proposed = source.content->disclosure();
  const wf::Record& record = source.record;
  Form form(page, "B　公开属性建议", /*readable=*/true);
  form.Wide("建议属性", FilledIn(WordOf(base::kDisclosureWords, proposed.attribute())));
  form.Wide("依据", TextOr(GroundText(proposed.ground()), kNone));
  form.Wide("理由", TextOr(proposed.reason(), kNone));
  if (IsDecidedOtherwise(record)) {
    form.Wide("审定属性", AttributeText(record.disclosure(), DecidedGround(source),
                                        record.disclosure_reason()));
  }
}

void AddChannels(const SheetSource& source, Fill& page) {
  const in::Content& content = *source.content;
  std::vector<std::string> channels;
  for (const int channel : content.channels()) {
    channels.push_back(WordOf(base::kChannelWords, channel));
  }
  Form form(page, "C　公开渠道", /*readable=*/true);
  form.Wide("公开渠道", FilledIn(Listed(channels)));
  form.Wide("拟公开时间", content.has_planned_publish_time()
                              ? TimeText(content.planned_publish_time()) + " 以后"
                              : "未指定");
  form.Wide("解读材料", TextOr(content.interpretation(), kNone));
}

}  // namespace

void AddFormSections(const SheetSource& source, Fill& page) {
  if (source.content == nullptr) {
    for (const char* heading : {"A　基本信息", "B　公开属性建议", "C　公开渠道"}) {
      Form(page, heading, /*readable=*/false);
    }
    return;
  }
  AddBasics(source, page);
  AddProposal(source, page);
  AddChannels(source, page);
}

}  // namespace gongkai::review
