#include "services/workflow/store/sqlite/lists.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/lib/sql/error.h"

namespace gongkai::workflow {
namespace {

using ledger::Approval;

Approval ApprovalFor(const std::string& department, bool rules) {
  return {.action = machine::Action::kEndorse,
          .reviewer = base::ActorId("user/head"),
          .department = department,
          .on_behalf_of = {},
          .content = base::Sha256("content"),
          .time = base::FromMicros(1'774'000'000'000'000),
          .rules = rules};
}

// A policy may put a tab into the name of a department, also at its end.
TEST(ListsTest, AnApprovalIsReadAsItWasWritten) {
  std::vector<Approval> approvals;
  for (const char* department : {"", "办公室", "办公室\t", "\t", "\trules\t", "a\tb", "rules"}) {
    for (const bool rules : {false, true}) approvals.push_back(ApprovalFor(department, rules));
  }
  EXPECT_EQ(ReadApprovals(WriteApprovals(approvals)), approvals);
  for (const Approval& approval : approvals) {
    EXPECT_EQ(ReadApprovals(WriteApprovals({approval})), std::vector{approval});
  }
}

// A line of before there were endorsements and decisions.
TEST(ListsTest, AnApprovalOfBeforeIsRead) {
  const Approval approval = ApprovalFor("", false);
  const std::string written = WriteApprovals({approval});
  EXPECT_EQ(written.find('\t', written.rfind('\t') + 1), std::string::npos);
  EXPECT_TRUE(written.ends_with("1774000000000000\n")) << written;
  EXPECT_EQ(ReadApprovals(written), std::vector{approval});
}

TEST(ListsTest, TextsAreReadAsTheyWereWritten) {
  for (const std::vector<std::string>& texts :
       {std::vector<std::string>{}, {"财政局"}, {"财政局", "教育局\t", " "}}) {
    EXPECT_EQ(ReadLines(WriteLines(texts)), texts);
  }
}

TEST(ListsTest, ALeakReviewIsReadAsItWasWritten) {
  EXPECT_EQ(WriteLeakReview({}), "");
  EXPECT_EQ(ReadLeakReview(""), ledger::LeakReview());
  ledger::LeakReview review{.content = base::Sha256("content"),
                            .rules_version = 1'000'000,
                            .findings = 10'000,
                            .list = base::Sha256("list")};
  EXPECT_EQ(ReadLeakReview(WriteLeakReview(review)), review);
  const ledger::Adjudicator by{.reviewer = base::ActorId("user/chen-jie"),
                               .on_behalf_of = base::ActorId("user/li-na"),
                               .time = base::FromMicros(1'774'000'000'000'000)};
  review.adjudicated = {{{1, 3}, ledger::Verdict::kMask, {.reviewer = by.reviewer}},
                        {{4, 1}, ledger::Verdict::kAllow, by},
                        {{9, 9'992}, ledger::Verdict::kFalseAlarm, by}};
  EXPECT_EQ(ReadLeakReview(WriteLeakReview(review)), review);
}

TEST(ListsTest, ALeakReviewThatNobodyWroteIsRefused) {
  const ledger::LeakReview review{.content = base::Sha256("content"),
                                  .rules_version = 1,
                                  .findings = 1,
                                  .list = base::Sha256("list"),
                                  .adjudicated = {{{1, 1}, ledger::Verdict::kAllow, {}}}};
  const std::string written = WriteLeakReview(review);
  for (std::size_t length = 1; length < written.size(); ++length) {
    const std::string cut = written.substr(0, length);
    if (cut.ends_with('\n')) continue;  // a review with fewer verdicts
    EXPECT_THROW(ReadLeakReview(cut), sql::CorruptError) << cut;
  }
  std::string unknown = written;
  unknown.replace(unknown.find("\t2\t\t"), 2, "\t4");
  EXPECT_THROW(ReadLeakReview(unknown), sql::CorruptError) << "no such verdict";
}

}  // namespace
}  // namespace gongkai::workflow
