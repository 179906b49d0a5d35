// Checks contents for leaks: each part once by the same rules.
#pragma once

#include <functional>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "gongkai/intake/v1/content.pb.h"
#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content_store.h"
#include "services/intake/leak/finding_list.h"
#include "services/intake/leak/finding_store.h"
#include "services/intake/leak/text_reader.h"
#include "workflow/error/result.h"
#include "workflow/leak/checker.h"

namespace gongkai::intake {

// Checks contents by the rules in force, and keeps what was found. Thread-safe. `contents` and `blobs`
// must outlive this.
//
//   Result<FindingList> found = checks.Check(content, digest, [&] { return call.Wanted(); });
class LeakChecks {
 public:
  // Returns OK while the answer is wanted.
  using Wanted = std::function<Status()>;

  // Opens `findings.db` in `folder`. `read` reads attachments.
  LeakChecks(const std::filesystem::path& folder, ContentStore& contents, BlobStore& blobs,
             DocumentReader read);

  // Returns what is found in the content with this digest. Blocks: what was not checked yet is read and
  // checked, at most two attachments at a time for all callers.
  // Errors: CONTENT_PURGED, CONTENT_CORRUPT, and those of `wanted`.
  Result<FindingList> Check(const v1::Content& content, const base::Digest& digest,
                            const Wanted& wanted);

  // Returns what these rules found in the content, or nullopt unless all of it is kept.
  std::optional<FindingList> Recall(const v1::Content& content, const base::Digest& digest,
                                    int rules_version);

  // Calls the function of the same name in FindingStore.
  void Remove(const std::vector<base::Digest>& digests) { store_.Remove(digests); }
  bool EmptyLog() { return store_.EmptyLog(); }

 private:
  // Returns the name of the part of a content, as it is shown.
  std::string NameOf(PartType type, const v1::Attachment* attachment) const;

  // Checks the fields or the body of the content, and keeps what is found.
  Result<v1::PartCheck> CheckText(PartType type, const v1::Content& content,
                                  const base::Digest& digest);

  // Checks the attachment, whose bytes have this digest, when it has a turn, and keeps what is found.
  Result<v1::PartCheck> CheckAttachment(const v1::Attachment& attachment,
                                        const base::Digest& digest, const CheckKey& key,
                                        const Wanted& wanted);

  // Returns the bytes of the attachment.
  // Errors: CONTENT_CORRUPT, and those of `wanted`.
  Result<std::string> ReadFile(const v1::Attachment& attachment, const base::Digest& digest,
                               const Wanted& wanted);

  // Returns the check that is kept by this key from now on. `bytes` is the digest of what was checked.
  // Errors: CONTENT_PURGED (meanwhile; then nothing is kept).
  Result<v1::PartCheck> Keep(const CheckKey& key, const base::Digest& bytes, v1::PartCheck check);

  const leak::Checker& checker_;
  FindingStore store_;
  ContentStore& contents_;
  BlobStore& blobs_;
  const DocumentReader read_;
  std::counting_semaphore<2> turns_{2};
};

}  // namespace gongkai::intake
