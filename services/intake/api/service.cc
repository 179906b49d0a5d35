#include <optional>
#include <string>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/intake/api/report_watch.h"
#include "services/intake/api/service_context.h"
#include "services/intake/api/streams.h"
#include "services/intake/attachment/attachment_name.h"
#include "services/intake/content/disk.h"
#include "services/intake/report/drafts.h"
#include "services/intake/report/report_changes.h"
#include "services/intake/report/report_queries.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/base/report_id.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;

// Returns the name of the report that somebody wants to create; one without an id of its own has
// none yet.
std::string ReportOf(const std::string& id) {
  return base::ReportId(id.empty() ? "unnamed" : id).Name();
}

std::string ReportOfAttachment(const std::string& name) {
  const std::optional<AttachmentName> parsed = ParseAttachmentName(name);
  return parsed ? parsed->report.Name() : name;
}

class IntakeService final : public v1::IntakeService::CallbackService {
 public:
  explicit IntakeService(const ServiceContext& context)
      : context_(context),
        workflow_(context.workflow),
        drafts_(workflow_, context.contents, context.department_bytes),
        leaks_(context.contents, context.leak_checks),
        changes_(workflow_, context.contents, drafts_, leaks_),
        queries_(workflow_, context.contents, leaks_) {}

  grpc::ServerUnaryReactor* CreateReport(grpc::CallbackServerContext* context,
                                         const v1::CreateReportRequest* request,
                                         v1::Report* response) override {
    return Change(context, "/gongkai.intake.v1.IntakeService/CreateReport", wf::CREATE,
                  ReportOf(request->report_id()), &ReportChanges::Create, request, response);
  }

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request,
                                      v1::Report* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/GetReport", runtime::Cost::kText,
                 &ReportQueries::Get, request, response);
  }

  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/ListReports", runtime::Cost::kLarge,
                 &ReportQueries::List, request, response);
  }

  grpc::ServerUnaryReactor* BatchGetReports(grpc::CallbackServerContext* context,
                                            const v1::BatchGetReportsRequest* request,
                                            v1::BatchGetReportsResponse* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/BatchGetReports",
                 runtime::CostOfBatch(request->names_size()), &ReportQueries::BatchGet, request,
                 response);
  }

  grpc::ServerUnaryReactor* UpdateReport(grpc::CallbackServerContext* context,
                                         const v1::UpdateReportRequest* request,
                                         v1::Report* response) override {
    return Change(context, "/gongkai.intake.v1.IntakeService/UpdateReport", wf::EDIT,
                  request->report().name(), &ReportChanges::Update, request, response);
  }

  grpc::ServerUnaryReactor* SubmitReport(grpc::CallbackServerContext* context,
                                         const v1::SubmitReportRequest* request,
                                         v1::Report* response) override {
    return Change(context, "/gongkai.intake.v1.IntakeService/SubmitReport", wf::SUBMIT,
                  request->name(), &ReportChanges::Submit, request, response);
  }

  grpc::ServerUnaryReactor* CheckReport(grpc::CallbackServerContext* context,
                                        const v1::CheckReportRequest* request,
                                        v1::CheckReportResponse* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/CheckReport", runtime::Cost::kText,
                 &ReportQueries::Check, request, response);
  }

  grpc::ServerUnaryReactor* ListFindings(grpc::CallbackServerContext* context,
                                         const v1::ListFindingsRequest* request,
                                         v1::ListFindingsResponse* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/ListFindings", runtime::Cost::kLarge,
                 &ReportQueries::ListFindings, request, response);
  }

  grpc::ServerUnaryReactor* WithdrawReport(grpc::CallbackServerContext* context,
                                           const v1::WithdrawReportRequest* request,
                                           v1::Report* response) override {
    return Change(context, "/gongkai.intake.v1.IntakeService/WithdrawReport", wf::WITHDRAW,
                  request->name(), &ReportChanges::Withdraw, request, response);
  }

  grpc::ServerUnaryReactor* DeleteAttachment(grpc::CallbackServerContext* context,
                                             const v1::DeleteAttachmentRequest* request,
                                             v1::Report* response) override {
    return Change(context, "/gongkai.intake.v1.IntakeService/DeleteAttachment", wf::EDIT,
                  ReportOfAttachment(request->name()), &ReportChanges::DeleteAttachment, request,
                  response);
  }

  grpc::ServerUnaryReactor* GetContent(grpc::CallbackServerContext* context,
                                       const v1::GetContentRequest* request,
                                       v1::GetContentResponse* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/GetContent", runtime::Cost::kText,
                 &ReportQueries::GetContent, request, response);
  }

  grpc::ServerUnaryReactor* BatchGetHeadings(grpc::CallbackServerContext* context,
                                             const v1::BatchGetHeadingsRequest* request,
                                             v1::BatchGetHeadingsResponse* response) override {
    return Query(context, "/gongkai.intake.v1.IntakeService/BatchGetHeadings",
                 runtime::CostOfBatch(request->content_sha256s_size()),
                 &ReportQueries::BatchGetHeadings, request, response);
  }

  grpc::ServerReadReactor<v1::UploadAttachmentRequest>* UploadAttachment(
      grpc::CallbackServerContext* context, v1::UploadAttachmentResponse* response) override {
    return StartUpload(rpc::AdmitStream(context_.gate, context_.starting, *context,
                                        "/gongkai.intake.v1.IntakeService/UploadAttachment"),
                       context_, drafts_, *response);
  }

  grpc::ServerWriteReactor<v1::DownloadAttachmentResponse>* DownloadAttachment(
      grpc::CallbackServerContext* context, const v1::DownloadAttachmentRequest* request) override {
    return StartDownload(rpc::AdmitStream(context_.gate, context_.downloads, *context,
                                          "/gongkai.intake.v1.IntakeService/DownloadAttachment"),
                         context_, queries_, *request);
  }

  grpc::ServerWriteReactor<v1::DownloadContentResponse>* DownloadContent(
      grpc::CallbackServerContext* context, const v1::DownloadContentRequest* request) override {
    return StartContentDownload(
        rpc::AdmitStream(context_.gate, context_.content_downloads, *context,
                         "/gongkai.intake.v1.IntakeService/DownloadContent"),
        context_, queries_, *request);
  }

  grpc::ServerWriteReactor<v1::WatchReportsResponse>* WatchReports(
      grpc::CallbackServerContext* context, const v1::WatchReportsRequest* request) override {
    return StartReportWatch(
        rpc::AdmitStream(context_.gate, context_.watchers, *context,
                         "/gongkai.intake.v1.IntakeService/WatchReports", CheckFields(*request)),
        context_.gate.drain(), context_.workflow, *request);
  }

 private:
  template <class Request, class Response>
  grpc::ServerUnaryReactor* Query(grpc::CallbackServerContext* context, std::string_view method,
                                  runtime::Cost cost,
                                  Status (ReportQueries::*handler)(const rpc::Call&, const Request&,
                                                                   Response&),
                                  const Request* request, Response* response) {
    return context_.gate.Unary(
        context, method,
        [=, this](const rpc::Call& call) {
          return GuardDisk([&] { return (queries_.*handler)(call, *request, *response); });
        },
        cost);
  }

  template <class Request, class Response>
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* context, std::string_view method,
                                   wf::Action action, std::string report,
                                   Status (ReportChanges::*handler)(const rpc::Call&,
                                                                    const Request&, Response&),
                                   const Request* request, Response* response) {
    return context_.gate.Change(
        context, method, request->validate_only(),
        [=, this](const rpc::Call& call) -> Status {
          return GuardDisk([&] { return (changes_.*handler)(call, *request, *response); });
        },
        workflow_.AttemptOf(action, std::move(report)),
        runtime::CostOfText(request->ByteSizeLong()));
  }

  const ServiceContext context_;
  rpc::WorkflowClient workflow_;
  Drafts drafts_;
  ReportLeaks leaks_;
  ReportChanges changes_;
  ReportQueries queries_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeIntakeService(const ServiceContext& context) {
  return std::make_unique<IntakeService>(context);
}

}  // namespace gongkai::intake
