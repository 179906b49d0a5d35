#include "services/lib/rpc/headings.h"

#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/rpc/peer_call.h"

namespace gongkai::rpc {

namespace in = intake::v1;
using Stub = in::IntakeService::Stub;

in::Heading HeadingOf(const in::Content& content, std::string_view sha256) {
  in::Heading heading;
  heading.set_content_sha256(std::string(sha256));
  heading.set_title(content.title());
  heading.set_document_number(content.document_number());
  heading.set_issuing_department(content.issuing_department());
  heading.set_kind(content.kind());
  heading.set_disclosure(content.disclosure().attribute());
  return heading;
}

Result<Headings::ByDigest> Headings::Read(const Call& call, const std::set<std::string>& digests) {
  in::BatchGetHeadingsRequest request;
  for (const std::string& sha256 : digests) {
    if (!sha256.empty()) request.add_content_sha256s(sha256);
  }
  ByDigest read;
  if (request.content_sha256s().empty()) return read;
  const auto response =
      CallPeer<Stub>(intake_, call, &Stub::async_interface::BatchGetHeadings, request);
  if (!response) return response.error();
  for (const in::Heading& heading : response->headings()) {
    if (digests.contains(heading.content_sha256())) {
      read[heading.content_sha256()] = {.heading = heading, .problem = ""};
    }
  }
  const auto add = [&](const auto& sha256s, Reason why) {
    for (const std::string& sha256 : sha256s) {
      if (!digests.contains(sha256)) continue;
      read[sha256] = {.heading = {}, .problem = std::string(InfoOf(why).name)};
    }
  };
  add(response->missing(), Reason::kContentCorrupt);
  add(response->purged(), Reason::kContentPurged);
  for (const auto& [sha256, one] : read) Remember(sha256, one);
  return read;
}

void Headings::Remember(const in::Heading& heading) {
  Remember(heading.content_sha256(), {.heading = heading, .problem = ""});
}

std::optional<HeadingRead> Headings::Recall(const std::string& sha256) const {
  const std::scoped_lock lock(mutex_);
  for (const ByDigest* generation : {&newer_, &older_}) {
    const auto found = generation->find(sha256);
    if (found != generation->end()) return found->second;
  }
  return std::nullopt;
}

std::optional<HeadingRead> Headings::Recall(const Call& call, WorkflowClient& workflow,
                                            const Standing& standing) const {
  const std::string& sha256 = standing.record.content_sha256();
  if (standing.replayed) {
    const Result<workflow::v1::Record> now = workflow.GetRecord(call, standing.record.name());
    if (!now || now->content_sha256() != sha256) return std::nullopt;
  }
  return Recall(sha256);
}

void Headings::Remember(const std::string& sha256, const HeadingRead& read) {
  const std::scoped_lock lock(mutex_);
  newer_[sha256] = read;
  if (newer_.size() >= kGeneration) older_ = std::exchange(newer_, {});
}

}  // namespace gongkai::rpc
