// One batch of commands against the store: what the ledger's thread does between Begin and Commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
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

// Records by id, as the store has them; without a state, those that it does not have. Kept from
// batch to batch: a report that is worked on need not be read for each of its entries.
using Records = std::unordered_map<std::string, Record>;

// Applies commands one after the other, each against what the ones before it left. Nothing of it is
// durable until Flush and the store's commit; the frontier given is not touched. `records` gets
// what is read and changed: a batch that changed a report must be committed, or they are wrong.
class Batch {
 public:
  Batch(Store& store, Denials& denials, const Ledger::Environment& environment,
        const merkle::Frontier& frontier, Records& records)
      : store_(store),
        denials_(denials),
        environment_(environment),
        frontier_(frontier),
        records_(records) {}

  // The outcome, or why it is refused. A refusal may have left an entry DENIED.
  Result<Outcome> Apply(const Command& command);

  // Writes the records that changed, and the frontier.
  void Flush();

  // The tree with this batch's entries.
  const merkle::Frontier& frontier() const { return frontier_; }

 private:
  Record& Load(const std::string& id);
  Result<Outcome> Replay(const Command& command, std::uint64_t index);
  Outcome Write(const Command& command, Record& record, const Decision& decision,
                std::int64_t now_us);
  void Supersede(const Command& command, const Record& correction, std::int64_t now_us);
  void Deny(const Command& command, const Record& record, const Error& error, std::int64_t now_us);
  Entry Draft(const Command& command, const Record& record, std::int64_t now_us);
  merkle::Hash Append(Entry entry, Record* record);

  Store& store_;
  Denials& denials_;
  const Ledger::Environment& environment_;
  merkle::Frontier frontier_;
  Records& records_;
  std::map<std::uint64_t, const Record*> changed_;  // by number, the order they are stored in
};

}  // namespace gongkai::ledger
