#include "services/cli/commands/files.h"

#include <gtest/gtest.h>

#include "services/cli/commands/failure.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli {
namespace {

std::string Times(int count, const std::string& text) {
  std::string all;
  while (count-- > 0) all += text;
  return all;
}

using support::TestFolder;
using support::WriteFile;

std::string TextOf(std::string_view bytes) {
  const TestFolder folder;
  WriteFile(folder / "text", bytes);
  return ReadText(folder / "text");
}

ExitCode EndOf(std::string_view bytes) {
  try {
    TextOf(bytes);
  } catch (const Failure& failure) {
    return failure.code;
  }
  return ExitCode::kOk;
}

TEST(ReadText, TakesUtf8WithPlainLineBreaks) {
  EXPECT_EQ(TextOf("年报\n正文\n"), "年报\n正文\n");
  EXPECT_EQ(TextOf("\xEF\xBB\xBF年报\r\n正文\r尾"), "年报\n正文\n尾");
  EXPECT_EQ(TextOf(""), "");
}

TEST(ReadText, RefusesAFileWithoutEndOrThatCannotBeRead) {
  EXPECT_THROW(ReadText("/dev/zero"), Failure);
  EXPECT_THROW(ReadText("/proc/self/mem"), Failure);
}

TEST(ReadText, RefusesOtherBytesAndTooManyOfThem) {
  EXPECT_EQ(EndOf("\xC4\xEA\xB1\xA8"), ExitCode::kInvalid);
  EXPECT_EQ(EndOf(std::string(512 << 10, 'a')), ExitCode::kOk);
  EXPECT_EQ(EndOf(std::string((512 << 10) + 1, 'a')), ExitCode::kInvalid);
  EXPECT_EQ(EndOf("\xEF\xBB\xBF" + std::string(512 << 10, 'a')), ExitCode::kOk);
}

TEST(ReadText, RefusesWhatIsNoFile) {
  const TestFolder folder;
  EXPECT_THROW(ReadText(folder.path()), Failure);
  EXPECT_THROW(ReadText(folder / "nothing"), Failure);
}

TEST(Inspect, TellsSizeAndDigest) {
  const TestFolder folder;
  WriteFile(folder / "abc", "abc");
  const FileInfo info = Inspect(folder / "abc");
  EXPECT_EQ(info.size, 3);
  EXPECT_EQ(info.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  WriteFile(folder / "million", std::string(1'000'000, 'a'));  // several buffers
  EXPECT_EQ(Inspect(folder / "million").sha256,
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(MediaType, GoesByTheExtension) {
  EXPECT_EQ(MediaType("scan.PDF"), "application/pdf");
  EXPECT_EQ(MediaType("a.b.xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(MediaType("README"), "application/octet-stream");
}

TEST(IncomingFile, MayHaveTheLongestNameThatThereIs) {
  const support::TestFolder folder;
  for (const std::string& name : {std::string(255, 'a'), Times(85, "公"), Times(63, "𠮷")}) {
    IncomingFile file(folder / name);
    file.Write("whole");
    file.Keep();
    EXPECT_EQ(support::ReadFile(folder / name), "whole");
  }
}

TEST(IncomingFile, StandsUnderItsNameOnlyWhenKept) {
  const TestFolder folder;
  {
    IncomingFile file(folder / "a");
    file.Write("half");
    EXPECT_FALSE(std::filesystem::exists(folder / "a"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));

  IncomingFile file(folder / "a");
  file.Write("who");
  file.Write("le");
  file.Keep();
  EXPECT_EQ(support::ReadFile(folder / "a"), "whole");
}

}  // namespace
}  // namespace gongkai::cli
