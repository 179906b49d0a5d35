// The one way in which the content of a report changes.
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
#include "services/intake/blob_store.h"
#include "services/intake/content_store.h"
#include "services/server/call.h"
#include "services/server/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// What somebody asks for.
struct Change {
  std::string report;  // "reports/…"
  std::string etag;    // the report must be exactly this one; empty: as it stands then
  std::string request_id;
  std::string request_sha256;  // see server::RequestDigest
};

// How somebody changes a content, and what comes with the change.
struct Edit {
  // Changes the content that it is given, as it stands, or says why that cannot be. May be asked
  // several times for one change.
  std::function<Status(v1::Content&)> change;
  std::string_view body = {};                          // new, if the changed content names it
  std::optional<Deposit::Attachment> attachment = {};  // new, likewise
  BlobStore::Writer* file = nullptr;                   // the attachment's: placed with the change
};

// Thread-safe; what it is made of must outlive it.
class Drafts {
 public:
  Drafts(server::WorkflowClient& workflow, ContentStore& contents,
         const DepartmentBytes& department_bytes)
      : workflow_(workflow), contents_(contents), department_bytes_(department_bytes) {}

  // Files a new report: asks the ledger whether that is allowed, stores the content, and has the
  // ledger record it. `create` holds all but the content's digest.
  Result<v1::Report> Create(const server::Call& call, workflow::v1::Command create,
                            v1::Content content, std::string_view body);

  // Returns the report that Create would file, and changes and records nothing. Errors: those of
  // Create.
  Result<v1::Report> CheckCreate(const server::Call& call, workflow::v1::Command create,
                                 v1::Content content, std::string_view body);

  // Edits the report's content: asks the ledger, stores what comes of it, and has the ledger record
  // it. Answers as the first time if the same request was answered before, and writes nothing where
  // nothing changes. Where no etag is given, an edit that lost a race is done again on what won, so
  // that both take effect.
  Result<v1::Report> Apply(const server::Call& call, const Change& change, const Edit& edit);

  // Returns the report that Apply would make of it, and changes and records nothing. Errors: those
  // of Apply.
  Result<v1::Report> Check(const server::Call& call, const Change& change, const Edit& edit);

  // What Apply would be refused with now, if anything; and the report, if it would only give an
  // earlier answer again or change nothing. Changes nothing, though the ledger records a refusal.
  // Errors: those of the ledger and of the edit, QUOTA_EXCEEDED, CONTENT_CORRUPT.
  Result<std::optional<v1::Report>> Rehearse(const server::Call& call, const Change& change,
                                             const Edit& edit);

 private:
  struct Draft {
    workflow::v1::Record base;  // of a retry: what it led to
    Deposit deposit;            // of the edited content, unless a retry
    bool changes = false;       // else the answer is `base`
  };

  // Asks the ledger whether the change is allowed, then edits.
  Result<Draft> Prepare(const server::Call& call, const Change& change, const Edit& edit);

  // Stores the deposit, places the attachment's file, and has the ledger record `action`. What has
  // been stored is held in `holds`.
  Result<workflow::v1::Record> Record(const server::Call& call, const Deposit& deposit,
                                      BlobStore::Writer* file, const workflow::v1::Command& action,
                                      std::vector<ContentStore::Hold>& holds);

  // Edits of one report take turns: one that lost a race would be recorded as an attempt refused.
  Result<std::unique_lock<std::timed_mutex>> TakeTurn(const server::Call& call,
                                                      const std::string& report);

  server::WorkflowClient& workflow_;
  ContentStore& contents_;
  const DepartmentBytes& department_bytes_;
  std::array<std::timed_mutex, 64> turns_;  // by the report's hash
};

}  // namespace gongkai::intake
