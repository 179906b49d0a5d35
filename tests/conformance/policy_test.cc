// The policy in the log: which one each entry was decided by.
#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/ledger/detail.h"

namespace gongkai::conformance {
namespace {

using ledger::kDrafter;
using ledger::kLegal;
using machine::Action;

class PolicyTest : public ConformanceTest {
 protected:
  PolicyTest() { policy_ = "the first"; }

  void Keep() {
    const auto kept = KeepPolicy();
    ASSERT_TRUE(kept) << kept.error().message;
  }

  // The digests of the policies that the log names, in order.
  std::vector<base::Digest> Recorded() {
    std::vector<base::Digest> digests;
    for (const ledger::Sealed& sealed : WholeLog()) {
      const auto detail = ledger::ReadDetail(sealed.entry.action, sealed.entry.detail);
      const auto* adopted = detail ? std::get_if<ledger::AdoptedPolicy>(&*detail) : nullptr;
      if (adopted != nullptr) digests.push_back(adopted->digest);
    }
    return digests;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, PolicyTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(PolicyTest, IsRecordedOnceBeforeWhatItDecides) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Keep();
  Do("annual-2021", Action::kSubmit, kDrafter);
  const auto entries = WholeLog();
  ASSERT_EQ(entries.size(), 3U);
  const ledger::Entry& first = entries.front().entry;
  EXPECT_EQ(first.action, Action::kSetPolicy);
  EXPECT_EQ(first.subject.Name(), "policy");
  EXPECT_EQ(first.actor, base::ActorId("service/workflow"));
  EXPECT_EQ(first.sequence, 1U);
  EXPECT_EQ(entries[1].entry.action, Action::kCreate);
  EXPECT_EQ(Recorded(), std::vector{base::Sha256("the first")});
  EXPECT_EQ(log_->FindPolicyFile(base::Sha256("the first")), "the first");
  EXPECT_EQ(log_->FindPolicyFile(base::Sha256("another")), std::nullopt);
}

TEST_P(PolicyTest, IsNotRecordedInAnEmptyLog) {
  Keep();
  EXPECT_TRUE(WholeLog().empty());
  Do("annual-2021", Action::kCreate, kDrafter);
  EXPECT_EQ(WholeLog().front().entry.action, Action::kSetPolicy);
}

TEST_P(PolicyTest, IsKnownAfterARestart) {
  Do("annual-2020", Action::kCreate, kDrafter);
  Close();
  Open();
  Keep();
  Do("annual-2021", Action::kCreate, kDrafter);
  EXPECT_EQ(Recorded().size(), 1U);
}

TEST_P(PolicyTest, IsRecordedAgainWhenItComesBack) {
  Do("annual-2020", Action::kCreate, kDrafter);
  policy_ = "the second";
  Keep();
  policy_ = "the first";
  Do("annual-2021", Action::kCreate, kDrafter);
  EXPECT_EQ(Recorded(), (std::vector{base::Sha256("the first"), base::Sha256("the second"),
                                     base::Sha256("the first")}));
}

// Also one of a mebibyte, which is more than an entry holds.
TEST_P(PolicyTest, IsKeptWhole) {
  policy_ = std::string((1 << 20) - 1, 'x') + '\0';
  Do("annual-2020", Action::kCreate, kDrafter);
  EXPECT_EQ(log_->FindPolicyFile(base::Sha256(policy_)), policy_);
  const auto detail = ledger::ReadDetail(Action::kSetPolicy, WholeLog().at(0).entry.detail);
  EXPECT_EQ(std::get<ledger::AdoptedPolicy>(*detail).bytes, policy_.size());
}

TEST_P(PolicyTest, OfEachEntryIsTheNewestBeforeIt) {
  Do("annual-2021", Action::kCreate, kDrafter);  // 0 and 1
  policy_ = "the second";
  Do("annual-2021", Action::kSubmit, kDrafter);  // 2 and 3
  Do("annual-2021", Action::kClaim, kLegal);
  const auto of = [this](std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> positions;
    for (const base::EntryIndex index :
         log_->PoliciesOf(base::EntryIndex{first}, base::EntryIndex{last})) {
      positions.push_back(ToNumber(index));
    }
    return positions;
  };
  EXPECT_EQ(of(0, 0), (std::vector<std::uint64_t>{0}));
  EXPECT_EQ(of(1, 1), (std::vector<std::uint64_t>{0}));
  EXPECT_EQ(of(2, 2), (std::vector<std::uint64_t>{2}));
  EXPECT_EQ(of(1, 4), (std::vector<std::uint64_t>{0, 2}));
  EXPECT_EQ(of(3, 1'000), (std::vector<std::uint64_t>{2}));
}

TEST_P(PolicyTest, IsNotNamedByEntriesOfBefore) {
  policy_.clear();  // as before there were such entries
  Do("annual-2021", Action::kCreate, kDrafter);
  policy_ = "the first";
  Keep();
  EXPECT_TRUE(log_->PoliciesOf(base::EntryIndex{0}, base::EntryIndex{0}).empty());
  EXPECT_EQ(log_->PoliciesOf(base::EntryIndex{0}, base::EntryIndex{9}).size(), 1U);
}

// What came under a policy that is not in force any more is decided by the one that is.
TEST_P(PolicyTest, DecidesAlsoOnWhatCameUnderAnother) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  ledger::Command approve = Ask("annual-2021", Action::kApproveLegal, kLegal);
  approve.policy.digest = base::Sha256("an older one");
  review_.legal_quorum = 2;
  policy_ = "the second";
  EXPECT_EQ(Check(approve)->record.state, machine::State::kLegalReview);
  EXPECT_EQ(Recorded().size(), 1U) << "a dry run records nothing";
  EXPECT_EQ(Apply(approve)->record.state, machine::State::kLegalReview) << "two must approve";

  // Also where who came, came under one before that.
  const machine::Actor gone = ledger::Person("user/gone", machine::Role::kLegalReviewer, "法规科");
  struck_ = gone.id;
  policy_ = "the third";
  ledger::Command second = Ask("annual-2021", Action::kApproveLegal, gone);
  second.policy.digest = base::Sha256("the third");
  const auto refused = Apply(second);
  ASSERT_FALSE(refused) << "the policy does not know of it";
  EXPECT_EQ(refused.error().reason, Reason::kReportNotFound);
  const auto entries = WholeLog();
  EXPECT_EQ(entries.at(entries.size() - 2).entry.action, Action::kSetPolicy);
  EXPECT_EQ(entries.back().entry.action, Action::kDenied) << "refused by the third";
}

TEST_P(PolicyTest, SharesItsChainWithRevocations) {
  Do("annual-2021", Action::kCreate, kDrafter);
  ASSERT_TRUE(Revoke({.identity = kLegal.id, .since = ledger::kNow}));
  ASSERT_TRUE(Revoke({.identity = kDrafter.id, .since = ledger::kNow}));
  std::string actions;
  std::uint64_t sequence = 0;
  for (const ledger::Sealed& sealed : WholeLog()) {
    if (sealed.entry.subject.IsReport()) continue;
    actions += std::string(ToString(sealed.entry.action)) + ' ';
    EXPECT_EQ(sealed.entry.sequence, ++sequence);
  }
  EXPECT_EQ(actions, "SET_POLICY SET_POLICY REVOKE SET_POLICY REVOKE ");
}

TEST_P(PolicyTest, ItsRevocationsAreReadAsTheyWereAtAPosition) {
  Do("annual-2021", Action::kCreate, kDrafter);                                  // 0 and 1
  ASSERT_TRUE(Revoke({.identity = kLegal.id, .since = base::FromMicros(1)}));    // 2 and 3
  ASSERT_TRUE(Revoke({.identity = kDrafter.id, .since = base::FromMicros(1)}));  // 4 and 5
  const auto revoked = [this](std::uint64_t last, const base::ActorId& id) {
    return log_->LoadRevocations(base::EntryIndex{last}).IsRevoked(id, ledger::kNow);
  };
  EXPECT_FALSE(revoked(2, kLegal.id));
  EXPECT_TRUE(revoked(3, kLegal.id));
  EXPECT_FALSE(revoked(4, kDrafter.id));
  EXPECT_TRUE(revoked(5, kDrafter.id));
  EXPECT_TRUE(log_->LoadRevocations().IsRevoked(kDrafter.id, ledger::kNow));
}

// In one batch, too.
TEST_P(PolicyTest, IsRecordedOnceForManyCommands) {
  Know(kDrafter);
  std::vector<std::promise<void>> answered(50);
  for (std::size_t i = 0; i < answered.size(); ++i) {
    const std::string name = "report-" + std::to_string(i);
    ASSERT_TRUE(ledger_->Apply(Ask(name, Action::kCreate, kDrafter),
                               [&answered, i](const Result<ledger::Outcome>& outcome) {
                                 EXPECT_TRUE(outcome);
                                 answered[i].set_value();
                               }));
  }
  for (auto& each : answered) each.get_future().get();
  EXPECT_EQ(Recorded().size(), 1U);
  EXPECT_EQ(WholeLog().front().entry.action, Action::kSetPolicy);
}

}  // namespace
}  // namespace gongkai::conformance
