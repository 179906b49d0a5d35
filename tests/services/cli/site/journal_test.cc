#include "services/cli/site/journal.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "services/cli/site/error.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli::site {
namespace {

using support::ReadFile;
using support::WriteFile;
using testing::ElementsAre;
using testing::HasSubstr;

class JournalTest : public testing::Test {
 protected:
  // Opens the journal, appends the lines, and returns those that it had before.
  std::vector<std::string> Append(const std::vector<std::string>& lines = {}) const {
    std::vector<std::string> before;
    Journal journal = Journal::Open(path_);
    journal.Read([&](std::int64_t at, const std::string& text) {
      before.push_back(text);
      EXPECT_EQ(journal.At(at), text);
    });
    for (const std::string& line : lines) EXPECT_EQ(journal.At(journal.Append(line)), line);
    return before;
  }

  // Returns the fault for which the file is refused.
  std::string Refusal() const {
    try {
      (void)Append();
    } catch (const Error& error) {
      return error.message.english;
    }
    return "";
  }

  const support::TestFolder folder_;
  const std::filesystem::path path_ = folder_ / "state";
};

TEST_F(JournalTest, HasTheLinesThatWereAppended) {
  const std::string long_line(200'000, 'x');
  EXPECT_THAT(Append({"one", "", long_line}), ElementsAre());
  EXPECT_THAT(Append({"four"}), ElementsAre("one", "", long_line));
  EXPECT_THAT(Append(), ElementsAre("one", "", long_line, "four"));
}

TEST_F(JournalTest, HasAllWholeLinesWhereverItIsCut) {
  (void)Append({"one", "two"});
  const std::string bytes = ReadFile(path_);
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') ends.push_back(i + 1);
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    WriteFile(path_, bytes.substr(0, size));
    const std::size_t whole = size < ends[1] ? 0 : 1;
    EXPECT_EQ(Append({"new"}).size(), whole) << size;
    EXPECT_EQ(Append().size(), whole + 1) << size;
  }
}

TEST_F(JournalTest, IsRefusedWhereAByteIsDifferent) {
  (void)Append({"one", "two"});
  const std::string bytes = ReadFile(path_);
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    WriteFile(path_, damaged);
    EXPECT_NE(Refusal(), "") << i;
    EXPECT_EQ(ReadFile(path_), damaged) << i;
  }
}

TEST_F(JournalTest, NamesTheLineThatIsDamaged) {
  (void)Append({"one", "two", "three"});
  std::string bytes = ReadFile(path_);
  const std::size_t line = bytes.find("two") - 17;
  bytes[line + 18] = 'x';
  WriteFile(path_, bytes);
  EXPECT_THAT(Refusal(), HasSubstr("is damaged in line 3, at byte " + std::to_string(line)));
}

TEST_F(JournalTest, TouchesNoOtherFile) {
  for (const std::string bytes :
       {"a", "# list\n", "\n", "gongkai check --site, state file, form 2\n"}) {
    WriteFile(path_, bytes);
    EXPECT_THAT(Refusal(), HasSubstr("it holds something else")) << bytes;
    EXPECT_EQ(ReadFile(path_), bytes);
  }
}

TEST_F(JournalTest, IsOpenOnce) {
  const Journal journal = Journal::Open(path_);
  EXPECT_THAT(Refusal(), HasSubstr("another run uses the state file"));
}

// A file that may not grow further is as a disk that is full.
TEST_F(JournalTest, HasWhatItHadWhereALineFindsNoRoom) {
  (void)Append({"one"});
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = ::signal(SIGXFSZ, SIG_IGN);
  {
    Journal journal = Journal::Open(path_);
    journal.Read([](std::int64_t, const std::string&) {});
    const rlimit small{std::filesystem::file_size(path_) + 10, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_THROW(journal.Append("two"), Error);
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(journal.At(journal.Append("three")), "three");
  }
  ::signal(SIGXFSZ, ignored);
  EXPECT_THAT(Append(), ElementsAre("one", "three"));
}

}  // namespace
}  // namespace gongkai::cli::site
