#include "workflow/ledger/revocations.h"

#include <gtest/gtest.h>

#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

const base::ActorId kLegal("user/legal");

constexpr base::Time At(std::int64_t micros) { return base::FromMicros(micros); }

Revocations Of(std::initializer_list<Revocation> all) {
  Revocations revocations;
  for (const Revocation& one : all) revocations.Add(one);
  return revocations;
}

TEST(RevocationsTest, HoldFromTheirBeginningUntilBeforeTheirEnd) {
  const Revocations revocations = Of({{.identity = kLegal, .since = At(100), .until = At(200)}});
  EXPECT_FALSE(revocations.IsRevoked(kLegal, At(99)));
  EXPECT_TRUE(revocations.IsRevoked(kLegal, At(100)));
  EXPECT_TRUE(revocations.IsRevoked(kLegal, At(199)));
  EXPECT_FALSE(revocations.IsRevoked(kLegal, At(200)));
  EXPECT_FALSE(revocations.IsRevoked(base::ActorId("user/other"), At(150)));
}

TEST(RevocationsTest, WithoutAnEndTheyHoldForEver) {
  const Revocations revocations = Of({{.identity = kLegal, .since = At(100)}});
  EXPECT_FALSE(revocations.IsRevoked(kLegal, At(99)));
  EXPECT_TRUE(revocations.IsRevoked(kLegal, At(1'000'000'000)));
}

TEST(RevocationsTest, OneAnotherOfTheSameBeginningTakesThePlaceOfTheFirst) {
  const Revocation first{.identity = kLegal, .since = At(100)};
  const Revocation second{.identity = kLegal, .since = At(100), .until = At(200)};
  const Revocation later{.identity = kLegal, .since = At(300), .until = At(400)};
  const Revocations revocations = Of({first, second, later});
  EXPECT_FALSE(revocations.Has(first));
  EXPECT_TRUE(revocations.Has(second));
  EXPECT_TRUE(revocations.Has(later));
  EXPECT_TRUE(revocations.IsRevoked(kLegal, At(150)));
  EXPECT_FALSE(revocations.IsRevoked(kLegal, At(250)));
  EXPECT_TRUE(revocations.IsRevoked(kLegal, At(350)));
  EXPECT_FALSE(revocations.Has(
      {.identity = base::ActorId("user/other"), .since = At(300), .until = At(400)}));
}

TEST(RevocationsTest, AnApprovalCountsUnlessWhoGaveItOrForWhomIsRevokedThen) {
  const Revocations revocations = Of({{.identity = kLegal, .since = At(100), .until = At(200)}});
  EXPECT_FALSE(revocations.Counts({.reviewer = kLegal, .time = At(150)}));
  EXPECT_FALSE(revocations.Counts(
      {.reviewer = base::ActorId("user/deputy"), .on_behalf_of = kLegal, .time = At(150)}));
  EXPECT_TRUE(revocations.Counts({.reviewer = kLegal, .time = At(250)}));
  EXPECT_TRUE(revocations.Counts({.reviewer = base::ActorId("user/other"), .time = At(150)}));
  EXPECT_TRUE(Revocations().Counts({.reviewer = kLegal, .time = At(150)}));
}

}  // namespace
}  // namespace gongkai::ledger
