// Describes what one change stores, and writes it with SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/sql/connection.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Returns how many bytes one department may store now. 0 means no limit.
using DepartmentBytes = std::function<std::int64_t()>;

// Holds the serialized bytes of a content. These bytes are stored, hashed and handed out. The bytes
// are made once, and never made again from a parsed message.
struct SealedContent {
  base::Digest digest;  // of `bytes`
  std::string bytes;
};

// Holds all that one change stores.
struct Deposit {
  struct Attachment {
    base::Digest digest;
    std::int64_t size_bytes;
  };

  SealedContent content;
  std::optional<base::Digest> body_digest;  // of the body that the content names; absent: none
  std::vector<base::Digest> attachments;    // that the content names
  std::vector<std::string> co_issuers;      // that the content names
  std::string_view body;                    // empty: already stored, or none
  std::optional<Attachment> attachment;     // whose file is placed next; absent: none
  std::string report;                       // "reports/…", of the command to the ledger
  std::optional<base::Digest> replaced;     // the report's content until now; absent: none
  std::string department;                   // the department whose quota counts
};

// Writes the deposit within the transaction of `writer`. Existing rows stay. New rows become loose,
// stored at `now`. If the content exists and is loose, its time becomes `now`. An existing body or
// attachment keeps its time. `quota_bytes` limits what the department stores; 0 means no limit.
// A body or an attachment that is purged may still be named, but not brought.
// Errors: CONTENT_PURGED (of the content, or of what the deposit brings), QUOTA_EXCEEDED; nothing is
// written then.
Status Write(sql::Connection& writer, const Deposit& deposit, std::int64_t quota_bytes,
             base::Time now);

// Checks that Write would write the deposit, counting also what another department has stored. Writes
// nothing.
// Errors: CONTENT_PURGED, QUOTA_EXCEEDED.
Status CheckFits(sql::Connection& connection, const Deposit& deposit, std::int64_t quota_bytes);

}  // namespace gongkai::intake
