// Shows that a refused call changed nothing, as an auditor can see.
#pragma once

#include <grpcpp/support/status.h>

#include <cstdint>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.pb.h"
#include "gongkai/workflow/v1/types.pb.h"
#include "tests/e2e/cluster.h"
#include "workflow/error/reason.h"

namespace gongkai::e2e {

// What is wrong with `status`, which is to refuse with this reason and its code; empty: nothing.
std::string NotRefused(const grpc::Status& status, Reason reason);

// Compares a report and the log with what they were before. Each answer says what is wrong, in a
// sentence; empty: nothing. After it the check stands at the log as it is then.
//
//   TraceCheck trace(cluster, report);
//   EXPECT_EQ(trace.Denied(Submit(report), Reason::kRoleRequired, kLegal, SUBMIT), "");
class TraceCheck {
 public:
  // A report that does not exist must not exist afterwards.
  TraceCheck(Cluster& cluster, std::string report);

  // The call was refused so, and that was recorded: one entry more, DENIED; where `via` is given,
  // with these services.
  std::string Denied(const grpc::Status& status, Reason reason, const std::string& actor,
                     workflow::v1::Action attempted, const std::string& via = "");
  // The call was refused so and has left no trace.
  std::string Refused(const grpc::Status& status, Reason reason);
  // Nothing has left a trace.
  std::string NoTrace();
  // Nothing has left a trace but, at most, one entry DENIED.
  std::string AtMostDenied();
  // The entries that there are more, but for those of the clock, which nobody's call makes.
  std::vector<audit::v1::Entry> News();

 private:
  std::int64_t LogSize();
  std::vector<audit::v1::Entry> EntriesFrom(std::int64_t position);
  // Record, content and attachments.
  std::string Shown();
  std::string Changed();

  Cluster& cluster_;
  const std::string report_;
  const std::string before_;
  std::int64_t size_;
};

}  // namespace gongkai::e2e
