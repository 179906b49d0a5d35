// A disk under the ledger that fails to write, and one with no room left.
#include <gmock/gmock.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <sysexits.h>

#include <fstream>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "tests/e2e/lifecycle.h"
#include "tests/e2e/process.h"
#include "tests/e2e/small_disk.h"
#include "tests/fault/ledger_clerk.h"
#include "tests/fault/log_check.h"
#include "tests/fault/seed.h"
#include "tests/support/eventually.h"

namespace gongkai::fault {
namespace {

using e2e::Cluster;
using e2e::Process;
using e2e::Service;

// An error of the disk stands for itself: the kernel's limit on the size of a file, past which a
// write fails. What became of the transaction is not known, so the process ends.
class DiskErrorTest : public testing::Test {
 protected:
  DiskErrorTest() { EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0); }

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

TEST_F(DiskErrorTest, EndsTheProcessWithAWordAndLosesNothingThatWasAcknowledged) {
  std::vector<Acknowledged> acknowledged;
  int before = 0;
  {
    Process limited = Start("1024");
    LedgerClerks clerks(cluster_, 16, Seed());
    EXPECT_EQ(limited.Wait(), EX_SOFTWARE);
    before = clerks.count();
    EXPECT_THAT(e2e::ReadFile(Log()),
                testing::AllOf(testing::HasSubstr("the ledger failed: "),
                               testing::HasSubstr("restarting it checks what is on disk")));

    // Started again without more room it may get a little further, then ends as before.
    EXPECT_THAT(Start("1024").Wait(), testing::AnyOf(EX_SOFTWARE, EX_UNAVAILABLE));

    Process unlimited = Start("unlimited");
    EXPECT_TRUE(clerks.WaitFor(500)) << "it serves again once there is room";
    acknowledged = clerks.Finish();
    EXPECT_EQ(unlimited.Stop(), 0);
  }
  EXPECT_GT(before, 0);
  ExpectExactly(ReadSoundLog(cluster_.Data(Service::kWorkflow)), acknowledged);
}

// A full disk is known: nothing was written. The file system is in memory, and small.
class DiskFullTest : public testing::Test {
 protected:
  DiskFullTest() { EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0); }

  void SetUp() override {
    if (!disk_.mounted()) GTEST_SKIP() << "may not mount a file system";
    Start();
  }

  void Start() {
    cluster_.Start(Service::kWorkflow);
    cluster_.WaitUntilServing(Service::kWorkflow);
  }

  // One change: the reason for which it is refused, or nothing. Success is noted.
  std::string Change() {
    workflow::v1::ApplyActionRequest request;
    workflow::v1::Command& command = *request.mutable_command();
    command.set_name("reports/r" + e2e::NewRequestId());
    command.set_action(workflow::v1::CREATE);
    command.set_content_sha256(std::string(64, 'a'));
    command.mutable_create();
    const auto context = e2e::Context();
    context->AddMetadata("gongkai-caller", e2e::kDrafter);
    workflow::v1::ApplyActionResponse response;
    const grpc::Status status = cluster_.As<workflow::v1::WorkflowService>("service/intake")
                                    ->ApplyAction(context.get(), request, &response);
    if (!status.ok()) {
      EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED)
          << status.error_message();
      return e2e::ReasonOf(status);
    }
    changed_.push_back({.request_id = "",
                        .report = response.record().name(),
                        .action = command.action(),
                        .state = response.record().state(),
                        .etag = response.record().etag(),
                        .content_sha256 = response.record().content_sha256()});
    return "";
  }

  // What the workflow process says of one of its services; empty: of itself.
  std::string Health(const std::string& service) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    const grpc::Status status =
        grpc::health::v1::Health::NewStub(cluster_.Channel(Service::kWorkflow, e2e::kAuditor))
            ->Check(e2e::Context().get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return grpc::health::v1::HealthCheckResponse::ServingStatus_Name(response.status());
  }

  // Until the disk is full for the ledger, too: the room in its files is used up first. A batch may
  // be too large for what is left while a single change still fits, so it must be full many times.
  void FillUp() {
    constexpr int kInARow = 20;
    int refused = 0;
    EXPECT_TRUE(support::Eventually([&] {
      disk_.Fill();
      refused = Change() == "DISK_FULL" ? refused + 1 : 0;
      return refused >= kInARow && Health(kWrites) == "NOT_SERVING";
    }));
  }

  // Everything can be read, and nothing changed.
  void ExpectReads() {
    EXPECT_TRUE(support::Eventually([&] { return Health(kWrites) == "NOT_SERVING"; }));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(Change(), "DISK_FULL");
    EXPECT_EQ(Health(""), "SERVING");
    EXPECT_EQ(Health("gongkai.audit.v1.AuditService"), "SERVING");
    const auto audit = cluster_.As<audit::v1::AuditService>(e2e::kAuditor);
    audit::v1::ListEntriesResponse entries;
    EXPECT_TRUE(audit->ListEntries(e2e::Context().get(), {}, &entries).ok());
    EXPECT_GT(entries.entries_size(), 0);
    audit::v1::GetInclusionProofRequest of;
    of.set_name("entries/0");
    audit::v1::InclusionProof proof;
    EXPECT_TRUE(audit->GetInclusionProof(e2e::Context().get(), of, &proof).ok());
    const auto workflow = cluster_.As<workflow::v1::WorkflowService>(e2e::kAuditor);
    workflow::v1::ListRecordsResponse records;
    EXPECT_TRUE(workflow->ListRecords(e2e::Context().get(), {}, &records).ok());
    EXPECT_GT(records.records_size(), 0);
    workflow::v1::GetRecordRequest get;
    get.set_name(records.records(0).name());
    workflow::v1::Record record;
    EXPECT_TRUE(workflow->GetRecord(e2e::Context().get(), get, &record).ok());
  }

  // How many revocations the log has.
  int Revocations() {
    audit::v1::ListEntriesRequest request;
    request.set_filter("action = REVOKE");
    audit::v1::ListEntriesResponse entries;
    EXPECT_TRUE(cluster_.As<audit::v1::AuditService>(e2e::kAuditor)
                    ->ListEntries(e2e::Context().get(), request, &entries)
                    .ok());
    return entries.entries_size();
  }

  void ExpectRecovers() {
    disk_.Free();
    EXPECT_TRUE(
        support::Eventually([&] { return Change().empty() && Health(kWrites) == "SERVING"; }));
  }

  static constexpr char kWrites[] = "gongkai.workflow.v1.WorkflowService";

  Cluster cluster_;
  const e2e::SmallDisk disk_{cluster_.Data(Service::kWorkflow), "24m"};
  std::vector<Acknowledged> changed_;
};

TEST_F(DiskFullTest, RefusesChangesServesReadsAndRecoversByItself) {
  LedgerClerks clerks(cluster_, 16, Seed());
  ASSERT_TRUE(clerks.WaitFor(200));
  const pid_t process = cluster_.Pid(Service::kWorkflow);
  for (int i = 0; i < 3; ++i) {
    FillUp();
    ExpectReads();
    ExpectRecovers();
    EXPECT_TRUE(clerks.WaitFor(100)) << "everybody goes on";
  }
  EXPECT_THAT(e2e::ReadFile(cluster_.Log(Service::kWorkflow)),
              testing::HasSubstr("the disk is full: changes are refused until there is room"));
  std::vector<Acknowledged> acknowledged = clerks.Finish();
  acknowledged.insert(acknowledged.end(), changed_.begin(), changed_.end());
  EXPECT_EQ(cluster_.Pid(Service::kWorkflow), process);
  EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0);
  ExpectExactly(ReadSoundLog(cluster_.Data(Service::kWorkflow)), acknowledged);
}

// What is revoked counts no more from then on, also before that can be recorded.
TEST_F(DiskFullTest, RecordsARevocationAsSoonAsThereIsRoom) {
  e2e::Lifecycle lifecycle(cluster_);
  publish::v1::PublishReportRequest publish;
  publish.set_name(lifecycle.Cleared());
  FillUp();
  std::string policy = e2e::ReadFile(cluster_.Policy());
  const std::string line = std::string(e2e::kLegal) + ": {";
  ASSERT_NE(policy.find(line), std::string::npos);
  policy.insert(policy.find(line) + line.size(), "revoked: {since: 2026-03-01T08:00:00+08:00}, ");
  std::ofstream(cluster_.Policy()) << policy;
  EXPECT_TRUE(support::Eventually([&] {
    return e2e::ReadFile(cluster_.Log(Service::kWorkflow))
               .find("the policy is not recorded yet: ") != std::string::npos;
  }));
  EXPECT_EQ(Revocations(), 0);
  disk_.Free();
  publish::v1::Publication publication;
  const grpc::Status published = cluster_.As<publish::v1::PublishService>(e2e::kPublisher)
                                     ->PublishReport(e2e::Context().get(), publish, &publication);
  EXPECT_EQ(e2e::ReasonOf(published), "APPROVAL_NOT_FRESH");
  EXPECT_TRUE(support::Eventually([&] { return Revocations() == 1; }))
      << "nobody touched the policy";
  EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0);
}

TEST_F(DiskFullTest, AStartOnAFullDiskServesReads) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Change(), "");
  FillUp();
  cluster_.Kill(Service::kWorkflow);
  Start();
  ExpectReads();
  EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0);
  Start();
  ExpectReads();
  ExpectRecovers();
  EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0) << "with room, everything is put away";
  disk_.Fill();
  Start();
  ExpectReads();
  ExpectRecovers();
  EXPECT_EQ(cluster_.Stop(Service::kWorkflow), 0);
  ExpectExactly(ReadSoundLog(cluster_.Data(Service::kWorkflow)), changed_);
}

}  // namespace
}  // namespace gongkai::fault
