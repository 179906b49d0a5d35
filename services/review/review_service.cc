#include "services/review/review_service.h"

#include <string_view>
#include <utility>

#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "services/lib/request/request_digest.h"
#include "services/lib/rpc/workflow_client.h"
#include "services/review/decisions.h"
#include "services/review/desk.h"
#include "services/review/purges.h"
#include "services/review/sheet_request.h"
#include "services/review/task_stream.h"

namespace gongkai::review {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;
using rpc::Call;

template <class Response>
Status Answer(Result<Response> result, Response& response) {
  if (!result) return std::move(result).error();
  response = *std::move(result);
  return {};
}

class ReviewService final : public v1::ReviewService::CallbackService {
 public:
  ReviewService(rpc::Gate& gate, runtime::Streams& watchers, rpc::Peer& workflow, rpc::Peer& intake)
      : gate_(gate),
        watchers_(watchers),
        workflow_(workflow),
        intake_(intake),
        ledger_(workflow),
        desk_(workflow, intake) {}

  Reactor* ListTasks(Context* context, const v1::ListTasksRequest* request,
                     v1::ListTasksResponse* response) override {
    return gate_.Unary(
        context, "/gongkai.review.v1.ReviewService/ListTasks",
        [=, this](const Call& call) { return Answer(desk_.List(call, *request), *response); },
        runtime::Cost::kLarge);
  }

  Reactor* GetTask(Context* context, const v1::GetTaskRequest* request,
                   v1::Task* response) override {
    return gate_.Unary(
        context, "/gongkai.review.v1.ReviewService/GetTask",
        [=, this](const Call& call) { return Answer(desk_.Get(call, *request), *response); },
        runtime::Cost::kText);
  }

  Reactor* GetReviewSheet(Context* context, const v1::GetReviewSheetRequest* request,
                          v1::ReviewSheet* response) override {
    return gate_.Unary(
        context, "/gongkai.review.v1.ReviewService/GetReviewSheet",
        [=, this](const Call& call) {
          return Answer(MakeSheet(workflow_, intake_, call, *request), *response);
        },
        runtime::Cost::kLarge);
  }

  Reactor* ClaimTask(Context* context, const v1::ClaimTaskRequest* request,
                     v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/ClaimTask", request, response);
  }

  Reactor* ReleaseTask(Context* context, const v1::ReleaseTaskRequest* request,
                       v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/ReleaseTask", request, response);
  }

  Reactor* TakeOverTask(Context* context, const v1::TakeOverTaskRequest* request,
                        v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/TakeOverTask", request, response);
  }

  Reactor* ApproveTask(Context* context, const v1::ApproveTaskRequest* request,
                       v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/ApproveTask", request, response);
  }

  Reactor* AdjudicateFindings(Context* context, const v1::AdjudicateFindingsRequest* request,
                              v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/AdjudicateFindings", request,
                  response);
  }

  Reactor* EndorseTask(Context* context, const v1::EndorseTaskRequest* request,
                       v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/EndorseTask", request, response);
  }

  Reactor* SignTask(Context* context, const v1::SignTaskRequest* request,
                    v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/SignTask", request, response);
  }

  Reactor* ReturnTask(Context* context, const v1::ReturnTaskRequest* request,
                      v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/ReturnTask", request, response);
  }

  Reactor* ReferTask(Context* context, const v1::ReferTaskRequest* request,
                     v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/ReferTask", request, response);
  }

  Reactor* ResolveTask(Context* context, const v1::ResolveTaskRequest* request,
                       v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/ResolveTask", request, response);
  }

  Reactor* WithholdTask(Context* context, const v1::WithholdTaskRequest* request,
                        v1::Task* response) override {
    return Decide(context, "/gongkai.review.v1.ReviewService/WithholdTask", request, response);
  }

  Reactor* ProposePurge(Context* context, const v1::ProposePurgeRequest* request,
                        v1::Purge* response) override {
    return ApplyPurge(context, "/gongkai.review.v1.ReviewService/ProposePurge", request, response,
                      workflow::v1::PROPOSE_PURGE);
  }

  Reactor* ConfirmPurge(Context* context, const v1::ConfirmPurgeRequest* request,
                        v1::Purge* response) override {
    return ApplyPurge(context, "/gongkai.review.v1.ReviewService/ConfirmPurge", request, response,
                      workflow::v1::PURGE);
  }

  grpc::ServerWriteReactor<v1::WatchTasksResponse>* WatchTasks(
      Context* context, const v1::WatchTasksRequest* request) override {
    return StartTaskStream(
        rpc::AdmitStream(gate_, watchers_, *context, "/gongkai.review.v1.ReviewService/WatchTasks",
                         CheckFields(*request)),
        gate_.drain(), workflow_, *request);
  }

 private:
  template <class Request>
  Reactor* ApplyPurge(Context* context, std::string_view method, const Request* request,
                      v1::Purge* response, workflow::v1::Action action) {
    return gate_.Change(
        context, method, request->validate_only(),
        [=, this](const Call& call) -> Status {
          const Result<workflow::v1::Command> command = ReadPurge(*request, method);
          if (!command) return command.error();
          const Result<rpc::Standing> standing =
              ledger_.Apply(call, *command, request->validate_only());
          if (!standing) return standing.error();
          *response = ToPurge(*command, *standing, request->validate_only());
          return {};
        },
        ledger_.AttemptOf(action, request->name()));
  }

  template <class Request>
  Reactor* Decide(Context* context, std::string_view method, const Request* request,
                  v1::Task* response) {
    return gate_.Change(
        context, method, request->validate_only(),
        [=, this](const Call& call) -> Status {
          Result<Decision> decision = ReadDecision(*request);
          if (!decision) return std::move(decision).error();
          decision->action.set_request_sha256(request::RequestDigest(method, *request));
          return Answer(desk_.Decide(call, *decision), *response);
        },
        [=, this](const Call& call, Error refusal) -> Error {
          Result<Decision> decision = ReadDecision(*request);
          if (!decision) return refusal;  // an attempt on no report
          decision->action.set_request_sha256(request::RequestDigest(method, *request));
          return ledger_.Refuse(call, decision->action, std::move(refusal));
        });
  }

  rpc::Gate& gate_;
  runtime::Streams& watchers_;
  rpc::Peer& workflow_;
  rpc::Peer& intake_;
  rpc::WorkflowClient ledger_;
  Desk desk_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReviewService(rpc::Gate& gate, runtime::Streams& watchers,
                                                 rpc::Peer& workflow, rpc::Peer& intake) {
  return std::make_unique<ReviewService>(gate, watchers, workflow, intake);
}

}  // namespace gongkai::review
