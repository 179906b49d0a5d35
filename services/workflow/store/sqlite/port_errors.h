// Turns what the database throws into what the ledger's ports throw.
#pragma once

#include "services/lib/sql/error.h"
#include "workflow/ledger/reader.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {

// Returns what `read` returns. Throws ledger::StoreDamaged for sql::CorruptError, and
// ledger::ReadTimeout for sql::QueryTimeout. Other exceptions pass through.
//
//   return WithPortErrors([&] { return SelectRecord(connection, id); });
template <class Read>
auto WithPortErrors(const Read& read) -> decltype(read()) {
  try {
    return read();
  } catch (const sql::CorruptError& damage) {
    throw ledger::StoreDamaged(damage.what());
  } catch (const sql::QueryTimeout& late) {
    throw ledger::ReadTimeout(late.what());
  }
}

}  // namespace gongkai::workflow
