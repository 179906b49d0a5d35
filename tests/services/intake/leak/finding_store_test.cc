#include "services/intake/leak/finding_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "tests/services/intake/leak/lists.h"
#include "tests/support/test_folder.h"

namespace gongkai::intake {
namespace {

const CheckKey kKey{PartType::kBody, base::Sha256("body"), 1};

TEST(FindingStoreTest, KeepsACheckByTypeDigestAndVersion) {
  const support::TestFolder folder;
  const v1::PartCheck check = CheckOf({{}, {}});
  {
    FindingStore store(folder.path());
    EXPECT_FALSE(store.Find(kKey));
    store.Put(kKey, check);
    store.Put(kKey, CheckOf({}));
  }
  FindingStore store(folder.path());
  ASSERT_TRUE(store.Find(kKey));
  EXPECT_EQ(store.Find(kKey)->SerializeAsString(), check.SerializeAsString()) << "the first stays";
  EXPECT_FALSE(store.Find({PartType::kAttachment, kKey.digest, 1}));
  EXPECT_FALSE(store.Find({PartType::kBody, base::Sha256("other"), 1}));
  EXPECT_FALSE(store.Find({PartType::kBody, kKey.digest, 2}));
}

TEST(FindingStoreTest, ACheckThatCannotBeReadIsNone) {
  const support::TestFolder folder;
  FindingStore(folder.path()).Put(kKey, CheckOf({{}}));
  SQLite::Database file((folder / "findings.db").string(), SQLite::OPEN_READWRITE);
  EXPECT_ANY_THROW(file.exec("UPDATE part_check SET bytes = x'00'"));
  file.exec("DELETE FROM part_check");
  file.exec("INSERT INTO part_check SELECT 2, x'" + kKey.digest.ToHex() + "', 1, x'ff'");
  FindingStore store(folder.path());
  EXPECT_FALSE(store.Find(kKey));
  store.Put(kKey, CheckOf({{}}));
  EXPECT_TRUE(store.Find(kKey)) << "and is replaced";
}

}  // namespace
}  // namespace gongkai::intake
