// How many changes a person may make in a minute, wherever they enter.
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/e2e/cluster_test.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

constexpr int kChanges = 60;  // each takes a second to be allowed again

bool SaysWhenToTryAgain(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  return std::ranges::any_of(details.details(), [](const auto& detail) {
    google::rpc::RetryInfo retry;
    return detail.UnpackTo(&retry) &&
           (retry.retry_delay().seconds() > 0 || retry.retry_delay().nanos() > 0);
  });
}

class ChangeQuota : public ClusterTest<ChangeQuota> {
 protected:
  void SetUp() override {
    task_ = lifecycle_.InLegalReview() + "/tasks/legal";
    const std::string policy = ReadFile(cluster_->Policy());
    std::string strict = policy;
    const std::string words = "changes_per_minute: " + std::to_string(kManyChanges);
    strict.replace(strict.find(words), words.size(),
                   "changes_per_minute: " + std::to_string(kChanges));
    std::ofstream(cluster_->Policy()) << strict;
  }

  grpc::Status Claim(const char* who, bool validate_only = false) {
    review::v1::ClaimTaskRequest request;
    request.set_name(task_);
    request.set_request_id(validate_only ? "" : NewRequestId());
    request.set_validate_only(validate_only);
    review::v1::Task task;
    return cluster_->As<review::v1::ReviewService>(who)->ClaimTask(Context().get(), request, &task);
  }

  grpc::Status Release(const char* who) {
    review::v1::ReleaseTaskRequest request;
    request.set_name(task_);
    request.set_request_id(NewRequestId());
    review::v1::Task task;
    return cluster_->As<review::v1::ReviewService>(who)->ReleaseTask(Context().get(), request,
                                                                     &task);
  }

  std::string task_;
};

// The policy comes into force some seconds after it is written.
TEST_F(ChangeQuota, CountsThePersonsChangesWhereverTheyEnter) {
  grpc::Status status;
  int done = 0;
  const auto change = [&] { return status = ++done % 2 == 1 ? Claim(kLegal) : Release(kLegal); };
  EXPECT_TRUE(support::Eventually([&] { return ReasonOf(change()) == "QUOTA_EXCEEDED"; }))
      << done << " changes, the last: " << status.error_message();
  EXPECT_GT(done, kChanges);
  EXPECT_EQ(FactOf(status, "whose"), kLegal);
  EXPECT_TRUE(SaysWhenToTryAgain(status));

  const bool holds_it = done % 2 == 0;  // it was the release that was refused
  EXPECT_TRUE(!holds_it || support::Eventually([&] { return Release(kLegal).ok(); }));
  for (int i = 0; i < 3 * kChanges; ++i) {
    const grpc::Status dry = Claim(kLegal, true);
    ASSERT_TRUE(dry.ok()) << "a dry run is no change: " << dry.error_message();
  }
  EXPECT_TRUE(Claim(kLegal2).ok()) << "somebody else is not held up";

  publish::v1::PublishReportRequest publish;
  publish.set_name(task_.substr(0, task_.find("/tasks")));
  const auto publisher = cluster_->As<publish::v1::PublishService>(kPublisher);
  EXPECT_TRUE(support::Eventually([&] {
    publish.set_request_id(NewRequestId());
    publish::v1::Publication publication;
    status = publisher->PublishReport(Context().get(), publish, &publication);
    return ReasonOf(status) == "QUOTA_EXCEEDED";
  }));
  EXPECT_TRUE(SaysWhenToTryAgain(status));
}

}  // namespace
}  // namespace gongkai::e2e
