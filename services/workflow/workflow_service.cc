#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/server/fields.h"
#include "services/server/time.h"
#include "services/workflow/commands.h"
#include "services/workflow/messages.h"
#include "services/workflow/reading.h"
#include "services/workflow/service_context.h"
#include "services/workflow/stream_page.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/rules.h"

namespace gongkai::workflow {
namespace {

using server::FieldCheck;

constexpr std::chrono::milliseconds kRetryAfter{200};

ledger::Scope ScopeOf(const server::Caller& caller) {
  if (caller.IsService()) return {.all = true};
  return ledger::ScopeOf(ActorOf(caller));
}

class WorkflowService final : public v1::WorkflowService::CallbackService {
 public:
  explicit WorkflowService(const ServiceContext& context) : context_(context) {}

  // Does not go over the executor: nothing here blocks, and the ledger's thread ends the call.
  grpc::ServerUnaryReactor* ApplyAction(grpc::CallbackServerContext* context,
                                        const v1::ApplyActionRequest* request,
                                        v1::ApplyActionResponse* response) override {
    return context_.gate.UnaryAsync(
        context, "/gongkai.workflow.v1.WorkflowService/ApplyAction",
        [&](server::UnaryReply& reply) { Apply(*request, *response, reply); });
  }

  grpc::ServerUnaryReactor* GetRecord(grpc::CallbackServerContext* context,
                                      const v1::GetRecordRequest* request,
                                      v1::Record* response) override {
    return Read(context, "/gongkai.workflow.v1.WorkflowService/GetRecord",
                [=, this](const server::Call& call) -> Status {
                  const Result<ledger::Record> record = Find(call, request->name());
                  if (!record) return record.error();
                  ToProto(*record, *response);
                  return {};
                });
  }

  grpc::ServerUnaryReactor* BatchGetRecords(grpc::CallbackServerContext* context,
                                            const v1::BatchGetRecordsRequest* request,
                                            v1::BatchGetRecordsResponse* response) override {
    return Read(
        context, "/gongkai.workflow.v1.WorkflowService/BatchGetRecords",
        [=, this](const server::Call& call) { return BatchGet(call, *request, *response); });
  }

  grpc::ServerUnaryReactor* ListRecords(grpc::CallbackServerContext* context,
                                        const v1::ListRecordsRequest* request,
                                        v1::ListRecordsResponse* response) override {
    return Read(context, "/gongkai.workflow.v1.WorkflowService/ListRecords",
                [=, this](const server::Call& call) { return List(call, *request, *response); });
  }

  grpc::ServerUnaryReactor* ListActions(grpc::CallbackServerContext* context,
                                        const v1::ListActionsRequest* request,
                                        v1::ListActionsResponse* response) override {
    return Read(
        context, "/gongkai.workflow.v1.WorkflowService/ListActions",
        [=, this](const server::Call& call) { return Possible(call, *request, *response); });
  }

  grpc::ServerWriteReactor<v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context, const v1::WatchChangesRequest* request) override {
    return server::Follow<v1::WatchChangesResponse>(
        context_.gate, context_.streams, context_.log_size, *context,
        "/gongkai.workflow.v1.WorkflowService/WatchChanges",
        static_cast<std::uint64_t>(request->from_position()),
        [this](const server::Call&, std::uint64_t from, std::size_t limit) {
          return ReadPage<v1::WatchChangesResponse>(
              context_, from, limit, [](const ledger::Sealed& sealed, auto& items) {
                if (sealed.entry.action == machine::Action::kDenied) return;
                ToProto(sealed, items.emplace_back());
              });
        });
  }

 private:
  void Apply(const v1::ApplyActionRequest& request, v1::ApplyActionResponse& response,
             server::UnaryReply& reply) {
    const server::Call& call = reply.call();
    Result<ledger::Command> command =
        ReadCommand(request, call.caller, QuorumOf(*context_.policy.current()));
    if (Status wanted = command ? call.Wanted() : Status(command.error()); !wanted) {
      return reply.Finish(wanted);
    }
    const bool queued = context_.ledger.Submit(
        *std::move(command), [&reply, &response](const Result<ledger::Outcome>& result) {
          if (result) ToProto(*result, response);
          reply.Finish(result ? Status() : Status(result.error()));
        });
    if (!queued) reply.Finish(errors::Overloaded(kRetryAfter));
  }

  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, std::string_view method,
                                 server::Gate::Work work) {
    return context_.gate.Unary(context, method, [work = std::move(work)](const server::Call& call) {
      return Reading([&] { return work(call); });
    });
  }

  // The record, if the caller may know of it.
  Result<ledger::Record> Find(const server::Call& call, const std::string& name) {
    if (Status ok = FieldCheck().Name("name", name).Done(); !ok) return ok.error();
    std::optional<ledger::Record> record =
        context_.log.FindRecord(server::IdOf(name), QueryDeadline(call));
    if (!record || !ledger::Sees(ScopeOf(call.caller), *record)) {
      return errors::ReportNotFound(name);
    }
    return *std::move(record);
  }

  Status BatchGet(const server::Call& call, const v1::BatchGetRecordsRequest& request,
                  v1::BatchGetRecordsResponse& response) {
    constexpr int kMaxBatch = 1000;
    FieldCheck check;
    check.Range("names", request.names_size(), 1, kMaxBatch);
    for (const std::string& name : request.names()) check.Name("names", name);
    if (Status ok = check.Done(); !ok) return ok;
    std::vector<std::string> ids;
    for (const std::string& name : request.names()) ids.emplace_back(server::IdOf(name));
    const ledger::Scope scope = ScopeOf(call.caller);
    for (const ledger::Record& record : context_.log.FindRecords(ids, QueryDeadline(call))) {
      if (ledger::Sees(scope, record)) ToProto(record, *response.add_records());
    }
    return {};
  }

  Status List(const server::Call& call, const v1::ListRecordsRequest& request,
              v1::ListRecordsResponse& response) {
    constexpr int kMaxStates = 16;
    const std::string& order = request.order_by();
    FieldCheck check;
    check.PageSize(request.page_size())
        .Require(request.states_size() <= kMaxStates, "states", "At most 16.")
        .Require(order.empty() || order == "create_time desc" || order == "state_time", "order_by",
                 "Must be `create_time desc` or `state_time`.");
    for (const int state : request.states()) check.Enum("states", state, v1::State_IsValid);
    if (Status ok = check.Done(); !ok) return ok;
    RecordQuery query{.scope = ScopeOf(call.caller),
                      .filter = request.filter(),
                      .longest_waiting_first = order == "state_time",
                      .page_size = request.page_size(),
                      .page_token = request.page_token()};
    for (const int state : request.states()) {
      query.states.push_back(static_cast<machine::State>(state));
    }
    const Result<RecordPage> page = context_.log.ListRecords(query, QueryDeadline(call));
    if (!page) return page.error();
    for (const ledger::Record& record : page->records) ToProto(record, *response.add_records());
    response.set_next_page_token(page->next_page_token);
    return {};
  }

  Status Possible(const server::Call& call, const v1::ListActionsRequest& request,
                  v1::ListActionsResponse& response) {
    const Result<ledger::Record> record = Find(call, request.name());
    if (!record) return record.error();
    ledger::Record corrected;
    if (!record->corrects.empty()) {
      corrected = context_.log.FindRecord(record->corrects).value_or(ledger::Record{});
    }
    const ledger::Quorum quorum = QuorumOf(*context_.policy.current());
    for (std::size_t i = 1; i < machine::kActionCount; ++i) {
      const auto action = static_cast<machine::Action>(i);
      if (action == machine::Action::kDenied) continue;
      v1::PossibleAction& row = *response.add_actions();
      row.set_action(ToProto(action));
      const Result<ledger::Decision> decision = ledger::Decide(
          *record, corrected, ledger::Probe(*record, action, ActorOf(call.caller), quorum),
          server::NowMicros());
      row.set_allowed(decision.has_value());
      if (decision) {
        row.set_to(ToProto(decision->to));
      } else {
        row.set_reason(std::string(InfoOf(decision.error().reason).name));
        row.set_message(decision.error().message);
      }
    }
    return {};
  }

  const ServiceContext context_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeWorkflowService(const ServiceContext& context) {
  return std::make_unique<WorkflowService>(context);
}

}  // namespace gongkai::workflow
