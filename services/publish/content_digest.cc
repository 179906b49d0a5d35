#include "services/publish/content_digest.h"

#include <cstdint>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/server/peer_call.h"
#include "workflow/error/errors.h"
#include "workflow/merkle/hash.h"

namespace gongkai::publish {
namespace {

namespace in = intake::v1;
using Intake = in::IntakeService::Stub;

struct Bytes {
  std::int64_t size = 0;
  std::string sha256;
};

Result<Bytes> ReadAttachment(server::Peer& intake, const server::Call& call,
                             const in::DownloadAttachmentRequest& request) {
  Intake stub(intake.channel());
  const auto context = intake.NewContext(call.caller, call.deadline);
  context->set_deadline(call.deadline);  // 64 MiB may take longer than the longest unary call
  const auto reader = stub.DownloadAttachment(context.get(), request);
  Bytes bytes;
  merkle::Sha256Stream hash;
  in::DownloadAttachmentResponse part;
  while (reader->Read(&part)) {
    if (!call.Wanted()) context->TryCancel();
    bytes.size += static_cast<std::int64_t>(part.chunk().size());
    hash.Update(part.chunk());
  }
  if (const grpc::Status status = reader->Finish(); !status.ok()) {
    return server::FromPeer(status, intake.service());
  }
  bytes.sha256 = merkle::ToHex(hash.Finish());
  return bytes;
}

std::string DigestOf(const std::string& bytes) { return merkle::ToHex(merkle::Sha256(bytes)); }

}  // namespace

Result<std::string> RecomputeDigest(server::Peer& intake, const server::Call& call,
                                    const std::string& report, const std::string& digest) {
  in::GetContentRequest request;
  request.set_name(report);
  request.set_content_sha256(digest);
  const auto response =
      server::CallPeer<Intake>(intake, call, &Intake::async_interface::GetContent, request);
  if (!response) return response.error();
  std::string found = DigestOf(response->content());
  if (found != digest) return found;

  in::Content content;
  if (!content.ParseFromString(response->content())) {
    return errors::ContentCorrupt("The content of " + report);
  }
  const std::string body_sha256 =
      response->body().empty() ? std::string() : DigestOf(response->body());
  const auto body_size = static_cast<std::int64_t>(response->body().size());
  bool changed = body_sha256 != content.body_sha256() || body_size != content.body_size_bytes();
  content.set_body_sha256(body_sha256);
  content.set_body_size_bytes(body_size);
  for (in::Attachment& attachment : *content.mutable_attachments()) {
    in::DownloadAttachmentRequest download;
    download.set_name(report + "/attachments/" + attachment.file_name());
    download.set_content_sha256(digest);
    const auto bytes = ReadAttachment(intake, call, download);
    if (!bytes) return bytes.error();
    changed |= bytes->size != attachment.size_bytes() || bytes->sha256 != attachment.sha256();
    attachment.set_size_bytes(bytes->size);
    attachment.set_sha256(bytes->sha256);
  }
  // The content as it is now has never been written, so it may be serialized here.
  return changed ? DigestOf(content.SerializeAsString()) : found;
}

}  // namespace gongkai::publish
