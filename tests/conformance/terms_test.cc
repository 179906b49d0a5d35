// The terms of reports: who sets them, what is told of them, and how lists sort by them.
#include <chrono>
#include <string>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/ledger/terms.h"

namespace gongkai::conformance {
namespace {

using ledger::Disclosure;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using ledger::Record;
using ledger::Told;
using machine::Action;
using machine::State;
using std::chrono::days;

// Every day is worked here: five for a stage, twenty since the document was formed.
class TermsTest : public ConformanceTest {
 protected:
  TermsTest() {
    Close();
    schedule_ = [this](const Record& record, bool entered) { return ScheduleOf(record, entered); };
    Open();
  }

  ledger::Schedule ScheduleOf(const Record& record, bool entered) const {
    ledger::Schedule schedule{.terms = {}, .calendar = "every day"};
    const auto set = [&](ledger::Term& term, ledger::Day start, int count) {
      term = {.start = start, .days = count};
      if (ledger::IsReferred(record.state)) return;
      int stopped = moved_;
      for (const ledger::DaySpan& stop : record.stops) {
        stopped += static_cast<int>((stop.last - stop.first).count()) + 1;
      }
      term.due = base::StartInChina(start + days(count + stopped + 1));
      term.near = term.due - days(1);
    };
    const ledger::Term& stage = record.terms.stage;
    if (ledger::StageOf(record.state) != State::kNone) {
      set(schedule.terms.stage, entered ? base::DayInChina(record.state_time) : stage.start, 5);
    }
    if (record.formed && IsActive(record.disclosure)) {
      set(schedule.terms.statutory, *record.formed, 20);
    }
    return schedule;
  }

  // Approves, as one of two, with this decision on the attribute.
  Record Rule(const std::string& report, const machine::Actor& reviewer, Disclosure disclosure) {
    ledger::Command approve = Ask(report, Action::kApproveLegal, reviewer);
    approve.policy.legal_quorum = 2;
    ledger::SetDetail(approve, ledger::details::OfApproval(disclosure, "理由"));
    const Result<ledger::Outcome> outcome = Apply(approve);
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome ? outcome->record : Record{};
  }

  Record SubmitFormed(const std::string& report, ledger::Day formed,
                      Disclosure disclosure = Disclosure::kActive) {
    Do(report, Action::kCreate, kDrafter);
    ledger::Command submit = Ask(report, Action::kSubmit, kDrafter);
    ledger::SetDetail(submit, ledger::details::OfFormed(disclosure, formed));
    const Result<ledger::Outcome> outcome = Apply(submit);
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome ? outcome->record : Record{};
  }

  Record Of(const std::string& report) { return *log_->FindRecord(base::ReportId(report)); }
  base::Time Now() const { return base::FromMicros(now_us_); }
  ledger::Day Today() const { return base::DayInChina(Now()); }
  void Pass(days count) { now_us_ += std::chrono::microseconds(count).count(); }

  // What was told of the report, as a list of actions.
  std::string TellAll() {
    std::string told;
    for (int i = 0; i < 3; ++i) {
      for (const base::ReportId& id : log_->ListToNotify(Now(), 100)) {
        EXPECT_TRUE(KeepTime(id.text()));
      }
    }
    for (const ledger::Sealed& sealed : WholeLog()) {
      if (!machine::IsOfClock(sealed.entry.action)) continue;
      told += std::string(machine::ToString(sealed.entry.action)) + ' ';
    }
    return told;
  }

  int moved_ = 0;  // by how many days another calendar moves what is due
};
INSTANTIATE_TEST_SUITE_P(Every, TermsTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(TermsTest, AreSetByTheEntryThatBringsAReportIntoItsStage) {
  const Record submitted = SubmitFormed("report-a", Today());
  EXPECT_EQ(submitted.terms.stage.start, Today());
  EXPECT_EQ(submitted.terms.stage.due, base::StartInChina(Today() + days(6)));
  EXPECT_EQ(submitted.terms.statutory.due, base::StartInChina(Today() + days(21)));
  EXPECT_EQ(submitted.formed, Today());
  Pass(days(2));
  const Record passed = Do("report-a", Action::kApproveLegal, kLegal);
  EXPECT_EQ(passed.terms.stage.start, Today()) << "another stage";
  EXPECT_EQ(passed.terms.statutory, submitted.terms.statutory);
  Do("report-a", Action::kApproveSecrecy, kSecrecy);
  EXPECT_TRUE(Of("report-a").terms.stage.IsSet()) << "to publish";
  EXPECT_FALSE(Do("report-a", Action::kPublish, kPublisher).terms.AnySet());
  const std::vector<ledger::Sealed> log = WholeLog();
  EXPECT_EQ(log.size(), 5U) << "no entry for a term alone";
  ExpectLogIsSound(*log_, log);
}

TEST_P(TermsTest, AreToldOnceEachWhateverComesBetween) {
  SubmitFormed("report-a", Today());
  EXPECT_EQ(TellAll(), "");
  Pass(days(4));
  Do("report-a", Action::kClaim, kLegal);
  EXPECT_EQ(TellAll(), "");
  Pass(days(1));
  EXPECT_EQ(TellAll(), "DUE_SOON ");
  Pass(days(1));
  EXPECT_EQ(TellAll(), "DUE_SOON OVERDUE ");
  Close();
  Open();
  Pass(days(100));
  EXPECT_EQ(TellAll(), "DUE_SOON OVERDUE OVERDUE ") << "that of the law; near is not told any more";
  EXPECT_EQ(TellAll(), "DUE_SOON OVERDUE OVERDUE ");
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(TermsTest, AnEntryOfTheClockIsInTheWayOfNobody) {
  const std::string etag = ledger::EtagOf(SubmitFormed("report-a", Today()));
  const Record before = Of("report-a");
  Pass(days(6));
  ASSERT_EQ(TellAll(), "OVERDUE ");
  const Record after = Of("report-a");
  EXPECT_EQ(ledger::EtagOf(after), etag);
  EXPECT_EQ(after.last_action, Action::kSubmit);
  EXPECT_EQ(after.update_time, before.update_time);
  EXPECT_EQ(after.contributors, before.contributors);
  EXPECT_EQ(after.sequence, before.sequence + 1);
  ledger::Command approve = Ask("report-a", Action::kApproveLegal, kLegal);
  approve.etag = etag;
  EXPECT_TRUE(Apply(approve));
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(TermsTest, StopWhileAnAuthorityIsAsked) {
  SubmitFormed("report-a", Today());
  Pass(days(1));
  const Record referred = Do("report-a", Action::kRefer, kLegal);
  EXPECT_EQ(ledger::EarliestDue(referred.terms), std::nullopt);
  Pass(days(10));
  EXPECT_EQ(TellAll(), "");
  const Record resolved = Do("report-a", Action::kResolve, kLegal);
  EXPECT_EQ(resolved.terms.stage.due, base::StartInChina(Today() + days(5)))
      << "the first of five days was over";
  EXPECT_EQ(resolved.terms.stage.start, Today() - days(11));
  ASSERT_EQ(resolved.stops.size(), 1U);
  EXPECT_EQ(resolved.stops[0].first, Today() - days(9));
  EXPECT_EQ(resolved.stops[0].last, Today());
  EXPECT_EQ(TellAll(), "");
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(TermsTest, AnotherCalendarMovesThemAndWhatWasToldStaysTold) {
  SubmitFormed("report-a", Today());
  Pass(days(5));
  ASSERT_EQ(TellAll(), "DUE_SOON ");
  moved_ = 3;
  ASSERT_TRUE(KeepTime("report-a"));
  EXPECT_EQ(Of("report-a").terms.stage.due, base::StartInChina(Today() + days(4)));
  ASSERT_TRUE(KeepTime("report-a"));
  EXPECT_EQ(TellAll(), "DUE_SOON RESCHEDULE ") << "once, and not near a second time";
  Pass(days(4));
  EXPECT_EQ(TellAll(), "DUE_SOON RESCHEDULE OVERDUE ");
  ExpectLogIsSound(*log_, WholeLog());
}

// The department proposes ON_REQUEST, for which there is no term by law.
TEST_P(TermsTest, WhatIsDecidedToBeDisclosedWithinAStageHasItsTermFromThere) {
  SubmitFormed("report-a", Today() - days(30), Disclosure::kOnRequest);
  EXPECT_FALSE(Of("report-a").terms.statutory.IsSet());
  const Record decided = Rule("report-a", kLegal, Disclosure::kActive);
  EXPECT_EQ(decided.state, State::kLegalReview) << "one of two has approved";
  EXPECT_EQ(decided.terms.statutory.due, base::StartInChina(Today() - days(9)));
  EXPECT_TRUE(decided.terms.stage.IsSet());
  EXPECT_EQ(TellAll(), "OVERDUE ");
  ASSERT_TRUE(KeepTime("report-a"));
  EXPECT_EQ(TellAll(), "OVERDUE ") << "no restart has anything to add";
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(TermsTest, ATermThatEndsAndComesAgainIsNotToldOfAgain) {
  SubmitFormed("report-a", Today() - days(30));
  ASSERT_EQ(TellAll(), "OVERDUE ");
  EXPECT_FALSE(Rule("report-a", kLegal, Disclosure::kOnRequest).terms.statutory.IsSet());
  const machine::Actor second = ledger::Person("user/legal-2", machine::Role::kLegalReviewer);
  EXPECT_TRUE(Rule("report-a", second, Disclosure::kActive).terms.statutory.IsSet());
  EXPECT_EQ(TellAll(), "OVERDUE ");
  ASSERT_TRUE(KeepTime("report-a"));
  EXPECT_EQ(TellAll(), "OVERDUE ");
  Close();
  Open();
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(TermsTest, TheClockStopsAlsoWhileNoTermRuns) {
  Close();
  schedule_ = [this](const Record& record, bool entered) {
    ledger::Schedule schedule = ScheduleOf(record, entered);
    schedule.terms.stage = {};
    return schedule;
  };
  Open();
  const ledger::Day formed = Today();
  SubmitFormed("report-a", formed, Disclosure::kOnRequest);
  EXPECT_FALSE(Of("report-a").terms.AnySet());
  Do("report-a", Action::kRefer, kLegal);
  Pass(days(4));
  Do("report-a", Action::kResolve, kLegal);
  const Record decided = Rule("report-a", kLegal, Disclosure::kActive);
  EXPECT_EQ(decided.terms.statutory.due, base::StartInChina(formed + days(25)));
  ExpectLogIsSound(*log_, WholeLog());
}

TEST_P(TermsTest, WhatCameDueIsToldBeforeTheEntryThatEndsTheTerm) {
  SubmitFormed("report-a", Today() - days(30));
  Do("report-a", Action::kWithhold, kLegal);
  const std::vector<ledger::Sealed> log = WholeLog();
  ASSERT_EQ(log.size(), 4U);
  EXPECT_EQ(log[2].entry.action, Action::kOverdue);
  EXPECT_EQ(log[2].entry.actor, base::ActorId::OfService("workflow"));
  EXPECT_EQ(log[3].entry.action, Action::kWithhold);
  EXPECT_EQ(TellAll(), "OVERDUE ");
  ExpectLogIsSound(*log_, log);
}

TEST_P(TermsTest, ThereIsNothingToTellOfWhatHasNoTerm) {
  Do("report-a", Action::kCreate, kDrafter);
  Publish("report-b");
  Pass(days(500));
  EXPECT_EQ(TellAll(), "");
  EXPECT_TRUE(KeepTime("report-a"));
  EXPECT_TRUE(KeepTime("report-b"));
  EXPECT_TRUE(KeepTime("report-of-nobody"));
  EXPECT_EQ(TellAll(), "");
}

TEST_P(TermsTest, NobodyButTheLedgerSetsThem) {
  SubmitFormed("report-a", Today());
  for (const Action action : {Action::kApproveLegal, Action::kSubmit}) {
    const std::string report = action == Action::kSubmit ? "report-b" : "report-a";
    if (action == Action::kSubmit) Do(report, Action::kCreate, kDrafter);
    const machine::Actor& actor = action == Action::kSubmit ? kDrafter : kLegal;
    ledger::Command command = Ask(report, action, actor);
    const ledger::Schedule never{.terms = {.stage = {.start = Today(),
                                                     .days = 900,
                                                     .due = Now() + days(900),
                                                     .near = Now() + days(900)},
                                           .statutory = {}},
                                 .calendar = "mine"};
    ledger::SetDetail(command, WithTerms(action, command.detail, never));
    const Result<ledger::Outcome> outcome = Apply(command);
    ASSERT_FALSE(outcome) << ToString(action);
    EXPECT_EQ(outcome.error().reason, Reason::kInvalidField);
  }
}

TEST_P(TermsTest, ListsGoBySoonestDueAndEndWithWhatIsNotDue) {
  SubmitFormed("report-0", Today() - days(10));
  Pass(days(1));
  SubmitFormed("report-1", Today() - days(18));
  SubmitFormed("report-2", Today());
  Do("report-3", Action::kCreate, kDrafter);
  SubmitFormed("report-4", Today() - days(17));
  Do("report-4", Action::kRefer, kLegal);
  for (const int size : {1, 2, 50}) {
    ledger::RecordQuery query{
        .viewer = ledger::kAuditor, .order = ledger::RecordOrder::kSoonestDue, .page_size = size};
    std::string order;
    do {
      const Result<std::string> next = log_->ListRecords(query, [&](const Record& record) {
        order += record.id.text().back();
        return true;
      });
      ASSERT_TRUE(next) << next.error().message;
      query.page_token = *next;
    } while (!query.page_token.empty());
    EXPECT_EQ(order, "10234") << size << ": "
                              << "10 of stage 5, then by number";
  }
}

TEST_P(TermsTest, ListsAreFilteredByWhenSomethingIsDue) {
  SubmitFormed("report-0", Today());
  Pass(days(1));
  SubmitFormed("report-1", Today());
  Do("report-2", Action::kCreate, kDrafter);
  const auto found = [&](const std::string& filter, ledger::RecordOrder order) {
    std::string out;
    const auto next =
        log_->ListRecords({.viewer = ledger::kAuditor, .filter = filter, .order = order},
                          [&out](const Record& record) {
                            out += record.id.text().back();
                            return true;
                          });
    EXPECT_TRUE(next) << next.error().message;
    return out;
  };
  const std::string between =
      '"' + base::Rfc3339(Of("report-0").terms.stage.due + std::chrono::hours(1)) + '"';
  using enum ledger::RecordOrder;
  for (const auto order : {kSoonestDue, kNewest, kLongestWaiting}) {
    EXPECT_EQ(found("due_time < " + between, order), "0");
    EXPECT_EQ(found("due_time > " + between, order).size(), 2U) << "what has none is due after all";
  }
}

}  // namespace
}  // namespace gongkai::conformance
