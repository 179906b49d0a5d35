#include "services/publish/unpublished.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/publish/actions.h"
#include "services/publish/checked_action.h"
#include "services/publish/convert.h"

namespace gongkai::publish {
namespace {

namespace wf = workflow::v1;

// Returns the latest time of a decision that is to be looked at again by `due`; the earliest time
// there is if no decision can be that old.
google::protobuf::Timestamp DecidedBy(const google::protobuf::Timestamp& due,
                                      std::chrono::days after) {
  return request::ToTimestamp(std::max(request::ToTime(due) - after, base::FromMicros(1)));
}

}  // namespace

Result<v1::UnpublishedReport> Unpublished::File(const rpc::Call& call,
                                                const v1::FileReportRequest& request) {
  if (Status valid = CheckWithContent(request); !valid) return std::move(valid).error();
  const Result<rpc::Standing> filed =
      ApplyChecked(call, ToAction(call, request, wf::FILE, {wf::CLEARED}), request.content_sha256(),
                   request.validate_only(), {workflow_, intake_, headings_});
  if (!filed) return filed.error();
  v1::UnpublishedReport report =
      ToUnpublished(filed->record, policy_.current()->reassessment().after);
  if (const auto read = headings_.Recall(call, workflow_, *filed)) AddHeading(*read, report);
  return report;
}

Result<v1::ReassessReportResponse> Unpublished::Reassess(const rpc::Call& call,
                                                         const v1::ReassessReportRequest& request) {
  if (Status valid = CheckWithReason(request); !valid) return std::move(valid).error();
  wf::Command reassess = ToAction(call, request, wf::REASSESS, {wf::FILED, wf::WITHHELD});
  reassess.set_comment(request.reason());
  const Result<rpc::Standing> applied = workflow_.Apply(call, reassess, request.validate_only());
  if (!applied) return applied.error();
  return ToDeparture<v1::ReassessReportResponse>(applied->record);
}

Result<v1::ListUnpublishedReportsResponse> Unpublished::List(
    const rpc::Call& call, const v1::ListUnpublishedReportsRequest& request) {
  request::FieldCheck check;
  check.PageSize(request.page_size());
  if (request.has_due_by()) check.Time("due_by", request.due_by());
  if (Status valid = check.Done(); !valid) return std::move(valid).error();
  const std::chrono::days after = policy_.current()->reassessment().after;
  wf::ListRecordsRequest decided;
  decided.add_states(wf::FILED);
  decided.add_states(wf::WITHHELD);
  decided.set_order_by("state_time");
  decided.set_filter(request.filter());
  decided.set_page_token(request.page_token());
  if (request.has_due_by()) {
    *decided.mutable_state_time_until() = DecidedBy(request.due_by(), after);
  }
  const auto ask = [&](std::int32_t page_size) {
    decided.set_page_size(page_size);
    return ReadPage(call, decided, after);
  };
  return request::AskForFittingPage(request.page_size(), ask,
                                    &v1::ListUnpublishedReportsResponse::unpublished_reports);
}

Result<v1::ListUnpublishedReportsResponse> Unpublished::ReadPage(
    const rpc::Call& call, const wf::ListRecordsRequest& decided, std::chrono::days after) {
  const Result<wf::ListRecordsResponse> page = workflow_.ListRecords(call, decided);
  if (!page) return page.error();
  v1::ListUnpublishedReportsResponse response;
  response.set_next_page_token(page->next_page_token());
  for (const wf::Record& record : page->records()) {
    *response.add_unpublished_reports() = ToUnpublished(record, after);
  }
  Status added = headings_.AddTo(call, *response.mutable_unpublished_reports(),
                                 AddHeading<v1::UnpublishedReport>);
  if (!added) return std::move(added).error();
  return response;
}

}  // namespace gongkai::publish
