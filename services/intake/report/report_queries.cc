#include "services/intake/report/report_queries.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "services/intake/content/content.h"
#include "services/intake/report/report_view.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/lib/rpc/form_check.h"
#include "services/lib/rpc/headings.h"
#include "workflow/error/errors.h"
#include "workflow/leak/rules.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;
using request::FieldCheck;
using request::Presence;

// Report.content_problem of a content that was destroyed as it should be: nobody has to mend it.
constexpr std::string_view kPurged = InfoOf(Reason::kContentPurged).name;

// The token of a page is the number of findings before it.
std::optional<std::size_t> ReadPageToken(const std::string& token) {
  std::size_t begin = 0;
  const char* const end = token.data() + token.size();
  const auto [read, error] = std::from_chars(token.data(), end, begin);
  if (token.empty()) return 0;
  const bool valid = error == std::errc() && read == end && begin <= 2 * limits::kLeakFindings;
  return valid ? std::optional(begin) : std::nullopt;
}

// Adds the findings from `begin` on.
void ShowPage(const ReportFindings& found, std::size_t begin, std::int32_t page_size,
              v1::ListFindingsResponse& response) {
  const auto& findings = found.list.findings;
  const int rows =
      page_size == 0 ? limits::kDefaultPage : std::min(page_size, limits::kLargestPage);
  std::size_t at = begin;
  for (; at < findings.size() && response.findings_size() < rows; ++at) {
    v1::Finding& row = *response.add_findings();
    row = findings[at].finding;
    const auto rule = std::ranges::find(leak::Rules(), row.rule(), &leak::Rule::id);
    if (rule != leak::Rules().end()) {
      row.set_message(std::string(rule->why.english));
      row.set_message_zh(std::string(rule->why.chinese));
    }
    if (at < found.verdicts.size()) row.set_verdict(found.verdicts[at]);
  }
  if (at < findings.size()) response.set_next_page_token(std::to_string(at));
}

}  // namespace

Status ReportQueries::Get(const rpc::Call& call, const v1::GetReportRequest& request,
                          v1::Report& response) {
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  Result<v1::Report> report = ShowReport(contents_, located->record, located->content);
  if (!report) return std::move(report).error();
  response = *std::move(report);
  return {};
}

Status ReportQueries::List(const rpc::Call& call, const v1::ListReportsRequest& request,
                           v1::ListReportsResponse& response) {
  wf::ListRecordsRequest records;
  records.set_page_token(request.page_token());
  records.set_filter(request.filter());
  const auto ask = [&](std::int32_t page_size) -> Result<v1::ListReportsResponse> {
    records.set_page_size(page_size);
    Result<wf::ListRecordsResponse> page = workflow_.ListRecords(call, records);
    if (!page) return std::move(page).error();
    v1::ListReportsResponse reports;
    reports.set_next_page_token(std::move(*page->mutable_next_page_token()));
    Status shown = Show(call, page->records(), *reports.mutable_reports());
    if (!shown) return std::move(shown).error();
    return reports;
  };
  Result<v1::ListReportsResponse> page =
      request::AskForFittingPage(request.page_size(), ask, &v1::ListReportsResponse::reports);
  if (!page) return std::move(page).error();
  response = *std::move(page);
  return {};
}

Status ReportQueries::BatchGet(const rpc::Call& call, const v1::BatchGetReportsRequest& request,
                               v1::BatchGetReportsResponse& response) {
  FieldCheck check(request);
  check.Range("names", request.names_size(), 1, limits::kReportsAtOnce);
  std::unordered_set<std::string_view> names;
  for (const std::string& name : request.names()) {
    check.Name("names", name)
        .Require(names.insert(name).second, "names", {"Must be distinct.", "必须各不相同。"});
  }
  if (Status ok = check.Done(); !ok) return ok;
  wf::BatchGetRecordsRequest records;
  *records.mutable_names() = request.names();
  Result<wf::BatchGetRecordsResponse> found = workflow_.BatchGetRecords(call, records);
  if (!found) return std::move(found).error();
  *response.mutable_missing() = std::move(*found->mutable_missing());
  return Show(call, found->records(), *response.mutable_reports());
}

Status ReportQueries::Check(const rpc::Call& call, const v1::CheckReportRequest& request,
                            v1::CheckReportResponse& response) {
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  const Result<v1::Content> content = ReadContent(contents_, located->content);
  if (!content) return content.error();
  const Result<std::string> body = ReadBody(contents_, *content);
  if (!body) return body.error();
  response.set_content_sha256(located->content.ToHex());
  rpc::Show(rpc::CheckForm(*content, *body, located->record, request::Now()),
            *response.mutable_findings());
  return {};
}

Status ReportQueries::Show(const rpc::Call& call, const Repeated<wf::Record>& records,
                           Repeated<v1::Report>& reports) {
  int damaged = 0;
  for (const wf::Record& record : records) {
    if (Status wanted = call.Wanted(); !wanted) return wanted;
    v1::Report& row = *reports.Add();
    row = ShowRow(contents_, record);
    if (row.content_problem().empty() || row.content_problem() == kPurged) continue;
    if (damaged == 0) spdlog::error("{}: {}", row.name(), row.content_problem());
    ++damaged;
  }
  if (damaged > 1) spdlog::error("{} reports of this list have a damaged content", damaged);
  return {};
}

Status ReportQueries::GetContent(const rpc::Call& call, const v1::GetContentRequest& request,
                                 v1::GetContentResponse& response) {
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  const Result<v1::Content> content = Give(*located, response);
  return content ? Status() : Status(content.error());
}

Status ReportQueries::GetCheckedContent(const rpc::Call& call, const v1::GetContentRequest& request,
                                        v1::GetContentResponse& response) {
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  const Result<v1::Content> content = Give(*located, response);
  if (!content) return content.error();
  Result<ReportFindings> found = leaks_.Check(call, located->record, *content, located->content);
  // Bytes that are not what was stored are told where they are sent.
  if (!found && found.error().reason == Reason::kContentCorrupt) return {};
  if (!found) return std::move(found).error();
  // A content with more findings than can be adjudicated has no check that could be settled.
  if (!found->list.has_more) *response.mutable_leak_check() = std::move(found->check);
  return {};
}

Result<v1::Content> ReportQueries::Give(const Located& located, v1::GetContentResponse& response) {
  Result<std::string> bytes = contents_.Get(located.content);
  if (!bytes) return std::move(bytes).error();
  Result<v1::Content> content = Unseal(*bytes);
  if (!content) return content;
  Result<std::string> body = ReadBody(contents_, *content);
  if (!body) return std::move(body).error();
  response.set_content(*std::move(bytes));
  response.set_body(*std::move(body));
  return content;
}

Status ReportQueries::ListFindings(const rpc::Call& call, const v1::ListFindingsRequest& request,
                                   v1::ListFindingsResponse& response) {
  FieldCheck check(request);
  check.PageSize(request.page_size()).Range("skip", request.skip(), 0, 2 * limits::kLeakFindings);
  const std::optional<std::size_t> begin = ReadPageToken(request.page_token());
  check.Require(
      begin.has_value(), "page_token",
      {"Must be the next_page_token of the page before.", "必须是上一页的 next_page_token。"});
  if (Status ok = check.Done(); !ok) return ok;
  const Result<Located> located = Locate(call, request.name(), request.content_sha256());
  if (!located) return located.error();
  const Result<v1::Content> content = ReadContent(contents_, located->content);
  if (!content) return content.error();
  const Result<ReportFindings> found =
      leaks_.Check(call, located->record, *content, located->content);
  if (!found) return found.error();
  response.set_content_sha256(located->content.ToHex());
  *response.mutable_leak_check() = found->check;
  response.set_has_more(found->list.has_more);
  response.set_open_count(
      static_cast<std::int32_t>(std::ranges::count(found->verdicts, wf::VERDICT_UNSPECIFIED)));
  response.set_mask_count(static_cast<std::int32_t>(std::ranges::count(found->verdicts, wf::MASK)));
  ShowPage(*found, *begin + static_cast<std::size_t>(request.skip()), request.page_size(),
           response);
  return {};
}

Status ReportQueries::BatchGetHeadings(const rpc::Call& call,
                                       const v1::BatchGetHeadingsRequest& request,
                                       v1::BatchGetHeadingsResponse& response) {
  constexpr std::string_view kField = "content_sha256s";
  FieldCheck check(request);
  check.Range(kField, request.content_sha256s_size(), 1, limits::kHeadingsAtOnce);
  std::unordered_set<std::string_view> digests;
  for (const std::string& sha256 : request.content_sha256s()) {
    check.Digest(kField, sha256)
        .Require(digests.insert(sha256).second, kField, {"Must be distinct.", "必须各不相同。"});
  }
  if (Status ok = check.Done(); !ok) return ok;
  for (const std::string& sha256 : request.content_sha256s()) {
    if (Status wanted = call.Wanted(); !wanted) return wanted;
    const Result<v1::Content> content = ReadContent(contents_, sha256);
    if (content) {
      *response.add_headings() = rpc::HeadingOf(*content, sha256);
    } else if (content.error().reason == Reason::kContentPurged) {
      response.add_purged(sha256);
    } else {
      if (response.missing().empty()) spdlog::error("no heading: {}", content.error().message);
      response.add_missing(sha256);
    }
  }
  return {};
}

Result<ReportQueries::Located> ReportQueries::Locate(const rpc::Call& call, const std::string& name,
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
  const std::optional<base::Digest> digest = base::Digest::FromHex(sha256);
  if (!digest) return errors::ReportNotFound(name);  // no content of it may be read
  const bool visible =
      sha256 == record->content_sha256() ||
      (record->all_revisions() && contents_.Has({.report = name, .digest = *digest}));
  if (!visible)
    return errors::ReportNotFound(name, {"with the content " + sha256, "的内容 " + sha256 + " "});
  return Located{.record = *record, .content = *digest};
}

}  // namespace gongkai::intake
