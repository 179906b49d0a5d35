// Keeps what the leak check found, by the digest of what was checked and the version of the rules.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include "gongkai/intake/v1/finding.pb.h"
#include "services/lib/sql/database.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {

// Says as what the bytes of a digest were read. The numbers are stored.
enum class PartType : std::uint8_t { kFields = 1, kBody = 2, kAttachment = 3 };

// What was checked, and by which rules.
struct CheckKey {
  PartType type;
  base::Digest digest;  // of the content, of the body, or of the attachment with its name
  int rules_version;
  // Of the bytes of the attachment, without its name; absent: not an attachment.
  std::optional<base::Digest> file = std::nullopt;
};

// Stores checks in `findings.db`, which may be deleted while no process uses it: a part is then checked
// again. Thread-safe. Throws sql::Error if the disk fails or is full.
class FindingStore {
 public:
  // Opens `findings.db` in `folder`, which must exist. Throws sql::OpenError as ContentStore does.
  explicit FindingStore(const std::filesystem::path& folder);

  // Returns the check, or nullopt if there is none that can be read.
  std::optional<v1::PartCheck> Find(const CheckKey& key);

  // Keeps the check. The first one of a key that can be read stays.
  void Put(const CheckKey& key, const v1::PartCheck& check);

  // Removes the checks of the contents, bodies and attachments with these digests. Removes also the checks
  // of all attachments that were kept by a program which did not store by what digest to find them.
  // What is removed is overwritten in `findings.db`, but may stay in its write-ahead log until EmptyLog.
  void Remove(const std::vector<base::Digest>& digests);
  // Calls sql::Database::EmptyLog while no other thread writes.
  bool EmptyLog();

 private:
  sql::Database database_;
  std::mutex writing_;
};

}  // namespace gongkai::intake
