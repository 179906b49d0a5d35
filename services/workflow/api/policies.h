// Answers by which policy entries were decided, and what it let people do.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "gongkai/audit/v1/entry.pb.h"
#include "gongkai/audit/v1/policy.pb.h"
#include "services/lib/identity/policy.h"
#include "workflow/base/digest.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/error/result.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {

// Sets the policy of each of these entries of one log, which may be in any order. May throw what `log`
// throws.
void NamePolicies(ledger::Reader& log, const std::vector<audit::v1::Entry*>& entries);

// Sets the response to the policy by which the entry was decided.
// Errors: INVALID_FIELD, ENTRY_NOT_FOUND. May throw what `log` throws.
Status GetPolicy(ledger::Reader& log, const audit::v1::GetPolicyRequest& request,
                 audit::v1::Policy& response);

// Parses policies of the log. Keeps the last one: most questions are about one policy, and a large file
// takes seconds. Thread-safe.
class ParsedPolicies {
 public:
  using Parsed = std::shared_ptr<const identity::Policy>;

  // Returns the policy in `text`, whose SHA-256 is `digest`. Errors: those of Policy::Parse.
  Result<Parsed> Parse(const base::Digest& digest, std::string_view text) EXCLUDES(mutex_);

 private:
  Mutex mutex_;
  Parsed last_ GUARDED_BY(mutex_);  // null: none was parsed yet
};

// Sets the response to what the identity could do by that policy.
// Errors: INVALID_FIELD, ENTRY_NOT_FOUND. May throw what `log` throws.
Status ExplainRoles(ledger::Reader& log, ParsedPolicies& parsed,
                    const audit::v1::ExplainRolesRequest& request,
                    audit::v1::RolesExplanation& response);

}  // namespace gongkai::workflow
