#include "services/publish/publish_service.h"

#include <limits>
#include <utility>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "services/lib/request/fields.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/rpc/workflow_client.h"
#include "services/publish/attachment_stream.h"
#include "services/publish/publication_stream.h"
#include "services/publish/publications.h"
#include "services/publish/self_check.h"
#include "services/publish/unpublished.h"

namespace gongkai::publish {
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

class PublishService final : public v1::PublishService::CallbackService {
 public:
  explicit PublishService(const ServiceContext& context)
      : context_(context),
        workflow_(context.workflow),
        publications_(context.workflow, context.intake),
        unpublished_(context.policy, context.workflow, context.intake) {}

  Reactor* PublishReport(Context* context, const v1::PublishReportRequest* request,
                         v1::Publication* response) override {
    return context_.gate.Change(
        context, "/gongkai.publish.v1.PublishService/PublishReport", request->validate_only(),
        [=, this](const Call& call) {
          return Answer(publications_.Publish(call, *request), *response);
        },
        workflow_.AttemptOf(workflow::v1::PUBLISH, request->name()));
  }

  Reactor* RetractReport(Context* context, const v1::RetractReportRequest* request,
                         v1::Publication* response) override {
    return context_.gate.Change(
        context, "/gongkai.publish.v1.PublishService/RetractReport", request->validate_only(),
        [=, this](const Call& call) {
          return Answer(publications_.Retract(call, *request), *response);
        },
        workflow_.AttemptOf(workflow::v1::RETRACT, request->name()));
  }

  Reactor* ReportLeak(Context* context, const v1::ReportLeakRequest* request,
                      v1::Publication* response) override {
    return context_.gate.Change(
        context, "/gongkai.publish.v1.PublishService/ReportLeak", request->validate_only(),
        [=, this](const Call& call) {
          return Answer(publications_.ReportLeak(call, *request), *response);
        },
        workflow_.AttemptOf(workflow::v1::REPORT_LEAK, request->name()));
  }

  Reactor* ReturnReport(Context* context, const v1::ReturnReportRequest* request,
                        v1::ReturnReportResponse* response) override {
    return context_.gate.Change(
        context, "/gongkai.publish.v1.PublishService/ReturnReport", request->validate_only(),
        [=, this](const Call& call) {
          return Answer(publications_.Return(call, *request), *response);
        },
        workflow_.AttemptOf(workflow::v1::RETURN, request->name()));
  }

  Reactor* FileReport(Context* context, const v1::FileReportRequest* request,
                      v1::UnpublishedReport* response) override {
    return context_.gate.Change(
        context, "/gongkai.publish.v1.PublishService/FileReport", request->validate_only(),
        [=, this](const Call& call) {
          return Answer(unpublished_.File(call, *request), *response);
        },
        workflow_.AttemptOf(workflow::v1::FILE, request->name()));
  }

  Reactor* ReassessReport(Context* context, const v1::ReassessReportRequest* request,
                          v1::ReassessReportResponse* response) override {
    return context_.gate.Change(
        context, "/gongkai.publish.v1.PublishService/ReassessReport", request->validate_only(),
        [=, this](const Call& call) {
          return Answer(unpublished_.Reassess(call, *request), *response);
        },
        workflow_.AttemptOf(workflow::v1::REASSESS, request->name()));
  }

  Reactor* ListUnpublishedReports(Context* context,
                                  const v1::ListUnpublishedReportsRequest* request,
                                  v1::ListUnpublishedReportsResponse* response) override {
    return context_.gate.Unary(
        context, "/gongkai.publish.v1.PublishService/ListUnpublishedReports",
        [=, this](const Call& call) {
          return Answer(unpublished_.List(call, *request), *response);
        },
        runtime::Cost::kLarge);
  }

  Reactor* GetPublication(Context* context, const v1::GetPublicationRequest* request,
                          v1::Publication* response) override {
    return context_.gate.Unary(context, "/gongkai.publish.v1.PublishService/GetPublication",
                               [=, this](const Call& call) {
                                 return Answer(publications_.Get(call, *request), *response);
                               });
  }

  Reactor* GetPublicationContent(Context* context, const v1::GetPublicationContentRequest* request,
                                 v1::PublicationContent* response) override {
    return context_.gate.Unary(
        context, "/gongkai.publish.v1.PublishService/GetPublicationContent",
        [=, this](const Call& call) {
          return Answer(publications_.GetContent(call, *request), *response);
        },
        runtime::Cost::kText);
  }

  grpc::ServerWriteReactor<v1::DownloadPublicationAttachmentResponse>*
  DownloadPublicationAttachment(Context* context,
                                const v1::DownloadPublicationAttachmentRequest* request) override {
    return StartAttachmentStream(
        rpc::AdmitStream(context_.gate, context_.downloads, *context,
                         "/gongkai.publish.v1.PublishService/DownloadPublicationAttachment"),
        context_, publications_, request->name());
  }

  Reactor* ListPublications(Context* context, const v1::ListPublicationsRequest* request,
                            v1::ListPublicationsResponse* response) override {
    return context_.gate.Unary(
        context, "/gongkai.publish.v1.PublishService/ListPublications",
        [=, this](const Call& call) {
          return Answer(publications_.List(call, *request), *response);
        },
        runtime::Cost::kLarge);
  }

  Reactor* CheckPublications(Context* context, const v1::CheckPublicationsRequest* request,
                             v1::CheckPublicationsResponse* response) override {
    return context_.gate.Unary(
        context, "/gongkai.publish.v1.PublishService/CheckPublications",
        [=, this](const Call& call) {
          return Answer(publish::CheckPublications(workflow_, context_.intake, call, *request),
                        *response);
        },
        runtime::Cost::kLarge);
  }

  grpc::ServerWriteReactor<v1::WatchPublicationsResponse>* WatchPublications(
      Context* context, const v1::WatchPublicationsRequest* request) override {
    const std::int64_t from = request->from_position();
    Status valid = request::FieldCheck()
                       .Range("from_position", from, 0, std::numeric_limits<std::int64_t>::max())
                       .Done();
    return StartPublicationStream(
        rpc::AdmitStream(context_.gate, context_.followers, *context,
                         "/gongkai.publish.v1.PublishService/WatchPublications", std::move(valid)),
        context_.gate.drain(), context_.workflow, from);
  }

 private:
  const ServiceContext context_;
  rpc::WorkflowClient workflow_;
  Publications publications_;
  Unpublished unpublished_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePublishService(const ServiceContext& context) {
  return std::make_unique<PublishService>(context);
}

}  // namespace gongkai::publish
