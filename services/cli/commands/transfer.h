// Uploads and downloads attachments.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/commands/progress.h"
#include "services/cli/commands/session.h"
#include "services/lib/client/client.h"
#include "workflow/base/digest.h"

namespace gongkai::cli {

using IntakeClient = client::Client<intake::v1::IntakeService>;

// Describes one upload.
struct UploadOptions {
  std::string report;  // `reports/…`
  std::filesystem::path path;
  std::string file_name;   // empty: the last part of `path`
  std::string mime_type;   // empty: by the extension of `path`
  std::string etag;        // empty: any etag
  std::string request_id;  // the same for each retry

  // nullopt: that of the attachment which is replaced, else that of the report
  std::optional<intake::v1::DisclosureAttribute> disclosure;
};

// Uploads one file. Returns the report with the new attachment. Throws Failure kUsage if the file
// cannot be read, and what Client::Attempt throws.
intake::v1::Report Upload(Session& session, IntakeClient& intake, const UploadOptions& options);

// Downloads one attachment into `path`. `content_sha256` names a content of the report; empty: the
// current one. Throws Failure kDataLoss if the bytes do not have the attachment's digest; no file
// is left then. Throws what IncomingFile and Client::Attempt throw.
void Download(Session& session, IntakeClient& intake, const intake::v1::Attachment& attachment,
              const std::string& content_sha256, const std::filesystem::path& path);

// Returns where a received file goes: `file_name` in `folder`. A service that names a file `../x` is
// not obeyed: throws Failure kDataLoss. Throws Failure kUsage if there is such a file already,
// unless `force`.
std::filesystem::path PlaceOf(const std::string& folder, const std::string& file_name, bool force);

// Tells that a file was received and has its digest.
void TellReceived(const std::filesystem::path& path, std::int64_t bytes);

// Returns what the transfer of a file may take beyond the time of a call: a slow line carries
// 1 MiB a second.
inline std::chrono::milliseconds TimeFor(std::int64_t bytes) {
  return std::chrono::seconds(bytes / (1 << 20));
}

// Receives the file of an attachment, chunk by chunk, into `path`. `attachment` is a message with
// name, file_name, size_bytes and sha256. Returns how the stream ended. Throws Failure kDataLoss if
// the bytes do not have the attachment's digest; no file is left then. Throws what IncomingFile
// throws.
template <class Attachment, class Response>
grpc::Status Receive(const Session& session, grpc::ClientReader<Response>& reader,
                     const Attachment& attachment, const std::filesystem::path& path) {
  Progress progress(attachment.file_name(), attachment.size_bytes(), session.err, std::cerr);
  IncomingFile file(path);
  base::Sha256Stream hash;
  Response part;
  while (reader.Read(&part)) {
    file.Write(part.chunk());
    hash.Update(part.chunk());
    progress.Advance(static_cast<std::int64_t>(part.chunk().size()));
  }
  grpc::Status status = reader.Finish();
  if (!status.ok()) return status;
  if (const std::string digest = hash.Finish().ToHex(); digest != attachment.sha256()) {
    throw Failure(
        ExitCode::kDataLoss, "DIGEST_MISMATCH",
        {attachment.name() + " has the digest " + digest + ", not " + attachment.sha256() +
             " as the service says",
         attachment.name() + " 的摘要是 " + digest + "，不是服务所说的 " + attachment.sha256()});
  }
  file.Keep();
  return status;
}

}  // namespace gongkai::cli
