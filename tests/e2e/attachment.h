// Attachments up and down.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "tests/e2e/cluster.h"

namespace gongkai::e2e {

// What announces `bytes` as they are.
intake::v1::UploadStart StartOf(const std::string& report, const std::string& file_name,
                                const std::string& bytes);

// Sends `start`, then `bytes` in chunks, whether that is what was announced or not.
grpc::Status Upload(Cluster& cluster, const std::string& who, const intake::v1::UploadStart& start,
                    const std::string& bytes);

// Reads an attachment, `reports/{report}/attachments/{file_name}`, to the end of `bytes`.
grpc::Status Download(Cluster& cluster, const std::string& who, const std::string& name,
                      std::string& bytes);

// A new draft with this attachment. Throws if it is refused.
std::string CreateWithAttachment(Cluster& cluster, const std::string& file_name,
                                 const std::string& bytes);

// Where intake keeps the bytes of this digest.
std::filesystem::path BlobOf(const Cluster& cluster, const std::string& sha256);

}  // namespace gongkai::e2e
