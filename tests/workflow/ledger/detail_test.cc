#include "workflow/ledger/detail.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/workflow/ledger/details.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

using machine::Action;

constexpr base::Time kTime = base::FromMicros(2'500'001);

TEST(DetailTest, ReadsWhatTheRulesNeed) {
  const base::Digest part = base::Sha256("text");
  EXPECT_EQ(ReadDetail(Action::kCreate, details::OfParts({part})), Detail(Parts{{part}}));
  EXPECT_EQ(ReadDetail(Action::kSubmit, details::OfSubmission(Disclosure::kOnRequest, kTime)),
            Detail(Submission{Disclosure::kOnRequest, kTime}));
  EXPECT_EQ(ReadDetail(Action::kClaim, details::OfClaim(60)),
            Detail(ClaimTime{std::chrono::seconds(60)}));
  EXPECT_EQ(ReadDetail(Action::kApproveLegal, details::OfAnswer(true)), Detail(Answers{1, {}}));
  EXPECT_EQ(ReadDetail(Action::kApproveSecrecy, details::OfAnswer(false, "程序")),
            Detail(Answers{1, "程序"}));
  EXPECT_EQ(ReadDetail(Action::kRefer, details::OfReferral("局")), Detail(Referral{true}));
  EXPECT_EQ(ReadDetail(Action::kWithhold, details::OfGround(7)), Detail(Withholding{true}));
  EXPECT_EQ(
      ReadDetail(Action::kRevoke, details::OfRevocation("user/a", base::FromMicros(1), kTime)),
      Detail(Revocation{base::ActorId("user/a"), base::FromMicros(1), kTime}));
  const Denial denial{Action::kPublish, "OWN_REPORT", 9};
  EXPECT_EQ(ReadDetail(Action::kDenied, WriteDetail(denial)), Detail(denial));
  EXPECT_EQ(ReadDetail(Action::kRelease, ""), Detail());
  EXPECT_EQ(ReadDetail(Action::kEndorse, ""), Detail());
}

TEST(DetailTest, ReadsWhatOpinionsDecide) {
  const base::Digest part = base::Sha256("text");
  EXPECT_EQ(ReadDetail(Action::kEdit, details::OfParts({part}, {"财政局", "审计局"})),
            Detail(Parts{{part}, {"财政局", "审计局"}}));
  EXPECT_EQ(ReadDetail(Action::kReturn, details::OfFindings(details::kNo, "LEGAL_AUTHORITY")),
            Detail(Findings{}));
  EXPECT_EQ(
      ReadDetail(Action::kSign, details::OfSignature(Disclosure::kNotDisclosed, "涉及商业秘密", 4)),
      Detail(Signature{{Disclosure::kNotDisclosed, true, "涉及商业秘密"}}));
  EXPECT_EQ(
      ReadDetail(Action::kApproveSecrecy, details::OfApproval(Disclosure::kOnRequest, "有据")),
      Detail(Answers{1, {}, {Disclosure::kOnRequest, false, "有据"}}));
}

// An answer of the form is YES, NO or NOT_APPLICABLE; one of version 1 passed or did not.
TEST(DetailTest, OfTheFormOnlyYesAndNotApplicablePass) {
  for (const std::uint64_t answer : {details::kYes, details::kNotApplicable}) {
    EXPECT_EQ(ReadDetail(Action::kApproveLegal, details::OfForm(answer)), Detail(Answers{1, {}}))
        << answer;
  }
  for (const std::uint64_t answer : {std::uint64_t{0}, details::kNo, std::uint64_t{4},
                                     (std::uint64_t{1} << 32) + details::kYes}) {
    EXPECT_EQ(ReadDetail(Action::kApproveLegal, details::OfForm(answer, "PROCEDURE")),
              Detail(Answers{1, "PROCEDURE"}))
        << answer;
  }
  EXPECT_EQ(ReadDetail(Action::kApproveLegal, details::OfAnswer(true, "程序") +
                                                  details::OfForm(details::kNo, "PROCEDURE")),
            Detail(Answers{2, "PROCEDURE"}))
      << "both are read";
}

TEST(DetailTest, TheNumberOfAFormIsReadAsItWasGiven) {
  const FormNumber given{.year = 2026, .number = 12};
  const std::string bytes =
      WithFormNumber(details::OfSubmission(Disclosure::kActive, kTime), given);
  EXPECT_EQ(ReadDetail(Action::kSubmit, bytes),
            Detail(Submission{Disclosure::kActive, kTime, given}));
  const std::string twice = WithFormNumber(bytes, {.year = 2027, .number = 1});
  EXPECT_EQ(ReadDetail(Action::kSubmit, twice),
            Detail(Submission{Disclosure::kActive, kTime, {.year = 2027, .number = 1}}))
      << "the one that the ledger adds counts";
  EXPECT_FALSE(FormNumber{}.IsGiven());
  EXPECT_TRUE(given.IsGiven());
}

TEST(DetailTest, RefusesWhatIsOutOfRangeInsideAMessage) {
  const auto within = [](std::uint32_t field, std::string_view message) {
    std::string bytes;
    WireWriter(bytes).Bytes(field, message);
    return bytes;
  };
  const auto number = [](std::uint32_t field, std::uint64_t value) {
    std::string bytes;
    WireWriter(bytes).Number(field, value);
    return bytes;
  };
  EXPECT_TRUE(ReadDetail(Action::kSubmit, within(4, number(1, 9999))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, within(4, number(1, 10'000))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, within(4, number(1, ~std::uint64_t{0})))) << "year -1";
  EXPECT_TRUE(ReadDetail(Action::kSubmit, within(4, number(2, 0x7fff'ffff))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, within(4, number(2, 0x8000'0000))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, within(4, within(1, "x"))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, within(4, within(2, "x"))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, within(4, "\xff"))) << "no message";

  const std::vector<std::string> ten(10, "局");
  const std::vector<std::string> eleven(11, "局");
  EXPECT_TRUE(ReadDetail(Action::kCreate, details::OfParts({}, ten)));
  EXPECT_FALSE(ReadDetail(Action::kCreate, details::OfParts({}, eleven)));
  EXPECT_FALSE(ReadDetail(Action::kEdit, details::OfParts({}, eleven)));

  // A decision: of an approval, and of a signature.
  for (const auto& [action, field] :
       {std::pair(Action::kApproveLegal, 3U), std::pair(Action::kSign, 1U)}) {
    EXPECT_TRUE(ReadDetail(action, within(field, number(1, base::kDisclosureCount - 1))));
    EXPECT_FALSE(ReadDetail(action, within(field, number(1, base::kDisclosureCount))));
    EXPECT_FALSE(ReadDetail(action, within(field, within(1, "x"))));
    EXPECT_FALSE(ReadDetail(action, within(field, within(2, "x"))));
    EXPECT_FALSE(ReadDetail(action, within(field, number(3, 1)))) << "a reason that is a number";
    EXPECT_FALSE(ReadDetail(action, within(field, "\xff")));
    EXPECT_TRUE(ReadDetail(action, within(field, number(9, 1)))) << "of a later version";
  }
  EXPECT_FALSE(ReadDetail(Action::kApproveLegal, within(2, within(2, "\xff")))) << "an answer";
  EXPECT_FALSE(ReadDetail(Action::kApproveLegal, within(2, number(2, 1))));
  EXPECT_FALSE(ReadDetail(Action::kApproveLegal, within(2, "\xff")));
  EXPECT_FALSE(ReadDetail(Action::kReturn, "\xff")) << "no message";
  EXPECT_FALSE(ReadDetail(Action::kEndorse, "x")) << "the action has no detail";
}

TEST(DetailTest, IgnoresFieldsThatItDoesNotKnow) {
  std::string bytes = details::OfClaim(60);
  WireWriter(bytes).Bytes(15, "a remark that a later version writes");
  EXPECT_EQ(ReadDetail(Action::kClaim, bytes), Detail(ClaimTime{std::chrono::seconds(60)}));
}

TEST(DetailTest, RefusesWhatIsOutOfRange) {
  const auto submission = [](std::string_view timestamp) {
    std::string bytes;
    WireWriter(bytes).Bytes(2, timestamp);
    return bytes;
  };
  const auto time = [](std::uint64_t seconds, std::uint64_t nanos) {
    std::string bytes;
    WireWriter writer(bytes);
    writer.Number(1, seconds);
    writer.Number(2, nanos);
    return bytes;
  };
  EXPECT_TRUE(ReadDetail(Action::kSubmit, submission(time(253'402'300'799, 999'999'999))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, submission(time(253'402'300'800, 0)))) << "year 10000";
  EXPECT_FALSE(ReadDetail(Action::kSubmit, submission(time(~std::uint64_t{0}, 0)))) << "1969";
  EXPECT_FALSE(ReadDetail(Action::kSubmit, submission(time(1, 1'000'000'000))));
  EXPECT_FALSE(ReadDetail(Action::kSubmit, submission(time(0, 999)))) << "the beginning of 1970";
  EXPECT_FALSE(ReadDetail(Action::kSubmit, details::OfGround(5))) << "no such attribute";
  EXPECT_FALSE(ReadDetail(Action::kClaim, details::OfGround(std::uint64_t{1} << 40)));
  EXPECT_FALSE(ReadDetail(Action::kCreate, details::OfReferral("no digest")));
  EXPECT_FALSE(ReadDetail(Action::kCreate, details::OfParts(std::vector<base::Digest>(66))));
  EXPECT_FALSE(ReadDetail(Action::kDenied, details::OfGround(machine::kActionCount)));
  EXPECT_FALSE(ReadDetail(Action::kRelease, "x")) << "the action has no detail";
  EXPECT_FALSE(ReadDetail(Action::kClaim, "\xff")) << "no message";
}

TEST(DetailTest, WhatIsLeftOutIsZero) {
  EXPECT_EQ(ReadDetail(Action::kSubmit, ""), Detail(Submission{Disclosure::kNone, {}}));
  EXPECT_EQ(ReadDetail(Action::kClaim, ""), Detail(ClaimTime{}));
  EXPECT_EQ(ReadDetail(Action::kApproveLegal, ""), Detail(Answers{0, {}}));
  EXPECT_EQ(ReadDetail(Action::kRefer, ""), Detail(Referral{false}));
  EXPECT_EQ(ReadDetail(Action::kWithhold, ""), Detail(Withholding{false}));
  EXPECT_EQ(ReadDetail(Action::kDenied, ""), Detail(Denial{Action::kNone, "", 0}));
  EXPECT_EQ(ReadDetail(Action::kRevoke, ""), Detail(Revocation{}));
  EXPECT_EQ(ReadDetail(Action::kReturn, ""), Detail(Findings{}));
  EXPECT_EQ(ReadDetail(Action::kSign, ""), Detail(Signature{}));
}

TEST(DetailTest, TakesTheBordersOfEachRange) {
  EXPECT_TRUE(ReadDetail(Action::kCreate, details::OfParts(std::vector<base::Digest>(65))));
  EXPECT_EQ(ReadDetail(Action::kSubmit,
                       details::OfSubmission(Disclosure::kNotDisclosed, base::FromMicros(1))),
            Detail(Submission{Disclosure::kNotDisclosed, base::FromMicros(1)}));
  EXPECT_EQ(ReadDetail(Action::kSubmit, details::OfSubmission(Disclosure::kNone, kTime)),
            Detail(Submission{Disclosure::kNone, kTime}));
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  EXPECT_EQ(ReadDetail(Action::kClaim, details::OfClaim(kMost)),
            Detail(ClaimTime{std::chrono::seconds(kMost)}));
  EXPECT_FALSE(ReadDetail(Action::kClaim, details::OfClaim(kMost + 1)));
  EXPECT_TRUE(ReadDetail(Action::kDenied, details::OfGround(machine::kActionCount - 1)));
}

TEST(DetailTest, RefusesAFieldOfAnotherWireType) {
  struct Field {
    Action action;
    std::uint32_t number;
    bool bytes;  // what it should be
  };
  for (const auto& [action, number, bytes] :
       {Field{Action::kCreate, 1, true}, Field{Action::kCreate, 2, true},
        Field{Action::kSubmit, 1, false}, Field{Action::kSubmit, 2, true},
        Field{Action::kSubmit, 4, true}, Field{Action::kApproveLegal, 2, true},
        Field{Action::kApproveLegal, 3, true}, Field{Action::kSign, 1, true},
        Field{Action::kClaim, 1, false}, Field{Action::kApproveLegal, 1, true},
        Field{Action::kDenied, 1, false}, Field{Action::kDenied, 2, true},
        Field{Action::kDenied, 3, false}, Field{Action::kRevoke, 1, true},
        Field{Action::kRevoke, 2, true}, Field{Action::kRevoke, 3, true}}) {
    std::string other;
    if (bytes) {
      WireWriter(other).Number(number, 1);
    } else {
      WireWriter(other).Bytes(number, "x");
    }
    EXPECT_FALSE(ReadDetail(action, other)) << ToString(action) << " " << number;
  }
  for (const std::uint32_t number : {1U, 2U, 3U}) {
    std::string time = details::Timestamp(kTime);
    WireWriter(time).Bytes(number, "x");
    std::string submission;
    WireWriter(submission).Bytes(2, time);
    EXPECT_FALSE(ReadDetail(Action::kSubmit, submission)) << "in a time, " << number;
  }
}

TEST(DetailTest, IgnoresAFieldThatItDoesNotKnowInEveryDetail) {
  for (const auto& [action, bytes] :
       {std::pair(Action::kCreate, details::OfParts({base::Sha256("text")})),
        std::pair(Action::kSubmit, details::OfSubmission(Disclosure::kActive, kTime)),
        std::pair(Action::kClaim, details::OfClaim(60)),
        std::pair(Action::kApproveLegal, details::OfAnswer(true)),
        std::pair(Action::kApproveSecrecy, details::OfApproval(Disclosure::kOnRequest, "有据")),
        std::pair(Action::kReturn, details::OfFindings(details::kNo, "LEGAL_AUTHORITY")),
        std::pair(Action::kSign, details::OfSignature(Disclosure::kActive)),
        std::pair(Action::kRefer, details::OfReferral("局")),
        std::pair(Action::kWithhold, details::OfGround(7)),
        std::pair(Action::kDenied, WriteDetail(Denial{Action::kPublish, "OWN_REPORT", 9})),
        std::pair(Action::kRevoke, details::OfRevocation("user/a", base::FromMicros(1), kTime))}) {
    std::string more = bytes;
    WireWriter writer(more);
    writer.Number(14, 0x7fff'ffff'ffff'ffff);
    writer.Bytes(15, "a remark that a later version writes");
    EXPECT_EQ(ReadDetail(action, more), ReadDetail(action, bytes)) << ToString(action);
    EXPECT_TRUE(ReadDetail(action, more)) << ToString(action);
  }
  std::string other;
  WireWriter(other).Bytes(2, "not the authority");
  EXPECT_EQ(ReadDetail(Action::kRefer, other), Detail(Referral{false}));
  other.clear();
  WireWriter(other).Number(2, 1);
  EXPECT_EQ(ReadDetail(Action::kWithhold, other), Detail(Withholding{false}));
}

TEST(DetailTest, OfSeveralAnswersTheFirstThatFailsIsNamed) {
  const std::string all = details::OfAnswer(true, "一") + details::OfAnswer(false, "二") +
                          details::OfAnswer(false, "三") + details::OfAnswer(true, "四");
  EXPECT_EQ(ReadDetail(Action::kApproveLegal, all), Detail(Answers{4, "二"}));
  std::string answer;
  WireWriter writer(answer);
  writer.Bytes(1, "程序");
  writer.Number(2, 1);
  writer.Number(3, 1);
  writer.Bytes(4, "a remark");
  std::string bytes;
  WireWriter(bytes).Bytes(1, answer);
  EXPECT_EQ(ReadDetail(Action::kApproveLegal, bytes), Detail(Answers{1, {}}));
}

TEST(DetailTest, RandomBytesDoNoHarm) {
  std::mt19937 random(7);  // NOLINT: the same bytes each time
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(static_cast<std::size_t>(byte(random) % 40), '\0');
    for (char& c : bytes) c = static_cast<char>(byte(random));
    for (std::size_t i = 0; i < machine::kActionCount; ++i) {
      (void)ReadDetail(static_cast<Action>(i), bytes);
    }
  }
}

TEST(DetailTest, ACoIssuerIsALine) {
  for (const char* department : {"", "财政局\n办公室", "\n"}) {
    std::string bytes;
    bytes += '\x12';
    bytes += static_cast<char>(std::string_view(department).size());
    bytes += department;
    EXPECT_FALSE(ReadDetail(Action::kEdit, bytes)) << department;
  }
  EXPECT_TRUE(ReadDetail(Action::kEdit, details::OfParts({}, {"财政局"})));
}

}  // namespace
}  // namespace gongkai::ledger
