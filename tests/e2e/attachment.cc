#include "tests/e2e/attachment.h"

#include <algorithm>
#include <stdexcept>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/lifecycle.h"
#include "workflow/base/digest.h"

namespace gongkai::e2e {

using intake::v1::IntakeService;

intake::v1::UploadStart StartOf(const std::string& report, const std::string& file_name,
                                const std::string& bytes) {
  intake::v1::UploadStart start;
  start.set_report(report);
  start.set_file_name(file_name);
  start.set_mime_type("application/octet-stream");
  start.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  start.set_sha256(base::Sha256(bytes).ToHex());
  return start;
}

grpc::Status Upload(Cluster& cluster, const std::string& who, const intake::v1::UploadStart& start,
                    const std::string& bytes) {
  constexpr std::size_t kChunk = 256 << 10;
  const auto context = Context(std::chrono::minutes(2));
  const auto stub = cluster.As<IntakeService>(who);
  intake::v1::UploadAttachmentResponse response;
  const auto writer = stub->UploadAttachment(context.get(), &response);
  intake::v1::UploadAttachmentRequest part;
  *part.mutable_start() = start;
  bool open = writer->Write(part);
  for (std::size_t at = 0; open && at < bytes.size(); at += kChunk) {
    part.set_chunk(bytes.substr(at, kChunk));
    open = writer->Write(part);
  }
  writer->WritesDone();
  return writer->Finish();
}

grpc::Status Download(Cluster& cluster, const std::string& who, const std::string& name,
                      std::string& bytes) {
  const auto context = Context(std::chrono::minutes(2));
  const auto stub = cluster.As<IntakeService>(who);
  intake::v1::DownloadAttachmentRequest request;
  request.set_name(name);
  const auto reader = stub->DownloadAttachment(context.get(), request);
  intake::v1::DownloadAttachmentResponse part;
  while (reader->Read(&part)) bytes += part.chunk();
  return reader->Finish();
}

std::string CreateWithAttachment(Cluster& cluster, const std::string& file_name,
                                 const std::string& bytes) {
  std::string report = Lifecycle(cluster).Create();
  const grpc::Status status = Upload(cluster, kDrafter, StartOf(report, file_name, bytes), bytes);
  if (!status.ok()) throw std::runtime_error("upload: " + status.error_message());
  return report;
}

std::filesystem::path BlobOf(const Cluster& cluster, const std::string& sha256) {
  return cluster.Data(Service::kIntake) / "blobs" / sha256.substr(0, 2) / sha256.substr(2);
}

}  // namespace gongkai::e2e
