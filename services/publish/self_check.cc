#include "services/publish/self_check.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/peer_call.h"
#include "workflow/base/report_id.h"

namespace gongkai::publish {
namespace {

namespace wf = workflow::v1;

// Returns whether the error is of the content that was asked for, so that the next may be asked for.
bool IsOfContent(const Error& error) {
  return error.code() == Code::kNotFound || error.code() == Code::kDataLoss;
}

// Returns a page of one publication at most.
Result<wf::ListRecordsResponse> ListNext(rpc::WorkflowClient& workflow, const rpc::Call& call,
                                         const std::string& filter, const std::string& page_token) {
  wf::ListRecordsRequest request;
  request.add_states(wf::PUBLISHED);
  request.set_order_by("create_time desc");
  request.set_filter(filter);
  request.set_page_size(1);
  request.set_page_token(page_token);
  return workflow.ListRecords(call, request);
}

Result<v1::CheckedPublication> CheckOne(rpc::Peer& intake, const rpc::Call& call,
                                        const wf::Record& record) {
  v1::CheckedPublication checked;
  checked.set_publication(request::IdOf(record.name()).Name(base::ReportId::kPublications));
  checked.set_content_sha256(record.content_sha256());
  intake::v1::ListFindingsRequest request;
  request.set_name(record.name());
  request.set_content_sha256(record.content_sha256());
  request.set_page_size(1);
  const auto found = rpc::CallPeer<intake::v1::IntakeService::Stub>(
      intake, call, &intake::v1::IntakeService::Stub::async_interface::ListFindings, request);
  if (found) {
    checked.set_rules_version(found->leak_check().rules_version());
    checked.set_finding_count(found->leak_check().finding_count());
    checked.set_open_count(found->open_count());
    checked.set_has_more(found->has_more());
  } else if (IsOfContent(found.error())) {
    checked.set_problem(std::string(InfoOf(found.error().reason).name));
  } else {
    return found.error();
  }
  return checked;
}

}  // namespace

Result<v1::CheckPublicationsResponse> CheckPublications(
    rpc::WorkflowClient& workflow, rpc::Peer& intake, const rpc::Call& call,
    const v1::CheckPublicationsRequest& request) {
  if (Status valid = request::FieldCheck().PageSize(request.page_size()).Done(); !valid) {
    return std::move(valid).error();
  }
  const int most = request.page_size() == 0
                       ? limits::kDefaultSelfCheck
                       : std::min(request.page_size(), limits::kLargestSelfCheck);
  const auto last_start = std::chrono::steady_clock::now() + limits::kSelfCheckTime;
  v1::CheckPublicationsResponse response;
  std::string next = request.page_token();
  do {
    const Result<wf::ListRecordsResponse> page = ListNext(workflow, call, request.filter(), next);
    Status ok = page ? Status() : Status(page.error());
    for (int i = 0; ok && i < page->records_size(); ++i) {
      Result<v1::CheckedPublication> checked = CheckOne(intake, call, page->records(i));
      if (checked) {
        *response.add_checked_publications() = *std::move(checked);
      } else {
        ok = std::move(checked).error();
      }
    }
    if (!ok && response.checked_publications().empty()) return std::move(ok).error();
    if (!ok) break;
    next = page->next_page_token();
  } while (!next.empty() && response.checked_publications_size() < most &&
           std::chrono::steady_clock::now() < last_start);
  response.set_next_page_token(next);
  return response;
}

}  // namespace gongkai::publish
