// What the ledger finds in the log of bytes that are to be destroyed.
#include <algorithm>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/ledger/purge.h"

namespace gongkai::conformance {
namespace {

using ledger::Command;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using machine::Action;

class PurgeTest : public ConformanceTest {
 protected:
  // Of a report that was published and taken back.
  void TakeBack(const std::string& report) {
    Publish(report);
    Do(report, Action::kRetract, kPublisher);
  }

  Command Purge(const std::string& report, Action action, const machine::Actor& actor,
                std::vector<base::Digest> bytes, std::uint64_t proposal = 0) {
    std::ranges::sort(bytes);
    Command command = Ask(report, action, actor);
    ledger::SetDetail(command, ledger::details::OfPurge(bytes, proposal));
    return command;
  }

  std::uint64_t Propose(const std::string& report, const std::vector<base::Digest>& bytes) {
    const auto outcome = Apply(Purge(report, Action::kProposePurge, kSecrecy, bytes));
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome ? base::ToNumber(outcome->position) : 0;
  }

  std::optional<Reason> WhyNot(Command command) {
    const auto outcome = Apply(std::move(command));
    return outcome ? std::nullopt : std::optional(outcome.error().reason);
  }
};
INSTANTIATE_TEST_SUITE_P(Every, PurgeTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(PurgeTest, TwoPeopleDestroyWhatSomebodyBrought) {
  TakeBack("annual-2021");
  const ledger::Record before = *log_->FindRecord(base::ReportId("annual-2021"));
  const std::vector<base::Digest> bytes{before.content, before.parts.at(0)};
  const std::uint64_t proposal = Propose("annual-2021", bytes);
  EXPECT_EQ(WhyNot(Purge("annual-2021", Action::kPurge, kLegal, bytes, proposal)), std::nullopt);
  const ledger::Entry purge = WholeLog().back().entry;
  EXPECT_EQ(purge.action, Action::kPurge);
  EXPECT_EQ(purge.from, purge.to);
  Close();
  Open();
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(PurgeTest, BytesThatNobodyBroughtAreRefused) {
  TakeBack("annual-2021");
  EXPECT_EQ(
      WhyNot(Purge("annual-2021", Action::kProposePurge, kSecrecy, {base::Sha256("never stored")})),
      Reason::kInvalidField);
}

TEST_P(PurgeTest, WhoBroughtThemInAnyReportHasNoPartInIt) {
  TakeBack("annual-2021");
  const base::Digest part = log_->FindRecord(base::ReportId("annual-2021"))->parts.at(0);
  // The secrecy reviewer drafts another report with the same text.
  machine::Actor both = kSecrecy;
  both.roles = both.roles | machine::Role::kDrafter;
  Do("another", Action::kCreate, both);
  EXPECT_EQ(WhyNot(Purge("annual-2021", Action::kProposePurge, kSecrecy, {part})),
            Reason::kOwnReport);
  EXPECT_EQ(NewestDenial().rule, "OWN_REPORT");
}

TEST_P(PurgeTest, BytesOfAnotherReportAreRefused) {
  TakeBack("annual-2021");
  Command create = Ask("another", Action::kCreate, kDrafter);
  create.content = base::Sha256("what only the other report has");
  ASSERT_TRUE(Apply(create));
  EXPECT_EQ(WhyNot(Purge("annual-2021", Action::kProposePurge, kSecrecy, {*create.content})),
            Reason::kInvalidField);
}

TEST_P(PurgeTest, BytesThatAnotherReportNeedsAreRefused) {
  TakeBack("annual-2021");
  const std::vector<base::Digest> bytes{
      log_->FindRecord(base::ReportId("annual-2021"))->parts.at(0)};
  const std::uint64_t proposal = Propose("annual-2021", bytes);
  const Command confirm = Purge("annual-2021", Action::kPurge, kLegal, bytes, proposal);
  for (const Action action : {Action::kCreate, Action::kSubmit}) {
    Do("another", action, kDrafter);
    EXPECT_EQ(WhyNot(confirm), Reason::kPurgeNotPossible);
  }
  Do("another", Action::kWithdraw, kDrafter);
  EXPECT_EQ(WhyNot(confirm), std::nullopt);
}

TEST_P(PurgeTest, AConfirmationNamesTheProposalThatIsThere) {
  TakeBack("annual-2021");
  TakeBack("another");
  const base::Digest content = log_->FindRecord(base::ReportId("annual-2021"))->content;
  const std::uint64_t elsewhere = Propose("another", {content});
  const std::uint64_t proposal = Propose("annual-2021", {content});
  const auto confirm = [&](std::uint64_t position) {
    return WhyNot(Purge("annual-2021", Action::kPurge, kLegal, {content}, position));
  };
  EXPECT_EQ(confirm(elsewhere), Reason::kPurgeNotPossible);
  EXPECT_EQ(confirm(proposal - 1), Reason::kPurgeNotPossible);
  EXPECT_EQ(confirm(1'000'000), Reason::kPurgeNotPossible);
  EXPECT_EQ(confirm(proposal), std::nullopt);
}

TEST_P(PurgeTest, ACheckRefusesWhatWouldBeRefused) {
  Publish("annual-2021");
  const base::Digest content = log_->FindRecord(base::ReportId("annual-2021"))->content;
  const std::size_t entries = WholeLog().size();
  const auto checked = Check(Purge("annual-2021", Action::kProposePurge, kSecrecy, {content}));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().reason, Reason::kPurgeNotPossible);
  EXPECT_EQ(WholeLog().size(), entries);
}

}  // namespace
}  // namespace gongkai::conformance
