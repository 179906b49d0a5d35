#include "services/publish/content_check.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/rpc/content.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

namespace gongkai::publish {
namespace {

namespace in = intake::v1;

// The parts of a content as intake sends them. For one thread; blocks.
class Parts {
 public:
  Parts(rpc::Peer& intake, const rpc::Call& call, const in::DownloadContentRequest& request)
      : call_(call), service_(intake.service()), context_(intake.NewStreamContext(call)) {
    reader_ = in::IntakeService::Stub(intake.channel()).DownloadContent(context_.get(), request);
  }
  ~Parts() {
    if (ended_) return;
    context_->TryCancel();
    reader_->Finish();
  }

  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  // Returns the next part, or nullptr after the last one; valid until the next call.
  // Errors: those of intake, CANCELLED, DEADLINE_EXCEEDED.
  Result<const in::DownloadContentResponse*> Next() {
    if (Status wanted = call_.Wanted(); !wanted) return std::move(wanted).error();
    if (reader_->Read(&part_)) return &part_;
    ended_ = true;
    const grpc::Status status = reader_->Finish();
    if (!status.ok()) return rpc::FromPeer(status, service_);
    return nullptr;
  }

 private:
  const rpc::Call& call_;
  const std::string service_;
  const std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<in::DownloadContentResponse>> reader_;
  in::DownloadContentResponse part_;
  bool ended_ = false;
};

// Returns the content that comes first; see rpc::OpenContent.
Result<CheckedContent> ReadContent(Parts& parts, const std::string& report,
                                   const std::string& digest) {
  const auto part = parts.Next();
  if (!part) return part.error();
  if (*part == nullptr || !(*part)->has_content()) return rpc::CorruptContent(report);
  Result<in::Content> content = rpc::OpenContent((*part)->content(), digest, report);
  if (!content) return std::move(content).error();
  CheckedContent checked{.content = *std::move(content)};
  if ((*part)->content().has_leak_check()) checked.leak_check = (*part)->content().leak_check();
  return checked;
}

// Returns OK if the next parts are the bytes of the attachment.
Status CheckAttachment(Parts& parts, const in::Attachment& attachment, const std::string& name) {
  std::int64_t size = 0;
  base::Sha256Stream hash;
  while (size < attachment.size_bytes()) {
    const auto part = parts.Next();
    if (!part) return part.error();
    if (*part == nullptr || (*part)->chunk().empty()) return errors::ContentCorrupt({name, name});
    size += static_cast<std::int64_t>((*part)->chunk().size());
    hash.Update((*part)->chunk());
  }
  if (size != attachment.size_bytes() || hash.Finish().ToHex() != attachment.sha256()) {
    return errors::ContentCorrupt({name, name});
  }
  return {};
}

}  // namespace

Result<CheckedContent> CheckContent(rpc::Peer& intake, const rpc::Call& call,
                                    const std::string& report, const std::string& digest) {
  in::DownloadContentRequest request;
  request.set_name(report);
  request.set_content_sha256(digest);
  Parts parts(intake, call, request);
  Result<CheckedContent> checked = ReadContent(parts, report, digest);
  if (!checked) return checked;
  for (const in::Attachment& attachment : checked->content.attachments()) {
    const std::string name = report + "/attachments/" + attachment.file_name();
    if (Status sound = CheckAttachment(parts, attachment, name); !sound) {
      return std::move(sound).error();
    }
  }
  const auto more = parts.Next();
  if (!more) return more.error();
  if (*more != nullptr) return rpc::CorruptContent(report);
  return checked;
}

}  // namespace gongkai::publish
