#include "tests/e2e/trace_check.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include <stdexcept>
#include <utility>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/support/chinese.h"
#include "workflow/machine/states.h"

namespace gongkai::e2e {
namespace {

using audit::v1::AuditService;

void Require(const grpc::Status& status, const char* what) {
  if (!status.ok()) throw std::runtime_error(std::string(what) + ": " + status.error_message());
}

// Returns what of the error is not told in Chinese; empty: nothing.
std::string WithoutChinese(const grpc::Status& status) {
  const auto is_chinese = [](const google::rpc::LocalizedMessage& text) {
    return text.locale() == "zh-CN" && support::HoldsChinese(text.message());
  };
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  bool told = false;
  for (const auto& detail : details.details()) {
    google::rpc::LocalizedMessage text;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&text) && is_chinese(text)) told = true;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      if (!is_chinese(violation.localized_message())) {
        return "not in Chinese: " + violation.ShortDebugString();
      }
    }
  }
  return told ? "" : "came without a message in Chinese: " + status.error_message();
}

}  // namespace

std::string NotRefused(const grpc::Status& status, Reason reason) {
  const ReasonInfo& expected = InfoOf(reason);
  const std::string found = ReasonOf(status);
  if (found != expected.name) {
    return "Refused with '" + found + "' instead of " + std::string(expected.name) + ": code " +
           std::to_string(status.error_code()) + " " + status.error_message();
  }
  if (static_cast<int>(status.error_code()) != static_cast<int>(expected.code)) {
    return found + " came with code " + std::to_string(status.error_code());
  }
  if (status.error_message().empty()) return found + " came without a message";
  return WithoutChinese(status);
}

TraceCheck::TraceCheck(Cluster& cluster, std::string report)
    : cluster_(cluster), report_(std::move(report)), before_(Shown()), size_(LogSize()) {}

std::string TraceCheck::Denied(const grpc::Status& status, Reason reason, const std::string& actor,
                               workflow::v1::Action attempted, const std::string& via) {
  if (std::string wrong = NotRefused(status, reason); !wrong.empty()) return wrong;
  const std::vector<audit::v1::Entry> entries = News();
  if (entries.size() != 1) {
    return "The log has " + std::to_string(entries.size()) + " entries more, not 1";
  }
  const audit::v1::Entry& entry = entries.front();
  const bool right = entry.action() == workflow::v1::DENIED && entry.subject() == report_ &&
                     entry.actor() == actor && entry.deny().attempted() == attempted &&
                     entry.deny().rule() == InfoOf(reason).name && entry.sequence() == 0 &&
                     (via.empty() || entry.via() == via);
  if (!right) return "Not the entry of this refusal: " + entry.ShortDebugString();
  return Changed();
}

std::string TraceCheck::Refused(const grpc::Status& status, Reason reason) {
  if (std::string wrong = NotRefused(status, reason); !wrong.empty()) return wrong;
  return NoTrace();
}

std::string TraceCheck::NoTrace() {
  const std::vector<audit::v1::Entry> entries = News();
  if (!entries.empty()) return "An entry was made: " + entries.front().ShortDebugString();
  return Changed();
}

std::string TraceCheck::AtMostDenied() {
  const std::vector<audit::v1::Entry> entries = News();
  for (const audit::v1::Entry& entry : entries) {
    if (entries.size() > 1 || entry.action() != workflow::v1::DENIED) {
      return "An entry was made: " + entry.ShortDebugString();
    }
  }
  return Changed();
}

std::vector<audit::v1::Entry> TraceCheck::News() {
  std::vector<audit::v1::Entry> entries = EntriesFrom(size_);
  size_ += static_cast<std::int64_t>(entries.size());
  std::erase_if(entries, [](const audit::v1::Entry& entry) {
    return machine::IsOfClock(static_cast<machine::Action>(entry.action()));
  });
  return entries;
}

std::string TraceCheck::Changed() {
  const std::string now = Shown();
  return now == before_ ? "" : "Was: " + before_ + "\nIs: " + now;
}

std::int64_t TraceCheck::LogSize() {
  audit::v1::TreeHead head;
  Require(cluster_.As<AuditService>(kAuditor)->GetTreeHead(Context().get(), {}, &head),
          "get tree head");
  return head.tree_size();
}

std::vector<audit::v1::Entry> TraceCheck::EntriesFrom(std::int64_t position) {
  audit::v1::ListEntriesRequest request;
  request.set_filter("position >= " + std::to_string(position));
  request.set_page_size(1000);
  audit::v1::ListEntriesResponse response;
  Require(cluster_.As<AuditService>(kAuditor)->ListEntries(Context().get(), request, &response),
          "list entries");
  return {response.entries().begin(), response.entries().end()};
}

std::string TraceCheck::Shown() {
  workflow::v1::GetRecordRequest get_record;
  get_record.set_name(report_);
  workflow::v1::Record record;
  const grpc::Status status = cluster_.As<workflow::v1::WorkflowService>(kAuditor)->GetRecord(
      Context().get(), get_record, &record);
  if (ReasonOf(status) == "REPORT_NOT_FOUND") return "no " + report_;
  Require(status, "get record");

  intake::v1::GetReportRequest get_report;
  get_report.set_name(report_);
  intake::v1::Report report;
  // Its own department reads every content of it.
  Require(cluster_.As<intake::v1::IntakeService>(kDrafter)->GetReport(Context().get(), get_report,
                                                                      &report),
          "get report");
  return record.ShortDebugString() + '\n' + report.ShortDebugString();
}

}  // namespace gongkai::e2e
