#include "services/lib/identity/policy_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "tests/support/eventually.h"
#include "tests/support/log_capture.h"
#include "tests/support/test_folder.h"

namespace gongkai::identity {
namespace {

// A policy that differs from others in who drafts.
std::string PolicyOf(const std::string& drafter, const std::string& more = "") {
  return "vacant: [PUBLISHER, bot]\n"
         "identities:\n"
         "  user/lin: {department: 法规科, roles: [LEGAL_REVIEWER]}\n"
         "  user/sun: {department: 保密办, roles: [SECRECY_REVIEWER, AUDITOR]}\n"
         "  user/" +
         drafter + ": {department: 财政局, roles: [DRAFTER]}\n" + more + "...\n";
}

class PolicyFileTest : public ::testing::Test {
 protected:
  PolicyFileTest() { support::WriteFile(path_, PolicyOf("first")); }

  // The file's policy, which must be good.
  std::unique_ptr<PolicyFile> Open() { return *OpenPolicy(path_); }

  static bool Knows(const PolicyFile& file, std::string_view id) {
    return file.current()->Find(base::ActorId(id)) != nullptr;
  }

  const support::TestFolder folder_;
  const std::filesystem::path path_ = folder_ / "policy.yaml";
};

TEST_F(PolicyFileTest, IsInForceAtOnce) {
  const auto file = Open();
  EXPECT_TRUE(Knows(*file, "user/first"));
}

TEST_F(PolicyFileTest, CannotBeOpenedWhenItIsBad) {
  support::WriteFile(path_, "identities: {user/wu: {}}\n...\n");
  const auto file = OpenPolicy(path_);
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().message, ::testing::HasSubstr(path_.string() + ": line 1: user/wu"));
}

TEST_F(PolicyFileTest, CannotBeOpenedWhenItIsNotThere) {
  const auto file = OpenPolicy(folder_ / "other.yaml");
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().message, ::testing::HasSubstr("other.yaml: cannot be read: No such"));
}

TEST_F(PolicyFileTest, TakesEffectWhenItIsWrittenInPlace) {
  const support::LogCapture log;
  const auto file = Open();
  const std::shared_ptr<const Policy> before = file->current();
  support::WriteFile(path_, PolicyOf("second"));
  EXPECT_TRUE(support::Eventually([&] { return Knows(*file, "user/second"); }));
  EXPECT_FALSE(Knows(*file, "user/first"));
  EXPECT_NE(before->Find(base::ActorId("user/first")), nullptr)
      << "a policy that is still held has changed";
}

TEST_F(PolicyFileTest, TakesEffectWhenItIsReplacedByAnother) {
  const support::LogCapture log;
  const auto file = Open();
  for (const std::string drafter : {"second", "third"}) {
    support::WriteFile(folder_ / "new.yaml", PolicyOf(drafter));
    std::filesystem::rename(folder_ / "new.yaml", path_);
    EXPECT_TRUE(support::Eventually([&] { return Knows(*file, "user/" + drafter); }));
  }
}

TEST_F(PolicyFileTest, StaysInForceWhenTheNewOneIsBadWhichIsLoggedOnce) {
  const support::LogCapture log;
  const auto file = Open();
  support::WriteFile(path_, PolicyOf("second", "  user/third: {}\n"));
  EXPECT_TRUE(support::Eventually([&] { return log.Count("line 6: user/third: department") > 0; }));
  std::this_thread::sleep_for(std::chrono::seconds(2));  // several looks at the file
  EXPECT_EQ(log.Count("stays in force"), 1);
  EXPECT_TRUE(Knows(*file, "user/first"));
  EXPECT_FALSE(Knows(*file, "user/second"));

  support::WriteFile(path_, PolicyOf("fourth"));
  EXPECT_TRUE(support::Eventually([&] { return Knows(*file, "user/fourth"); }));
}

TEST_F(PolicyFileTest, StaysInForceWhenTheNewOneIsCutOffOrLosesARole) {
  const support::LogCapture log;
  const auto file = Open();
  const std::string next = PolicyOf("second");
  support::WriteFile(path_, next.substr(0, next.size() - 4));
  EXPECT_TRUE(support::Eventually([&] { return log.Count("the file may be cut off") == 1; }));
  const std::string vacant = "vacant: [PUBLISHER, bot]";
  support::WriteFile(path_, PolicyOf("second").replace(0, vacant.size(), "vacant: [bot]"));
  EXPECT_TRUE(support::Eventually([&] { return log.Count("there is no PUBLISHER") == 1; }));
  EXPECT_EQ(log.Count("stays in force"), 2);
  EXPECT_TRUE(Knows(*file, "user/first"));
}

TEST_F(PolicyFileTest, StaysInForceWhenItIsGone) {
  const support::LogCapture log;
  const auto file = Open();
  std::filesystem::remove(path_);
  EXPECT_TRUE(support::Eventually([&] { return log.Count("cannot be read") == 1; }));
  EXPECT_TRUE(Knows(*file, "user/first"));
}

TEST_F(PolicyFileTest, IsReadByManyWhileItChanges) {
  const support::LogCapture log;
  const auto file = Open();
  std::vector<std::jthread> readers;
  std::atomic<bool> empty = false;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        if (file->current()->identities().size() != 3) empty = true;
      }
    });
  }
  support::WriteFile(path_, PolicyOf("second"));
  EXPECT_TRUE(support::Eventually([&] { return Knows(*file, "user/second"); }));
  readers.clear();
  EXPECT_FALSE(empty);
}

}  // namespace
}  // namespace gongkai::identity
