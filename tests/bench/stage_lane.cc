#include "tests/bench/stage_lane.h"

#include <optional>
#include <random>
#include <utility>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "services/lib/request/time.h"
#include "tests/bench/detail.h"
#include "tests/bench/ids.h"
#include "tests/bench/lifecycle.h"

namespace gongkai::bench {
namespace {

using machine::Action;

// Some pages of a yearly report; its digest is another one each time.
std::string BodyOf(const std::string& digest) {
  std::string body = "# 政府信息公开工作年度报告\n\n编号 " + digest + "\n";
  for (int section = 1; section <= 6; ++section) {
    body += "\n## " + std::to_string(section) +
            "\n\n本年度主动公开政府信息一千二百零三条，受理依申请公开四十七件，全部按期答复；"
            "因政府信息公开被申请行政复议三件，维持二件，纠正一件；未发生行政诉讼。"
            "公开平台全年访问量较上年增长百分之十二，政策解读材料同步发布率为百分之百。\n";
  }
  return body;
}

class StageLane final : public Lane {
 public:
  StageLane(const PeopleChannels& channels, std::size_t number)
      : intake_(channels.drafter[number % channels.drafter.size()]),
        legal_(channels.legal[number % channels.legal.size()]),
        secrecy_(channels.secrecy[number % channels.secrecy.size()]),
        publish_(channels.publisher[number % channels.publisher.size()]),
        number_(number),
        ids_(std::random_device{}()) {}

  void Start(Done done) override {
    if (next_ == steps_.size()) {
      steps_ = StepsOf(number_++);
      next_ = 0;
    }
    const Step& step = steps_[next_++];
    context_.emplace();
    switch (step.action) {
      case Action::kCreate:
        return Create(std::move(done));
      case Action::kEdit:
        return Update(std::move(done));
      case Action::kSubmit:
        return Submit(std::move(done));
      case Action::kReturn:
        return Return(std::move(done));
      case Action::kPublish:
        return Publish(std::move(done));
      default:
        return Approve(step.action, std::move(done));
    }
  }

 private:
  std::string RequestId() { return ids_.RequestId(request::Now()); }

  void Create(Done done) {
    intake::v1::CreateReportRequest& request = create_;
    intake::v1::Report& report = *request.mutable_report();
    report.set_title("清河县人民政府办公室政府信息公开工作年度报告");
    report.set_document_number("清政办发〔2026〕12号");
    report.set_kind(intake::v1::ANNUAL_REPORT);
    report.set_issuing_department("清河县人民政府办公室");
    report.set_category("政府信息公开年报");
    report.mutable_disclosure()->set_attribute(workflow::v1::ACTIVE);
    report.set_body(BodyOf(ids_.Digest()));
    request.set_request_id(RequestId());
    intake_.async()->CreateReport(&*context_, &request, &report_, OnReport(std::move(done)));
  }

  void Update(Done done) {
    intake::v1::UpdateReportRequest& request = update_;
    request.mutable_report()->set_name(name_);
    request.mutable_report()->set_body(BodyOf(ids_.Digest()));
    request.mutable_update_mask()->Clear();
    request.mutable_update_mask()->add_paths("body");
    request.set_request_id(RequestId());
    intake_.async()->UpdateReport(&*context_, &request, &report_, OnReport(std::move(done)));
  }

  void Submit(Done done) {
    submit_.set_name(name_);
    submit_.set_request_id(RequestId());
    intake_.async()->SubmitReport(&*context_, &submit_, &report_, OnReport(std::move(done)));
  }

  void Approve(Action action, Done done) {
    const bool legal = action == Action::kApproveLegal;
    review::v1::ApproveTaskRequest& request = approve_;
    request.Clear();
    request.set_name(name_ + (legal ? "/tasks/legal" : "/tasks/secrecy"));
    request.set_content_sha256(content_);
    request.set_opinion(std::string(CommentOf(action)));
    *request.mutable_form() = FormOf(action);
    request.set_request_id(RequestId());
    auto& reviewer = legal ? legal_ : secrecy_;
    reviewer.async()->ApproveTask(&*context_, &request, &task_, OnTask(std::move(done)));
  }

  void Return(Done done) {
    return_.set_name(name_ + "/tasks/legal");
    return_.set_reason(std::string(CommentOf(Action::kReturn)));
    return_.set_request_id(RequestId());
    legal_.async()->ReturnTask(&*context_, &return_, &task_, OnTask(std::move(done)));
  }

  void Publish(Done done) {
    publication_request_.set_name(name_);
    publication_request_.set_content_sha256(content_);
    publication_request_.set_request_id(RequestId());
    publish_.async()->PublishReport(
        &*context_, &publication_request_, &publication_,
        [this, done = std::move(done)](const grpc::Status& status) {
          done(Check(status, publication_.state(), publication_.content_sha256()));
        });
  }

  std::function<void(grpc::Status)> OnReport(Done done) {
    return [this, done = std::move(done)](const grpc::Status& status) {
      const Action action = steps_[next_ - 1].action;
      if (action == Action::kCreate) name_ = report_.name();
      if (action != Action::kSubmit) content_ = report_.content_sha256();
      done(Check(status, report_.state(), report_.content_sha256()));
    };
  }

  std::function<void(grpc::Status)> OnTask(Done done) {
    return [this, done = std::move(done)](const grpc::Status& status) {
      done(Check(status, task_.state(), task_.content_sha256()));
    };
  }

  std::string Check(const grpc::Status& status, workflow::v1::State state,
                    const std::string& content) const {
    const Step& step = steps_[next_ - 1];
    if (!status.ok()) return std::string(ToString(step.action)) + ": " + ComplaintOf(status);
    if (state != static_cast<workflow::v1::State>(step.to) || content != content_) {
      return std::string(ToString(step.action)) + " led to " + workflow::v1::State_Name(state);
    }
    return {};
  }

  intake::v1::IntakeService::Stub intake_;
  review::v1::ReviewService::Stub legal_;
  review::v1::ReviewService::Stub secrecy_;
  publish::v1::PublishService::Stub publish_;
  std::uint64_t number_;
  Ids ids_;

  std::span<const Step> steps_;
  std::size_t next_ = 0;
  std::string name_;
  std::string content_;

  std::optional<grpc::ClientContext> context_;
  intake::v1::CreateReportRequest create_;
  intake::v1::UpdateReportRequest update_;
  intake::v1::SubmitReportRequest submit_;
  intake::v1::Report report_;
  review::v1::ApproveTaskRequest approve_;
  review::v1::ReturnTaskRequest return_;
  review::v1::Task task_;
  publish::v1::PublishReportRequest publication_request_;
  publish::v1::Publication publication_;
};

}  // namespace

Lanes MakeStageLanes(const PeopleChannels& channels, int count) {
  Lanes lanes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    lanes.push_back(std::make_unique<StageLane>(channels, i));
  }
  return lanes;
}

}  // namespace gongkai::bench
