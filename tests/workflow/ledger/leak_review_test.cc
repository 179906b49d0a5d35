#include "workflow/ledger/leak_review.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace gongkai::ledger {
namespace {

const base::Digest kText = base::Sha256("text");
const base::Digest kOther = base::Sha256("other");
const Adjudicator kBy{.reviewer = base::ActorId("user/chen-jie")};

OpenFindings Open(const LeakReview& review) {
  return OpenOf(review, [](const Adjudicated&) { return true; });
}

LeakCheck CheckOf(std::uint32_t version, std::uint32_t findings,
                  std::vector<CarriedFindings> carried = {}) {
  return {.rules_version = version,
          .findings = findings,
          .list = base::Sha256("list " + std::to_string(findings)),
          .carried = std::move(carried)};
}

// The verdict on each finding, by number; the slow reference.
using Verdicts = std::vector<Verdict>;

Verdicts VerdictsOf(const LeakReview& review) {
  Verdicts verdicts(review.findings + 1, Verdict::kNone);
  for (const Adjudicated& each : review.adjudicated) {
    for (std::uint32_t i = 0; i < each.findings.count; ++i) {
      verdicts.at(each.findings.first + i) = each.verdict;
    }
  }
  return verdicts;
}

// Tests that the ranges are sorted, apart and as few as possible.
void ExpectTidy(const LeakReview& review) {
  for (std::size_t i = 0; i < review.adjudicated.size(); ++i) {
    const Adjudicated& each = review.adjudicated[i];
    EXPECT_GT(each.findings.count, 0u);
    EXPECT_NE(each.verdict, Verdict::kNone);
    if (i == 0) continue;
    const Adjudicated& before = review.adjudicated[i - 1];
    EXPECT_GE(each.findings.first, before.findings.End());
    const bool touches = each.findings.first == before.findings.End();
    EXPECT_FALSE(touches && each.verdict == before.verdict) << "two rows say the same";
  }
}

TEST(LeakReviewTest, AContentWithoutFindingsHasNothingOpen) {
  const LeakReview review = WithCheck({}, kText, CheckOf(1, 0));
  EXPECT_EQ(Open(review).first, 0u);
  EXPECT_EQ(Open({}).open, 0u) << "what was not checked has no findings";
}

TEST(LeakReviewTest, CountsWhatIsOpenAndWhatMustBeMasked) {
  LeakReview review = WithCheck({}, kText, CheckOf(1, 10));
  EXPECT_EQ(Open(review).open, 10u);
  EXPECT_EQ(Open(review).first, 1u);
  Adjudicate(review,
             {.findings = {.first = 1, .count = 4}, .verdict = Verdict::kFalseAlarm, .by = kBy});
  Adjudicate(review, {.findings = {.first = 7, .count = 2}, .verdict = Verdict::kMask, .by = kBy});
  EXPECT_EQ(Open(review).open, 4u);
  EXPECT_EQ(Open(review).to_mask, 2u);
  EXPECT_EQ(Open(review).first, 5u);
  Adjudicate(review, {.findings = {.first = 5, .count = 6}, .verdict = Verdict::kAllow, .by = kBy});
  EXPECT_EQ(Open(review).first, 0u) << "a later verdict takes the place of an earlier one";
}

TEST(LeakReviewTest, TheSameCheckChangesNothing) {
  LeakReview review = WithCheck({}, kText, CheckOf(1, 3));
  Adjudicate(review, {.findings = {.first = 2, .count = 1}, .verdict = Verdict::kAllow, .by = kBy});
  EXPECT_EQ(WithCheck(review, kText, CheckOf(1, 3)), review);
}

TEST(LeakReviewTest, AnotherContentOrNewerRulesKeepOnlyWhatIsCarried) {
  LeakReview review = WithCheck({}, kText, CheckOf(1, 5));
  Adjudicate(review, {.findings = {.first = 1, .count = 2}, .verdict = Verdict::kAllow, .by = kBy});
  Adjudicate(review, {.findings = {.first = 3, .count = 1}, .verdict = Verdict::kMask, .by = kBy});
  const std::vector<CarriedFindings> carried{
      {.findings = {.first = 2, .count = 4}, .first_before = 1}};
  for (const auto& [content, version] : {std::pair(kOther, 1u), std::pair(kText, 2u)}) {
    const LeakReview next = WithCheck(review, content, CheckOf(version, 6, carried));
    EXPECT_EQ(next.content, content);
    EXPECT_EQ(next.rules_version, version);
    EXPECT_EQ(VerdictsOf(next),
              (Verdicts{Verdict::kNone, Verdict::kNone, Verdict::kAllow, Verdict::kAllow,
                        Verdict::kNone, Verdict::kNone, Verdict::kNone}))
        << "what must be masked is open again";
    EXPECT_EQ(WithCheck(review, content, CheckOf(version, 6)).adjudicated.size(), 0u);
  }
}

TEST(LeakReviewTest, AVerdictThatDoesNotCountLeavesItsFindingsOpen) {
  LeakReview review = WithCheck({}, kText, CheckOf(1, 4));
  Adjudicate(review, {{1, 2}, Verdict::kAllow, kBy});
  Adjudicate(review, {{3, 2}, Verdict::kFalseAlarm, {.reviewer = base::ActorId("user/x")}});
  const OpenFindings open =
      OpenOf(review, [](const Adjudicated& each) { return each.by.reviewer == kBy.reviewer; });
  EXPECT_EQ(open.open, 2u);
  EXPECT_EQ(open.first, 3u);
}

TEST(LeakReviewTest, AnotherListOfTheSameContentTakesThePlaceOfTheOneBefore) {
  LeakReview review = WithCheck({}, kText, CheckOf(2, 3));
  Adjudicate(review, {{1, 3}, Verdict::kAllow, kBy});
  for (const LeakCheck& check : {CheckOf(2, 4), CheckOf(1, 3)}) {
    EXPECT_EQ(Open(WithCheck(review, kText, check)).open, check.findings);
  }
}

TEST(LeakReviewTest, AgreesWithAListOfVerdictsOnRandomWalks) {
  std::mt19937 random(7);
  const auto up_to = [&random](std::uint32_t most) {
    return std::uniform_int_distribution<std::uint32_t>(0, most)(random);
  };
  for (int walk = 0; walk < 300; ++walk) {
    std::uint32_t version = 1;
    LeakReview review = WithCheck({}, kText, CheckOf(version, 1 + up_to(30)));
    Verdicts reference = VerdictsOf(review);
    for (int step = 0; step < 30; ++step) {
      if (up_to(5) == 0) {
        // Every second finding of the list before is carried, in rows of one.
        std::vector<CarriedFindings> carried;
        const std::uint32_t findings = 1 + up_to(30);
        Verdicts next(findings + 1, Verdict::kNone);
        for (std::uint32_t i = 1; i <= findings && 2 * i <= review.findings; ++i) {
          carried.push_back({.findings = {.first = i, .count = 1}, .first_before = 2 * i});
          if (Settles(reference[2 * i])) next[i] = reference[2 * i];
        }
        review = WithCheck(review, kText, CheckOf(++version, findings, carried));
        reference = std::move(next);
      } else {
        const std::uint32_t first = 1 + up_to(review.findings - 1);
        const std::uint32_t count = 1 + up_to(review.findings - first);
        const auto verdict = static_cast<Verdict>(1 + up_to(2));
        Adjudicate(review,
                   {.findings = {.first = first, .count = count}, .verdict = verdict, .by = kBy});
        std::fill_n(reference.begin() + first, count, verdict);
      }
      ASSERT_EQ(VerdictsOf(review), reference);
      ExpectTidy(review);
      const OpenFindings open = Open(review);
      EXPECT_EQ(open.open, std::count(reference.begin() + 1, reference.end(), Verdict::kNone));
      EXPECT_EQ(open.to_mask, std::count(reference.begin(), reference.end(), Verdict::kMask));
      const auto first = std::find_if(reference.begin() + 1, reference.end(),
                                      [](Verdict verdict) { return !Settles(verdict); });
      EXPECT_EQ(open.first, first == reference.end() ? 0u : first - reference.begin());
    }
  }
}

}  // namespace
}  // namespace gongkai::ledger
