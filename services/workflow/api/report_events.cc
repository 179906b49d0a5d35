#include "services/workflow/api/report_events.h"

#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/api/reading.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {

Status ListReportEvents(const ServiceContext& context, const rpc::Call& call,
                        const ledger::Record& record, const v1::ListReportEventsRequest& request,
                        v1::ListReportEventsResponse& response) {
  const machine::Actor viewer = ViewerOf(call.caller);
  if (ledger::SightOf(viewer, record) != ledger::Sight::kWhole) {
    return errors::ReportNotFound(record.id.Name());
  }
  if (Status ok = request::FieldCheck().PageSize(request.page_size()).Done(); !ok) return ok;
  std::size_t bytes = 0;
  const auto take = [&](const ledger::Sealed& sealed) {
    // The caller may see the record as it was read.
    if (sealed.entry.index > record.head) return true;
    return request::AddFitting(bytes, *response.mutable_report_events(),
                               [&](v1::ReportEvent& out) { ToProto(sealed, record, viewer, out); });
  };
  const ledger::EntryQuery query{
      .filter = "report = \"" + record.id.Name() + "\" AND NOT action = DENIED",
      .page_size = request.page_size(),
      .page_token = request.page_token()};
  const Result<ledger::EntryPage> page = context.log.ListEntries(query, take, QueryDeadline(call));
  if (!page) return page.error();
  response.set_next_page_token(page->next_page_token);
  return {};
}

}  // namespace gongkai::workflow
