// What the ledger itself reads in the detail of an entry: the little that its rules and its records
// depend on. The detail is the bytes of one message of gongkai/workflow/v1/details.proto; fields
// that are not listed here mean nothing to the ledger, and it keeps them as they are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workflow/ledger/values.h"
#include "workflow/machine/states.h"
#include "workflow/merkle/hash.h"

namespace gongkai::ledger {

// CREATE, EDIT.
struct Parts {
  std::vector<merkle::Hash> digests;  // of the text and of each attachment

  friend bool operator==(const Parts&, const Parts&) = default;
};

// SUBMIT.
struct Submission {
  Disclosure disclosure = Disclosure::kNone;
  std::int64_t planned_us = 0;  // 0: at once

  friend bool operator==(const Submission&, const Submission&) = default;
};

// CLAIM.
struct ClaimTime {
  std::int64_t us = 0;

  friend bool operator==(const ClaimTime&, const ClaimTime&) = default;
};

// APPROVE_LEGAL, APPROVE_SECRECY.
struct Answers {
  std::size_t count = 0;
  std::optional<std::string> failed;  // the first question that the report does not pass

  friend bool operator==(const Answers&, const Answers&) = default;
};

// REFER.
struct Referral {
  bool names_authority = false;

  friend bool operator==(const Referral&, const Referral&) = default;
};

// WITHHOLD.
struct Withholding {
  bool names_ground = false;

  friend bool operator==(const Withholding&, const Withholding&) = default;
};

// DENIED.
struct Denial {
  machine::Action attempted = machine::Action::kNone;
  std::string rule;
  std::uint64_t suppressed = 0;  // refusals of the actor before it, not recorded

  friend bool operator==(const Denial&, const Denial&) = default;
};

// REVOKE.
struct Revocation {
  std::string identity;
  std::int64_t since_us = 0;
  std::int64_t until_us = 0;  // 0: for ever

  friend bool operator==(const Revocation&, const Revocation&) = default;
};

// monostate: the action has no detail.
using Detail = std::variant<std::monostate, Parts, Submission, ClaimTime, Answers, Referral,
                            Withholding, Denial, Revocation>;

// Returns what the ledger reads in the detail of an entry of this action; nothing where the bytes
// are no message, hold a value that is out of its range, or where the action has no detail and
// bytes are there.
std::optional<Detail> ReadDetail(machine::Action action, std::string_view bytes);

// Return the bytes of the details that the ledger writes itself: what it refused, and for how long
// it granted a claim.
std::string WriteDetail(const Denial& denial);
std::string WriteDetail(const ClaimTime& time);

}  // namespace gongkai::ledger
