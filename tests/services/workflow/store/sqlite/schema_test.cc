#include "services/workflow/store/sqlite/schema.h"

#include <gtest/gtest.h>

#include "workflow/base/digest.h"

namespace gongkai::workflow {
namespace {

// Files of this version exist. What changes the tables from now on is another migration.
TEST(Schema, FirstMigrationIsFrozen) {
  EXPECT_EQ(base::Sha256(Migrations().front().sql).ToHex(),
            "33f02a00f5ab7d3537add129c07e3557168242cf093efafbeda9691c8c3c8e9d");
}

}  // namespace
}  // namespace gongkai::workflow
