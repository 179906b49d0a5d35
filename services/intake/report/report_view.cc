#include "services/intake/report/report_view.h"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "services/intake/attachment/attachment_name.h"
#include "services/intake/content/content.h"
#include "services/lib/request/fields.h"

namespace gongkai::intake {
namespace {

void TakeContent(v1::Content&& content, v1::Report& report) {
  report.set_title(std::move(*content.mutable_title()));
  report.set_document_number(std::move(*content.mutable_document_number()));
  report.set_kind(content.kind());
  report.set_issuing_department(std::move(*content.mutable_issuing_department()));
  report.set_category(std::move(*content.mutable_category()));
  if (content.has_disclosure()) *report.mutable_disclosure() = content.disclosure();
  report.mutable_attachments()->Swap(content.mutable_attachments());
  for (v1::Attachment& attachment : *report.mutable_attachments()) {
    attachment.set_name(ToString({request::IdOf(report.name()), attachment.file_name()}));
  }
  report.set_corrects(std::move(*content.mutable_corrects()));
  report.mutable_co_issuing_departments()->Swap(content.mutable_co_issuing_departments());
  report.set_drafter(std::move(*content.mutable_drafter()));
  report.set_telephone(std::move(*content.mutable_telephone()));
  if (content.has_formed_date()) *report.mutable_formed_date() = content.formed_date();
  report.set_carrier(content.carrier());
  report.mutable_channels()->Swap(content.mutable_channels());
  report.set_interpretation(std::move(*content.mutable_interpretation()));
  if (content.has_forwarded_document()) {
    report.mutable_forwarded_document()->Swap(content.mutable_forwarded_document());
  }
  report.set_index_number(std::move(*content.mutable_index_number()));
  if (content.has_planned_publish_time()) {
    *report.mutable_planned_publish_time() = content.planned_publish_time();
  }
}

v1::Report HeadOf(const workflow::v1::Record& record) {
  v1::Report report;
  report.set_name(record.name());
  report.set_state(record.state());
  report.set_etag(record.etag());
  report.set_department(record.department());
  report.set_creator(record.creator());
  if (record.has_create_time()) *report.mutable_create_time() = record.create_time();
  if (record.has_update_time()) *report.mutable_update_time() = record.update_time();
  report.set_newest_comment(record.newest_comment());
  if (record.has_form_number()) *report.mutable_form_number() = record.form_number();
  const bool submitted = record.proposed_disclosure() != workflow::v1::DISCLOSURE_UNSPECIFIED;
  if (submitted && record.disclosure() != record.proposed_disclosure()) {
    report.set_decided_attribute(record.disclosure());
    report.set_decision_reason(record.disclosure_reason());
  }
  *report.mutable_missing_endorsements() = record.missing_endorsements();
  report.set_content_sha256(record.content_sha256());
  return report;
}

// Says in the report what is wrong with its content.
v1::Report Marked(v1::Report head, const Error& why) {
  head.set_content_problem(std::string(InfoOf(why.reason).name));
  return head;
}

}  // namespace

Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              const base::Digest& digest) {
  Result<v1::Content> content = ReadContent(contents, digest);
  if (!content) return std::move(content).error();
  Result<std::string> body = ReadBody(contents, *content);
  if (!body) return std::move(body).error();
  v1::Report report = HeadOf(record);
  TakeContent(*std::move(content), report);
  report.set_body(*std::move(body));
  report.set_content_sha256(digest.ToHex());
  return report;
}

v1::Report ShowChanged(ContentStore& contents, const workflow::v1::Record& record) {
  const std::optional<base::Digest> digest = base::Digest::FromHex(record.content_sha256());
  if (!digest) return HeadOf(record);  // the caller may read none
  Result<v1::Report> report = ShowReport(contents, record, *digest);
  if (report) return *std::move(report);
  if (report.error().reason != Reason::kContentPurged) {
    spdlog::error("{}: {}", record.name(), report.error().message);
  }
  return Marked(HeadOf(record), report.error());
}

v1::Report ShowProposed(const workflow::v1::Record& record, v1::Content content,
                        std::string_view body) {
  v1::Report report = HeadOf(record);
  report.set_content_sha256(Seal(content).digest.ToHex());
  report.set_body(std::string(body));
  TakeContent(std::move(content), report);
  return report;
}

v1::Report ShowRow(ContentStore& contents, const workflow::v1::Record& record) {
  v1::Report report = HeadOf(record);
  const std::optional<base::Digest> digest = base::Digest::FromHex(record.content_sha256());
  if (!digest) return report;  // the caller may read none
  Result<v1::Content> content = ReadContent(contents, *digest);
  if (!content) return Marked(std::move(report), content.error());
  content->clear_attachments();
  content->clear_co_issuing_departments();
  content->clear_forwarded_document();
  content->clear_drafter();
  content->clear_telephone();
  TakeContent(*std::move(content), report);
  return report;
}

}  // namespace gongkai::intake
