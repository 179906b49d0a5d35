// The data directories of real processes: nobody else's, and one process's at a time.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sysexits.h>

#include <filesystem>
#include <map>
#include <string>

#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/socket.h"
#include "tests/support/free_port.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

mode_t ModeOf(const fs::path& path) {
  struct stat facts {};
  EXPECT_EQ(lstat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 07777;
}

class PrivateData : public ClusterTest<PrivateData> {
 protected:
  // As if whoever starts the services had never heard of a umask.
  static void SetUpTestSuite() {
    const mode_t before = umask(0);
    ClusterTest::SetUpTestSuite();
    umask(before);
  }

  // Everything in the directory, with its bytes and times; but for the index of the write-ahead
  // log, which readers share.
  static std::map<std::string, std::string> Snapshot(const fs::path& directory) {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
      if (entry.path().string().ends_with("-shm")) continue;
      struct stat facts {};
      lstat(entry.path().c_str(), &facts);
      all[entry.path()] = std::to_string(facts.st_ino) + " " +
                          std::to_string(facts.st_mtim.tv_sec) + "." +
                          std::to_string(facts.st_mtim.tv_nsec) + " " +
                          (entry.is_regular_file() ? ReadFile(entry.path()) : "");
    }
    return all;
  }

  // Runs a process of this name on the data directory of workflow to its end: what it says.
  static std::string RunBesideWorkflow(const std::string& process, const fs::path& certificates) {
    const fs::path log = cluster_->directory() / "second.log";
    fs::remove(log);
    const int code = RunToEnd({std::string(GONGKAI_BINARY_DIR) + "/" + process, "--listen",
                               "127.0.0.1:" + std::to_string(support::FreePort()), "--data",
                               cluster_->Data(Service::kWorkflow), "--certificates", certificates,
                               "--policy", cluster_->Policy()},
                              log);
    EXPECT_EQ(code, EX_CONFIG);
    return ReadFile(log);
  }
};

TEST_F(PrivateData, IsForItsUserOnlyWhateverTheUmask) {
  CreateWithAttachment(*cluster_, "a.bin", "attached");
  lifecycle_.Published();
  for (const Service service : kServices) {
    EXPECT_EQ(ModeOf(cluster_->Data(service)), 0700U) << NameOf(service);
    for (const auto& entry : fs::recursive_directory_iterator(cluster_->Data(service))) {
      if (entry.is_symlink()) continue;
      EXPECT_EQ(ModeOf(entry.path()), entry.is_directory() ? 0700U : 0600U) << entry.path();
    }
  }
}

TEST_F(PrivateData, ADirectoryThatOthersMayEnterIsRefusedWithTheCommandThatMendsIt) {
  const fs::path data = cluster_->Data(Service::kWorkflow);
  EXPECT_EQ(cluster_->Stop(Service::kWorkflow), 0);
  ASSERT_EQ(chmod(data.c_str(), 0750), 0);
  const auto before = Snapshot(data);
  EXPECT_THAT(RunBesideWorkflow("gongkai-workflow", cluster_->Certificates("service/workflow")),
              HasSubstr("`chmod 700 '" + data.string() + "'`"));
  EXPECT_EQ(Snapshot(data), before);
  ASSERT_EQ(chmod(data.c_str(), 0700), 0);
  cluster_->Start(Service::kWorkflow);
  cluster_->WaitUntilServing(Service::kWorkflow);
}

TEST_F(PrivateData, ASecondProcessIsRefusedBeforeItTouchesAnything) {
  const fs::path data = cluster_->Data(Service::kWorkflow);
  const std::string shown =
      CertificateShownBy(cluster_->Address(Service::kWorkflow), cluster_->Certificates(kAuditor));
  ASSERT_NE(shown, "");
  const auto before = Snapshot(data);
  for (const char* process : {"gongkai-workflow", "gongkai-all"}) {
    EXPECT_THAT(RunBesideWorkflow(process, cluster_->Certificates("service/review")),
                HasSubstr("another process holds it"))
        << process;
    EXPECT_EQ(Snapshot(data), before) << process;
  }
  EXPECT_EQ(
      CertificateShownBy(cluster_->Address(Service::kWorkflow), cluster_->Certificates(kAuditor)),
      shown);
  EXPECT_FALSE(lifecycle_.Published().empty());
}

}  // namespace
}  // namespace gongkai::e2e
