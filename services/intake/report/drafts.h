// Changes the content of reports. No other code does.
#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Says which report is to be changed, and for which request.
struct Change {
  std::string report;  // "reports/…"
  std::string etag;    // must be the etag of the report; empty: any etag
  std::string request_id;
  std::string request_sha256;  // made by request::RequestDigest
};

// Says how a content is to be changed, and brings the new parts.
struct Edit {
  // Changes the given content, or returns the error that prevents the change. May be called several
  // times for one change.
  std::function<Status(v1::Content&)> change;
  std::string_view body = {};                          // new body, if the changed content names it
  std::optional<Deposit::Attachment> attachment = {};  // new attachment, likewise
  BlobStore::Writer* file = nullptr;  // the attachment's file, which the change places
};

// Creates reports and edits their contents, in step with the ledger. Thread-safe. `workflow`,
// `contents` and `department_bytes` must outlive this.
//
//   const Edit edit{.change = [](v1::Content& content) -> Status {
//     content.set_document_number("2022-3");
//     return {};
//   }};
//   const Result<v1::Report> report = drafts.Apply(call, change, edit);
class Drafts {
 public:
  Drafts(rpc::WorkflowClient& workflow, ContentStore& contents,
         const DepartmentBytes& department_bytes)
      : workflow_(workflow), contents_(contents), department_bytes_(department_bytes) {}

  // Creates a new report: asks the ledger for permission, stores the content, and has the ledger
  // record the creation. `create` holds all fields but the digests of the content and its parts. A
  // retried request gets the same response as the first time.
  // Errors: those of the ledger, QUOTA_EXCEEDED, CONTENT_PURGED.
  Result<v1::Report> Create(const rpc::Call& call, workflow::v1::Command create,
                            v1::Content content, std::string_view body);

  // Returns the report that Create would create. Changes and records nothing.
  // Errors: those of Create.
  Result<v1::Report> CheckCreate(const rpc::Call& call, workflow::v1::Command create,
                                 v1::Content content, std::string_view body);

  // Edits the content of the report: asks the ledger, stores the new content, and has the ledger
  // record the edit. Returns the report. A retried request gets the same response as the first
  // time. An edit that changes nothing writes nothing. If `change` has no etag and another edit
  // wins the race, applies this edit to the winner's content, in at most 5 attempts. Both edits
  // take effect then.
  // Errors: those of the ledger and of `edit`, OVERLOADED, QUOTA_EXCEEDED, CONTENT_CORRUPT,
  // CONTENT_PURGED.
  Result<v1::Report> Apply(const rpc::Call& call, const Change& change, const Edit& edit);

  // Returns the report as Apply would change it. Changes and records nothing.
  // Errors: those of Apply.
  Result<v1::Report> Check(const rpc::Call& call, const Change& change, const Edit& edit);

  // Checks whether Apply would succeed now. Returns the report if Apply would return an earlier
  // response or change nothing; otherwise nullopt. Changes nothing, but the ledger records a
  // refusal.
  // Errors: those of the ledger and of `edit`, QUOTA_EXCEEDED, CONTENT_CORRUPT, CONTENT_PURGED.
  Result<std::optional<v1::Report>> Rehearse(const rpc::Call& call, const Change& change,
                                             const Edit& edit);

 private:
  // Represents an edit that the ledger permits and that is not stored yet.
  struct Draft {
    workflow::v1::Record base;  // the report now; of a retry: after the first request
    Deposit deposit;            // of the edited content; empty for a retry
    bool changes = false;       // false: `base` is the response
  };

  // Asks the ledger for permission, then applies the edit to the current content. Stores nothing.
  Result<Draft> Prepare(const rpc::Call& call, const Change& change, const Edit& edit);

  // Stores the deposit, places the file of the attachment, and has the ledger record `action`. Adds
  // the Hold of the stored content to `holds`. Returns the new record. An attachment that is purged
  // meanwhile has no file.
  Result<workflow::v1::Record> Record(const rpc::Call& call, const Deposit& deposit,
                                      BlobStore::Writer* file, const workflow::v1::Command& action,
                                      std::vector<ContentStore::Hold>& holds);

  // Blocks until no other edit of the report runs, and returns the lock. An edit that lost a race
  // would be recorded by the ledger as a refused attempt.
  // Errors: OVERLOADED (waited until the call's deadline, or for Peer::kLongestCall).
  Result<std::unique_lock<std::timed_mutex>> TakeTurn(const rpc::Call& call,
                                                      const std::string& report);

  rpc::WorkflowClient& workflow_;
  ContentStore& contents_;
  const DepartmentBytes& department_bytes_;
  std::array<std::timed_mutex, 64> turns_;  // index: the hash of the report name
};

}  // namespace gongkai::intake
