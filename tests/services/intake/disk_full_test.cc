// A disk with no room left under the service: a small file system in memory. Needs the right to
// mount one.
#include <sys/mount.h>

#include <fstream>

#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

class SmallDisk {
 public:
  explicit SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=8m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }

  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }

  void Fill() {
    std::ofstream file(folder_ / "filler", std::ios::binary);
    const std::string page(4096, 'x');
    while (file.write(page.data(), static_cast<std::streamsize>(page.size())).flush()) {
    }
  }
  void Free() { std::filesystem::remove(folder_ / "filler"); }

 private:
  const std::filesystem::path folder_;
  bool mounted_ = false;
};

class DiskFullTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.mounted()) GTEST_SKIP() << "may not mount a file system";
    world_ = std::make_unique<IntakeWorld>(IntakeHost::Options{}, scratch_.path() / "disk");
    drafter_ = world_->As(kDrafter);
    v1::CreateReportRequest create;
    create.set_report_id("annual-2021");
    *create.mutable_report() = CompleteReport();
    ASSERT_EQ(Ask(*drafter_, &Stub::CreateReport, create).reason(), "OK");
    ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  }

  Answer<v1::Report> Rewrite(char letter) {
    v1::UpdateReportRequest update;
    update.mutable_report()->set_name(kReport);
    update.mutable_report()->set_body(std::string(300'000, letter));
    return Ask(*drafter_, &Stub::UpdateReport, update);
  }

  const support::TestFolder scratch_;
  SmallDisk disk_{scratch_.path() / "disk"};
  std::unique_ptr<IntakeWorld> world_;
  std::unique_ptr<Stub> drafter_;
};

TEST_F(DiskFullTest, RefusesChangesServesReadsAndRecoversByItself) {
  disk_.Fill();
  for (int i = 0; i < 3; ++i) {
    const auto refused = Rewrite(static_cast<char>('a' + i));
    EXPECT_EQ(refused.reason(), "DISK_FULL");
    EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(UploadAll(*drafter_, Bytes(300'000), "b.pdf").reason(), "DISK_FULL");
  }
  v1::GetReportRequest get;
  get.set_name(kReport);
  const auto read = Ask(*drafter_, &Stub::GetReport, get);
  EXPECT_EQ(read.reason(), "OK");
  EXPECT_EQ(read->body(), CompleteReport().body());
  EXPECT_EQ(Download(*drafter_, "a.pdf").bytes, "bytes");
  EXPECT_EQ(Ask(*drafter_, &Stub::ListReports, {}).reason(), "OK");
  EXPECT_EQ(world_->Entries(kReport), 2) << "what was refused is no entry";

  disk_.Free();
  EXPECT_EQ(Rewrite('z').reason(), "OK");
  EXPECT_EQ(UploadAll(*drafter_, Bytes(300'000), "b.pdf").reason(), "OK");
  EXPECT_EQ(Ask(*drafter_, &Stub::GetReport, get)->body(), std::string(300'000, 'z'));
}

TEST_F(DiskFullTest, SubmitsNothingWhoseFindingsCannotBeKept) {
  v1::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  std::string body;
  for (int i = 0; i < 3000; ++i) body += "手机" + std::to_string(13'800'000'000 + i) + "\n";
  update.mutable_report()->set_body(body);
  ASSERT_EQ(Ask(*drafter_, &Stub::UpdateReport, update).reason(), "OK");
  const auto entries = world_->Entries(kReport);
  disk_.Fill();
  v1::ListFindingsRequest list;
  list.set_name(kReport);
  v1::SubmitReportRequest submit;
  submit.set_name(kReport);
  EXPECT_EQ(Ask(*drafter_, &Stub::ListFindings, list).reason(), "DISK_FULL");
  EXPECT_EQ(Ask(*drafter_, &Stub::SubmitReport, submit).reason(), "DISK_FULL");
  EXPECT_EQ(world_->Entries(kReport), entries);

  disk_.Free();
  const auto found = Ask(*drafter_, &Stub::ListFindings, list);
  EXPECT_EQ(found.reason(), "OK");
  EXPECT_GE(found->leak_check().finding_count(), 3000);
  EXPECT_EQ(Ask(*drafter_, &Stub::SubmitReport, submit).reason(), "OK");
}

}  // namespace
}  // namespace gongkai::intake
