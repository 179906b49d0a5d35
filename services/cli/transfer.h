// Attachments on their way up and down.
#pragma once

#include <filesystem>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/cli/client.h"
#include "services/cli/session.h"

namespace gongkai::cli {

using IntakeClient = Client<intake::v1::IntakeService>;

struct UploadOptions {
  std::string report;  // `reports/…`
  std::filesystem::path path;
  std::string file_name;   // empty: as the path ends
  std::string media_type;  // empty: as the path's extension says
  std::string etag;        // empty: whatever the report's is
  std::string request_id;
};

// Sends one file; answers the report with it.
intake::v1::Report Upload(Session& session, IntakeClient& intake, const UploadOptions& options);

// Receives one attachment of the report's content `content_sha256` (empty: the current one) into
// `path`. Failure kDataLoss, and no file, where it is not what the report's digest covers.
void Download(Session& session, IntakeClient& intake, const intake::v1::Attachment& attachment,
              const std::string& content_sha256, const std::filesystem::path& path);

}  // namespace gongkai::cli
