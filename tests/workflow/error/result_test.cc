#include "workflow/error/result.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "workflow/error/errors.h"

namespace gongkai {
namespace {

TEST(ResultTest, HoldsAValue) {
  Result<std::string> result = std::string("value");
  EXPECT_TRUE(result);
  EXPECT_TRUE(result.has_value());
  EXPECT_EQ(*result, "value");
  EXPECT_EQ(result->size(), 5U);
  EXPECT_THROW((void)result.error(), std::bad_variant_access);
  const Result<std::string> same = result;
  EXPECT_EQ(*same, "value");
  EXPECT_EQ(same->size(), 5U);
  EXPECT_EQ(*std::move(result), "value");
}

TEST(ResultTest, HoldsAnError) {
  Result<std::string> result = errors::EntryNotFound("entries/7");
  EXPECT_FALSE(result);
  EXPECT_FALSE(result.has_value());
  EXPECT_EQ(result.error().reason, Reason::kEntryNotFound);
  EXPECT_THROW((void)*result, std::bad_variant_access);
  EXPECT_EQ(std::move(result).error().reason, Reason::kEntryNotFound);
}

TEST(StatusTest, IsSuccessOrAnError) {
  EXPECT_TRUE(Status());
  EXPECT_TRUE(Status().has_value());
  const Status failed = errors::EntryNotFound("entries/7");
  EXPECT_FALSE(failed);
  EXPECT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().reason, Reason::kEntryNotFound);
  EXPECT_EQ(Status(failed).error().reason, Reason::kEntryNotFound);
}

}  // namespace
}  // namespace gongkai
