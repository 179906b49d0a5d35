#include "services/intake/leak/finding_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/intake/found_bytes.h"
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
  file.exec("INSERT INTO part_check SELECT 2, x'" + kKey.digest.ToHex() + "', 1, x'ff', NULL");
  FindingStore store(folder.path());
  EXPECT_FALSE(store.Find(kKey));
  store.Put(kKey, CheckOf({{}}));
  EXPECT_TRUE(store.Find(kKey)) << "and is replaced";
}

CheckKey OfAttachment(const std::string& bytes, const std::string& name) {
  const base::Digest digest = base::Sha256(bytes);
  return {PartType::kAttachment, base::Sha256({digest.view(), name}), 1, digest};
}

TEST(FindingStoreTest, RemovesTheChecksOfADigestUnderEveryNameAndVersion) {
  const support::TestFolder folder;
  FindingStore store(folder.path());
  const CheckKey fields{PartType::kFields, base::Sha256("content"), 1};
  const CheckKey newer{PartType::kBody, kKey.digest, 2};
  const std::vector<CheckKey> gone{kKey, newer, fields, OfAttachment("file", "a.pdf"),
                                   OfAttachment("file", "b.pdf")};
  const std::vector<CheckKey> stay{{PartType::kBody, base::Sha256("other"), 1},
                                   OfAttachment("other", "a.pdf")};
  for (const CheckKey& key : gone) store.Put(key, CheckOf({{}}));
  for (const CheckKey& key : stay) store.Put(key, CheckOf({{}}));
  store.Remove({kKey.digest, fields.digest, base::Sha256("file"), base::Sha256("never kept")});
  for (const CheckKey& key : gone) EXPECT_FALSE(store.Find(key));
  for (const CheckKey& key : stay) EXPECT_TRUE(store.Find(key));
}

TEST(FindingStoreTest, LeavesWhatWasRemovedInNoFile) {
  const support::TestFolder folder;
  FindingStore store(folder.path());
  v1::PartCheck check = CheckOf({{}});
  check.mutable_findings(0)->set_excerpt("1380000****");
  store.Put(kKey, check);
  EXPECT_TRUE(store.EmptyLog());
  EXPECT_THAT(FilesWith(folder.path(), "1380000****"), testing::ElementsAre("findings.db"));
  store.Remove({kKey.digest});
  EXPECT_TRUE(store.EmptyLog());
  EXPECT_THAT(FilesWith(folder.path(), "1380000****"), testing::IsEmpty());
}

// The program before this one kept checks of attachments without what to find them by.
TEST(FindingStoreTest, OfTheFirstVersionLosesAllChecksOfAttachmentsWithTheFirstRemoval) {
  const support::TestFolder folder;
  const CheckKey old = OfAttachment("file", "a.pdf");
  { FindingStore(folder.path()).Put(kKey, CheckOf({{}})); }
  {
    SQLite::Database file((folder / "findings.db").string(), SQLite::OPEN_READWRITE);
    file.exec("DROP INDEX part_check_by_file; ALTER TABLE part_check DROP COLUMN file");
    file.exec("INSERT INTO part_check SELECT 3, x'" + old.digest.ToHex() +
              "', 1, bytes FROM part_check");
    file.exec("DELETE FROM schema_version WHERE version = 2");
  }
  FindingStore store(folder.path());
  ASSERT_TRUE(store.Find(kKey));
  ASSERT_TRUE(store.Find(old));
  store.Put(OfAttachment("other", "b.pdf"), CheckOf({{}}));
  store.Remove({base::Sha256("file")});
  EXPECT_FALSE(store.Find(old));
  EXPECT_TRUE(store.Find(kKey));
  EXPECT_TRUE(store.Find(OfAttachment("other", "b.pdf")));
}

}  // namespace
}  // namespace gongkai::intake
