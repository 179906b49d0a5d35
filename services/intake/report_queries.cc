#include "services/intake/report_queries.h"

#include <utility>

#include "services/intake/report_view.h"
#include "services/server/fields.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;
using server::FieldCheck;
using server::Presence;

constexpr int kMaxBatch = 1000;

Status Answer(Result<v1::Report> report, v1::Report& response) {
  if (!report) return std::move(report).error();
  response = *std::move(report);
  return {};
}

}  // namespace

Status ReportQueries::Get(const server::Call& call, const v1::GetReportRequest& request,
                          v1::Report& response) {
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  return Answer(ShowReport(contents_, located->record, located->content_sha256, View::kFull),
                response);
}

Status ReportQueries::List(const server::Call& call, const v1::ListReportsRequest& request,
                           v1::ListReportsResponse& response) {
  wf::ListRecordsRequest records;
  records.set_page_size(request.page_size());
  records.set_page_token(request.page_token());
  records.set_filter(request.filter());
  Result<wf::ListRecordsResponse> page = workflow_.ListRecords(call, records);
  if (!page) return std::move(page).error();
  response.set_next_page_token(std::move(*page->mutable_next_page_token()));
  return Show(call, page->records(), *response.mutable_reports());
}

Status ReportQueries::BatchGet(const server::Call& call, const v1::BatchGetReportsRequest& request,
                               v1::BatchGetReportsResponse& response) {
  FieldCheck check;
  check.Range("names", request.names_size(), 1, kMaxBatch);
  for (const std::string& name : request.names()) check.Name("names", name);
  if (Status ok = check.Done(); !ok) return ok;
  wf::BatchGetRecordsRequest records;
  *records.mutable_names() = request.names();
  const Result<wf::BatchGetRecordsResponse> found = workflow_.BatchGetRecords(call, records);
  if (!found) return found.error();
  return Show(call, found->records(), *response.mutable_reports());
}

Status ReportQueries::Show(const server::Call& call, const Repeated<wf::Record>& records,
                           Repeated<v1::Report>& reports) {
  for (const wf::Record& record : records) {
    if (Status wanted = call.Wanted(); !wanted) return wanted;
    Status shown = Answer(ShowReport(contents_, record, View::kWithoutBody), *reports.Add());
    if (!shown) return shown;
  }
  return {};
}

Status ReportQueries::GetContent(const server::Call& call, const v1::GetContentRequest& request,
                                 v1::GetContentResponse& response) {
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  Result<std::string> bytes = contents_.Get(located->content_sha256);
  if (!bytes) return std::move(bytes).error();
  response.set_content(*std::move(bytes));
  return {};
}

Result<ReportQueries::Located> ReportQueries::Locate(const server::Call& call,
                                                     const std::string& name,
                                                     const std::string& content_sha256) {
  if (Status ok = FieldCheck()
                      .Name("name", name)
                      .Digest("content_sha256", content_sha256, Presence::kOptional)
                      .Done();
      !ok) {
    return std::move(ok).error();
  }
  Result<wf::Record> record = workflow_.GetRecord(call, name);
  if (!record) return std::move(record).error();
  const std::string& sha256 = content_sha256.empty() ? record->content_sha256() : content_sha256;
  const bool visible = sha256 == record->content_sha256() ||
                       (record->all_revisions() && contents_.Has({.report = name, .sha256 = sha256}));
  if (sha256.empty() || !visible) return errors::ReportNotFound(name + " with the content " + sha256);
  return Located{.record = *record, .content_sha256 = sha256};
}

}  // namespace gongkai::intake
