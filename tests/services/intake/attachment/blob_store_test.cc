#include "services/intake/attachment/blob_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "tests/services/lib/sql/scratch.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

namespace fs = std::filesystem;

class BlobStoreTest : public ::testing::Test {
 protected:
  fs::path folder() const { return scratch_ / "blobs"; }

  fs::path PathOf(std::string_view bytes) const {
    const std::string sha256 = base::Sha256(bytes).ToHex();
    return folder() / sha256.substr(0, 2) / sha256.substr(2);
  }

  std::vector<fs::path> Files() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder())) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
  }

  static void Put(BlobStore& store, std::string_view bytes) {
    BlobStore::Writer writer = store.Begin();
    writer.Write(bytes);
    ASSERT_TRUE(writer.Finish(base::Sha256(bytes)));
    writer.Place();
  }

  // All chunks together, or the reason why not.
  static std::string ReadAll(BlobStore& store, std::string_view bytes, std::size_t chunk) {
    auto reader = store.Open(base::Sha256(bytes), static_cast<std::int64_t>(bytes.size()));
    if (!reader) return std::string(InfoOf(reader.error().reason).name);
    std::string all;
    while (reader->left() > 0) {
      const Result<std::string> next = reader->Next(chunk);
      if (!next) return all + std::string(InfoOf(next.error().reason).name);
      all += *next;
    }
    return all;
  }

  sql::Scratch scratch_;
};

TEST_F(BlobStoreTest, GivesBackWhatWasKept) {
  BlobStore store(folder());
  BlobStore::Writer writer = store.Begin();
  writer.Write("first ");
  writer.Write("second");
  EXPECT_EQ(writer.size(), 12);
  ASSERT_TRUE(writer.Finish(base::Sha256("first second")));
  writer.Place();
  for (const std::size_t chunk : {1, 5, 12, 100}) {
    EXPECT_EQ(ReadAll(store, "first second", chunk), "first second") << chunk;
  }
  EXPECT_EQ(Files(), std::vector{PathOf("first second")});
}

TEST_F(BlobStoreTest, KeepsBlobsWhenReopened) {
  {
    BlobStore store(folder());
    Put(store, "kept");
  }
  BlobStore store(folder());
  EXPECT_EQ(ReadAll(store, "kept", 100), "kept");
}

TEST_F(BlobStoreTest, AHalfUploadLeavesNothing) {
  BlobStore store(folder());
  {
    BlobStore::Writer writer = store.Begin();
    writer.Write("half");
    EXPECT_EQ(Files().size(), 1);
  }
  EXPECT_TRUE(Files().empty());
}

TEST_F(BlobStoreTest, AFinishedUploadThatIsNotPlacedLeavesNothing) {
  BlobStore store(folder());
  {
    BlobStore::Writer writer = store.Begin();
    writer.Write("whole");
    EXPECT_TRUE(writer.Finish(base::Sha256("whole")));
  }
  EXPECT_TRUE(Files().empty());
}

TEST_F(BlobStoreTest, RemovesABlobOnce) {
  BlobStore store(folder());
  Put(store, "whole");
  store.Remove(base::Sha256("whole"));
  store.Remove(base::Sha256("whole"));
  EXPECT_TRUE(Files().empty());
}

TEST_F(BlobStoreTest, RefusesAnotherDigestAndLeavesNothing) {
  BlobStore store(folder());
  {
    BlobStore::Writer writer = store.Begin();
    writer.Write("other bytes");
    EXPECT_FALSE(writer.Finish(base::Sha256("announced bytes")));
  }
  EXPECT_TRUE(Files().empty());
}

TEST_F(BlobStoreTest, RemovesAtStartWhatACrashLeft) {
  { BlobStore store(folder()); }
  std::ofstream(folder() / "incoming" / "0") << "half";
  BlobStore store(folder());
  EXPECT_TRUE(Files().empty());
  Put(store, "whole");
  EXPECT_EQ(Files(), std::vector{PathOf("whole")});
}

TEST_F(BlobStoreTest, StoresTheSameBytesOnce) {
  BlobStore store(folder());
  Put(store, "same");
  Put(store, "same");
  EXPECT_EQ(Files(), std::vector{PathOf("same")});
}

TEST_F(BlobStoreTest, WritersAtTheSameTimeDoNotMix) {
  BlobStore store(folder());
  BlobStore::Writer a = store.Begin();
  BlobStore::Writer b = store.Begin();
  a.Write("aaaa");
  b.Write("bb");
  EXPECT_TRUE(a.Finish(base::Sha256("aaaa")));
  EXPECT_TRUE(b.Finish(base::Sha256("bb")));
  a.Place();
  b.Place();
  EXPECT_EQ(ReadAll(store, "aaaa", 100), "aaaa");
  EXPECT_EQ(ReadAll(store, "bb", 100), "bb");
}

TEST_F(BlobStoreTest, HoldsBackTheLastBytesOfADamagedFile) {
  BlobStore store(folder());
  Put(store, "0123456789");
  std::fstream(PathOf("0123456789"), std::ios::in | std::ios::out).seekp(3).put('x');
  EXPECT_EQ(ReadAll(store, "0123456789", 4), "012x4567CONTENT_CORRUPT");
}

TEST_F(BlobStoreTest, NoticesAFileThatIsGoneOrOfAnotherSize) {
  BlobStore store(folder());
  EXPECT_EQ(ReadAll(store, "never put", 4), "CONTENT_CORRUPT");
  Put(store, "0123456789");
  fs::resize_file(PathOf("0123456789"), 9);
  EXPECT_EQ(ReadAll(store, "0123456789", 4), "CONTENT_CORRUPT");
}

TEST_F(BlobStoreTest, AnUploadMendsADamagedFile) {
  BlobStore store(folder());
  Put(store, "0123456789");
  fs::resize_file(PathOf("0123456789"), 9);
  Put(store, "0123456789");
  EXPECT_EQ(ReadAll(store, "0123456789", 4), "0123456789");
}

TEST_F(BlobStoreTest, DestroysWithTheFileItsBytes) {
  BlobStore store(folder());
  const std::string bytes(3'000'000, 'x');
  Put(store, bytes);
  Put(store, "another");
  // Somebody else has the file under another name.
  fs::create_hard_link(PathOf(bytes), scratch_ / "link");
  store.Destroy(base::Sha256(bytes));
  EXPECT_EQ(Files(), std::vector{PathOf("another")});
  EXPECT_EQ(ReadAll(store, bytes, 100), "CONTENT_CORRUPT");
  std::ifstream link(scratch_ / "link", std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(link), {}), std::string(bytes.size(), '\0'));
  store.Destroy(base::Sha256(bytes));
  store.Destroy(base::Sha256("never kept"));
  EXPECT_EQ(ReadAll(store, "another", 100), "another");
}

TEST_F(BlobStoreTest, ADestroyedBlobGivesNoMoreBytesToWhoReadsItAlready) {
  BlobStore store(folder());
  Put(store, "first second");
  auto reader = store.Open(base::Sha256("first second"), 12);
  ASSERT_TRUE(reader);
  EXPECT_EQ(*reader->Next(6), "first ");
  store.Destroy(base::Sha256("first second"));
  EXPECT_FALSE(reader->Next(6));
}

TEST_F(BlobStoreTest, AWriterDestroysWhatItHasPlaced) {
  BlobStore store(folder());
  BlobStore::Writer writer = store.Begin();
  writer.Write("bytes");
  ASSERT_TRUE(writer.Finish(base::Sha256("bytes")));
  writer.Place();
  writer.Destroy();
  EXPECT_TRUE(Files().empty());
}

// As from a copy that was put back by somebody else.
TEST_F(BlobStoreTest, RemovesAlsoWhatItCannotOverwrite) {
  BlobStore store(folder());
  Put(store, "bytes");
  fs::remove(PathOf("bytes"));
  fs::create_symlink("/proc/version", PathOf("bytes"));
  EXPECT_THROW(store.Destroy(base::Sha256("bytes")), std::system_error);
  EXPECT_FALSE(fs::exists(fs::symlink_status(PathOf("bytes"))));
  EXPECT_NO_THROW(store.Destroy(base::Sha256("bytes")));
}

}  // namespace
}  // namespace gongkai::intake
