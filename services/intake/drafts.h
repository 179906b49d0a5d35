// The one way in which the content of a report changes.
#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/intake/content_store.h"
#include "services/server/workflow_client.h"
#include "services/server/call.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// What somebody asks for.
struct Change {
  std::string report;  // "reports/…"
  std::string etag;    // the report must be exactly this one; empty: as it stands then
  std::string request_id;
  std::string request_sha256;  // see server::RequestDigest
};

// Any thread may use it; what it is made of must outlive it.
class Drafts {
 public:
  // Changes the content that it is given, as it stands, or says why that cannot be. May be asked
  // several times for one change.
  using Edit = std::function<Status(v1::Content&)>;

  Drafts(server::WorkflowClient& workflow, ContentStore& contents)
      : workflow_(workflow), contents_(contents) {}

  // Edits the report's content: stores what comes of it, then has the ledger record it. Answers as
  // the first time if the same request was answered before. Where no etag is given, an edit that
  // lost a race is done again on what won, so that both take effect.
  Result<v1::Report> Apply(const server::Call& call, const Change& change, const Edit& edit);

  // What Apply would be refused with now, if anything; and the report, if it would only give an
  // earlier answer again. Changes nothing, though the ledger records a refusal.
  Result<std::optional<v1::Report>> Rehearse(const server::Call& call, const Change& change,
                                             const Edit& edit);

 private:
  struct Draft {
    workflow::v1::Record base;  // of a retry: what it led to
    v1::Content content;        // edited, unless a retry
    bool replayed = false;
  };

  // Asks the ledger whether the change is allowed, then edits.
  Result<Draft> Prepare(const server::Call& call, const Change& change, const Edit& edit);

  // Edits of one report take turns: one that lost a race would be recorded as an attempt refused.
  Result<std::unique_lock<std::timed_mutex>> TakeTurn(const server::Call& call,
                                                      const std::string& report);

  server::WorkflowClient& workflow_;
  ContentStore& contents_;
  std::array<std::timed_mutex, 64> turns_;  // by the report's hash
};

}  // namespace gongkai::intake
