#include "services/storage/integrity.h"

#include <gmock/gmock.h>
#include <time.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "services/storage/connection.h"
#include "services/storage/error.h"
#include "tests/services/storage/scratch.h"

namespace gongkai::storage {
namespace {

using testing::IsEmpty;
using testing::Not;

class IntegrityTest : public testing::Test {
 protected:
  // A file of about 3 MiB, closed, so that nothing is in the write-ahead log.
  std::filesystem::path Filled() {
    Connection connection(file_, Connection::Mode::kReadWrite);
    connection.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY, s TEXT UNIQUE, b BLOB) STRICT");
    connection
        .PrepareOnce(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) "
            "INSERT INTO t SELECT i, hex(i), zeroblob(200) FROM n")
        .Run();
    return file_;
  }

  void Overwrite(std::int64_t offset, std::size_t size) {
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset).write(std::string(size, '\xa5').data(), static_cast<std::streamsize>(size));
  }

  // In the row or in the index, but not in both.
  void ChangeLastValue() {
    std::ifstream file(file_, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const std::size_t at = bytes.find("3130303030");  // hex(10000)
    ASSERT_NE(at, bytes.npos);
    Overwrite(static_cast<std::int64_t>(at), 1);
  }

  Scratch scratch_;
  std::filesystem::path file_ = scratch_ / "test.db";
};

TEST_F(IntegrityTest, SoundFileHasNoFindings) {
  EXPECT_THAT(CheckIntegrity(Filled(), 1.0, {}), IsEmpty());
  EXPECT_THAT(QuickCheck(file_), IsEmpty());
}

TEST_F(IntegrityTest, SoundFileHasNoFindingsWhileItIsWritten) {
  Connection writer(Filled(), Connection::Mode::kReadWrite);
  std::vector<std::string> findings{"not run"};
  {
    std::jthread check([&] { findings = CheckIntegrity(file_, 0.5, {}); });
    Statement& insert = writer.Prepare("INSERT INTO t (s) VALUES ($1)");
    for (int i = 0; i < 30; ++i) insert.Run("new " + std::to_string(i));
  }
  EXPECT_THAT(findings, IsEmpty());
}

TEST_F(IntegrityTest, DamagedPagesAreFound) {
  Filled();
  Overwrite(50 * 4096, 4096);
  EXPECT_THAT(CheckIntegrity(file_, 1.0, {}), Not(IsEmpty()));
  EXPECT_THAT(QuickCheck(file_), Not(IsEmpty()));
}

// One byte in a row: only the comparison with the index tells.
TEST_F(IntegrityTest, ChangedValueIsFoundByItsIndex) {
  Filled();
  ChangeLastValue();
  EXPECT_THAT(CheckIntegrity(file_, 1.0, {}), Not(IsEmpty()));
}

TEST_F(IntegrityTest, WhatIsNoDatabaseIsAFinding) {
  Filled();
  Overwrite(0, 100);
  EXPECT_THAT(CheckIntegrity(file_, 1.0, {}), Not(IsEmpty()));
  EXPECT_THAT(QuickCheck(file_), Not(IsEmpty()));
}

TEST_F(IntegrityTest, MissingFileIsAnError) {
  EXPECT_THROW(CheckIntegrity(file_, 1.0, {}), DiskError);
}

TEST_F(IntegrityTest, StopsWhenAsked) {
  Filled();
  std::stop_source stop;
  std::jthread stopper([&] { stop.request_stop(); });
  // At this rate it would not end today.
  EXPECT_THAT(CheckIntegrity(file_, 1e-9, stop.get_token()), IsEmpty());
}

TEST_F(IntegrityTest, DoesNotGoOnIfAskedBefore) {
  Filled();
  ChangeLastValue();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(CheckIntegrity(file_, 1.0, stop.get_token()), IsEmpty());
}

TEST_F(IntegrityTest, SleepsForItsShareOfTheTime) {
  Filled();
  const auto started = std::chrono::steady_clock::now();
  timespec cpu{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
  const double before = static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) * 1e-9;
  EXPECT_THAT(CheckIntegrity(file_, 0.02, {}), IsEmpty());
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
  const double used =
      static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) * 1e-9 - before;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  // A slow machine makes it sleep longer, never shorter; what is not braked is the very end.
  EXPECT_LT(used, 0.1 * took.count());
}

}  // namespace
}  // namespace gongkai::storage
