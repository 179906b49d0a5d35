#include "workflow/ledger/reviewers.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "workflow/error/errors.h"
#include "workflow/ledger/approvals.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/terms.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::State;

constexpr std::size_t kMostNamed = 20;

// Returns the one who counts: the person for whom a deputy acts, or the actor.
const base::ActorId& PersonOf(const Actor& actor) {
  return actor.on_behalf_of.empty() ? actor.id : actor.on_behalf_of;
}

// Returns whether the candidate took part in the report, or `submits` it.
bool TookPart(const Record& record, const Actor& actor, const Actor* submits) {
  const auto shares = [&actor](const base::ActorId& id) { return actor.SharesWorkWith(id); };
  return std::ranges::any_of(record.contributors, shares) ||
         (submits != nullptr && (shares(submits->id) || shares(submits->on_behalf_of)));
}

// Returns why the candidate may not decide in the stage that `approval` ends; nullopt if the candidate
// may.
std::optional<Exclusion> WhyNot(const Record& record, Action approval, const Candidate& candidate,
                                const Actor* submits, const Revocations* revocations) {
  const Actor& actor = candidate.actor;
  const auto because = [&actor](Reason reason) { return Exclusion{actor.id, reason}; };
  if (!IsReportOf(record, actor.reports_of)) return because(Reason::kDepartmentRequired);
  if (TookPart(record, actor, submits)) return because(Reason::kOwnReport);
  for (const Approval& given : record.approvals) {
    if (!Counts(given, revocations) || !SharePerson(actor, given)) continue;
    return because(given.action == approval ? Reason::kAlreadyApproved : Reason::kSameReviewer);
  }
  if (candidate.revoked) return because(Reason::kApprovalNotFresh);
  if (candidate.author) {
    return Exclusion{.id = actor.id, .reason = Reason::kOwnReport, .is_secret = true};
  }
  return std::nullopt;
}

// A stage with the people who may decide in it.
class Stage {
 public:
  Stage(State state, Action approval, const Record& record, const ReviewPolicy& policy,
        const std::vector<Candidate>& candidates, const Actor* submits,
        const Revocations* revocations)
      : shortage_({.stage = state}) {
    const int quorum =
        approval == Action::kApproveLegal ? policy.legal_quorum : policy.secrecy_quorum;
    shortage_.needed = std::max(0, quorum - Fresh(record, approval, revocations));
    departments_ = FreshDepartments(record, approval, revocations);
    departments_needed_ =
        DepartmentsNeeded(record, approval, policy) - static_cast<int>(departments_.size());
    departments_able_ = -static_cast<int>(departments_.size());
    for (const Candidate& candidate : candidates) {
      auto why = WhyNot(record, approval, candidate, submits, revocations);
      if (why) {
        shortage_.excluded.push_back(*std::move(why));
      } else {
        able_.insert(PersonOf(candidate.actor).text());
        departments_.insert(candidate.actor.department);
      }
    }
    shortage_.able = static_cast<int>(able_.size());
    departments_able_ += static_cast<int>(departments_.size());
    // Each of those departments takes somebody of its own.
    shortage_.needed = std::max(shortage_.needed, departments_needed_);
    if (shortage_.able >= shortage_.needed && departments_able_ < departments_needed_) {
      shortage_.of_departments = true;
      shortage_.needed = departments_needed_;
      shortage_.able = departments_able_;
    }
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
  std::set<std::string> departments_;  // those that approved, and those of who may
  int departments_needed_ = 0;         // so many more must approve
  int departments_able_ = 0;           // so many more may
};

std::string Named(const std::vector<Exclusion>& excluded) {
  std::string out;
  std::size_t named = 0;
  for (const Exclusion& exclusion : excluded) {
    if (exclusion.is_secret) continue;
    if (++named > kMostNamed) return out + " …";
    if (!out.empty()) out += ", ";
    out += exclusion.id.text() + " " + std::string(InfoOf(exclusion.reason).name);
  }
  return out;
}

}  // namespace

Reviewers ReviewersAmong(const std::function<std::vector<Actor>(machine::Role role)>& holders,
                         const std::vector<base::ActorId>& authors, const Revocations& revocations,
                         base::Time now) {
  const auto find = [&](machine::Role role) {
    std::vector<Candidate> candidates;
    for (Actor& actor : holders(role)) {
      const bool author = IsOneOf(authors, actor);
      const bool revoked =
          revocations.IsRevoked(actor.id, now) || revocations.IsRevoked(actor.on_behalf_of, now);
      candidates.push_back({.actor = std::move(actor), .author = author, .revoked = revoked});
    }
    return candidates;
  };
  return {.legal = find(machine::Role::kLegalReviewer),
          .secrecy = find(machine::Role::kSecrecyReviewer)};
}

std::optional<Shortage> FindShortage(const Record& record, const Actor* submits,
                                     const ReviewPolicy& policy, const Reviewers& reviewers,
                                     const Revocations* revocations) {
  const State stage = StageOf(record.state);
  if (record.state != State::kDraft && stage != State::kLegalReview &&
      stage != State::kSecrecyReview) {
    return std::nullopt;
  }
  Stage secrecy(State::kSecrecyReview, Action::kApproveSecrecy, record, policy, reviewers.secrecy,
                submits, revocations);
  if (stage == State::kSecrecyReview) {
    return secrecy.HasEnough() ? std::nullopt : std::optional(std::move(secrecy).Take());
  }
  Stage legal(State::kLegalReview, Action::kApproveLegal, record, policy, reviewers.legal, submits,
              revocations);
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
  return errors::NoEligibleReviewer(
      record.id.Name(), shortage->stage == State::kLegalReview ? "legal" : "secrecy",
      shortage->needed, shortage->able, shortage->of_departments, Named(shortage->excluded));
}

}  // namespace gongkai::ledger
