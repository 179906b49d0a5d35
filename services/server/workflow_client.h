// The ledger, as the stage services see it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/server/call.h"
#include "services/server/peer.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// Where a report stands and, of a request that was applied before, where it stood after that.
struct Standing {
  workflow::v1::Record record;
  bool replayed = false;
};

// Asks for the caller of the call that is served; see CallPeer. Thread-safe.
class WorkflowClient {
 public:
  explicit WorkflowClient(Peer& peer) : peer_(peer) {}  // must outlive this

  // Has the ledger apply the command.
  Result<Standing> Apply(const Call& call, const workflow::v1::Command& command);

  // The same; or, where the caller asked for `validate_only`, checks the whole command instead.
  Result<Standing> Apply(const Call& call, const workflow::v1::Command& command,
                         bool validate_only);

  // Returns where the report stands if the ledger would not refuse the command now. Nothing is
  // recorded. `whole`: the command brings all that Apply needs, and that is checked, too.
  Result<Standing> Check(const Call& call, const workflow::v1::Command& command, bool whole);

  // Returns the same for a command that need not be whole yet, and is meant to be applied: a
  // refusal is recorded.
  Result<Standing> Admit(const Call& call, const workflow::v1::Command& command);

  // Has the ledger record that the command was refused here. Returns what to tell the caller: the
  // refusal; or, if it could not be recorded, why not; or what the ledger itself refuses with.
  Error Refuse(const Call& call, const workflow::v1::Command& command, Error refusal);

  // Returns what has the ledger record a refused assertion (see Gate::Unary) as an attempt of this
  // action on this report.
  std::function<Error(const Call&, Error)> AttemptOf(workflow::v1::Action action, std::string name);

  Result<workflow::v1::Record> GetRecord(const Call& call, const std::string& name);

  Result<workflow::v1::BatchGetRecordsResponse> BatchGetRecords(
      const Call& call, const workflow::v1::BatchGetRecordsRequest& request);

  Result<workflow::v1::ListRecordsResponse> ListRecords(
      const Call& call, const workflow::v1::ListRecordsRequest& request);

 private:
  // Has the ledger record that the command was refused for `reason`, or, where that is empty, what
  // the ledger itself refuses it with.
  Status Record(const Call& call, const workflow::v1::Command& command, std::string_view reason);

  Peer& peer_;
};

}  // namespace gongkai::server
