// What the leak check finds in a report, and what was decided on it.
#pragma once

#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/record.pb.h"
#include "services/intake/content/content_store.h"
#include "services/intake/leak/leak_checks.h"
#include "services/lib/rpc/call.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// The findings of a content of a report.
struct ReportFindings {
  FindingList list;
  workflow::v1::LeakCheck check;                // as it is told to the ledger
  std::vector<workflow::v1::Verdict> verdicts;  // of the numbered findings, in order
};

// Returns CONTENT_INCOMPLETE for a content with more findings than can be adjudicated.
Error TooManyFindings(const std::string& report);

// Checks the contents of reports. Thread-safe. `contents` and `checks` must outlive this.
class ReportLeaks {
 public:
  ReportLeaks(ContentStore& contents, LeakChecks& checks) : contents_(contents), checks_(checks) {}

  // Returns the findings of `content`, whose digest is `digest`, with the verdicts that the ledger has
  // or carries over.
  // Errors: CONTENT_PURGED, CONTENT_CORRUPT, CANCELLED, DEADLINE_EXCEEDED.
  Result<ReportFindings> Check(const rpc::Call& call, const workflow::v1::Record& record,
                               const v1::Content& content, const base::Digest& digest);

 private:
  // Returns the findings that the verdicts of the ledger are on, or nullopt if they are not known any
  // more.
  std::optional<FindingList> Reviewed(const workflow::v1::LeakReview& review);

  ContentStore& contents_;
  LeakChecks& checks_;
};

}  // namespace gongkai::intake
