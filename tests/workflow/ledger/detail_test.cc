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
       {Field{Action::kCreate, 1, true}, Field{Action::kSubmit, 1, false},
        Field{Action::kSubmit, 2, true}, Field{Action::kClaim, 1, false},
        Field{Action::kApproveLegal, 1, true}, Field{Action::kDenied, 1, false},
        Field{Action::kDenied, 2, true}, Field{Action::kDenied, 3, false},
        Field{Action::kRevoke, 1, true}, Field{Action::kRevoke, 2, true},
        Field{Action::kRevoke, 3, true}}) {
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

}  // namespace
}  // namespace gongkai::ledger
