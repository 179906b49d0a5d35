// Where a report stands: the fold of its entries. Never changed but by folding an entry in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/ledger/entry.h"
#include "workflow/ledger/values.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

struct Approval {
  machine::Action action = machine::Action::kNone;  // APPROVE_LEGAL or APPROVE_SECRECY
  std::string reviewer;
  std::string on_behalf_of;  // whom the reviewer acted for; empty: none
  merkle::Hash content{};    // what was approved
  std::int64_t time_us = 0;

  friend bool operator==(const Approval&, const Approval&) = default;
};

// Since when somebody has claimed the report in the state in which it is.
struct Claimant {
  std::string id;
  std::int64_t first_us = 0;

  friend bool operator==(const Claimant&, const Claimant&) = default;
};

struct Record {
  std::string id;  // {report} of `reports/{report}`
  machine::State state = machine::State::kNone;
  std::uint64_t number = 0;    // index of its first entry; orders reports by age
  std::uint64_t sequence = 0;  // of its newest entry
  std::uint64_t head = 0;      // index of its newest entry
  merkle::Hash head_hash{};    // leaf hash of its newest entry

  // Of its newest entry: what the loser of a race is told.
  machine::Action last_action = machine::Action::kNone;
  std::string last_actor;

  std::string department;
  std::string creator;
  merkle::Hash content{};
  std::vector<merkle::Hash> parts;        // of the content: its text and attachments
  std::optional<merkle::Hash> submitted;  // the content that was submitted last
  std::optional<merkle::Hash> passed;     // the content that entered secrecy review last
  Disclosure disclosure = Disclosure::kNone;
  std::vector<Approval> approvals;  // that were given to the content as it is
  std::vector<std::string>
      contributors;  // sorted; everybody who wrote any part of it, or of what it corrects
  std::string claimed_by;
  std::int64_t claim_until_us = 0;
  std::vector<Claimant> claimants;  // in the order in which they first claimed
  std::string corrects;
  std::string superseded_by;
  std::int64_t planned_us = 0;
  std::string comment;  // the newest given with an entry

  std::int64_t create_us = 0;
  std::int64_t update_us = 0;
  std::int64_t state_us = 0;
  std::int64_t submit_us = 0;  // the first time
  std::int64_t publish_us = 0;

  friend bool operator==(const Record&, const Record&) = default;
};

// Folds the report's next entry in. DENIED entries change nothing. `corrected` is the report that a
// CREATE corrects, null for other entries: nobody writes any more at what can be corrected, so its
// contributors are final.
void Fold(Record& record, const Entry& entry, const merkle::Hash& entry_hash,
          const Record* corrected = nullptr);

// Returns an opaque text that differs after each entry that is folded in.
std::string EtagOf(const Record& record);

// Returns whether `id` wrote any part of the report, at any time.
bool IsContributor(const Record& record, std::string_view id);

// Returns `reports/{id}`.
std::string NameOf(std::string_view id);

}  // namespace gongkai::ledger
