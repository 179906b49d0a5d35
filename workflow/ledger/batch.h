// One batch of commands against the store: what the ledger's thread does between Begin and Commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/denials.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// Applies commands one after the other, each against what the ones before it left. Nothing of it is
// durable until Flush and the store's commit; the frontier given is not touched.
class Batch {
 public:
  Batch(Store& store, Denials& denials, const Ledger::Environment& environment,
        const merkle::Frontier& frontier)
      : store_(store), denials_(denials), environment_(environment), frontier_(frontier) {}

  // The outcome, or why it is refused. A refusal may have left an entry DENIED.
  Result<Outcome> Apply(const Command& command);

  // Writes the records that changed, and the frontier.
  void Flush();

  // The tree with this batch's entries.
  const merkle::Frontier& frontier() const { return frontier_; }

 private:
  struct Slot {
    Record record;
    bool changed = false;
  };

  Slot& Load(const std::string& id);
  Result<Outcome> Replay(const Command& command, std::uint64_t index);
  Outcome Write(const Command& command, Slot& slot, const Decision& decision, std::int64_t now_us);
  void Supersede(const Command& command, const Record& correction, std::int64_t now_us);
  void Deny(const Command& command, const Record& record, const Error& error, std::int64_t now_us);
  Entry Draft(const Command& command, const Record& record, std::int64_t now_us);
  merkle::Hash Append(Entry entry, Record* record);

  Store& store_;
  Denials& denials_;
  const Ledger::Environment& environment_;
  merkle::Frontier frontier_;
  std::map<std::string, Slot> records_;  // read or changed by this batch
};

}  // namespace gongkai::ledger
