// The end of the processes, with everything open that can be.
#include <grpc/health/v1/health.grpc.pb.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/trace_check.h"

namespace gongkai::e2e {
namespace {

using audit::v1::AuditService;
using intake::v1::IntakeService;
using publish::v1::PublishService;
using workflow::v1::WorkflowService;

class Stop : public ClusterTest<Stop> {};

// Watches the health of one process to its end.
class HealthWatch {
 public:
  HealthWatch(Cluster& cluster, Service service)
      : stub_(grpc::health::v1::Health::NewStub(cluster.Channel(service, kAuditor))),
        reader_(stub_->Watch(context_.get(), {})) {
    EXPECT_TRUE(Next());
    EXPECT_EQ(seen_.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  }

  void ExpectTheEnd() {
    EXPECT_TRUE(Next());
    EXPECT_EQ(seen_.status(), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
    EXPECT_FALSE(Next());
    EXPECT_EQ(NotRefused(reader_->Finish(), Reason::kShuttingDown), "");
  }

 private:
  bool Next() { return reader_->Read(&seen_); }

  const std::unique_ptr<grpc::ClientContext> context_ = Context(std::chrono::minutes(5));
  const std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  const std::unique_ptr<grpc::ClientReader<grpc::health::v1::HealthCheckResponse>> reader_;
  grpc::health::v1::HealthCheckResponse seen_;
};

TEST_F(Stop, IsGracefulAndBoundedWhateverStreamsAreOpen) {
  const std::string report = lifecycle_.Published();
  const auto watch_context = Context(std::chrono::minutes(5));
  const auto workflow = cluster_->As<WorkflowService>(kAuditor);
  const auto watch = workflow->WatchChanges(watch_context.get(), {});
  const auto tail_context = Context(std::chrono::minutes(5));
  const auto audit = cluster_->As<AuditService>(kAuditor);
  const auto tail = audit->TailEntries(tail_context.get(), {});
  const auto news_context = Context(std::chrono::minutes(5));
  const auto publish = cluster_->As<PublishService>(kPublisher);
  const auto news = publish->WatchPublications(news_context.get(), {});
  workflow::v1::WatchChangesResponse change;
  audit::v1::TailEntriesResponse entry;
  publish::v1::WatchPublicationsResponse publication;
  ASSERT_TRUE(watch->Read(&change) && tail->Read(&entry) && news->Read(&publication));

  // An upload that is neither gone on with nor given up.
  const std::string bytes(1000, 'x');
  const std::string draft = lifecycle_.Create();
  const auto upload_context = Context(std::chrono::minutes(5));
  const auto intake = cluster_->As<IntakeService>(kDrafter);
  intake::v1::UploadAttachmentResponse response;
  const auto upload = intake->UploadAttachment(upload_context.get(), &response);
  intake::v1::UploadAttachmentRequest part;
  *part.mutable_start() = StartOf(draft, "b.bin", bytes);
  ASSERT_TRUE(upload->Write(part));

  std::vector<std::unique_ptr<HealthWatch>> health;
  for (const Service service : kServices) {
    health.push_back(std::make_unique<HealthWatch>(*cluster_, service));
  }
  // A process that cannot stop in time ends itself with another code.
  for (const Service service :
       {Service::kPublish, Service::kReview, Service::kIntake, Service::kWorkflow}) {
    EXPECT_EQ(cluster_->Stop(service), 0) << NameOf(service);
  }
  for (const auto& one : health) one->ExpectTheEnd();
  while (watch->Read(&change)) {
  }
  EXPECT_EQ(NotRefused(watch->Finish(), Reason::kShuttingDown), "");
  while (tail->Read(&entry)) {
  }
  EXPECT_EQ(NotRefused(tail->Finish(), Reason::kShuttingDown), "");
  while (news->Read(&publication)) {
  }
  EXPECT_EQ(NotRefused(news->Finish(), Reason::kShuttingDown), "");
  EXPECT_FALSE(upload->Finish().ok());

  for (const Service service : kServices) cluster_->Start(service);
  for (const Service service : kServices) cluster_->WaitUntilServing(service);
  EXPECT_FALSE(lifecycle_.Published().empty());
}

}  // namespace
}  // namespace gongkai::e2e
