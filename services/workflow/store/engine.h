// What the workflow process needs of a storage engine. The process is put together from one engine
// and knows no other detail of its storage.
#pragma once

#include <cstdint>
#include <memory>

#include "workflow/ledger/reader.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {

// Checks everything that an engine stores of one log against the bytes of the entries: that the log
// is sound, and that all other data is what the entries say. Works in pieces of a few milliseconds,
// so that no snapshot is held for long. One thread at a time.
//
//   const std::unique_ptr<LogCheck> check = engine.MakeCheck();
//   while (check->CheckMore()) {
//   }
class LogCheck {
 public:
  virtual ~LogCheck() = default;

  // Checks one more piece. Returns false after the last piece. Throws ledger::StoreDamaged at the
  // first thing that is wrong, and if the disk fails. After any other exception, the piece may be
  // checked again.
  virtual bool CheckMore() = 0;

  // Returns the number of entries that are checked.
  virtual std::uint64_t entries() const = 0;
  // Returns the number of records that are checked.
  virtual std::uint64_t records() const = 0;
};

// Holds one log open in a storage engine. Everything that an Engine returns must be destroyed before
// the Engine. tests/conformance holds every engine to the contracts of the two ports.
class Engine {
 public:
  virtual ~Engine() = default;

  // Returns the port of the ledger's writer.
  virtual ledger::Store& store() = 0;
  // Returns the port of all readers.
  virtual ledger::Reader& reader() = 0;
  // Returns a check of the whole log that has not begun yet.
  virtual std::unique_ptr<LogCheck> MakeCheck() = 0;
};

}  // namespace gongkai::workflow
