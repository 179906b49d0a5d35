#include "services/review/convert.h"

#include <string>

namespace gongkai::review {

v1::Task ToTask(const workflow::v1::Record& record, const StageInfo& stage) {
  v1::Task task;
  task.set_name(TaskNameOf(record.name(), stage));
  task.set_report(record.name());
  task.set_stage(stage.stage);
  task.set_state(record.state());
  task.set_etag(record.etag());
  task.set_content_sha256(record.content_sha256());
  task.set_department(record.department());
  task.set_disclosure(record.disclosure());
  task.set_proposed_disclosure(record.proposed_disclosure());
  task.set_disclosure_reason(record.disclosure_reason());
  if (record.has_form_number()) *task.mutable_form_number() = record.form_number();
  if (stage.stage == v1::ENDORSEMENT) {
    *task.mutable_missing_endorsements() = record.missing_endorsements();
  }
  *task.mutable_state_time() = record.state_time();
  task.set_claimed_by(record.claimed_by());
  if (record.has_claim_expire_time()) {
    *task.mutable_claim_expire_time() = record.claim_expire_time();
  }
  if (record.has_due_time()) *task.mutable_due_time() = record.due_time();
  task.set_newest_comment(record.newest_comment());
  return task;
}

void AddHeading(const rpc::HeadingRead& read, v1::Task& task) {
  task.set_title(read.heading.title());
  task.set_document_number(read.heading.document_number());
  task.set_content_problem(read.problem);
}

namespace {

// Adds what the review form says of the document beside its text.
void AddForm(const intake::v1::Content& content, v1::Content& out) {
  *out.mutable_co_issuing_departments() = content.co_issuing_departments();
  out.set_drafter(content.drafter());
  out.set_telephone(content.telephone());
  if (content.has_formed_date()) *out.mutable_formed_date() = content.formed_date();
  if (content.carrier() != intake::v1::CARRIER_UNSPECIFIED) {
    out.set_carrier(intake::v1::Carrier_Name(content.carrier()));
  }
  for (const int channel : content.channels()) {
    out.add_channels(intake::v1::Channel_Name(static_cast<intake::v1::Channel>(channel)));
  }
  out.set_interpretation(content.interpretation());
  out.set_forwarded_document_number(content.forwarded_document().document_number());
  out.set_forwarded_title(content.forwarded_document().title());
  out.set_forwarded_attribute(content.forwarded_document().attribute());
  out.set_index_number(content.index_number());
}

}  // namespace

void AddContent(const intake::v1::Content& content, const std::string& body, const StageInfo& stage,
                v1::Task& task) {
  task.set_title(content.title());
  task.set_document_number(content.document_number());

  v1::Content& out = *task.mutable_content();
  out.set_kind(intake::v1::Kind_Name(content.kind()));
  out.set_issuing_department(content.issuing_department());
  out.set_category(content.category());
  out.set_disclosure_reason(content.disclosure().reason());
  out.set_ground(content.disclosure().ground());
  out.set_body(body);
  for (const intake::v1::Attachment& attachment : content.attachments()) {
    v1::Attachment& added = *out.add_attachments();
    added.set_name(task.report() + "/attachments/" + attachment.file_name());
    added.set_mime_type(attachment.mime_type());
    added.set_size_bytes(attachment.size_bytes());
    added.set_sha256(attachment.sha256());
    added.set_disclosure(attachment.disclosure().attribute());
    added.set_ground(attachment.disclosure().ground());
    added.set_disclosure_reason(attachment.disclosure().reason());
  }
  out.set_corrects(content.corrects());
  if (content.has_planned_publish_time()) {
    *out.mutable_planned_publish_time() = content.planned_publish_time();
  }

  AddForm(content, out);

  if (!stage.questions) return;
  task.set_questions_version(form::kQuestionsVersion);
  const auto kind = static_cast<form::Kind>(content.kind());
  for (const form::Question* asked : form::QuestionsOf(*stage.questions, kind)) {
    v1::Question& question = *task.add_questions();
    question.set_id(std::string(asked->id));
    question.set_text(std::string(asked->text.english));
    question.set_text_zh(std::string(asked->text.chinese));
    question.set_source(std::string(asked->source));
    question.set_may_not_apply(asked->may_not_apply);
  }
}

}  // namespace gongkai::review
