#include "services/cli/commands/transfer.h"

#include <fstream>
#include <vector>

#include "services/cli/view/text.h"
#include "services/lib/catalog/limits.h"

namespace gongkai::cli {
namespace {

using intake::v1::IntakeService;

intake::v1::UploadStart StartOf(const UploadOptions& options, const FileInfo& file) {
  intake::v1::UploadStart start;
  start.set_report(options.report);
  start.set_file_name(options.file_name.empty() ? options.path.filename().string()
                                                : options.file_name);
  start.set_mime_type(options.mime_type.empty() ? std::string(MediaType(options.path))
                                                : options.mime_type);
  start.set_size_bytes(file.size);
  start.set_sha256(file.sha256);
  start.set_etag(options.etag);
  start.set_request_id(options.request_id);
  if (options.disclosure) *start.mutable_disclosure() = *options.disclosure;
  return start;
}

}  // namespace

std::filesystem::path PlaceOf(const std::string& folder, const std::string& file_name, bool force) {
  if (file_name.empty() || file_name == "." || file_name == ".." ||
      file_name.find('/') != std::string::npos) {
    throw Failure(ExitCode::kDataLoss, "BAD_FILE_NAME",
                  {"`" + file_name + "` is no name of a file", "`" + file_name + "` 不是文件名"});
  }
  std::filesystem::path path = std::filesystem::path(folder) / file_name;
  if (!force && std::filesystem::exists(path)) {
    throw UsageError({path.string() + " exists already", path.string() + " 已经存在"},
                     {"--force overwrites it", "用 --force 覆盖"});
  }
  return path;
}

void TellReceived(const std::filesystem::path& path, std::int64_t bytes) {
  std::cout << OneLine(path.string()) << "  " << Size(bytes) << "  sha256 verified\n";
}

intake::v1::Report Upload(Session& session, IntakeClient& intake, const UploadOptions& options) {
  const FileInfo file = Inspect(options.path);
  const intake::v1::UploadStart start = StartOf(options, file);
  intake::v1::UploadAttachmentResponse response;

  intake.Attempt(TimeFor(file.size), [&](grpc::ClientContext& context, IntakeService::Stub& stub) {
    Progress progress(start.file_name(), file.size, session.err, std::cerr);
    const auto writer = stub.UploadAttachment(&context, &response);
    intake::v1::UploadAttachmentRequest request;
    *request.mutable_start() = start;
    bool accepted = writer->Write(request);

    std::ifstream in(options.path, std::ios::binary);
    std::vector<char> buffer(limits::kChunkBytes);
    while (accepted && (in.read(buffer.data(), limits::kChunkBytes), in.gcount() > 0)) {
      request.set_chunk(buffer.data(), static_cast<std::size_t>(in.gcount()));
      accepted = writer->Write(request);
      progress.Advance(in.gcount());
    }
    writer->WritesDone();
    return writer->Finish();  // says why, where the service stopped accepting
  });
  return response.report();
}

void Download(Session& session, IntakeClient& intake, const intake::v1::Attachment& attachment,
              const std::string& content_sha256, const std::filesystem::path& path) {
  intake::v1::DownloadAttachmentRequest request;
  request.set_name(attachment.name());
  request.set_content_sha256(content_sha256);

  intake.Attempt(TimeFor(attachment.size_bytes()), [&](grpc::ClientContext& context,
                                                       IntakeService::Stub& stub) {
    return Receive(session, *stub.DownloadAttachment(&context, request), attachment, path);
  });
}

}  // namespace gongkai::cli
