// What one change stores, and the SQL of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/storage/connection.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Says how many bytes one department may store, by what holds now. 0: no limit.
using DepartmentBytes = std::function<std::int64_t()>;

// The bytes of a content, made once. They are what is stored, hashed and handed out, and are never
// made again from a parsed message.
struct SealedContent {
  std::string sha256;  // of the bytes, in hex: the content digest
  std::string bytes;
};

struct Deposit {
  struct Attachment {
    std::string sha256;
    std::int64_t size_bytes;
  };

  SealedContent content;
  std::string body_sha256;               // that the content names; empty: none
  std::vector<std::string> attachments;  // the digests that the content names
  std::string_view body;                 // empty: stored before, or none
  std::optional<Attachment> attachment;  // that is about to be placed; absent: none
  std::string report;                    // "reports/…", for which the ledger will be asked
  std::string replaced;                  // the report's content until now; empty: none
  std::string department;                // who stores it
};

// Writes the deposit within the transaction of `writer`: what is there already stays, and what is
// new, or loose, is loose from `now_us` on. Errors: QUOTA_EXCEEDED, and nothing is written, when
// the department would have stored more than `quota_bytes`; 0: no quota.
Status Write(storage::Connection& writer, const Deposit& deposit, std::int64_t quota_bytes,
             std::int64_t now_us);

// Whether Write would find room for it. Errors: QUOTA_EXCEEDED.
Status CheckQuota(storage::Connection& connection, const Deposit& deposit,
                  std::int64_t quota_bytes);

}  // namespace gongkai::intake
