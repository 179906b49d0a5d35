// Sources of sheets, step by step as the ledger tells them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "services/review/sheet/sheet.h"

namespace gongkai::review {

namespace wf = workflow::v1;

inline constexpr std::size_t kNoLimit = 3 << 20;
inline const std::string kDigest(64, 'a');

// A report of 办公室 that goes its way. 2026-02-28T16:00:00Z is the time of its first event, and
// each event is a minute later. A returned event is valid until the next one is added.
class Story {
 public:
  Story() {
    source.record.set_name("reports/annual-2021");
    source.record.set_state(wf::DRAFT);
    source.record.set_department("办公室");
    source.record.set_content_sha256(kDigest);
    content.set_title("清河县2021年政府信息公开工作年度报告");
    content.set_document_number("清政办〔2022〕3号");
    content.set_kind(intake::v1::ANNUAL_REPORT);
    content.set_issuing_department("清河县人民政府办公室");
    content.set_category("政府信息公开年报");
    content.mutable_disclosure()->set_attribute(wf::ACTIVE);
    Add(wf::CREATE, "user/zhang-wei", "办公室", wf::DRAFTER);
  }

  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  wf::ReportEvent& Add(wf::Action action, const std::string& actor, const std::string& department,
                       wf::Role role, const std::string& comment = "") {
    wf::ReportEvent& event = source.events.emplace_back();
    event.set_position(static_cast<std::int64_t>(10 + source.events.size()));
    event.set_entry_hash(std::string(60, 'b') + std::to_string(1000 + event.position()));
    event.mutable_time()->set_seconds(1772294400 + 60 * event.position() - 660);
    event.set_action(action);
    event.set_actor(actor);
    event.set_department(department);
    event.set_role(role);
    event.set_comment(comment);
    event.set_content_sha256(source.record.content_sha256());
    return event;
  }

  // Adds an approval that stands until Void.
  wf::ReportEvent& Approve(wf::Action action, const std::string& actor,
                           const std::string& department, wf::Role role,
                           const std::string& comment = "同意公开。") {
    wf::ReportEvent& event = Add(action, actor, department, role, comment);
    wf::Approval& approval = *source.record.add_approvals();
    approval.set_action(action);
    approval.set_reviewer(actor);
    *approval.mutable_time() = event.time();
    return event;
  }

  wf::ReportEvent& Submit(wf::Disclosure disclosure = wf::ACTIVE) {
    wf::ReportEvent& event = Add(wf::SUBMIT, "user/zhang-wei", "办公室", wf::DRAFTER);
    event.mutable_submit()->set_disclosure(disclosure);
    source.record.set_state(wf::LEGAL_REVIEW);
    source.record.set_disclosure(disclosure);
    source.record.set_proposed_disclosure(disclosure);
    source.record.mutable_form_number()->set_year(2026);
    source.record.mutable_form_number()->set_number(7);
    return event;
  }

  wf::ReportEvent& Return(wf::State from, const std::string& actor, const std::string& reason) {
    wf::ReportEvent& event = Add(wf::RETURN, actor, "法规科", wf::LEGAL_REVIEWER, reason);
    event.set_from_state(from);
    source.record.set_state(wf::DRAFT);
    source.record.clear_approvals();
    return event;
  }

  std::string Render(std::size_t most_bytes = kNoLimit) {
    source.content = readable ? &content : nullptr;
    return RenderSheet(source, most_bytes);
  }

  SheetSource source;
  intake::v1::Content content;
  bool readable = true;
};

inline void Answer(wf::OpinionForm& form, const std::string& question, wf::Answer answer,
                   const std::string& remark = "") {
  wf::QuestionAnswer& added = *form.add_answers();
  added.set_question(question);
  added.set_answer(answer);
  added.set_remark(remark);
}

// The way to CLEARED and a signature: every kind of opinion that approves.
inline void Clear(Story& story) {
  story.Approve(wf::ENDORSE, "user/li-na", "办公室", wf::HEAD, "同意送审。");
  story.Submit();
  wf::OpinionForm& legal = *story
                                .Approve(wf::APPROVE_LEGAL, "user/wang-fang", "法规科",
                                         wf::LEGAL_REVIEWER, "合法，同意公开。")
                                .mutable_approve()
                                ->mutable_form();
  legal.set_conclusion(wf::LAWFUL);
  Answer(legal, "LEGAL_AUTHORITY", wf::YES);
  Answer(legal, "LEGAL_PROCEDURE", wf::NOT_APPLICABLE, "无须听证");
  wf::OpinionForm& secrecy = *story
                                  .Approve(wf::APPROVE_SECRECY, "user/chen-jie", "保密办",
                                           wf::SECRECY_REVIEWER, "不涉密，同意公开。")
                                  .mutable_approve()
                                  ->mutable_form();
  secrecy.set_conclusion(wf::DISCLOSE);
  secrecy.set_basis("保守国家秘密法第三十五条");
  Answer(secrecy, "STATE_SECRETS", wf::YES);
  story.source.record.set_state(wf::CLEARED);
  story.Approve(wf::SIGN, "user/sun-li", "县政府", wf::SIGNATORY, "同意公开发布。")
      .mutable_sign()
      ->mutable_decision()
      ->set_attribute(wf::ACTIVE);
}

}  // namespace gongkai::review
