#include "tests/bench/transition_lane.h"

#include <fmt/format.h>

#include <optional>
#include <random>
#include <utility>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/request/time.h"
#include "tests/bench/detail.h"
#include "tests/bench/ids.h"
#include "tests/bench/lifecycle.h"

namespace gongkai::bench {
namespace {

using Stub = workflow::v1::WorkflowService::Stub;

class TransitionLane final : public Lane {
 public:
  TransitionLane(const ServiceChannels& channels, std::size_t number)
      : intake_(channels.intake[number % channels.intake.size()]),
        review_(channels.review[number % channels.review.size()]),
        publish_(channels.publish[number % channels.publish.size()]),
        number_(number),
        ids_(std::random_device{}()) {}

  void Start(Done done) override {
    if (next_ == steps_.size()) {
      steps_ = StepsOf(number_++);
      next_ = 0;
      name_ = "reports/" + ids_.ReportId(request::Now());
    }
    const Step& step = steps_[next_++];
    Write(step);
    context_.emplace();
    context_->AddMetadata("gongkai-caller", std::string(step.actor));
    StubOf(step).async()->ApplyAction(
        &*context_, &request_, &response_,
        [this, done = std::move(done)](const grpc::Status& status) { done(Check(status)); });
  }

 private:
  Stub& StubOf(const Step& step) {
    if (step.service == "review") return review_;
    if (step.service == "publish") return publish_;
    return intake_;
  }

  void Write(const Step& step) {
    if (step.action == machine::Action::kCreate || step.action == machine::Action::kEdit) {
      content_ = ids_.Digest();
    }
    request_.Clear();
    workflow::v1::Command& command = *request_.mutable_command();
    command.set_name(name_);
    command.set_action(static_cast<workflow::v1::Action>(step.action));
    command.set_request_id(ids_.RequestId(request::Now()));
    command.set_request_sha256(ids_.Digest());
    command.set_content_sha256(content_);
    command.set_comment(std::string(CommentOf(step.action)));
    SetDetail(step.action, content_, command);
  }

  std::string Check(const grpc::Status& status) const {
    if (!status.ok()) return ComplaintOf(status);
    const Step& step = steps_[next_ - 1];
    const workflow::v1::Record& record = response_.record();
    const bool as_expected = record.name() == name_ && !response_.replayed() &&
                             record.state() == static_cast<workflow::v1::State>(step.to) &&
                             record.content_sha256() == content_ &&
                             record.entry_count() == static_cast<std::int64_t>(next_);
    return as_expected ? "" : "not as expected: " + response_.ShortDebugString();
  }

  Stub intake_;
  Stub review_;
  Stub publish_;
  std::uint64_t number_;
  Ids ids_;

  std::span<const Step> steps_;
  std::size_t next_ = 0;
  std::string name_;
  std::string content_;
  std::optional<grpc::ClientContext> context_;
  workflow::v1::ApplyActionRequest request_;
  workflow::v1::ApplyActionResponse response_;
};

}  // namespace

Lanes MakeTransitionLanes(const ServiceChannels& channels, int count) {
  Lanes lanes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    lanes.push_back(std::make_unique<TransitionLane>(channels, i));
  }
  return lanes;
}

}  // namespace gongkai::bench
