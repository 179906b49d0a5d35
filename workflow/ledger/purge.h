// The rules on bytes that must not exist any more: one person proposes to destroy them, another one has
// them destroyed. Their digests, and all entries, stay.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/error/result.h"
#include "workflow/ledger/command.h"
#include "workflow/ledger/entry.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/revocations.h"
#include "workflow/machine/states.h"

namespace gongkai::ledger {

// How long a proposal may be confirmed.
inline constexpr std::chrono::days kProposalStands{30};

// Returns whether the content of a report in this state is public, or is worked on or reviewed.
constexpr bool NeedsItsContent(machine::State state) {
  return state == machine::State::kPublished ||
         (state >= machine::State::kDraft && state <= machine::State::kCleared);
}

// What the ledger knows of what a command asks to destroy.
struct PurgeFacts {
  std::vector<base::Digest> brought;  // what the report's contents consist of, as Store::BroughtTo
  bool in_use = false;                // Store::IsInUse
  // Who brought the bytes with each digest of the command, in any report, in the order of the command.
  std::vector<std::vector<base::ActorId>> authors;
  std::optional<Entry> proposal;  // the entry that the command confirms; nullopt: there is none
};

// Tests whether the bytes that the command names may be destroyed, by its actor, or may be proposed to be.
// The command must be PROPOSE_PURGE or PURGE. `revocations` may be null.
// Errors: INVALID_FIELD, OWN_REPORT, SAME_REVIEWER, PURGE_NOT_POSSIBLE.
Status CheckPurge(const Record& record, const Command& command, const PurgeFacts& facts,
                  base::Time now, const Revocations* revocations);

}  // namespace gongkai::ledger
