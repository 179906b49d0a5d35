// The ledger, as the stage services see the ledger.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// The record of a report. `replayed` means that the request was applied before. The record is then
// as it was after the first time.
struct Standing {
  workflow::v1::Record record;
  bool replayed = false;
};

// Calls the ledger for the caller of the call that is served. All functions block; see CallPeer.
// Errors of all functions: those of the ledger, those of FromPeer. Thread-safe.
//
//   const Result<Standing> standing = workflow.Apply(call, command, request.validate_only());
//   if (!standing) return standing.error();
class WorkflowClient {
 public:
  // `peer` must outlive this.
  explicit WorkflowClient(Peer& peer) : peer_(peer) {}

  // Applies the command to the ledger. Returns the record afterwards.
  Result<Standing> Apply(const Call& call, const workflow::v1::Command& command);

  // Applies the command as above. With `validate_only`, only checks the whole command instead, and
  // ignores its request id.
  Result<Standing> Apply(const Call& call, const workflow::v1::Command& command,
                         bool validate_only);

  // Returns the present record if the ledger would not refuse the command now. The record is empty
  // for CREATE. Nothing is recorded. `whole` means that the command brings all that Apply needs,
  // and that all of the command is checked.
  Result<Standing> Check(const Call& call, const workflow::v1::Command& command, bool whole);

  // Checks a command that need not be whole yet and that will be applied later. Returns what Check
  // returns. A refusal by a rule (PERMISSION_DENIED, FAILED_PRECONDITION, ABORTED or NOT_FOUND) is
  // recorded. If the refusal cannot be recorded, returns the error of the recording instead.
  Result<Standing> Admit(const Call& call, const workflow::v1::Command& command);

  // Records in the ledger that the command was refused here. Returns the error for the caller: the
  // refusal, or the reason why the refusal could not be recorded, or what the ledger itself refuses
  // with.
  Error Refuse(const Call& call, const workflow::v1::Command& command, Error refusal);

  // Returns a function for Gate::Change. The function records a refused assertion in the ledger, as
  // an attempt of this action on the report `name`. The function records nothing if `name` is
  // malformed. This must outlive the function.
  std::function<Error(const Call&, Error)> AttemptOf(workflow::v1::Action action, std::string name);

  Result<workflow::v1::Record> GetRecord(const Call& call, const std::string& name);

  Result<workflow::v1::BatchGetRecordsResponse> BatchGetRecords(
      const Call& call, const workflow::v1::BatchGetRecordsRequest& request);

  Result<workflow::v1::ListRecordsResponse> ListRecords(
      const Call& call, const workflow::v1::ListRecordsRequest& request);

 private:
  // Records in the ledger that the command was refused for `reason`. With an empty `reason`,
  // records what the ledger itself refuses the command with.
  Status Record(const Call& call, const workflow::v1::Command& command, std::string_view reason);

  Peer& peer_;
};

}  // namespace gongkai::rpc
