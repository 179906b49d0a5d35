#include "workflow/ledger/adjudication.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>

#include "tests/workflow/ledger/reports.h"
#include "workflow/ledger/explain.h"
#include "workflow/ledger/revocations.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;

LeakCheck CheckOf(std::uint32_t version, std::uint32_t findings) {
  return {.rules_version = version,
          .findings = findings,
          .list = base::Sha256("list " + std::to_string(findings))};
}

const LeakCheck kTwo = CheckOf(1, 2);

// A report in secrecy review whose content has the findings of the check.
Record Found(const LeakCheck& check) {
  Command submit = Ask(Draft(), Action::kSubmit, kDrafter);
  SetDetail(submit, details::WithCheck(Action::kSubmit, submit.detail, check));
  return After(After(Draft(), submit), Action::kApproveLegal, kLegal);
}

Command Judge(const Record& record, FindingRange findings, Verdict verdict,
              const LeakCheck& check = kTwo, std::uint64_t ground = 0) {
  Command command = Ask(record, Action::kAdjudicate, kSecrecy);
  SetDetail(command, details::OfAdjudication(check, findings, verdict, ground));
  return command;
}

Command Approve(const Record& record, const LeakCheck& check) {
  Command command = Ask(record, Action::kApproveSecrecy, kSecrecy);
  SetDetail(command,
            details::WithCheck(Action::kApproveSecrecy, details::OfForm(details::kYes), check));
  return command;
}

Command Publish(const Record& record, const LeakCheck& check) {
  Command command = Ask(record, Action::kPublish, kPublisher);
  SetDetail(command, details::WithCheck(Action::kPublish, "", check));
  return command;
}

std::string WrongField(const Record& record, const Command& command) {
  const Result<Decision> decision = Decide(record, command, {.now = kNow});
  if (decision || decision.error().reason != Reason::kInvalidField) return "none";
  return decision.error().fields.at(0).field;
}

TEST(AdjudicationTest, AReportIsNotApprovedBeforeEachFindingIsSettled) {
  const Record record = Found(kTwo);
  const Result<Decision> refused = Decide(record, Approve(record, kTwo), {.now = kNow});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kFindingsOpen);
  EXPECT_EQ(refused.error().metadata.at("open"), "2");
  EXPECT_EQ(refused.error().metadata.at("first"), "1");

  const Record half = After(record, Judge(record, {1, 1}, Verdict::kFalseAlarm));
  EXPECT_EQ(half.state, machine::State::kSecrecyReview);
  EXPECT_EQ(Refused(half, Approve(half, kTwo)), Reason::kFindingsOpen);
  const Record masked = After(half, Judge(half, {2, 1}, Verdict::kMask));
  EXPECT_EQ(Refused(masked, Approve(masked, kTwo)), Reason::kFindingsOpen) << "must be masked";
  const Record settled = After(half, Judge(half, {2, 1}, Verdict::kAllow, kTwo, 1));
  EXPECT_EQ(Refused(settled, Approve(settled, kTwo)), std::nullopt);
}

TEST(AdjudicationTest, NothingIsApprovedOrPublishedUnchecked) {
  Command approve = Ask(InSecrecyReview(), Action::kApproveSecrecy, kSecrecy);
  approve.detail = details::OfForm(details::kYes);
  approve.facts = ReadDetail(approve.action, approve.detail).value();
  EXPECT_EQ(WrongField(InSecrecyReview(), approve), "leak_check");
  Command publish = Ask(Cleared(), Action::kPublish, kPublisher);
  publish.detail.clear();
  publish.facts = ReadDetail(publish.action, publish.detail).value();
  EXPECT_EQ(WrongField(Cleared(), publish), "leak_check");
}

TEST(AdjudicationTest, WhatNewerRulesFindIsAdjudicatedBeforeItIsPublished) {
  const Record cleared = Cleared();
  EXPECT_EQ(Refused(cleared, Publish(cleared, details::NothingFound())), std::nullopt);
  EXPECT_EQ(Refused(cleared, Publish(cleared, CheckOf(2, 1))), Reason::kFindingsOpen);
  EXPECT_EQ(Refused(cleared, Publish(cleared, CheckOf(2, 0))), std::nullopt);

  // A verdict on what both rules find stays, if it is carried.
  Record record = Found(kTwo);
  record = After(record, Judge(record, {1, 2}, Verdict::kFalseAlarm));
  record = After(record, Approve(record, kTwo));
  LeakCheck newer = CheckOf(2, 3);
  newer.carried = {{.findings = {.first = 2, .count = 2}, .first_before = 1}};
  const Result<Decision> refused = Decide(record, Publish(record, newer), {.now = kNow});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().metadata.at("open"), "1");
  newer.findings = 2;
  newer.carried = {{.findings = {.first = 1, .count = 2}, .first_before = 1}};
  EXPECT_EQ(Refused(record, Publish(record, newer)), std::nullopt);
}

TEST(AdjudicationTest, AVerdictIsOnTheListOfItsCheckAndOnNoOther) {
  Record record = Found(kTwo);
  record = After(record, Judge(record, {1, 2}, Verdict::kFalseAlarm));
  LeakCheck other = kTwo;
  other.list = base::Sha256("another list");
  for (const LeakCheck& check : {CheckOf(1, 3), CheckOf(2, 2), other}) {
    EXPECT_EQ(Refused(record, Approve(record, check)), Reason::kFindingsOpen);
  }
  EXPECT_EQ(Refused(record, Approve(record, kTwo)), std::nullopt);
}

TEST(AdjudicationTest, VerdictsOfWhoIsRevokedOrWroteAPartSinceDoNotCount) {
  Record record = Found(kTwo);
  record = After(record, Judge(record, {1, 2}, Verdict::kFalseAlarm));
  Revocations revocations;
  revocations.Add({.identity = kSecrecy.id, .since = base::Time{}});
  const Actor other = Person("user/secrecy-2", Role::kSecrecyReviewer, "保密办");
  Command approve = Approve(record, kTwo);
  approve.actor = other;
  EXPECT_EQ(Refused(record, approve), std::nullopt);
  EXPECT_EQ(Refused(record, approve, {.now = kNow, .revocations = &revocations}),
            Reason::kFindingsOpen);
  record.contributors = {kDrafter.id, kSecrecy.id};
  EXPECT_EQ(Refused(record, approve), Reason::kFindingsOpen);
}

TEST(AdjudicationTest, WhatIsNotForThePublicIsApprovedWithItsFindings) {
  Command submit = Ask(Draft(), Action::kSubmit, kDrafter);
  SetDetail(submit, details::WithCheck(Action::kSubmit,
                                       details::OfSubmission(Disclosure::kOnRequest), kTwo));
  Record record = After(After(Draft(), submit), Action::kApproveLegal, kLegal);
  EXPECT_EQ(Refused(record, Approve(record, kTwo)), std::nullopt);
  // But not if the reviewer decides that it is.
  Command open = Approve(record, kTwo);
  SetDetail(open, details::WithCheck(Action::kApproveSecrecy,
                                     details::OfApproval(Disclosure::kActive, "应当公开"), kTwo));
  EXPECT_EQ(Refused(record, open), Reason::kFindingsOpen);
  // And what is public by submission is not made restricted by a check.
  const Record active = Found(kTwo);
  Command close = Approve(active, kTwo);
  SetDetail(close, details::WithCheck(Action::kApproveSecrecy,
                                      details::OfApproval(Disclosure::kOnRequest, "第三方"), kTwo));
  EXPECT_EQ(Refused(active, close), std::nullopt);
}

TEST(AdjudicationTest, ANewContentIsCheckedAnewAndKeepsWhatIsCarried) {
  Record record = Found(kTwo);
  record = After(record, Judge(record, {1, 2}, Verdict::kFalseAlarm));
  record = After(record, Action::kReturn, kSecrecy);
  Command edit = Ask(record, Action::kEdit, kDrafter);
  edit.content = base::Sha256("another content");
  record = After(record, edit);
  LeakCheck check = CheckOf(1, 3);
  check.carried = {{.findings = {.first = 3, .count = 1}, .first_before = 2}};
  Command submit = Ask(record, Action::kSubmit, kDrafter);
  SetDetail(submit, details::WithCheck(Action::kSubmit, submit.detail, check));
  record = After(record, submit);
  EXPECT_EQ(record.leak_review.content, *edit.content);
  EXPECT_EQ(record.leak_review.adjudicated,
            (std::vector<Adjudicated>{
                {{3, 1}, Verdict::kFalseAlarm, record.leak_review.adjudicated.at(0).by}}));
  EXPECT_EQ(record.leak_review.adjudicated.at(0).by.reviewer, kSecrecy.id);
  record = After(record, Action::kApproveLegal, kLegal);
  check.carried.clear();
  EXPECT_EQ(Refused(record, Approve(record, check)), Reason::kFindingsOpen);
}

TEST(AdjudicationTest, SubmittingTheSameContentAgainKeepsItsVerdicts) {
  Record record = Found(kTwo);
  record = After(record, Judge(record, {1, 2}, Verdict::kFalseAlarm));
  record = After(record, Action::kReturn, kSecrecy);
  Command submit = Ask(record, Action::kSubmit, kDrafter);
  SetDetail(submit, details::WithCheck(Action::kSubmit, submit.detail, kTwo));
  record = After(After(record, submit), Action::kApproveLegal, kLegal);
  EXPECT_EQ(Refused(record, Approve(record, kTwo)), std::nullopt);
}

TEST(AdjudicationTest, NamesTheFieldThatIsWrong) {
  const Record record = Found(kTwo);
  constexpr std::uint32_t kHuge = std::numeric_limits<std::int32_t>::max();
  struct Row {
    std::string field;
    Command command;
  };
  const auto with = [&](const auto& change) {
    LeakCheck check = CheckOf(2, 3);
    change(check);
    return Judge(record, {1, 1}, Verdict::kFalseAlarm, check);
  };
  const auto carried = [&](std::vector<CarriedFindings> rows) {
    return with([&](LeakCheck& check) { check.carried = std::move(rows); });
  };
  for (const Row& row : std::vector<Row>{
           {"first_finding", Judge(record, {0, 1}, Verdict::kMask)},
           {"first_finding", Judge(record, {1, 0}, Verdict::kMask)},
           {"first_finding", Judge(record, {2, 2}, Verdict::kMask)},
           {"first_finding", Judge(record, {3, 1}, Verdict::kMask)},
           {"first_finding", Judge(record, {kHuge, kHuge}, Verdict::kMask)},
           {"verdict", Judge(record, {1, 1}, Verdict::kNone)},
           {"ground", Judge(record, {1, 1}, Verdict::kAllow)},
           {"ground", Judge(record, {1, 1}, Verdict::kFalseAlarm, kTwo, 1)},
           {"ground", Judge(record, {1, 1}, Verdict::kMask, kTwo, 1)},
           {"leak_check.rules_version", with([](LeakCheck& check) { check.rules_version = 0; })},
           {"leak_check.finding_count", with([](LeakCheck& check) { check.findings = 10'001; })},
           {"leak_check.findings_sha256", with([](LeakCheck& check) { check.list = {}; })},
           {"leak_check.carried", carried({{{0, 1}, 1}})},
           {"leak_check.carried", carried({{{1, 0}, 1}})},
           {"leak_check.carried", carried({{{1, 1}, 0}})},
           {"leak_check.carried", carried({{{3, 2}, 1}})},
           {"leak_check.carried", carried({{{1, 2}, 2}})},
           {"leak_check.carried", carried({{{2, 1}, 1}, {{1, 1}, 2}})},
           {"leak_check.carried", carried({{{1, 2}, 1}, {{2, 1}, 1}})},
           {"leak_check.carried", carried({{{kHuge, kHuge}, kHuge}})},
       }) {
    EXPECT_EQ(WrongField(record, row.command), row.field);
  }
}

TEST(AdjudicationTest, OnlyTheSecrecyReviewerOfOthersWorkAdjudicates) {
  const Record record = Found(kTwo);
  const auto by = [&](const Actor& actor) {
    Command command = Judge(record, {1, 1}, Verdict::kFalseAlarm);
    command.actor = actor;
    return Refused(record, command);
  };
  EXPECT_EQ(by(kLegal), Reason::kRoleRequired);
  EXPECT_EQ(by(kDrafter), Reason::kRoleRequired);
  Actor author = Person(kDrafter.id.text(), Role::kSecrecyReviewer);
  EXPECT_EQ(by(author), Reason::kOwnReport);
  Actor legal = Person(kLegal.id.text(), Role::kSecrecyReviewer, "保密办");
  EXPECT_EQ(by(legal), Reason::kSameReviewer);
  EXPECT_EQ(by(Person("bot/checker", Role::kSecrecyReviewer)), Reason::kBotMayNotDecide);
  EXPECT_EQ(by(kSecrecy), std::nullopt);
  Command silent = Judge(record, {1, 1}, Verdict::kFalseAlarm);
  silent.comment.clear();
  EXPECT_EQ(WrongField(record, silent), "comment");
  Command stale = Judge(record, {1, 1}, Verdict::kFalseAlarm);
  stale.content = base::Sha256("what was read before");
  EXPECT_EQ(Refused(record, stale), Reason::kContentChanged);
}

TEST(AdjudicationTest, AnExplanationNamesOpenFindings) {
  const Record record = Found(kTwo);
  const auto settled = [&](const Record& of) {
    const Explanation why =
        Explain(of, Action::kApproveSecrecy, kSecrecy, ReviewPolicy{}, {.now = kNow});
    const auto fact = std::ranges::find(why.facts, "SETTLED", &Fact::rule);
    EXPECT_NE(fact, why.facts.end());
    return fact->holds;
  };
  EXPECT_FALSE(settled(record));
  EXPECT_TRUE(settled(After(record, Judge(record, {1, 2}, Verdict::kFalseAlarm))));
}

}  // namespace
}  // namespace gongkai::ledger
