// The last test of an entry before the entry is appended.
#pragma once

#include "workflow/error/result.h"
#include "workflow/ledger/store.h"

namespace gongkai::ledger {

// Returns the entry with its bytes and their leaf hash. Tests first that the bytes decode to
// exactly this entry and that the detail can be read. So every entry of the log can be read again.
// Errors: INTERNAL if a test fails; the message names the field if the field is known. Then the
// caller must not write the entry.
Result<Sealed> Seal(Entry entry);

}  // namespace gongkai::ledger
