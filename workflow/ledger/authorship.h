// Who wrote what a report says. Authorship follows the bytes: whoever brought them, in whatever
// report, is their author, and never reviews them.
#pragma once

#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/reader.h"
#include "workflow/ledger/record.h"

namespace gongkai::ledger {

// Returns the digests of the bytes that the report consists of: of its content and the content's
// parts, and the same of every report that it corrects, directly or indirectly. `find(id)` returns
// a pointer to the record of a report, or null if there is none.
template <class Find>
std::vector<base::Digest> BytesOf(const Record& record, const Find& find) {
  std::vector<base::Digest> bytes;
  for (const Record* each = &record; each != nullptr;
       each = each->corrects.empty() ? nullptr : find(each->corrects)) {
    bytes.insert(bytes.end(), each->parts.begin(), each->parts.end());
    bytes.push_back(each->content);
  }
  return bytes;
}

// Returns whether the work of one of the authors counts as the actor's own.
bool IsOneOf(const std::vector<base::ActorId>& authors, const Actor& actor);

// Returns the authors of BytesOf the record. Throws StoreDamaged.
std::vector<base::ActorId> AuthorsOf(Reader& reader, const Record& record);

}  // namespace gongkai::ledger
