#include "workflow/ledger/reviewers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/workflow/ledger/reports.h"
#include "workflow/ledger/guards.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

const Roles kBoth = Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer;

std::vector<Candidate> Of(const std::vector<std::string>& ids, Roles roles = kBoth) {
  std::vector<Candidate> candidates;
  for (const std::string& id : ids) candidates.push_back({.actor = Person(id, roles)});
  return candidates;
}

Record Draft() { return After({}, Ask({}, Action::kCreate, kDrafter)); }
Record InLegal() {
  const Record draft = Draft();
  return After(draft, Ask(draft, Action::kSubmit, kDrafter));
}

TEST(ReviewersTest, ADraftNeedsPeopleInBothStages) {
  const Record draft = Draft();
  const ReviewPolicy policy;
  EXPECT_FALSE(FindShortage(draft, &kDrafter, policy,
                            {.legal = Of({"user/a"}), .secrecy = Of({"user/b"})}, nullptr));
  const auto legal =
      FindShortage(draft, &kDrafter, policy, {.legal = {}, .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_TRUE(legal);
  EXPECT_EQ(legal->stage, State::kLegalReview);
  EXPECT_EQ(legal->needed, 1);
  EXPECT_EQ(legal->able, 0);
  const auto secrecy =
      FindShortage(draft, &kDrafter, policy, {.legal = Of({"user/a"}), .secrecy = {}}, nullptr);
  ASSERT_TRUE(secrecy);
  EXPECT_EQ(secrecy->stage, State::kSecrecyReview);
}

TEST(ReviewersTest, OnePersonDoesNotReviewInBothStages) {
  const auto shortage = FindShortage(Draft(), &kDrafter, {},
                                     {.legal = Of({"user/a"}), .secrecy = Of({"user/a"})}, nullptr);
  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->stage, State::kSecrecyReview);
  EXPECT_EQ(shortage->able, 0);
}

TEST(ReviewersTest, WhoWroteOrBringsOrSubmitsIsOut) {
  const Record draft = Draft();
  std::vector<Candidate> author = Of({"user/a"});
  author.front().author = true;
  std::vector<Candidate> deputy = Of({"user/d"});
  deputy.front().actor.on_behalf_of = kDrafter.id;
  for (const auto& legal : {author, deputy, Of({kDrafter.id.text()}), Of({"user/submits"})}) {
    const Actor submits = Person("user/submits", Role::kDrafter);
    const auto shortage =
        FindShortage(draft, &submits, {}, {.legal = legal, .secrecy = Of({"user/b"})}, nullptr);
    ASSERT_TRUE(shortage) << legal.front().actor.id.text();
    ASSERT_THAT(shortage->excluded, SizeIs(1));
    EXPECT_EQ(shortage->excluded[0].reason, Reason::kOwnReport);
  }
}

// A deputy and the person for whom the deputy acts count once.
TEST(ReviewersTest, ADeputyIsNoSecondPerson) {
  std::vector<Candidate> pair = Of({"user/a", "user/deputy"});
  pair[1].actor.on_behalf_of = base::ActorId("user/a");
  const ReviewPolicy two{.legal_quorum = 2};
  const auto legal =
      FindShortage(Draft(), &kDrafter, two, {.legal = pair, .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_TRUE(legal);
  EXPECT_EQ(legal->able, 1);
  const auto both =
      FindShortage(Draft(), &kDrafter, {}, {.legal = {pair[0]}, .secrecy = {pair[1]}}, nullptr);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->stage, State::kSecrecyReview);
}

// Who has a role from somebody, or has given somebody one, does not review that person's work.
TEST(ReviewersTest, APartnerOfWhoWroteIsOut) {
  std::vector<Candidate> partner = Of({"user/p"});
  partner.front().actor.partners = {kDrafter.id};
  const auto shortage =
      FindShortage(Draft(), &kDrafter, {}, {.legal = partner, .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->excluded.at(0).reason, Reason::kOwnReport);
}

TEST(ReviewersTest, WhoReviewsTheReportsOfOthersIsOut) {
  std::vector<Candidate> limited = Of({"user/a"});
  limited.front().actor.reports_of = {"财政局"};
  const Reviewers reviewers{.legal = limited, .secrecy = Of({"user/b"})};
  const auto shortage = FindShortage(Draft(), &kDrafter, {}, reviewers, nullptr);
  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->excluded.at(0).reason, Reason::kDepartmentRequired);
  EXPECT_FALSE(FindShortage(DraftWith({"财政局"}), &kDrafter, {}, reviewers, nullptr))
      << "a report that the department issues, too";
}

TEST(ReviewersTest, AReportOfSeveralDepartmentsNeedsReviewersOfSeveral) {
  const ReviewPolicy policy{.legal_departments = 2};
  std::vector<Candidate> legal = Of({"user/a", "user/c"});
  const Reviewers same{.legal = legal, .secrecy = Of({"user/b"})};
  EXPECT_FALSE(FindShortage(Draft(), &kDrafter, policy, same, nullptr)) << "of one department";
  const auto shortage = FindShortage(DraftWith({"财政局"}), &kDrafter, policy, same, nullptr);
  ASSERT_TRUE(shortage);
  EXPECT_TRUE(shortage->of_departments);
  EXPECT_EQ(shortage->needed, 2);
  EXPECT_EQ(shortage->able, 1);
  legal[1].actor.department = "财政局";
  const Reviewers other{.legal = legal, .secrecy = Of({"user/b"})};
  EXPECT_FALSE(FindShortage(DraftWith({"财政局"}), &kDrafter, policy, other, nullptr));
  const auto alone = FindShortage(DraftWith({"财政局"}), &kDrafter, policy,
                                  {.legal = Of({"user/a"}), .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->needed, 2);
  EXPECT_EQ(alone->able, 1);
}

TEST(ReviewersTest, WhoIsRevokedIsOut) {
  std::vector<Candidate> revoked = Of({"user/a"});
  revoked.front().revoked = true;
  const auto shortage =
      FindShortage(Draft(), &kDrafter, {}, {.legal = revoked, .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_TRUE(shortage);
  EXPECT_EQ(shortage->excluded.at(0).reason, Reason::kApprovalNotFresh);
}

// Otherwise a dry run would tell whose draft, which nobody else may know of, has the same bytes.
TEST(ReviewersTest, TheRefusalDoesNotNameWhoBroughtTheSameBytesElsewhere) {
  std::vector<Candidate> author = Of({"user/a"});
  author.front().author = true;
  const Status status =
      CheckReviewable(Draft(), kDrafter, {}, {.legal = author, .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, testing::Not(HasSubstr("user/a")));
  EXPECT_FALSE(status.error().metadata.contains("excluded"));
}

TEST(ReviewersTest, WhoGaveAnOpinionIsOut) {
  Record draft = Draft();
  draft = After(draft, Ask(draft, Action::kEndorse, kHead));
  const auto endorsed = FindShortage(
      draft, &kDrafter, {}, {.legal = Of({kHead.id.text()}), .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_TRUE(endorsed);
  EXPECT_EQ(endorsed->excluded[0].reason, Reason::kSameReviewer);

  const ReviewPolicy two{.legal_quorum = 2};
  Record record = InLegal();
  record = After(record, Under(two, Ask(record, Action::kApproveLegal, kLegal)));
  const Reviewers reviewers{.legal = Of({kLegal.id.text()}), .secrecy = Of({"user/b"})};
  const auto approved = FindShortage(record, nullptr, two, reviewers, nullptr);
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->needed, 1) << "one of two has approved";
  EXPECT_EQ(approved->excluded[0].reason, Reason::kAlreadyApproved);
}

TEST(ReviewersTest, WhatIsPastNeedsNobody) {
  Record record = InLegal();
  record = After(record, Ask(record, Action::kApproveLegal, kLegal));
  EXPECT_FALSE(
      FindShortage(record, nullptr, {}, {.legal = {}, .secrecy = Of({"user/b"})}, nullptr));
  EXPECT_TRUE(FindShortage(record, nullptr, {}, {.legal = Of({"user/a"}), .secrecy = {}}, nullptr));
  record = After(record, Ask(record, Action::kApproveSecrecy, kSecrecy));
  EXPECT_FALSE(FindShortage(record, nullptr, {}, {}, nullptr));
  EXPECT_FALSE(FindShortage(Record{}, nullptr, {}, {}, nullptr));
}

TEST(ReviewersTest, TheRefusalNamesWhoIsOutAndWhy) {
  const Status status =
      CheckReviewable(Draft(), kDrafter, {},
                      {.legal = Of({kDrafter.id.text()}), .secrecy = Of({"user/b"})}, nullptr);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, Reason::kNoEligibleReviewer);
  EXPECT_THAT(status.error().message,
              AllOf(HasSubstr("1 must give"), HasSubstr("legal approval, and 0 may"),
                    HasSubstr("user/drafter OWN_REPORT")));
}

// Whether the people can be shared out, tried in every way.
bool CanBeSharedOut(const std::vector<bool>& legal, const std::vector<bool>& secrecy,
                    std::size_t person, int legal_needed, int secrecy_needed) {
  if (legal_needed <= 0 && secrecy_needed <= 0) return true;
  if (person == legal.size()) return false;
  return CanBeSharedOut(legal, secrecy, person + 1, legal_needed, secrecy_needed) ||
         (legal[person] && legal_needed > 0 &&
          CanBeSharedOut(legal, secrecy, person + 1, legal_needed - 1, secrecy_needed)) ||
         (secrecy[person] && secrecy_needed > 0 &&
          CanBeSharedOut(legal, secrecy, person + 1, legal_needed, secrecy_needed - 1));
}

TEST(ReviewersTest, ThereIsAShortageExactlyIfNoWayOfSharingPeopleOutIsFound) {
  std::mt19937 random(11);
  int short_of = 0;
  const Record draft = Draft();
  for (int round = 0; round < 3'000; ++round) {
    const ReviewPolicy policy{.legal_quorum = static_cast<int>(random() % 3 + 1),
                              .secrecy_quorum = static_cast<int>(random() % 3 + 1)};
    std::vector<bool> legal(6);
    std::vector<bool> secrecy(6);
    Reviewers reviewers;
    for (std::size_t i = 0; i < legal.size(); ++i) {
      const std::string id = "user/p" + std::to_string(i);
      const bool wrote = random() % 4 == 0;
      const auto add = [&](std::vector<Candidate>& candidates, std::vector<bool>& able) {
        if (random() % 2 == 0) return;
        candidates.push_back({.actor = Person(id, kBoth), .author = wrote});
        able[i] = !wrote;
      };
      add(reviewers.legal, legal);
      add(reviewers.secrecy, secrecy);
    }
    const bool possible =
        CanBeSharedOut(legal, secrecy, 0, policy.legal_quorum, policy.secrecy_quorum);
    EXPECT_EQ(FindShortage(draft, &kDrafter, policy, reviewers, nullptr).has_value(), !possible);
    if (!possible) ++short_of;
  }
  EXPECT_GT(short_of, 300);
  EXPECT_LT(short_of, 2'900);
}

}  // namespace
}  // namespace gongkai::ledger
