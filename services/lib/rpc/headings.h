// Headings of contents, as the stage services show them in lists and in the answers of decisions.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/workflow_client.h"
#include "workflow/error/result.h"

namespace gongkai::rpc {

// Returns the heading of `content`, whose digest is `sha256`.
intake::v1::Heading HeadingOf(const intake::v1::Content& content, std::string_view sha256);

// Holds the heading of one content, or the reason why intake has none.
struct HeadingRead {
  intake::v1::Heading heading;
  std::string problem;  // "CONTENT_CORRUPT" or "CONTENT_PURGED", with an empty heading; empty: none
};

// Reads headings from intake, and remembers what was read last of at least 2,048 contents. So the
// answer of a decision has a title without a call to intake. What a digest names never changes, so
// a heading that is remembered is still right. A problem is remembered, too, until the content is
// read again.
//
// Intake answers by digest and does not ask who may read. So a digest that is given to Read or to
// Recall must come from a record that workflow has shown to the caller. Thread-safe.
//
//   for (const wf::Record& record : page->records()) *response.add_tasks() = ToTask(record);
//   Status added = headings_.AddTo(call, *response.mutable_tasks(), AddHeading);
//   if (!added) return std::move(added).error();
class Headings {
 public:
  using ByDigest = std::unordered_map<std::string, HeadingRead>;

  // `intake` must outlive this.
  explicit Headings(Peer& intake) : intake_(intake) {}

  // Returns what intake says of each of `digests`, of which there are at most 1,000. Ignores an
  // empty digest, which is that of a content that the caller may not read. Blocks; makes one call
  // for the caller of `call`, or none if no digest is left.
  // Errors: those of FromPeer.
  Result<ByDigest> Read(const Call& call, const std::set<std::string>& digests);

  // Calls `add(read, message)` for each of `messages` of whose `content_sha256` intake says something.
  // Blocks, as Read, whose rules for digests hold.
  // Errors: those of FromPeer.
  template <class Messages, class Add>
  Status AddTo(const Call& call, Messages& messages, const Add& add) {
    std::set<std::string> digests;
    for (const auto& message : messages) digests.insert(message.content_sha256());
    const Result<ByDigest> headings = Read(call, digests);
    if (!headings) return headings.error();
    for (auto& message : messages) {
      const auto read = headings->find(message.content_sha256());
      if (read != headings->end()) add(read->second, message);
    }
    return {};
  }

  // Remembers the heading of a content that was read in another way.
  void Remember(const intake::v1::Heading& heading);

  // Returns what was read last of the content, or nullopt if that is not remembered.
  std::optional<HeadingRead> Recall(const std::string& sha256) const;

  // Returns the same of the content that `standing` names, for the answer to a change. A change that
  // was replayed is answered as it was then. So for a replayed change, blocks to ask the ledger, and
  // returns nullopt if the caller may not read that content now.
  std::optional<HeadingRead> Recall(const Call& call, WorkflowClient& workflow,
                                    const Standing& standing) const;

 private:
  void Remember(const std::string& sha256, const HeadingRead& read);

  static constexpr std::size_t kGeneration = 2048;  // a heading has at most 2 KiB

  Peer& intake_;
  mutable std::mutex mutex_;
  ByDigest newer_;  // Guarded by mutex_. Becomes older_ when it is full.
  ByDigest older_;  // Guarded by mutex_.
};

}  // namespace gongkai::rpc
