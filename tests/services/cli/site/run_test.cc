#include "services/cli/site/run.h"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/test_folder.h"
#include "workflow/leak/rules.h"

namespace gongkai::cli::site {
namespace {

using testing::ElementsAre;

constexpr base::Time kNow = base::FromMicros(1'772'352'000'000'000);

leak::DocumentFinding Finding(leak::RuleId rule, const std::string& excerpt = "") {
  return {"", {.rule = &leak::RuleOf(rule), .place = {2, 3, {4, 5}}, .excerpt = excerpt}};
}

CheckedFile File(const std::string& name, std::vector<leak::DocumentFinding> findings = {}) {
  CheckedFile file{.name = name};
  file.report.findings = std::move(findings);
  return file;
}

class RunTest : public testing::Test {
 protected:
  site::Run Read() const { return site::Run(Journal::Open(folder_ / "state")); }

  site::Run Begin() const {
    site::Run run = Read();
    run.Begin(kNow);
    return run;
  }

  static std::vector<std::string> Listed(site::Run& run) {
    std::vector<std::string> names;
    run.ForEach([&](const CheckedFile& file) { names.push_back(file.name); });
    return names;
  }

  const support::TestFolder folder_;
  const base::Digest digest_ = base::Sha256("bytes");
};

TEST_F(RunTest, ListsTheMostUrgentFirst) {
  using enum leak::RuleId;
  site::Run run(Journal::Temporary());
  run.Begin(kNow);
  run.Add(File("clean"), digest_);
  run.Add(File("unread", {Finding(kUnreadable)}), digest_);
  run.Add(File("warn", {Finding(kPlate)}), digest_);
  run.Add(File("warn2", {Finding(kPlate), Finding(kUnreadable)}), digest_);
  run.Add({.name = "failed", .problem = FileProblem{"X", {"x", "甲"}}}, digest_);
  run.Add(File("block", {Finding(kMobile)}), digest_);
  run.Add(File("block2", {Finding(kMobile), Finding(kMobile)}), digest_);
  CheckedFile more = File("more");
  more.report.has_more = true;
  run.Add(more, digest_);
  EXPECT_THAT(Listed(run),
              ElementsAre("block2", "block", "more", "failed", "warn2", "warn", "unread", "clean"));
  EXPECT_EQ(run.counts().all(), 8U);
  EXPECT_EQ(run.counts().failed, 1U);
  EXPECT_EQ(run.counts().of(Urgency::kBlock), 3U);
}

TEST_F(RunTest, GivesBackWhatWasFound) {
  CheckedFile file = File("a", {Finding(leak::RuleId::kMobile, "138****8000")});
  file.report.findings[0].part = "word/document.xml";
  site::Run run = Begin();
  run.Add(file, digest_);
  std::vector<CheckedFile> listed;
  run.ForEach([&](const CheckedFile& each) { listed.push_back(each); });
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].report.findings, file.report.findings);
}

TEST_F(RunTest, GoesOnUntilItHasEnded) {
  {
    site::Run run = Read();
    EXPECT_FALSE(run.has_begun());
    EXPECT_EQ(run.Begin(kNow), 0U);
    run.Add(File("a"), digest_);
    run.Add({.name = "b", .problem = FileProblem{"X", {"x", "甲"}}}, {});
  }
  {
    site::Run run = Read();
    EXPECT_TRUE(run.has_begun());
    EXPECT_FALSE(run.has_ended());
    EXPECT_EQ(run.Begin(kNow + std::chrono::hours(1)), 1U);
    EXPECT_EQ(run.begun(), "2026-03-01T08:00:00Z");
    EXPECT_TRUE(run.TakeDone("a"));
    EXPECT_FALSE(run.TakeDone("b"));  // it is tried again
    run.Add(File("b"), digest_);
    EXPECT_THAT(Listed(run), ElementsAre("a", "b"));
    run.End();
  }
  site::Run run = Read();
  EXPECT_TRUE(run.has_ended());
  EXPECT_EQ(run.Begin(kNow + std::chrono::hours(2)), 0U);
  EXPECT_EQ(run.begun(), "2026-03-01T10:00:00Z");
  EXPECT_FALSE(run.TakeDone("a"));
  EXPECT_TRUE(run.TakeSame("a", digest_));
  EXPECT_FALSE(run.TakeSame("a", base::Sha256("other")));
  EXPECT_FALSE(run.TakeSame("c", digest_));
  EXPECT_EQ(run.counts().kept, 1U);
}

TEST_F(RunTest, ListsWhatTheLastRunHasDone) {
  {
    site::Run run = Begin();
    for (const char* name : {"gone", "same", "failed"}) run.Add(File(name), digest_);
    run.End();
    run.Begin(kNow);
    EXPECT_TRUE(run.TakeSame("same", digest_));
    run.Add({.name = "failed", .problem = FileProblem{"X", {"x", "甲"}}}, {});
    run.Add(File("new"), digest_);
  }
  site::Run run = Read();
  run.ListAll();
  EXPECT_THAT(Listed(run), ElementsAre("failed", "same", "new"));
  EXPECT_EQ(run.counts().failed, 1U);
}

TEST_F(RunTest, LooksAgainAtWhatTheMachineWasTooBusyToRead) {
  for (const char* excerpt : {"TOO_SLOW 读取超时", "STOPPED 读取程序异常中止"}) {
    site::Run run = Begin();
    run.Add(File("a", {Finding(leak::RuleId::kUnreadable, excerpt)}), digest_);
    EXPECT_FALSE(run.TakeSame("a", digest_)) << excerpt;
  }
  site::Run run = Begin();
  run.Add(File("a", {Finding(leak::RuleId::kUnreadable, "NO_TEXT 没有可读的文字")}), digest_);
  EXPECT_TRUE(run.TakeSame("a", digest_));
}

// What rules of another version have found counts for nothing, and their run is not gone on with.
TEST_F(RunTest, ChecksAllAgainByNewRules) {
  {
    Journal journal = Journal::Open(folder_ / "state");
    journal.Read([](std::int64_t, const std::string&) {});
    journal.Append(R"({"run":"2025-01-01T00:00:00Z","rules":0})");
    journal.Append(R"({"item":"a","rules":0,"sha256":")" + digest_.ToHex() +
                   R"(","block":0,"warn":0,"info":0,"unread":0,"hasMore":false,"mayChange":false,)"
                   R"("findings":[{"rule":"GONE"}]})");
    journal.Append(R"({"same":"a"})");
  }
  site::Run run = Read();
  EXPECT_FALSE(run.has_begun());
  run.Begin(kNow);
  EXPECT_FALSE(run.Knows("a"));
  EXPECT_FALSE(run.TakeDone("a"));
  EXPECT_FALSE(run.TakeSame("a", digest_));
  EXPECT_EQ(run.begun(), "2026-03-01T08:00:00Z");
}

}  // namespace
}  // namespace gongkai::cli::site
