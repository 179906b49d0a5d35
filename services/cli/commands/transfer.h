// Uploads and downloads attachments.
#pragma once

#include <filesystem>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/cli/commands/session.h"
#include "services/lib/client/client.h"

namespace gongkai::cli {

using IntakeClient = client::Client<intake::v1::IntakeService>;

// Describes one upload.
struct UploadOptions {
  std::string report;  // `reports/…`
  std::filesystem::path path;
  std::string file_name;   // empty: the last part of `path`
  std::string media_type;  // empty: by the extension of `path`
  std::string etag;        // empty: any etag
  std::string request_id;  // the same for each retry
};

// Uploads one file. Returns the report with the new attachment. Throws Failure kUsage if the file
// cannot be read, and what Client::Attempt throws.
intake::v1::Report Upload(Session& session, IntakeClient& intake, const UploadOptions& options);

// Downloads one attachment into `path`. `content_sha256` names a content of the report; empty: the
// current one. Throws Failure kDataLoss if the bytes do not have the attachment's digest; no file
// is left then. Throws what IncomingFile and Client::Attempt throw.
void Download(Session& session, IntakeClient& intake, const intake::v1::Attachment& attachment,
              const std::string& content_sha256, const std::filesystem::path& path);

}  // namespace gongkai::cli
