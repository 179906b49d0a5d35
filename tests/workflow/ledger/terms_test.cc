#include "workflow/ledger/terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace gongkai::ledger {
namespace {

using base::Disclosure;
using machine::Action;
using machine::State;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Day kFirst = Day(std::chrono::year(2026) / 3 / 2);

base::Time At(int days, int hours = 12) {
  return base::StartInChina(kFirst + std::chrono::days(days)) + std::chrono::hours(hours);
}

Term TermOf(int near, int due) {
  return {.start = kFirst, .days = due, .due = At(due, 0), .near = At(near, 0)};
}

DaySpan Days(int first, int last) {
  return {.first = kFirst + std::chrono::days(first), .last = kFirst + std::chrono::days(last)};
}

TEST(TermsTest, AreToldOnceWhenNearAndOnceWhenOver) {
  Terms terms{.stage = TermOf(4, 5), .statutory = {}};
  EXPECT_EQ(NextNotice(terms), At(4, 0));
  EXPECT_THAT(NoticesAt(terms, At(4, 0) - std::chrono::microseconds(1)), IsEmpty());
  ASSERT_EQ(NoticesAt(terms, At(4, 0)).size(), 1U);
  EXPECT_EQ(NoticesAt(terms, At(4, 0))[0].action, Action::kDueSoon);
  EXPECT_EQ(NoticesAt(terms, At(4, 0))[0].notice,
            (Notice{.term = TermKind::kStage, .due = At(5, 0)}));
  terms.stage.told = Told::kNear;
  EXPECT_EQ(NextNotice(terms), At(5, 0));
  EXPECT_THAT(NoticesAt(terms, At(5, 0) - std::chrono::microseconds(1)), IsEmpty());
  EXPECT_EQ(NoticesAt(terms, At(5, 0))[0].action, Action::kOverdue);
  terms.stage.told = Told::kOverdue;
  EXPECT_EQ(NextNotice(terms), std::nullopt);
  EXPECT_THAT(NoticesAt(terms, At(500)), IsEmpty());
}

TEST(TermsTest, ATermThatHasPassedIsNotSaidToBeNear) {
  const Terms terms{.stage = TermOf(4, 5), .statutory = TermOf(15, 20)};
  const auto notices = NoticesAt(terms, At(30));
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[0].action, Action::kOverdue);
  EXPECT_EQ(notices[1].action, Action::kOverdue);
  EXPECT_EQ(notices[1].notice.term, TermKind::kStatutory);
  EXPECT_EQ(EarliestDue(terms), At(5, 0));
}

TEST(TermsTest, ATermWhoseEndIsNotKnownIsNotTold) {
  const Terms terms{.stage = {.start = kFirst, .days = 5}, .statutory = {}};
  EXPECT_TRUE(terms.AnySet());
  EXPECT_EQ(EarliestDue(terms), std::nullopt);
  EXPECT_EQ(NextNotice(terms), std::nullopt);
  EXPECT_THAT(NoticesAt(terms, At(500)), IsEmpty());
}

TEST(TermsTest, OfAStageEndWithTheStage) {
  const Terms whole{.stage = TermOf(4, 5), .statutory = TermOf(15, 20)};
  struct Case {
    State from, to;
    bool stage, statutory;
  };
  for (const Case& each : {Case{State::kLegalReview, State::kLegalReview, true, true},
                           Case{State::kLegalReview, State::kSecrecyReview, false, true},
                           Case{State::kLegalReview, State::kDraft, false, true},
                           Case{State::kSecrecyReview, State::kCleared, false, true},
                           Case{State::kCleared, State::kCleared, true, true},
                           Case{State::kCleared, State::kPublished, false, false},
                           Case{State::kCleared, State::kFiled, false, false},
                           Case{State::kLegalReview, State::kWithheld, false, false},
                           Case{State::kSecrecyReview, State::kWithdrawn, false, false}}) {
    Terms terms = whole;
    FoldTerms(terms, each.from, each.to, Disclosure::kActive, nullptr);
    EXPECT_EQ(terms.stage.IsSet(), each.stage) << ToString(each.from) << ToString(each.to);
    EXPECT_EQ(terms.statutory.IsSet(), each.statutory) << ToString(each.from) << ToString(each.to);
  }
}

TEST(TermsTest, OfTheLawAreForWhatIsDisclosedUnasked) {
  for (const Disclosure disclosure :
       {Disclosure::kActive, Disclosure::kActiveRedacted, Disclosure::kOnRequest,
        Disclosure::kNotDisclosed, Disclosure::kNone}) {
    Terms terms{.stage = TermOf(4, 5), .statutory = TermOf(15, 20)};
    FoldTerms(terms, State::kCleared, State::kCleared, disclosure, nullptr);
    EXPECT_EQ(terms.statutory.IsSet(), IsActive(disclosure)) << ToString(disclosure);
    EXPECT_TRUE(terms.stage.IsSet());
  }
}

TEST(TermsTest, StopWhileAnAuthorityIsAskedAndKeepWhatWasTold) {
  Terms terms{.stage = TermOf(4, 5), .statutory = {}};
  terms.stage.told = Told::kNear;
  FoldTerms(terms, State::kLegalReview, State::kLegalReferred, Disclosure::kActive, nullptr);
  EXPECT_EQ(EarliestDue(terms), std::nullopt);
  EXPECT_EQ(NextNotice(terms), std::nullopt);
  const Terms given{.stage = {.start = kFirst, .days = 5, .due = At(9, 0), .near = At(8, 0)},
                    .statutory = {}};
  FoldTerms(terms, State::kLegalReferred, State::kLegalReview, Disclosure::kActive, &given);
  EXPECT_EQ(terms.stage.due, At(9, 0));
  EXPECT_EQ(terms.stage.told, Told::kNear) << "it is the same term";

  const Terms next{.stage = {.start = kFirst + std::chrono::days(3), .days = 5}, .statutory = {}};
  FoldTerms(terms, State::kLegalReview, State::kSecrecyReview, Disclosure::kActive, &next);
  EXPECT_EQ(terms.stage.told, Told::kNothing) << "it is another term";
}

TEST(StopsTest, AreTheDaysAfterThatOfTheReferralUpToThatOfTheAnswer) {
  std::vector<DaySpan> stops;
  AddStop(stops, At(0, 9), At(0, 23));
  EXPECT_THAT(stops, IsEmpty()) << "asked and answered on one day";
  AddStop(stops, At(0, 23), At(3, 0));
  EXPECT_THAT(stops, ElementsAre(Days(1, 3)));
  AddStop(stops, At(3, 5), At(3, 6));
  AddStop(stops, At(3, 7), At(4));
  EXPECT_THAT(stops, ElementsAre(Days(1, 4))) << "one after the other";
  AddStop(stops, At(6), At(9));
  EXPECT_THAT(stops, ElementsAre(Days(1, 4), Days(7, 9)));
}

TEST(StopsTest, AreAsManyAsThereAreDaysAtMostHoweverOftenTheClockIsStopped) {
  std::vector<DaySpan> stops;
  for (int i = 0; i < 10'000; ++i) {
    AddStop(stops, At(i / 100), At(i / 100 + 1));
  }
  EXPECT_THAT(stops, ElementsAre(Days(1, 100)));
}

}  // namespace
}  // namespace gongkai::ledger
