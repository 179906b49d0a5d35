// Keeps what the leak check found, by the digest of what was checked and the version of the rules.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>

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

 private:
  sql::Database database_;
  std::mutex writing_;
};

}  // namespace gongkai::intake
