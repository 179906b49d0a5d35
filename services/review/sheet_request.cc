#include "services/review/sheet_request.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/content.h"
#include "services/lib/rpc/peer_call.h"
#include "services/lib/rpc/workflow_client.h"
#include "services/review/sheet/sheet.h"
#include "workflow/error/errors.h"

namespace gongkai::review {
namespace {

namespace in = intake::v1;
namespace wf = workflow::v1;

using SheetEvents = std::vector<wf::ReportEvent>;

// What the sheet takes of an answer of limits::kAnswerBytes; the rest is for its other fields.
constexpr std::size_t kSheetBytes = limits::kAnswerBytes - (16 << 10);

// Returns whether the event says something that the sheet tells of. Tasks that are claimed and
// given back are no part of it, and may be many.
bool IsTold(const wf::ReportEvent& event) {
  return event.action() != wf::CLAIM && event.action() != wf::RELEASE;
}

// Returns what the sheet tells of what happened to the report, up to the entry that the record ends
// with, which is the last one.
Result<SheetEvents> ReadEvents(rpc::Peer& workflow, const rpc::Call& call,
                               const wf::Record& record) {
  using Workflow = wf::WorkflowService::Stub;
  SheetEvents events;
  wf::ListReportEventsRequest request;
  request.set_parent(record.name());
  request.set_page_size(limits::kLargestPage);
  do {
    if (Status wanted = call.Wanted(); !wanted) return std::move(wanted).error();
    auto page = rpc::CallPeer<Workflow>(workflow, call,
                                        &Workflow::async_interface::ListReportEvents, request);
    if (!page) return std::move(page).error();
    for (wf::ReportEvent& event : *page->mutable_report_events()) {
      // What came after the record was read is for the next sheet.
      if (event.position() > record.newest_position()) return events;
      if (IsTold(event) || event.position() == record.newest_position()) {
        events.push_back(std::move(event));
      }
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return events;
}

// Returns the content that the caller may read of the report; nullopt if there is none.
Result<std::optional<in::Content>> ReadContent(rpc::Peer& intake, const rpc::Call& call,
                                               const wf::Record& record) {
  if (record.content_sha256().empty()) return std::optional<in::Content>();
  auto document =
      rpc::ReadDocument(intake, call, record.name(), record.content_sha256(), record.name());
  if (!document) return std::move(document).error();
  return std::optional(std::move(document->content));
}

}  // namespace

Result<v1::ReviewSheet> MakeSheet(rpc::Peer& workflow, rpc::Peer& intake, const rpc::Call& call,
                                  const v1::GetReviewSheetRequest& request) {
  Status valid = request::FieldCheck(request).Name("name", request.name()).Done();
  if (!valid) return std::move(valid).error();
  Result<wf::Record> record = rpc::WorkflowClient(workflow).GetRecord(call, request.name());
  if (!record) return std::move(record).error();
  Result<SheetEvents> events = ReadEvents(workflow, call, *record);
  if (!events) return std::move(events).error();
  const Result<std::optional<in::Content>> content = ReadContent(intake, call, *record);
  if (!content) return content.error();

  const SheetSource source{.record = *std::move(record),
                           .events = *std::move(events),
                           .content = content->has_value() ? &**content : nullptr};
  v1::ReviewSheet sheet;
  sheet.set_report(source.record.name());
  sheet.set_position(source.record.newest_position());
  sheet.set_html(RenderSheet(source, kSheetBytes));
  return sheet;
}

}  // namespace gongkai::review
