// The part of an entry's detail that the ledger reads, because the ledger's rules and records
// depend on this part. A detail is the bytes of one message of gongkai/workflow/v1/details.proto.
// The ledger keeps all other fields of the message unread and unchanged.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/disclosure.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/time.h"
#include "workflow/ledger/leak_review.h"
#include "workflow/ledger/terms.h"
#include "workflow/machine/states.h"

namespace gongkai::ledger {

using base::Disclosure;

// Holds the detail of CREATE and EDIT.
struct Parts {
  std::vector<base::Digest> digests;    // of the text and of each attachment, at most 65
  std::vector<std::string> co_issuers;  // departments that issue it, too; at most 10

  friend bool operator==(const Parts&, const Parts&) = default;
};

// The number of a review form (审查表编号): one series for each department and year.
struct FormNumber {
  std::int32_t year = 0;     // in China, in which the number was given; 0: no number
  std::uint32_t number = 0;  // from 1 in each year

  bool IsGiven() const { return year != 0; }

  friend bool operator==(const FormNumber&, const FormNumber&) = default;
};

// Holds the detail of SUBMIT.
struct Submission {
  Disclosure disclosure = Disclosure::kNone;
  base::Time planned_time{};   // earliest publication; Time{}: at once
  FormNumber form_number;      // given by this SUBMIT
  std::optional<Day> formed;   // on which the document was formed
  std::optional<Terms> terms;  // set by this SUBMIT
  std::optional<LeakCheck> check;

  friend bool operator==(const Submission&, const Submission&) = default;
};

// Holds the detail of CLAIM and TAKE_OVER.
struct ClaimTime {
  std::chrono::seconds duration{};  // of the claim

  friend bool operator==(const ClaimTime&, const ClaimTime&) = default;
};

// A decision on the disclosure attribute.
struct Ruling {
  Disclosure disclosure = Disclosure::kNone;  // kNone: nothing is decided
  bool names_ground = false;
  std::string reason;  // why the attribute is another one than before

  friend bool operator==(const Ruling&, const Ruling&) = default;
};

// Holds the detail of APPROVE_LEGAL and APPROVE_SECRECY.
struct Answers {
  std::size_t count = 0;              // answered questions
  std::optional<std::string> failed;  // first question that the report does not pass
  Ruling ruling;
  std::optional<Terms> terms;  // set by this approval
  std::optional<LeakCheck> check;

  friend bool operator==(const Answers&, const Answers&) = default;
};

// Holds the detail of ADJUDICATE.
struct Adjudication {
  std::optional<LeakCheck> check;  // whose findings they are
  FindingRange findings;
  Verdict verdict = Verdict::kNone;
  bool names_ground = false;

  friend bool operator==(const Adjudication&, const Adjudication&) = default;
};

// Holds the detail of PUBLISH.
struct Publishing {
  std::optional<LeakCheck> check;

  friend bool operator==(const Publishing&, const Publishing&) = default;
};

// Holds the detail of PROPOSE_PURGE and PURGE.
struct Purge {
  std::vector<base::Digest> bytes;           // digests of what must not exist any more, at most 66
  std::optional<base::EntryIndex> proposal;  // PURGE: of the PROPOSE_PURGE that it confirms

  friend bool operator==(const Purge&, const Purge&) = default;
};

// Holds the detail of RETURN, none of whose fields the ledger reads.
struct Findings {
  friend bool operator==(const Findings&, const Findings&) = default;
};

// Holds the detail of SIGN.
struct Signature {
  Ruling ruling;

  friend bool operator==(const Signature&, const Signature&) = default;
};

// Holds the detail of REFER.
struct Referral {
  bool names_authority = false;

  friend bool operator==(const Referral&, const Referral&) = default;
};

// Holds the detail of WITHHOLD.
struct Withholding {
  bool names_ground = false;

  friend bool operator==(const Withholding&, const Withholding&) = default;
};

// Holds the detail of RESOLVE.
struct Resolution {
  std::optional<Terms> terms;  // set by this RESOLVE

  friend bool operator==(const Resolution&, const Resolution&) = default;
};

// Holds the detail of RESCHEDULE.
struct Rescheduling {
  Terms terms;

  friend bool operator==(const Rescheduling&, const Rescheduling&) = default;
};

// Holds the detail of DENIED.
struct Denial {
  machine::Action attempted = machine::Action::kNone;
  std::string rule;              // name of the error's reason
  std::uint64_t suppressed = 0;  // refusals of the actor before this one that were not recorded

  friend bool operator==(const Denial&, const Denial&) = default;
};

// Holds the detail of REVOKE: approvals that `identity` gave from `since` until before `until` do
// not count.
struct Revocation {
  base::ActorId identity;
  base::Time since{};
  base::Time until{};  // Time{}: no end

  friend bool operator==(const Revocation&, const Revocation&) = default;
};

// Holds the detail of SET_POLICY.
struct AdoptedPolicy {
  base::Digest digest;      // SHA-256 of the policy's file
  std::uint64_t bytes = 0;  // length of the file

  friend bool operator==(const AdoptedPolicy&, const AdoptedPolicy&) = default;
};

// Holds the detail of one action. monostate: the action has no detail.
using Detail = std::variant<std::monostate, Parts, Submission, ClaimTime, Answers, Findings,
                            Referral, Withholding, Signature, Resolution, Rescheduling, Notice,
                            Denial, Revocation, AdoptedPolicy, Adjudication, Publishing, Purge>;

// Returns the part of the detail that the ledger reads for `action`. Returns nullopt in three
// cases: TakeField cannot read all fields of `bytes`; a value is out of range; the action has no
// detail but `bytes` is not empty.
//
//   const std::optional<Detail> detail = ReadDetail(entry.action, entry.detail);
//   if (!detail) return errors::InvalidField("detail", {"Cannot be read.", "无法读取。"});
//   if (const auto* time = std::get_if<ClaimTime>(&*detail)) Use(time->duration);
std::optional<Detail> ReadDetail(machine::Action action, std::string_view bytes);

// Returns the terms that the detail sets, or null.
const Terms* TermsOf(const Detail& detail);

// Returns the leak check that the detail brings, or null.
const LeakCheck* LeakCheckOf(const Detail& detail);

// Returns the bytes of the details that the ledger itself writes: of DENIED, of CLAIM and TAKE_OVER
// with the granted time, of DUE_SOON and OVERDUE, of SET_POLICY and of REVOKE.
std::string WriteDetail(const Denial& denial);
std::string WriteDetail(const ClaimTime& time);
std::string WriteDetail(const Notice& notice);
std::string WriteDetail(const AdoptedPolicy& policy);
std::string WriteDetail(const Revocation& revocation);

// Returns the bytes of the detail of SUBMIT with the number, which the detail must not have yet.
std::string WithFormNumber(std::string submission, const FormNumber& number);

// Returns the bytes of the detail of SUBMIT, APPROVE_LEGAL, APPROVE_SECRECY, RESOLVE or RESCHEDULE with
// the terms, which the detail must not have yet.
std::string WithTerms(machine::Action action, std::string detail, const Schedule& schedule);

}  // namespace gongkai::ledger
