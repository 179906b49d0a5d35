// An entry of the ledger, and its canonical bytes. The bytes are stored, hashed and exported. An
// entry that was decoded from stored bytes is never encoded again to be hashed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/time.h"
#include "workflow/ledger/subject.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

using Blinding = std::array<std::uint8_t, 16>;

// Records who did what to which subject, when, and with which result.
struct Entry {
  base::EntryIndex index{};
  Blinding blinding{};  // random bytes, so that no hash in a proof reveals this entry
  base::Time time{};

  Subject subject;
  std::uint64_t sequence = 0;            // position in the subject's chain, from 1; 0 for DENIED
  std::optional<merkle::Hash> previous;  // leaf hash of the end of the subject's chain before this

  base::ActorId actor;
  base::ActorId on_behalf_of;  // the person behind a bot or deputy; empty: none
  std::string via;             // the services that passed the call on, "desk,review"; empty: none
  std::string department;      // of the actor
  machine::Role role = machine::Role::kNone;
  machine::Action action = machine::Action::kNone;
  machine::State from = machine::State::kNone;
  machine::State to = machine::State::kNone;

  std::optional<base::Digest> content;  // the report's content after the entry
  std::optional<Subject> related;  // CREATE, PUBLISH: corrected report. SUPERSEDE: the correction
  std::string comment;             // the reason, opinion, question or answer
  std::string detail;              // facts of the particular action; see detail.h

  std::string request_id;               // empty in DENIED and SUPERSEDE
  std::optional<base::Digest> request;  // digest of the request

  friend bool operator==(const Entry&, const Entry&) = default;
};

// Returns the canonical bytes of the entry: the message gongkai.audit.v1.Leaf with ascending
// fields, with the shortest varints and without empty fields. Each entry has exactly one byte
// string, which depends on no library.
std::string Encode(const Entry& entry);

// Returns the entry that has these bytes. Returns nullopt if `bytes` is not canonical or is longer
// than kMaxEntryBytes, so Encode(*Decode(bytes)) == bytes.
std::optional<Entry> Decode(std::string_view bytes);

// The limit for the length of an entry's bytes. A checklist with the longest remarks is shorter.
inline constexpr std::size_t kMaxEntryBytes = 65'535;

}  // namespace gongkai::ledger
