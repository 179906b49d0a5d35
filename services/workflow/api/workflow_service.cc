#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/answer_size.h"
#include "services/lib/request/fields.h"
#include "services/lib/request/time.h"
#include "services/lib/rpc/malformed.h"
#include "services/workflow/api/change_pages.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/api/deadlines.h"
#include "services/workflow/api/permissions.h"
#include "services/workflow/api/reading.h"
#include "services/workflow/api/report_events.h"
#include "services/workflow/api/reviewers.h"
#include "services/workflow/api/service_context.h"
#include "services/workflow/api/stuck_reports.h"
#include "workflow/base/report_id.h"
#include "workflow/error/errors.h"
#include "workflow/error/localize.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/rules.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {
namespace {

using request::FieldCheck;

constexpr std::chrono::milliseconds kRetryAfter{200};

using Service = v1::WorkflowService::WithRawCallbackMethod_ApplyAction<
    v1::WorkflowService::CallbackService>;  // ParsesItself says so

// Returns the order that the text names, or nullopt.
std::optional<ledger::RecordOrder> OrderOf(std::string_view text) {
  if (text.empty() || text == "create_time desc") return ledger::RecordOrder::kNewest;
  if (text == "state_time") return ledger::RecordOrder::kLongestWaiting;
  if (text == "due_time") return ledger::RecordOrder::kSoonestDue;
  return std::nullopt;
}

class WorkflowService final : public Service {
 public:
  explicit WorkflowService(const ServiceContext& context) : context_(context) {}

  // Do not go over the executor: nothing here blocks, and the ledger ends the call.
  grpc::ServerUnaryReactor* ApplyAction(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override {
    return context_.gate.UnaryAsync(context, "/gongkai.workflow.v1.WorkflowService/ApplyAction",
                                    [&](rpc::UnaryReply& reply) {
                                      v1::ApplyActionRequest parsed;
                                      if (!rpc::Parse(*request, parsed)) {
                                        return reply.Finish(rpc::MalformedRequest());
                                      }
                                      Apply(parsed.command(), *response, reply);
                                    });
  }

  grpc::ServerUnaryReactor* CheckAction(grpc::CallbackServerContext* context,
                                        const v1::CheckActionRequest* request,
                                        v1::CheckActionResponse* response) override {
    return context_.gate.UnaryAsync(
        context, "/gongkai.workflow.v1.WorkflowService/CheckAction",
        [&](rpc::UnaryReply& reply) { Check(*request, *response, reply); });
  }

  grpc::ServerUnaryReactor* RecordRefusal(grpc::CallbackServerContext* context,
                                          const v1::RecordRefusalRequest* request,
                                          v1::RecordRefusalResponse* /*response*/) override {
    return context_.gate.UnaryAsync(context, "/gongkai.workflow.v1.WorkflowService/RecordRefusal",
                                    [&](rpc::UnaryReply& reply) { Refuse(*request, reply); });
  }

  grpc::ServerUnaryReactor* GetRecord(grpc::CallbackServerContext* context,
                                      const v1::GetRecordRequest* request,
                                      v1::Record* response) override {
    return Read(context, "/gongkai.workflow.v1.WorkflowService/GetRecord",
                [=, this](const rpc::Call& call) -> Status {
                  const Result<ledger::Record> record = Find(call, request->name());
                  if (!record) return record.error();
                  // Without approvals and verdicts, it does not matter what is revoked.
                  const bool matters =
                      !record->approvals.empty() || !record->leak_review.adjudicated.empty();
                  const ledger::Revocations revocations =
                      matters ? RevocationsInForce() : ledger::Revocations();
                  Show(*record, ViewerOf(call.caller), Rules(revocations), *response);
                  return {};
                });
  }

  grpc::ServerUnaryReactor* BatchGetRecords(grpc::CallbackServerContext* context,
                                            const v1::BatchGetRecordsRequest* request,
                                            v1::BatchGetRecordsResponse* response) override {
    return Read(
        context, "/gongkai.workflow.v1.WorkflowService/BatchGetRecords",
        [=, this](const rpc::Call& call) { return BatchGet(call, *request, *response); },
        runtime::CostOfBatch(request->names_size()));
  }

  grpc::ServerUnaryReactor* ListRecords(grpc::CallbackServerContext* context,
                                        const v1::ListRecordsRequest* request,
                                        v1::ListRecordsResponse* response) override {
    return Read(
        context, "/gongkai.workflow.v1.WorkflowService/ListRecords",
        [=, this](const rpc::Call& call) { return List(call, *request, *response); },
        runtime::Cost::kLarge);
  }

  grpc::ServerUnaryReactor* ListReportEvents(grpc::CallbackServerContext* context,
                                             const v1::ListReportEventsRequest* request,
                                             v1::ListReportEventsResponse* response) override {
    return Read(
        context, "/gongkai.workflow.v1.WorkflowService/ListReportEvents",
        [=, this](const rpc::Call& call) -> Status {
          const Result<ledger::Record> record = Find(call, request->parent(), "parent");
          if (!record) return record.error();
          return workflow::ListReportEvents(context_, call, *record, *request, *response);
        },
        runtime::Cost::kLarge);
  }

  grpc::ServerUnaryReactor* ListStuckReports(grpc::CallbackServerContext* context,
                                             const v1::ListStuckReportsRequest* request,
                                             v1::ListStuckReportsResponse* response) override {
    return Read(
        context, "/gongkai.workflow.v1.WorkflowService/ListStuckReports",
        [=, this](const rpc::Call& call) {
          return workflow::ListStuckReports(context_, call, *request, *response);
        },
        runtime::Cost::kLarge);
  }

  grpc::ServerUnaryReactor* ListActions(grpc::CallbackServerContext* context,
                                        const v1::ListActionsRequest* request,
                                        v1::ListActionsResponse* response) override {
    return Read(context, "/gongkai.workflow.v1.WorkflowService/ListActions",
                [=, this](const rpc::Call& call) -> Status {
                  const Result<ledger::Record> record = Find(call, request->name());
                  if (!record) return record.error();
                  workflow::ListActions(context_, call, *record, *response);
                  return {};
                });
  }

  grpc::ServerUnaryReactor* ExplainPermission(grpc::CallbackServerContext* context,
                                              const v1::ExplainPermissionRequest* request,
                                              v1::PermissionExplanation* response) override {
    return Read(context, "/gongkai.workflow.v1.WorkflowService/ExplainPermission",
                [=, this](const rpc::Call& call) -> Status {
                  if (Status ok = CheckQuestion(*request); !ok) return ok;
                  const Result<ledger::Record> record = Find(call, request->name());
                  if (!record) return record.error();
                  return workflow::ExplainPermission(context_, call, *record, *request, *response);
                });
  }

  grpc::ServerUnaryReactor* ExplainDeadline(grpc::CallbackServerContext* context,
                                            const v1::ExplainDeadlineRequest* request,
                                            v1::DeadlineExplanation* response) override {
    return Read(context, "/gongkai.workflow.v1.WorkflowService/ExplainDeadline",
                [=, this](const rpc::Call& call) -> Status {
                  const Result<ledger::Record> record = Find(call, request->name());
                  if (!record) return record.error();
                  return workflow::ExplainDeadline(context_, call, *record, *response);
                });
  }

  grpc::ServerWriteReactor<v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context, const v1::WatchChangesRequest* request) override {
    const auto pages = std::make_shared<ChangePages>(context_, *request);
    return rpc::Follow<v1::WatchChangesResponse>(
        context_.gate, context_.streams, context_.log_size, *context,
        "/gongkai.workflow.v1.WorkflowService/WatchChanges", pages->from(),
        [pages](const rpc::Call& call, std::uint64_t from, std::size_t limit) {
          return pages->Read(call, from, limit);
        },
        CheckFields(*request));
  }

 private:
  // Returns the command that the call asks for, while its answer is wanted.
  Result<ledger::Command> Read(const v1::Command& request, const rpc::Call& call,
                               Completeness completeness) {
    Result<ledger::Command> command =
        ReadCommand(request, call.caller, *context_.policy.current(), completeness);
    if (!command) return command;
    if (Status wanted = call.Wanted(); !wanted) return std::move(wanted).error();
    return command;
  }

  void Apply(const v1::Command& request, grpc::ByteBuffer& response, rpc::UnaryReply& reply) {
    const std::optional<Error> refusal = RefuseAssertion(request, reply.call());
    // An attempt that is refused before it comes to the ledger is recorded all the same, whatever
    // it lacks.
    Result<ledger::Command> command =
        Read(request, reply.call(), refusal ? Completeness::kPartial : Completeness::kWhole);
    if (!command) return reply.Finish(command.error());
    if (refusal) return Record(*std::move(command), refusal, std::nullopt, reply);
    const bool queued = context_.ledger.Apply(
        *std::move(command), [this, &reply, &response](const Result<ledger::Outcome>& result) {
          if (!result) return reply.Finish(result.error());
          v1::ApplyActionResponse answer;
          Show(*result, reply.call().caller, Policy(), answer);
          rpc::Serialize(answer, response);
          reply.Finish({});
        });
    if (!queued) reply.Finish(errors::Overloaded(kRetryAfter));
  }

  void Check(const v1::CheckActionRequest& request, v1::CheckActionResponse& response,
             rpc::UnaryReply& reply) {
    if (auto refusal = RefuseAssertion(request.command(), reply.call())) {
      return reply.Finish(*std::move(refusal));
    }
    Result<ledger::Command> command =
        Read(request.command(), reply.call(),
             request.whole() ? Completeness::kWhole : Completeness::kPartial);
    if (!command) return reply.Finish(command.error());
    const bool queued = context_.ledger.Check(
        *std::move(command), request.whole(),
        [this, &reply, &response](const Result<ledger::Outcome>& result) {
          if (!result) return reply.Finish(result.error());
          if (result->record.state != machine::State::kNone) {
            ShowResult(*result, reply.call().caller, Policy(), *response.mutable_record());
          }
          response.set_replayed(result->replayed);
          reply.Finish({});
        });
    if (!queued) reply.Finish(errors::Overloaded(kRetryAfter));
  }

  void Refuse(const v1::RecordRefusalRequest& request, rpc::UnaryReply& reply) {
    Result<ledger::Command> command = Read(request.command(), reply.call(), Completeness::kPartial);
    if (!command) return reply.Finish(command.error());
    const Result<std::optional<Reason>> asked = ReadRefusal(request);
    if (!asked) return reply.Finish(asked.error());
    // A service that refused an assertion at its own edge passes it on to have it recorded: the way
    // that the call has come is not allowed, which is what it says.
    const auto assertion = *asked == Reason::kAssertionNotAllowed
                               ? RefuseForeignAction(request.command(), reply.call())
                               : RefuseAssertion(request.command(), reply.call());
    if (assertion) return Record(*std::move(command), assertion, std::nullopt, reply);
    std::optional<Error> refusal;
    if (*asked) {
      refusal = errors::RefusedByService(**asked, reply.call().caller.Sender());
    }
    Record(*std::move(command), refusal, *asked, reply);
  }

  // Has the ledger record the refusal; without one, what the ledger itself refuses with. Ends the
  // call with the refusal, or with OK if there is none or its reason is the one that was `asked`
  // for.
  void Record(ledger::Command command, std::optional<Error> refusal, std::optional<Reason> asked,
              rpc::UnaryReply& reply) {
    const bool queued =
        context_.ledger.Refuse(std::move(command), std::move(refusal),
                               [&reply, asked](const Result<ledger::Outcome>& result) {
                                 const bool as_asked = result || result.error().reason == asked;
                                 reply.Finish(as_asked ? Status() : Status(result.error()));
                               });
    if (!queued) reply.Finish(errors::Overloaded(kRetryAfter));
  }

  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, std::string_view method,
                                 rpc::Gate::Work work, runtime::Cost cost = runtime::Cost::kSmall) {
    return context_.gate.Unary(
        context, method,
        [work = std::move(work)](const rpc::Call& call) {
          return MapStoreErrors([&] { return work(call); });
        },
        cost);
  }

  // The record, if the caller may know of it.
  Result<ledger::Record> Find(const rpc::Call& call, const std::string& name,
                              std::string_view field = "name") {
    if (Status ok = FieldCheck().Name(field, name).Done(); !ok) return ok.error();
    std::optional<ledger::Record> record =
        context_.log.FindRecord(request::IdOf(name), QueryDeadline(call));
    if (!record || ledger::SightOf(ViewerOf(call.caller), *record) == ledger::Sight::kNothing) {
      return errors::ReportNotFound(name);
    }
    return *std::move(record);
  }

  Status BatchGet(const rpc::Call& call, const v1::BatchGetRecordsRequest& request,
                  v1::BatchGetRecordsResponse& response) {
    FieldCheck check(request);
    check.Range("names", request.names_size(), 1, limits::kRecordsAtOnce);
    for (const std::string& name : request.names()) check.Name("names", name);
    if (Status ok = check.Done(); !ok) return ok;
    std::set<std::string_view> distinct(request.names().begin(), request.names().end());
    if (distinct.size() != static_cast<std::size_t>(request.names_size())) {
      return errors::InvalidField("names", {"Must be all different.", "必须各不相同。"});
    }
    std::vector<base::ReportId> ids;
    for (const std::string& name : request.names()) ids.push_back(request::IdOf(name));
    const machine::Actor viewer = ViewerOf(call.caller);
    const ledger::Revocations revocations = RevocationsInForce();
    const ReviewRules rules = Rules(revocations);
    const auto records = context_.log.FindRecords(ids, QueryDeadline(call));
    auto record = records.begin();  // the next that was found, in the order of the names
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string& name = request.names(static_cast<int>(i));
      const bool found = record != records.end() && record->id == ids[i];
      const auto next = found ? std::next(record) : record;
      if (!found || ledger::SightOf(viewer, *record) == ledger::Sight::kNothing) {
        response.add_missing(name);
      } else if (!request::AddFitting(bytes, *response.mutable_records(), [&](v1::Record& out) {
                   ShowRow(*record, viewer, rules, out);
                 })) {
        response.set_first_left_out(name);
        break;
      }
      record = next;
    }
    return {};
  }

  Status List(const rpc::Call& call, const v1::ListRecordsRequest& request,
              v1::ListRecordsResponse& response) {
    const std::string& order = request.order_by();
    FieldCheck check;
    check.PageSize(request.page_size())
        .AtMost("states", request.states_size(), limits::kStates)
        .Require(OrderOf(order).has_value(), "order_by",
                 {"Must be `create_time desc`, `state_time` or `due_time`.",
                  "必须是 `create_time desc`、`state_time` 或 `due_time`。"});
    for (const int state : request.states()) check.Enum("states", state, v1::State_IsValid);
    const bool until = request.has_state_time_until();
    if (until) check.Time("state_time_until", request.state_time_until());
    if (Status ok = check.Done(); !ok) return ok;
    ledger::RecordQuery query{
        .viewer = ViewerOf(call.caller),
        .state_time_until = until ? request::ToTime(request.state_time_until()) : base::Time{},
        .filter = request.filter(),
        .order = *OrderOf(order),
        .page_size = request.page_size(),
        .page_token = request.page_token()};
    for (const int state : request.states()) {
      query.states.push_back(static_cast<machine::State>(state));
    }
    const ledger::Revocations revocations = RevocationsInForce();
    const ReviewRules rules = Rules(revocations);
    std::size_t bytes = 0;
    Result<std::string> next = context_.log.ListRecords(
        query,
        [&](const ledger::Record& record) {
          return request::AddFitting(bytes, *response.mutable_records(), [&](v1::Record& out) {
            ShowRow(record, query.viewer, rules, out);
          });
        },
        QueryDeadline(call));
    if (!next) return next.error();
    response.set_next_page_token(*std::move(next));
    return {};
  }

  // Returns what the policy in force asks of reviews.
  ledger::ReviewPolicy Policy() const { return ReviewPolicyOf(*context_.policy.current()); }
  ledger::Revocations RevocationsInForce() const {
    return workflow::RevocationsInForce(*context_.policy.current(), context_.log);
  }
  ReviewRules Rules(const ledger::Revocations& revocations) const {
    return {.policy = Policy(), .revocations = revocations};
  }

  const ServiceContext context_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeWorkflowService(const ServiceContext& context) {
  return std::make_unique<WorkflowService>(context);
}

}  // namespace gongkai::workflow
