#include "workflow/ledger/authorship.h"

#include <algorithm>
#include <optional>

#include "workflow/base/report_id.h"

namespace gongkai::ledger {

bool IsOneOf(const std::vector<base::ActorId>& authors, const Actor& actor) {
  return std::ranges::any_of(
      authors, [&actor](const base::ActorId& author) { return actor.SharesWorkWith(author); });
}

// The reports that are corrected were published: what they say does not change any more, so they
// need not be read in one snapshot.
std::vector<base::ActorId> AuthorsOf(Reader& reader, const Record& record) {
  std::optional<Record> corrected;
  const std::vector<base::Digest> bytes = BytesOf(record, [&](const base::ReportId& id) {
    corrected = reader.FindRecord(id);
    return corrected ? &*corrected : nullptr;
  });
  return reader.AuthorsOf(bytes);
}

}  // namespace gongkai::ledger
