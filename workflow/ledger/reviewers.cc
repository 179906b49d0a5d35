#include "workflow/ledger/reviewers.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "workflow/error/errors.h"
#include "workflow/ledger/approvals.h"
#include "workflow/ledger/terms.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::State;

constexpr std::size_t kMostNamed = 20;

bool IsSamePerson(const Actor& actor, const base::ActorId& id) {
  return !id.empty() && (actor.id == id || actor.on_behalf_of == id);
}

// Returns why the candidate may not decide in the stage that `approval` ends; nullopt if the candidate
// may.
std::optional<Reason> WhyNot(const Record& record, Action approval, const Candidate& candidate,
                             const Actor* submits, const Revocations* revocations) {
  const Actor& actor = candidate.actor;
  const bool wrote = candidate.author || IsContributor(record, actor.id) ||
                     (!actor.on_behalf_of.empty() && IsContributor(record, actor.on_behalf_of)) ||
                     (submits != nullptr && (IsSamePerson(actor, submits->id) ||
                                             IsSamePerson(actor, submits->on_behalf_of)));
  if (wrote) return Reason::kOwnReport;
  for (const Approval& given : record.approvals) {
    if (!Counts(given, revocations) || !SharePerson(actor, given)) continue;
    return given.action == approval ? Reason::kAlreadyApproved : Reason::kSameReviewer;
  }
  return std::nullopt;
}

// A stage with the people who may decide in it.
class Stage {
 public:
  Stage(State state, Action approval, int quorum, const Record& record,
        const std::vector<Candidate>& candidates, const Actor* submits,
        const Revocations* revocations)
      : shortage_({.stage = state,
                   .needed = std::max(0, quorum - Fresh(record, approval, revocations))}) {
    for (const Candidate& candidate : candidates) {
      const auto why = WhyNot(record, approval, candidate, submits, revocations);
      if (why) {
        shortage_.excluded.push_back({.id = candidate.actor.id, .reason = *why});
      } else {
        able_.insert(candidate.actor.id.text());
      }
    }
    shortage_.able = static_cast<int>(able_.size());
  }

  bool HasEnough() const { return shortage_.able >= shortage_.needed; }
  int needed() const { return shortage_.needed; }
  const std::set<std::string>& able() const { return able_; }

  Shortage Take() && { return std::move(shortage_); }
  // The shortage, where others of those who may decide are needed elsewhere.
  Shortage TakeWithout(int needed_elsewhere, int in_all) && {
    shortage_.able = std::max(0, in_all - needed_elsewhere);
    return std::move(shortage_);
  }

 private:
  Shortage shortage_;
  std::set<std::string> able_;
};

std::string Named(const std::vector<Exclusion>& excluded) {
  std::string out;
  for (std::size_t i = 0; i < excluded.size() && i < kMostNamed; ++i) {
    if (!out.empty()) out += ", ";
    out += excluded[i].id.text() + " " + std::string(InfoOf(excluded[i].reason).name);
  }
  return excluded.size() > kMostNamed ? out + " …" : out;
}

}  // namespace

std::optional<Shortage> FindShortage(const Record& record, const Actor* submits,
                                     const ReviewPolicy& policy, const Reviewers& reviewers,
                                     const Revocations* revocations) {
  const State stage = StageOf(record.state);
  if (record.state != State::kDraft && stage != State::kLegalReview &&
      stage != State::kSecrecyReview) {
    return std::nullopt;
  }
  Stage secrecy(State::kSecrecyReview, Action::kApproveSecrecy, policy.secrecy_quorum, record,
                reviewers.secrecy, submits, revocations);
  if (stage == State::kSecrecyReview) {
    return secrecy.HasEnough() ? std::nullopt : std::optional(std::move(secrecy).Take());
  }
  Stage legal(State::kLegalReview, Action::kApproveLegal, policy.legal_quorum, record,
              reviewers.legal, submits, revocations);
  if (!legal.HasEnough()) return std::move(legal).Take();
  if (!secrecy.HasEnough()) return std::move(secrecy).Take();
  // Nobody decides in both.
  std::set<std::string> all = legal.able();
  all.insert(secrecy.able().begin(), secrecy.able().end());
  const int in_all = static_cast<int>(all.size());
  if (in_all >= legal.needed() + secrecy.needed()) return std::nullopt;
  return std::move(secrecy).TakeWithout(legal.needed(), in_all);
}

Status CheckReviewable(const Record& record, const Actor& submits, const ReviewPolicy& policy,
                       const Reviewers& reviewers, const Revocations* revocations) {
  const auto shortage = FindShortage(record, &submits, policy, reviewers, revocations);
  if (!shortage) return {};
  return errors::NoEligibleReviewer(record.id.Name(),
                                    shortage->stage == State::kLegalReview ? "legal" : "secrecy",
                                    shortage->needed, shortage->able, Named(shortage->excluded));
}

}  // namespace gongkai::ledger
