#include "tests/bench/storm_data.h"

#include <grpcpp/client_context.h>

#include <random>
#include <stdexcept>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "services/lib/request/time.h"
#include "tests/bench/ids.h"

namespace gongkai::bench {
namespace {

namespace in = intake::v1;
namespace rv = review::v1;

// `count` of a character that takes four bytes.
std::string Long(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "\U00020000";
  return text;
}

class Filing {
 public:
  explicit Filing(const Pipeline& pipeline)
      : people_(pipeline.People()),
        intake_(people_.drafter.front()),
        legal_(people_.legal.front()),
        ids_(std::random_device{}()) {}

  std::string Create(in::Report report) {
    in::CreateReportRequest request;
    report.set_kind(in::OTHER);
    report.set_category("其他");
    *request.mutable_report() = std::move(report);
    request.set_request_id(RequestId());
    return Ask<in::Report>(intake_, &in::IntakeService::Stub::CreateReport, request).name();
  }

  void Submit(const std::string& name) {
    in::SubmitReportRequest request;
    request.set_name(name);
    request.set_request_id(RequestId());
    Ask<in::Report>(intake_, &in::IntakeService::Stub::SubmitReport, request);
  }

  void Return(const std::string& name, const std::string& reason) {
    rv::ReturnTaskRequest request;
    request.set_name(name + "/tasks/legal");
    request.set_reason(reason);
    request.set_request_id(RequestId());
    Ask<rv::Task>(legal_, &rv::ReviewService::Stub::ReturnTask, request);
  }

 private:
  std::string RequestId() { return ids_.RequestId(request::Now()); }

  static void Check(const grpc::Status& status) {
    if (!status.ok()) throw std::runtime_error("filing: " + ComplaintOf(status));
  }

  template <class Response, class Stub, class Request>
  static Response Ask(Stub& stub,
                      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request) {
    grpc::ClientContext context;
    Response response;
    Check((stub.*method)(&context, request, &response));
    return response;
  }

  const PeopleChannels people_;
  in::IntakeService::Stub intake_;
  rv::ReviewService::Stub legal_;
  Ids ids_;
};

in::Report LongRow() {
  in::Report report;
  report.set_title(Long(200));
  report.set_document_number(Long(60));
  report.set_issuing_department(Long(100));
  report.mutable_disclosure()->set_attribute(workflow::v1::ON_REQUEST);
  report.mutable_disclosure()->set_reason(Long(1000));
  report.set_body("正文");
  return report;
}

}  // namespace

StormData FileStormData(const Pipeline& pipeline, int rows) {
  Filing filing(pipeline);
  StormData data;
  for (int i = 0; i < rows; ++i) {
    data.waiting.push_back(filing.Create(LongRow()));
    filing.Submit(data.waiting.back());
    filing.Return(data.waiting.back(), Long(2000));
    filing.Submit(data.waiting.back());
  }
  in::Report small;
  small.set_title("通知");
  data.small = filing.Create(std::move(small));
  return data;
}

}  // namespace gongkai::bench
