#include "services/publish/convert.h"

#include <algorithm>

#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "workflow/base/report_id.h"

namespace gongkai::publish {

namespace wf = workflow::v1;

bool WasPublic(wf::State state) {
  return std::ranges::find(kPublicStates, state) != kPublicStates.end();
}

v1::Publication ToPublication(const wf::Record& record) {
  v1::Publication publication;
  publication.set_name(request::IdOf(record.name()).Name(base::ReportId::kPublications));
  publication.set_report(record.name());
  publication.set_state(record.state());
  publication.set_etag(record.etag());
  publication.set_content_sha256(record.content_sha256());
  *publication.mutable_publish_time() = record.publish_time();
  publication.set_corrects(record.corrects());
  publication.set_superseded_by(record.superseded_by());
  if (record.state() == wf::RETRACTED) publication.set_retract_reason(record.newest_comment());
  return publication;
}

v1::UnpublishedReport ToUnpublished(const wf::Record& record, std::chrono::days after) {
  v1::UnpublishedReport report;
  report.set_report(record.name());
  report.set_state(record.state());
  report.set_etag(record.etag());
  report.set_department(record.department());
  report.set_disclosure(record.disclosure());
  report.set_content_sha256(record.content_sha256());
  *report.mutable_decide_time() = record.state_time();
  *report.mutable_reassess_time() =
      request::ToTimestamp(request::ToTime(record.state_time()) + after);
  if (record.state() == wf::WITHHELD) report.set_reason(record.newest_comment());
  return report;
}

std::optional<v1::WatchPublicationsResponse> ToPublicChange(
    const wf::WatchChangesResponse& change) {
  // What is proposed or done to bytes of a report leaves it where it is.
  if (!WasPublic(change.to_state()) || change.from_state() == change.to_state()) {
    return std::nullopt;
  }
  v1::WatchPublicationsResponse told;
  told.set_position(change.position());
  told.set_report(change.report());
  told.set_state(change.to_state());
  told.set_content_sha256(change.content_sha256());
  *told.mutable_time() = change.time();
  told.set_related_report(change.related_report());
  told.set_leak(change.action() == wf::REPORT_LEAK);
  return told;
}

}  // namespace gongkai::publish
