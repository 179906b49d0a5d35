#include "services/workflow/api/deadlines.h"

#include <algorithm>
#include <vector>

#include "services/lib/request/time.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/deadline/schedule.h"
#include "workflow/calendar/calendar.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {
namespace {

using calendar::CountedDay;

v1::DeadlineStatus StatusOf(const ledger::Term& term, machine::State state, base::Time now) {
  if (ledger::IsReferred(state)) return v1::STOPPED;
  if (term.due == base::Time{}) return v1::NOT_KNOWN;
  if (now >= term.due) return v1::PASSED;
  return now >= term.near ? v1::NEAR : v1::RUNNING;
}

void Add(v1::TermKind kind, const ledger::Term& term, const ledger::Record& record,
         const calendar::Calendar& calendar, base::Time now, v1::DeadlineExplanation& response) {
  if (!term.IsSet()) return;
  v1::Deadline& out = *response.add_deadlines();
  out.set_kind(kind);
  out.set_status(StatusOf(term, record.state, now));
  ToProto(term.start, *out.mutable_start_date());
  out.set_working_days(term.days);
  if (term.due != base::Time{}) {
    *out.mutable_due_time() = request::ToTimestamp(term.due);
    *out.mutable_near_time() = request::ToTimestamp(term.near);
  }
  int over = 0;
  for (const CountedDay& day : DaysOf(term, record, calendar, now)) {
    v1::DeadlineDay& row = *out.add_days();
    ToProto(day.day, *row.mutable_date());
    row.set_kind(static_cast<v1::DayKind>(day.kind));
    row.set_number(day.number);
    row.set_stopped(day.stopped);
    if (day.day < base::DayInChina(now)) over = std::max(over, day.number);
  }
  out.set_days_over(over);
}

}  // namespace

Status ExplainDeadline(const ServiceContext& context, const rpc::Call& call,
                       const ledger::Record& record, v1::DeadlineExplanation& response) {
  if (ledger::SightOf(ViewerOf(call.caller), record) != ledger::Sight::kWhole) {
    return errors::ReportNotFound(record.id.Name());
  }
  const auto calendar = context.calendars.current();
  const base::Time now = request::Now();
  response.set_report(record.id.Name());
  response.set_calendar(calendar->Version());
  Add(v1::STAGE_TERM, record.terms.stage, record, *calendar, now, response);
  Add(v1::STATUTORY_TERM, record.terms.statutory, record, *calendar, now, response);
  return {};
}

}  // namespace gongkai::workflow
