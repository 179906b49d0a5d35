#include "workflow/ledger/detail.h"
#include "workflow/base/digest.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/workflow/ledger/details.h"

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
      Detail(Revocation{"user/a", base::FromMicros(1), kTime}));
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
