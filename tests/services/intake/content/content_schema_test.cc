#include "services/intake/content/content_schema.h"

#include <gtest/gtest.h>

#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

// Files of this version exist. What changes the tables from now on is another migration.
TEST(ContentSchema, FirstMigrationIsFrozen) {
  EXPECT_EQ(base::Sha256(Migrations().front().sql).ToHex(),
            "5e683c86c9aa8dc79b7fe9dd6c17ef5fc6b2d6fce9672c3f1d3ecbe8090977a0");
}

}  // namespace
}  // namespace gongkai::intake
