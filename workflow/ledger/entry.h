// An entry of the ledger: who did what to which subject, when, and what it led to.
//
// An entry's bytes are the record: what is stored, hashed and exported. The struct is decoded from
// them and never encoded again to be hashed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/ledger/subject.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

using Blinding = std::array<std::uint8_t, 16>;

struct Entry {
  std::uint64_t index = 0;  // its place in the ledger, the only order
  Blinding blinding{};      // random, so that a neighbour's proof tells nobody what this one says
  std::int64_t time_us = 0;

  Subject subject;
  std::uint64_t sequence = 0;            // among the subject's entries, from 1; 0 for DENIED
  std::optional<merkle::Hash> previous;  // leaf hash of the subject's newest entry before this

  std::string actor;
  std::string on_behalf_of;  // the person behind a bot or deputy; empty: none
  std::string via;           // the services that passed it on, "desk,review"; empty: none
  std::string department;    // the actor's
  machine::Role role = machine::Role::kNone;
  machine::Action action = machine::Action::kNone;
  machine::State from = machine::State::kNone;
  machine::State to = machine::State::kNone;

  std::optional<merkle::Hash> content;  // the report's content after the entry
  std::optional<Subject> related;  // CREATE, PUBLISH: what it corrects. SUPERSEDE: the correction
  std::string comment;             // the reason, opinion, question or answer
  std::string detail;              // what is particular to the action; see detail.h

  std::string request_id;
  std::optional<merkle::Hash> request;  // digest of what was asked

  friend bool operator==(const Entry&, const Entry&) = default;
};

// Returns the canonical bytes: the message gongkai.audit.v1.Leaf with fields ascending, smallest
// varints and empty fields left out. There is exactly one byte string for an entry, whatever
// library reads it.
std::string Encode(const Entry& entry);

// Returns the entry of these bytes; nullopt unless they are canonical, so Encode(*Decode(bytes)) ==
// bytes.
std::optional<Entry> Decode(std::string_view bytes);

// The most that an entry's bytes may take; a checklist of the longest remarks fits.
inline constexpr std::size_t kMaxEntryBytes = 65'535;

}  // namespace gongkai::ledger
