#include "services/intake/report_view.h"

#include <string>
#include <utility>

#include "services/intake/attachment_name.h"
#include "services/intake/content.h"

namespace gongkai::intake {
namespace {

void TakeContent(v1::Content&& content, v1::Report& report) {
  report.set_title(std::move(*content.mutable_title()));
  report.set_document_number(std::move(*content.mutable_document_number()));
  report.set_kind(content.kind());
  report.set_issuing_department(std::move(*content.mutable_issuing_department()));
  report.set_category(std::move(*content.mutable_category()));
  if (content.has_disclosure()) *report.mutable_disclosure() = content.disclosure();
  report.set_body(std::move(*content.mutable_body()));
  report.mutable_attachments()->Swap(content.mutable_attachments());
  for (v1::Attachment& attachment : *report.mutable_attachments()) {
    attachment.set_name(ToString({report.name(), attachment.file_name()}));
  }
  report.set_corrects(std::move(*content.mutable_corrects()));
  if (content.has_planned_publish_time()) {
    *report.mutable_planned_publish_time() = content.planned_publish_time();
  }
}

void TakeRecord(const workflow::v1::Record& record, v1::Report& report) {
  report.set_name(record.name());
  report.set_state(record.state());
  report.set_etag(record.etag());
  report.set_department(record.department());
  report.set_creator(record.creator());
  *report.mutable_create_time() = record.create_time();
  *report.mutable_update_time() = record.update_time();
  report.set_newest_comment(record.newest_comment());
}

}  // namespace

Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              std::string_view content_sha256, View view) {
  Result<v1::Content> content = ReadContent(contents, content_sha256);
  if (!content) return std::move(content).error();
  if (view == View::kWithoutBody) content->clear_body();
  v1::Report report;
  TakeRecord(record, report);
  TakeContent(*std::move(content), report);
  report.set_content_sha256(std::string(content_sha256));
  return report;
}

Result<v1::Report> ShowReport(ContentStore& contents, const workflow::v1::Record& record,
                              View view) {
  return ShowReport(contents, record, record.content_sha256(), view);
}

}  // namespace gongkai::intake
