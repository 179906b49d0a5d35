#include "tests/bench/watch_bench.h"

#include <fmt/format.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <condition_variable>
#include <iostream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/bench/measure.h"

namespace gongkai::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using review::v1::WatchTasksResponse;

constexpr int kOfOnePerson = 16;

// Counts what all watches have heard.
class Board {
 public:
  void Begin() { Count(begun_); }
  void Hear() { Count(heard_); }
  void End() { Count(ended_); }

  // Waits until so many have begun, in all. Throws if one ends.
  void AwaitBegun(int count) { Await(begun_, count); }
  // Waits until so many have heard of a change, in all. Returns when the last of them did.
  Clock::time_point AwaitHeard(int count) { return Await(heard_, count); }
  void AwaitEnded(int count) {
    std::unique_lock lock(mutex_);
    counted_.wait(lock, [&] { return ended_ >= count; });
  }

 private:
  void Count(int& counter) {
    const std::scoped_lock lock(mutex_);
    ++counter;
    last_ = Clock::now();
    counted_.notify_all();
  }
  Clock::time_point Await(const int& counter, int count) {
    std::unique_lock lock(mutex_);
    counted_.wait(lock, [&] { return counter >= count || ended_ > 0; });
    if (ended_ > 0) throw std::runtime_error("a watch has ended");
    return last_;
  }

  std::mutex mutex_;
  std::condition_variable counted_;
  int begun_ = 0;
  int heard_ = 0;
  int ended_ = 0;
  Clock::time_point last_;
};

class Watch final : public grpc::ClientReadReactor<WatchTasksResponse> {
 public:
  Watch(const std::shared_ptr<grpc::Channel>& channel, Board& board)
      : stub_(channel), board_(board) {
    stub_.async()->WatchTasks(&context_, &request_, this);
    StartRead(&message_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    message_.has_position() ? board_.Hear() : board_.Begin();
    StartRead(&message_);
  }
  void OnDone(const grpc::Status& /*status*/) override { board_.End(); }

  review::v1::ReviewService::Stub stub_;
  Board& board_;
  grpc::ClientContext context_;
  review::v1::WatchTasksRequest request_;
  WatchTasksResponse message_;
};

// Opens watches on the services and makes changes for them to hear of.
class WatchBench {
 public:
  WatchBench(const Places& places, const WatchPlan& plan)
      : plan_(plan),
        pipeline_(StartPipeline(places)),
        drafter_(pipeline_.People().drafter),
        intake_(drafter_.front()) {
    for (int i = 0; i < plan_.people; ++i) {
      const auto connection = pipeline_.review->As("user/legal-" + std::to_string(i), 1);
      people_.push_back(connection.front());
    }
    Change();  // what is used for the first time is slow
    workflow_mb_ = workflow().ResidentMegabytes();
    review_mb_ = review().ResidentMegabytes();
  }
  ~WatchBench() {
    for (const auto& watch : watches_) watch->Cancel();
    board_.AwaitEnded(static_cast<int>(watches_.size()));
    pipeline_.Stop();
  }

  WatchFigure Measure(int watches) {
    while (std::ssize(watches_) < watches) {
      watches_.push_back(
          std::make_unique<Watch>(people_.at(watches_.size() / kOfOnePerson), board_));
    }
    board_.AwaitBegun(watches);
    WatchFigure figure{.watches = watches};
    std::vector<double> heard;
    const double workflow_before = workflow().CpuSeconds();
    const double review_before = review().CpuSeconds();
    for (int i = 0; i < plan_.changes; ++i) heard.push_back(Change());
    figure.heard_ms = MedianOf(heard);
    figure.workflow_cpu_ms = (workflow().CpuSeconds() - workflow_before) * 1e3 / plan_.changes;
    figure.review_cpu_ms = (review().CpuSeconds() - review_before) * 1e3 / plan_.changes;
    figure.workflow_mb = workflow().ResidentMegabytes() - workflow_mb_;
    figure.review_mb = review().ResidentMegabytes() - review_mb_;
    const double workflow_idle = workflow().CpuSeconds();
    const double review_idle = review().CpuSeconds();
    std::this_thread::sleep_for(plan_.idle);
    const std::chrono::duration<double> idle = plan_.idle;
    figure.workflow_idle_cpu_ms = (workflow().CpuSeconds() - workflow_idle) * 1e3 / idle.count();
    figure.review_idle_cpu_ms = (review().CpuSeconds() - review_idle) * 1e3 / idle.count();
    return figure;
  }

 private:
  Process& workflow() { return pipeline_.workflow->process(); }
  Process& review() { return pipeline_.review->process(); }

  // Submits a report. Returns how long it takes until all watches have heard of it, in ms.
  double Change() {
    intake::v1::CreateReportRequest create;
    intake::v1::Report& report = *create.mutable_report();
    report.set_title("通知");
    report.set_document_number("1");
    report.set_kind(intake::v1::OTHER);
    report.set_category("其他");
    report.mutable_disclosure()->set_attribute(workflow::v1::ACTIVE);
    report.set_body("正文");
    intake::v1::Report created;
    grpc::ClientContext create_context;
    Expect(intake_.CreateReport(&create_context, create, &created));
    intake::v1::SubmitReportRequest submit;
    submit.set_name(created.name());
    grpc::ClientContext context;
    const auto start = Clock::now();
    Expect(intake_.SubmitReport(&context, submit, &created));
    heard_ += static_cast<int>(watches_.size());
    const auto last = watches_.empty() ? Clock::now() : board_.AwaitHeard(heard_);
    return Milliseconds(last - start).count();
  }

  static void Expect(const grpc::Status& status) {
    if (!status.ok()) throw std::runtime_error("watches: " + ComplaintOf(status));
  }

  const WatchPlan plan_;
  Pipeline pipeline_;
  const Channels drafter_;
  intake::v1::IntakeService::Stub intake_;
  Channels people_;
  Board board_;
  std::vector<std::unique_ptr<Watch>> watches_;
  int heard_ = 0;  // how many messages all watches have got
  double workflow_mb_ = 0;
  double review_mb_ = 0;
};

}  // namespace

std::vector<WatchFigure> MeasureWatches(const Places& places, const WatchPlan& plan) {
  WatchBench bench(places, plan);
  std::vector<WatchFigure> figures;
  for (const int watches : {1, plan.watches}) {
    std::cerr << fmt::format("{} open watches", watches) << std::endl;
    figures.push_back(bench.Measure(watches));
  }
  return figures;
}

std::string ToText(const std::vector<WatchFigure>& figures) {
  const WatchFigure& one = figures.front();
  const WatchFigure& all = figures.back();
  std::string text =
      fmt::format("{:44}{:>10}{:>10}{:>10}\n", "open watches", one.watches, all.watches, "ratio");
  const auto line = [&](const char* what, double WatchFigure::*figure) {
    const double ratio = one.*figure > 0 ? all.*figure / one.*figure : 0;
    text +=
        fmt::format("{:44}{:>10.2f}{:>10.2f}{:>10.1f}\n", what, one.*figure, all.*figure, ratio);
  };
  line("until all have heard of a change, ms", &WatchFigure::heard_ms);
  line("CPU of workflow for a change, ms", &WatchFigure::workflow_cpu_ms);
  line("CPU of review for a change, ms", &WatchFigure::review_cpu_ms);
  line("CPU of workflow in an idle second, ms", &WatchFigure::workflow_idle_cpu_ms);
  line("CPU of review in an idle second, ms", &WatchFigure::review_idle_cpu_ms);
  line("memory of workflow for them, MB", &WatchFigure::workflow_mb);
  line("memory of review for them, MB", &WatchFigure::review_mb);
  return text;
}

}  // namespace gongkai::bench
