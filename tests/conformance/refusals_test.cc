// What the ledger records of what it refuses.
#include <string>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/denials.h"

namespace gongkai::conformance {
namespace {

using ledger::Command;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using machine::Action;
using machine::State;

constexpr char kId[] = "0190b2f0-1111-7000-8000-000000000001";

class RefusalsTest : public ConformanceTest {};
INSTANTIATE_TEST_SUITE_P(Every, RefusalsTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(RefusalsTest, WhatIsRefusedOutsideIsRecorded) {
  Command create = Ask("annual-2021", Action::kCreate, kDrafter);
  create.request_id = kId;
  ASSERT_TRUE(Apply(create));
  const Error refusal = errors::ServiceOnly(kDrafter.id.text(), "ApplyAction");
  Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
  EXPECT_EQ(Refuse(edit, refusal).error().reason, Reason::kServiceOnly);
  EXPECT_EQ(NewestDenial().rule, "SERVICE_ONLY");
  EXPECT_EQ(Refuse(Ask("annual-2021", Action::kRetract, kLegal), refusal).error().reason,
            Reason::kServiceOnly)
      << "of a report that is hidden, too";
  EXPECT_EQ(Refuse(Ask("annual-2022", Action::kEdit, kDrafter), refusal).error().reason,
            Reason::kServiceOnly)
      << "and of one that does not exist";
  EXPECT_TRUE(Refuse(edit, std::nullopt)) << "there is nothing to refuse";
  EXPECT_EQ(WholeLog().size(), 4U);
}

TEST_P(RefusalsTest, ARefusedAttemptIsRecordedWithTheRule) {
  Publish("annual-2021");
  const Command attempt = Ask("annual-2021", Action::kPublish, kPublisher);
  ASSERT_EQ(Apply(attempt).error().reason, Reason::kActionNotAllowed);

  const ledger::Sealed newest = WholeLog().back();
  EXPECT_EQ(newest.entry.action, Action::kDenied);
  EXPECT_EQ(NewestDenial().attempted, Action::kPublish);
  EXPECT_EQ(NewestDenial().rule, "ACTION_NOT_ALLOWED");
  EXPECT_EQ(newest.entry.actor, base::ActorId("user/publisher"));
  EXPECT_EQ(newest.entry.from, State::kPublished);
  EXPECT_EQ(newest.entry.to, State::kPublished);
  EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->head, base::EntryIndex{4})
      << "the report is as it was";
}

TEST_P(RefusalsTest, RefusalsCannotFillTheDisk) {
  Publish("annual-2021");
  for (int i = 0; i < 200; ++i) (void)Apply(Ask("annual-2021", Action::kPublish, kPublisher));
  EXPECT_EQ(WholeLog().size(), 5U + ledger::Denials::kBurst);
  now_us_ += std::chrono::microseconds(ledger::Denials::kRefill).count();
  (void)Apply(Ask("annual-2021", Action::kPublish, kPublisher));
  EXPECT_EQ(NewestDenial().suppressed, 180U);
}

TEST_P(RefusalsTest, WhatIsWrongWhateverTheStateIsNotRecorded) {
  Do("annual-2021", Action::kCreate, kDrafter);
  Do("annual-2021", Action::kSubmit, kDrafter);
  Command blank = Ask("annual-2021", Action::kReturn, kLegal);
  blank.comment.clear();
  EXPECT_EQ(Apply(blank).error().reason, Reason::kInvalidField);
  EXPECT_EQ(WholeLog().size(), 2U);
}

// The length of the log must not tell of a hidden report.
TEST_P(RefusalsTest, ARefusalIsRecordedWhetherThereIsSuchAReportOrNot) {
  Do("annual-2021", Action::kCreate, kDrafter);
  machine::Actor stranger = kDrafter;
  stranger.id = base::ActorId("user/wu-hao");
  stranger.department = "清河县财政局";
  for (const char* report : {"annual-2021", "annual-2022"}) {
    const std::size_t before = WholeLog().size();
    EXPECT_EQ(Apply(Ask(report, Action::kWithdraw, stranger)).error().reason,
              Reason::kReportNotFound);
    EXPECT_EQ(Refuse(Ask(report, Action::kWithdraw, stranger), std::nullopt).error().reason,
              Reason::kReportNotFound);
    EXPECT_EQ(WholeLog().size(), before + 2) << report;
  }
  EXPECT_EQ(NewestDenial().attempted, Action::kWithdraw);
}

TEST_P(RefusalsTest, ARefusedRequestMayBeSentAgain) {
  Command submit = Ask("annual-2021", Action::kSubmit, kDrafter);
  submit.content = ledger::kContent;
  submit.request_id = kId;
  EXPECT_EQ(Apply(submit).error().reason, Reason::kReportNotFound);
  Do("annual-2021", Action::kCreate, kDrafter);
  EXPECT_TRUE(Apply(submit));
}

}  // namespace
}  // namespace gongkai::conformance
