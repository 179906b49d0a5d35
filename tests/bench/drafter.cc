#include "tests/bench/drafter.h"

#include <grpcpp/client_context.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "tests/bench/connect.h"
#include "workflow/base/digest.h"

namespace gongkai::bench {
namespace {

namespace in = intake::v1;

constexpr std::size_t kChunk = 256 << 10;

void Expect(const std::string& call, const grpc::Status& status) {
  if (!status.ok()) throw std::runtime_error(call + ": " + ComplaintOf(status));
}

}  // namespace

in::Report ReportOf(const std::string& title, std::string body) {
  in::Report report;
  report.set_title(title);
  report.set_document_number("清政办发〔2026〕12号");
  report.set_kind(in::OTHER);
  report.set_category("其他");
  report.mutable_disclosure()->set_attribute(workflow::v1::ACTIVE);
  report.set_body(std::move(body));
  return report;
}

std::string Drafter::Create(in::Report report) {
  in::CreateReportRequest request;
  *request.mutable_report() = std::move(report);
  grpc::ClientContext context;
  in::Report created;
  Expect("CreateReport", intake_.CreateReport(&context, request, &created));
  return created.name();
}

void Drafter::Attach(const std::string& report, const std::string& file_name,
                     const std::string& bytes) {
  grpc::ClientContext context;
  in::UploadAttachmentResponse response;
  const auto upload = intake_.UploadAttachment(&context, &response);
  in::UploadAttachmentRequest first;
  in::UploadStart& start = *first.mutable_start();
  start.set_report(report);
  start.set_file_name(file_name);
  start.set_mime_type("application/pdf");
  start.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  start.set_sha256(base::Sha256(bytes).ToHex());
  bool open = upload->Write(first);
  for (std::size_t at = 0; open && at < bytes.size(); at += kChunk) {
    in::UploadAttachmentRequest part;
    part.set_chunk(bytes.substr(at, kChunk));
    open = upload->Write(part);
  }
  upload->WritesDone();
  Expect("UploadAttachment", upload->Finish());
}

void Drafter::Submit(const std::string& report) {
  in::SubmitReportRequest request;
  request.set_name(report);
  grpc::ClientContext context;
  in::Report submitted;
  Expect("SubmitReport", intake_.SubmitReport(&context, request, &submitted));
}

}  // namespace gongkai::bench
