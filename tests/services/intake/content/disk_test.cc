#include "services/intake/content/disk.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sysexits.h>

#include <cerrno>
#include <system_error>

namespace gongkai::intake {
namespace {

std::system_error Failed(int number) { return {number, std::generic_category(), "write"}; }

template <class Failure>
Status Guarded(const Failure& failure) {
  return GuardDisk([&failure]() -> Status { throw failure; });
}

TEST(DiskTest, OnlyALackOfRoomIsAFullDisk) {
  EXPECT_TRUE(IsDiskFull(Failed(ENOSPC)));
  EXPECT_TRUE(IsDiskFull(Failed(EDQUOT)));
  EXPECT_FALSE(IsDiskFull(Failed(EACCES)));
}

TEST(DiskTest, AFullDiskIsAnAnswer) {
  for (const Status& full :
       {Guarded(Failed(ENOSPC)), Guarded(sql::DiskFullError(SQLITE_FULL, "no room"))}) {
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().reason, Reason::kDiskFull);
    EXPECT_EQ(full.error().retry_after, std::chrono::seconds(5));
  }
  EXPECT_TRUE(GuardDisk([]() -> Status { return {}; }));
}

TEST(DiskTest, WhatIsNotOfTheDiskIsPassedOn) {
  EXPECT_THROW((void)Guarded(Failed(EACCES)), std::system_error);
  EXPECT_THROW((void)Guarded(std::runtime_error("other")), std::runtime_error);
}

TEST(DiskDeathTest, AFailingDiskEndsTheProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT((void)Guarded(Failed(EIO)), testing::ExitedWithCode(EX_SOFTWARE), "");
  EXPECT_EXIT((void)Guarded(sql::DiskError(SQLITE_IOERR, "cannot write")),
              testing::ExitedWithCode(EX_SOFTWARE), "");
}

}  // namespace
}  // namespace gongkai::intake
