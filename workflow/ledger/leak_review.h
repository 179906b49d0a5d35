// The leak check (泄露检查) as the ledger knows it: how many findings a content has that must be
// adjudicated, and which of them are. What was found, and where, the ledger does not know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "workflow/base/actor_id.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"
#include "workflow/base/words.h"

namespace gongkai::ledger {

// What a secrecy reviewer decides on a finding. The numbers are those of workflow.v1.Verdict.
enum class Verdict : std::uint8_t {
  kNone = 0,
  kMask = 1,        // must be masked: the report goes back to its department
  kAllow = 2,       // is published as it is, on a legal ground
  kFalseAlarm = 3,  // is not what the check took it for
};
inline constexpr std::size_t kVerdictCount = 4;
static_assert(base::kVerdictWords.size() == kVerdictCount, "each verdict has its words");

// Returns whether a finding with the verdict stands in nobody's way.
constexpr bool Settles(Verdict verdict) {
  return verdict == Verdict::kAllow || verdict == Verdict::kFalseAlarm;
}

// The most findings that one content may have, so that it can be reviewed.
inline constexpr std::uint32_t kMaxFindings = 10'000;
// The most rows of CarriedFindings that one check may have.
inline constexpr std::size_t kMaxCarried = 1'000;

// Findings in a row: their numbers in the list of findings, from 1.
struct FindingRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;

  // Returns the number after the last one.
  std::uint32_t End() const { return first + count; }

  friend bool operator==(const FindingRange&, const FindingRange&) = default;
};

// Findings that the list before had, too, in unchanged text.
struct CarriedFindings {
  FindingRange findings;
  std::uint32_t first_before = 0;  // number of the first of them in the list before

  friend bool operator==(const CarriedFindings&, const CarriedFindings&) = default;
};

// The result of a check, as a service asserts it.
struct LeakCheck {
  std::uint32_t rules_version = 0;  // of the rules that were applied; from 1
  std::uint32_t findings = 0;       // how many must be adjudicated
  base::Digest list;                // SHA-256 of the list of them
  std::vector<CarriedFindings> carried;

  friend bool operator==(const LeakCheck&, const LeakCheck&) = default;
};

// Who gave a verdict, for whom, and when.
struct Adjudicator {
  base::ActorId reviewer;
  base::ActorId on_behalf_of;  // empty: for nobody else
  base::Time time{};

  friend bool operator==(const Adjudicator&, const Adjudicator&) = default;
};

// A verdict on findings in a row.
struct Adjudicated {
  FindingRange findings;
  Verdict verdict = Verdict::kNone;
  Adjudicator by;

  friend bool operator==(const Adjudicated&, const Adjudicated&) = default;
};

// Where the newest check of a report stands.
struct LeakReview {
  base::Digest content;             // that was checked
  std::uint32_t rules_version = 0;  // 0: nothing was checked
  std::uint32_t findings = 0;
  base::Digest list;
  std::vector<Adjudicated> adjudicated;  // sorted and apart

  friend bool operator==(const LeakReview&, const LeakReview&) = default;
};

// Returns the review with `check` of `content` in place of its own. The same check changes nothing.
// Another one keeps the verdicts on carried findings that settle them.
LeakReview WithCheck(LeakReview review, const base::Digest& content, const LeakCheck& check);

// Sets the verdict on the findings, whatever it was before.
void Adjudicate(LeakReview& review, const Adjudicated& verdict);

// Counts the findings that stand in the way of an approval.
struct OpenFindings {
  std::uint32_t open = 0;     // without a verdict that counts
  std::uint32_t to_mask = 0;  // with the verdict MASK
  std::uint32_t first = 0;    // the smallest number of any of them; 0: there are none
};
// `counts` says which verdicts count.
OpenFindings OpenOf(const LeakReview& review,
                    const std::function<bool(const Adjudicated&)>& counts);

}  // namespace gongkai::ledger
