#include "services/publish/content_check.h"

#include <cstdint>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/rpc/peer_call.h"
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

Result<Bytes> ReadAttachment(rpc::Peer& intake, const rpc::Call& call,
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
    return rpc::FromPeer(status, intake.service());
  }
  bytes.sha256 = merkle::ToHex(hash.Finish());
  return bytes;
}

std::string DigestOf(const std::string& bytes) { return merkle::ToHex(merkle::Sha256(bytes)); }

}  // namespace

Status CheckContent(rpc::Peer& intake, const rpc::Call& call, const std::string& report,
                    const std::string& digest) {
  in::GetContentRequest request;
  request.set_name(report);
  request.set_content_sha256(digest);
  const auto response =
      rpc::CallPeer<Intake>(intake, call, &Intake::async_interface::GetContent, request);
  if (!response) return response.error();

  in::Content content;
  const std::string& body = response->body();
  if (DigestOf(response->content()) != digest || !content.ParseFromString(response->content()) ||
      content.body_sha256() != (body.empty() ? std::string() : DigestOf(body)) ||
      content.body_size_bytes() != static_cast<std::int64_t>(body.size())) {
    return errors::ContentCorrupt({"The content of " + report, report + " 的内容"});
  }
  for (const in::Attachment& attachment : content.attachments()) {
    in::DownloadAttachmentRequest download;
    download.set_name(report + "/attachments/" + attachment.file_name());
    download.set_content_sha256(digest);
    const auto bytes = ReadAttachment(intake, call, download);
    if (!bytes) return bytes.error();
    if (bytes->size != attachment.size_bytes() || bytes->sha256 != attachment.sha256()) {
      return errors::ContentCorrupt({download.name(), download.name()});
    }
  }
  return {};
}

}  // namespace gongkai::publish
