// The last step before an entry is appended.
#pragma once

#include "workflow/error/result.h"
#include "workflow/ledger/store.h"

namespace gongkai::ledger {

// Returns the entry with its bytes and their hash, once it is proved that the bytes decode to
// exactly this entry and its detail can be read: nothing enters the log that cannot be read again.
// Errors: INTERNAL, which names the field as far as that is known. Then nothing may be written.
Result<Sealed> Seal(Entry entry);

}  // namespace gongkai::ledger
