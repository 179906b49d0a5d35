#include "services/lib/rpc/content.h"

#include <cstdint>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/rpc/peer_call.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

std::string DigestOf(std::string_view bytes) { return base::Sha256(bytes).ToHex(); }

}  // namespace

Error CorruptContent(const std::string& of) {
  return errors::ContentCorrupt({"The content of " + of, of + " 的内容"});
}

Result<intake::v1::Content> OpenContent(const intake::v1::GetContentResponse& sent,
                                        std::string_view sha256, const std::string& of) {
  intake::v1::Content content;
  if (DigestOf(sent.content()) != sha256 || !content.ParseFromString(sent.content())) {
    return CorruptContent(of);
  }
  const std::string& body = sent.body();
  const std::string body_sha256 = body.empty() ? "" : DigestOf(body);
  const bool whole = content.body_sha256() == body_sha256 &&
                     content.body_size_bytes() == static_cast<std::int64_t>(body.size());
  if (!whole) return CorruptContent(of);
  return content;
}

Result<Document> ReadDocument(Peer& intake, const Call& call, const std::string& report,
                              const std::string& sha256, const std::string& of) {
  using Intake = intake::v1::IntakeService::Stub;
  intake::v1::GetContentRequest request;
  request.set_name(report);
  request.set_content_sha256(sha256);
  auto sent = CallPeer<Intake>(intake, call, &Intake::async_interface::GetContent, request);
  if (!sent) return std::move(sent).error();
  Result<intake::v1::Content> content = OpenContent(*sent, sha256, of);
  if (!content) return std::move(content).error();
  return Document{.content = *std::move(content),
                  .bytes = std::move(*sent->mutable_content()),
                  .body = std::move(*sent->mutable_body())};
}

}  // namespace gongkai::rpc
