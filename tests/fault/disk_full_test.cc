// A disk with no room left. The kernel's limit on the size of a file stands for it, as it needs no
// mount: a write past it fails. SQLite calls that an I/O error where it would call a full disk
// full; the ledger treats both alike.
#include <gmock/gmock.h>
#include <sysexits.h>

#include <string>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/fault/applicant.h"
#include "tests/fault/log_check.h"
#include "tests/fault/seed.h"

namespace gongkai::fault {
namespace {

using e2e::Cluster;
using e2e::Process;
using e2e::Service;

class DiskFullTest : public testing::Test {
 protected:
  DiskFullTest() { EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0); }

  // The workflow process, with room for files of so many KiB; "unlimited" takes the limit away. It
  // ignores the signal that comes with the limit, so that the write fails instead.
  Process Start(const std::string& room) {
    return Process({"bash", "-c", "trap '' XFSZ; ulimit -f \"$0\" && exec \"$@\"", room,
                    std::string(GONGKAI_BINARY_DIR) + "/gongkai-workflow", "--listen",
                    cluster_.Address(Service::kWorkflow), "--data",
                    cluster_.Data(Service::kWorkflow), "--certificates",
                    cluster_.Certificates("service/workflow"), "--policy", cluster_.Policy()},
                   Log());
  }

  std::filesystem::path Log() const { return cluster_.directory() / "limited.log"; }

  Cluster cluster_;
};

TEST_F(DiskFullTest, EndsTheProcessWithAWordAndLosesNothingThatWasAcknowledged) {
  std::vector<Acknowledged> acknowledged;
  int before = 0;
  {
    Process limited = Start("1024");
    Applicants applicants(cluster_, 16, Seed());
    EXPECT_EQ(limited.Wait(), EX_SOFTWARE);
    before = applicants.count();
    EXPECT_THAT(e2e::ReadFile(Log()),
                testing::AllOf(testing::HasSubstr("the ledger failed: "),
                               testing::HasSubstr("restarting it checks what is on disk")));

    // Started again without more room it may get a little further, then ends as before.
    EXPECT_THAT(Start("1024").Wait(), testing::AnyOf(EX_SOFTWARE, EX_UNAVAILABLE));

    Process unlimited = Start("unlimited");
    EXPECT_TRUE(applicants.WaitFor(500)) << "it serves again once there is room";
    acknowledged = applicants.Finish();
    EXPECT_EQ(unlimited.Stop(), 0);
  }
  EXPECT_GT(before, 0);
  ExpectExactly(ReadSoundLog(cluster_.Data(Service::kWorkflow)), acknowledged);
}

}  // namespace
}  // namespace gongkai::fault
