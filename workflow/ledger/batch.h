// One batch of commands against the store: what the ledger's thread does between Begin and Commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "workflow/error/result.h"
#include "workflow/ledger/clock.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/denials.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/rules.h"
#include "workflow/ledger/store.h"
#include "workflow/merkle/tree.h"

namespace gongkai::ledger {

// What the writer remembers between batches. It is right only while every batch that changed it was
// committed.
struct Memory {
  struct Report {
    Record record;  // in state kNone: the store has no such report
    std::optional<std::vector<std::string>>
        authors;  // of the bytes, also of what it corrects; absent: not read
  };

  std::unordered_map<std::string, Report>
      reports;  // by {report}: what is worked on need not be read each time
  std::shared_ptr<const Revocations> revocations;  // replaced, never changed
};

// Applies commands one after the other, each against what the ones before it left. Nothing of it is
// durable until Flush and the store's commit; the frontier given is not touched. If the batch is
// not committed although it wrote, `memory` must be dropped.
class Batch {
 public:
  Batch(Store& store, Denials& denials, Clock& clock, const Ledger::Environment& environment,
        const merkle::Frontier& frontier, Memory& memory)
      : store_(store),
        denials_(denials),
        clock_(clock),
        environment_(environment),
        frontier_(frontier),
        memory_(memory) {}

  // Returns what the command led to, or why it is refused. A refusal may have left an entry DENIED.
  // Errors: what the rules refuse with; REQUEST_ID_REUSED; LOG_CORRUPT where what it needs cannot
  // be read; INTERNAL where what would be written could not be read again.
  Result<Outcome> Apply(const Command& command);

  // Returns where the report stands if Apply would not be refused now. Writes nothing. `whole`: the
  // command brings all that Apply needs, and that is tested, too.
  Result<Outcome> Check(const Command& command, bool whole);

  // Records that the command was refused with `refusal` by a rule outside; without one, what the
  // ledger's own rules refuse it with. Returns the error that is recorded, as far as the actor has
  // not too many of them. A refusal from outside comes first, and so says the same of every report,
  // also of one that is hidden or does not exist. Without one nothing is recorded that the ledger
  // would allow, and where the report stands is returned.
  Result<Outcome> Refuse(const Command& command, const std::optional<Error>& refusal);

  // Records a revocation, unless it is there.
  Result<Outcome> Revoke(const Command& command, const Revocation& revocation);

  // Writes the records that changed, and the frontier.
  void Flush();

  // Returns the tree with this batch's entries.
  const merkle::Frontier& frontier() const { return frontier_; }

 private:
  struct Judged {
    Memory::Report& report;
    const Record* corrected;  // null: none
    Decision decision;
    std::int64_t now_us;
  };

  std::int64_t Now() const { return clock_.At(environment_.now_us()); }
  Memory::Report& Load(const std::string& id);
  const Record* LoadCorrected(const Command& command, const Record& record);
  bool IsAuthor(const Command& command, Memory::Report& report);
  Result<Judged> Judge(const Command& command);
  Result<Outcome> Replay(const Command& command, std::uint64_t index);
  Result<Outcome> Write(const Command& command, const Judged& judged);
  Status Deny(const Command& command, const Error& error);

  Entry Draft(const Command& command, const Record& record, std::int64_t now_us) const;
  Entry Compose(const Command& command, const Judged& judged) const;
  Entry ComposeSupersede(const Command& command, const Record& correction, const Record& old,
                         std::int64_t now_us) const;
  void Append(const Sealed& sealed);
  void AppendTo(Record& record, const Sealed& sealed, const Record* corrected);
  // brought_before: somebody had brought one of them before this command.
  void NoteAuthors(const Command& command, const std::vector<merkle::Hash>& brought,
                   bool brought_before);

  Store& store_;
  Denials& denials_;
  Clock& clock_;
  const Ledger::Environment& environment_;
  merkle::Frontier frontier_;
  Memory& memory_;
  // Changed records by number, the order in which they are stored, with the sequence that is
  // stored.
  std::map<std::uint64_t, std::pair<const Record*, std::uint64_t>> changed_;
};

}  // namespace gongkai::ledger
