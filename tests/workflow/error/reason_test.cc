#include "workflow/error/reason.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace gongkai {
namespace {

// Clients in every language know these numbers.
TEST(ReasonTest, CodesHaveTheNumbersOfGrpc) {
  EXPECT_EQ(static_cast<int>(Code::kCancelled), 1);
  EXPECT_EQ(static_cast<int>(Code::kInvalidArgument), 3);
  EXPECT_EQ(static_cast<int>(Code::kDeadlineExceeded), 4);
  EXPECT_EQ(static_cast<int>(Code::kNotFound), 5);
  EXPECT_EQ(static_cast<int>(Code::kAlreadyExists), 6);
  EXPECT_EQ(static_cast<int>(Code::kPermissionDenied), 7);
  EXPECT_EQ(static_cast<int>(Code::kResourceExhausted), 8);
  EXPECT_EQ(static_cast<int>(Code::kFailedPrecondition), 9);
  EXPECT_EQ(static_cast<int>(Code::kAborted), 10);
  EXPECT_EQ(static_cast<int>(Code::kInternal), 13);
  EXPECT_EQ(static_cast<int>(Code::kUnavailable), 14);
  EXPECT_EQ(static_cast<int>(Code::kDataLoss), 15);
  EXPECT_EQ(static_cast<int>(Code::kUnauthenticated), 16);
}

TEST(ReasonTest, EachHasANameOfItsOwnAndItsCode) {
  std::set<std::string_view> names;
  for (const ReasonInfo& info : kReasons) EXPECT_TRUE(names.insert(info.name).second) << info.name;
  EXPECT_EQ(InfoOf(Reason::kNoIdentity).name, "NO_IDENTITY");
  EXPECT_EQ(InfoOf(Reason::kNoIdentity).code, Code::kUnauthenticated);
  EXPECT_EQ(InfoOf(Reason::kCancelled).code, Code::kCancelled);
}

}  // namespace
}  // namespace gongkai
