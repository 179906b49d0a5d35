#include "services/intake/attachment/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <span>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "tests/support/test_folder.h"

namespace gongkai::intake {
namespace {

class DescriptorTest : public testing::Test {
 protected:
  std::filesystem::path File() const { return folder_ / "file"; }

  support::TestFolder folder_;
};

TEST_F(DescriptorTest, ReadsWhatWasWritten) {
  {
    Descriptor file = Descriptor::Open(File(), O_WRONLY | O_CREAT);
    file.Write("0123456789");
    file.Write("");
    file.Sync();
    EXPECT_EQ(file.Size(), 10);
  }
  Descriptor file = Descriptor::Open(File(), O_RDONLY);
  std::string bytes(4, '\0');
  EXPECT_EQ(file.Read(bytes), 4U);
  EXPECT_EQ(bytes, "0123");
  bytes.resize(7);
  EXPECT_EQ(file.Read(bytes), 6U) << "the file ends";
  EXPECT_EQ(bytes.substr(0, 6), "456789");
  EXPECT_EQ(file.Read(bytes), 0U);
}

// A pipe gives what is there; the rest comes later, and more than was asked for.
TEST_F(DescriptorTest, AReadGoesOnUntilAllIsThereAndTakesNoMore) {
  ASSERT_EQ(mkfifo(File().c_str(), 0600), 0);
  const int keeps_open = open(File().c_str(), O_RDWR);
  Descriptor reader = Descriptor::Open(File(), O_RDONLY);
  Descriptor writer = Descriptor::Open(File(), O_WRONLY);
  writer.Write("ab");
  const std::jthread later([&] {
    for (int waiting = 1; waiting > 0;) ioctl(keeps_open, FIONREAD, &waiting);
    writer.Write("cdef");
  });
  std::string bytes(8, '.');
  EXPECT_EQ(reader.Read(std::span(bytes).first(4)), 4U);
  EXPECT_EQ(bytes, "abcd....");
  EXPECT_EQ(reader.Read(std::span(bytes).first(2)), 2U);
  EXPECT_EQ(bytes, "efcd....");
  close(keeps_open);
}

TEST_F(DescriptorTest, ANewFileIsItsOwnersOnly) {
  const Descriptor file = Descriptor::Open(File(), O_WRONLY | O_CREAT);
  struct stat status {};
  ASSERT_EQ(stat(File().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(DescriptorTest, OnlyAMissingFileIsNoFailureToTry) {
  EXPECT_FALSE(Descriptor::TryOpen(File(), O_RDONLY).is_open());
  EXPECT_THROW(Descriptor::Open(File(), O_RDONLY), std::system_error);
  support::WriteFile(File(), "no folder");
  EXPECT_TRUE(Descriptor::TryOpen(File(), O_RDONLY).is_open());
  EXPECT_THROW(Descriptor::TryOpen(File() / "in-it", O_RDONLY), std::system_error);
}

TEST_F(DescriptorTest, WhatTheSystemRefusesIsThrown) {
  Descriptor reader = Descriptor::Open(folder_.path(), O_RDONLY | O_DIRECTORY);
  std::string bytes(1, '\0');
  EXPECT_THROW(reader.Read(bytes), std::system_error);
  EXPECT_THROW(reader.Write("x"), std::system_error);
  EXPECT_NO_THROW(reader.Sync()) << "a folder can be";
  EXPECT_THROW(Descriptor().Size(), std::system_error);
  EXPECT_THROW(Descriptor().Sync(), std::system_error);
}

// Returns how many descriptors the process has open.
std::size_t Open() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST_F(DescriptorTest, ClosesEachFileOnce) {
  const std::size_t before = Open();
  {
    Descriptor file = Descriptor::Open(File(), O_WRONLY | O_CREAT);
    EXPECT_EQ(Open(), before + 1);
    Descriptor other = std::move(file);
    file = Descriptor::Open(File(), O_RDONLY);
    EXPECT_EQ(Open(), before + 2);
    file = std::move(other);
    other = Descriptor();
    EXPECT_EQ(Open(), before + 1);
    EXPECT_TRUE(file.is_open());
  }
  EXPECT_EQ(Open(), before);
}

}  // namespace
}  // namespace gongkai::intake
