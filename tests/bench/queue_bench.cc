#include "tests/bench/queue_bench.h"

#include <fmt/format.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/request/time.h"
#include "tests/bench/measure.h"
#include "tests/bench/queue_data.h"
#include "workflow/base/time.h"

namespace gongkai::bench {
namespace {

namespace rv = review::v1;
namespace wf = workflow::v1;
using Clock = std::chrono::steady_clock;

constexpr int kAtOnce = 1000;  // tasks of a page on the way to the middle
constexpr const char* kReviewer = "user/wang-fang";

int CountOf(const rv::ListTasksResponse& response) { return response.tasks_size(); }
int CountOf(const wf::ListRecordsResponse& response) { return response.records_size(); }

// A page, as a reviewer asks review for it and as review asks workflow.
struct Page {
  std::string what;
  int tasks = 0;  // so many are on it
  rv::ListTasksRequest of_review;
  wf::ListRecordsRequest of_workflow;
};

Page MakePage(std::string what, const std::string& filter, int size) {
  Page page{.what = std::move(what), .tasks = size, .of_review = {}, .of_workflow = {}};
  page.of_review.set_stage(rv::LEGAL);
  page.of_review.set_order_by("due_time");
  page.of_review.set_filter(filter);
  page.of_review.set_page_size(size);
  page.of_workflow.add_states(wf::LEGAL_REVIEW);
  page.of_workflow.add_states(wf::LEGAL_REFERRED);
  page.of_workflow.set_order_by("due_time");
  page.of_workflow.set_filter(filter);
  page.of_workflow.set_page_size(size);
  return page;
}

Places Below(const Places& places, const std::string& folder) {
  Places below = places;
  below.work /= folder;
  std::filesystem::create_directories(below.work);
  return below;
}

// The queue of legal review, with the processes that hold it.
class Queue {
 public:
  Queue(const Places& places, const std::string& name, int tasks)
      : places_(Below(places, name)),
        tasks_(tasks),
        pipeline_(StartPipeline(places_)),
        review_(pipeline_.review->As(kReviewer, 1).front()),
        workflow_(pipeline_.workflow->As(kReviewer, 1).front()) {
    std::cerr << fmt::format("filing {} reports", tasks) << std::endl;
    FileQueue(pipeline_, tasks);
  }
  ~Queue() { pipeline_.Stop(); }

  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  // Returns the pages that are measured, which are the same for each queue.
  std::vector<Page> Pages(int size) {
    Page middle = MakePage("a page in the middle", "", size);
    Skip(middle.of_review, tasks_ / 2);
    Skip(middle.of_workflow, tasks_ / 2);
    const rv::Task task = Ask(middle.of_review).tasks(0);
    if (!task.has_due_time()) throw std::runtime_error("is this year not announced? No due_time");
    const std::string due = base::Rfc3339(request::ToTime(task.due_time()));
    std::vector<Page> pages{
        MakePage("the first page", "", size), std::move(middle),
        MakePage("due_time >= that of the middle", fmt::format("due_time >= \"{}\"", due), size),
        MakePage("department of every second task",
                 fmt::format("department = \"{}\"", kDepartmentOfHalf), size),
        MakePage("department without tasks", fmt::format("department = \"{}\"", kDepartmentOfNone),
                 size)};
    pages.back().tasks = 0;
    return pages;
  }

  // Returns how long the call takes, in ms. Throws unless so many tasks are on the page.
  template <class Request>
  double Time(const Request& request, int tasks) {
    const auto start = Clock::now();
    const auto response = Ask(request);
    const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
    if (CountOf(response) != tasks) {
      throw std::runtime_error(fmt::format("a page of {} tasks has {}", tasks, CountOf(response)));
    }
    return taken.count();
  }

 private:
  rv::ListTasksResponse Ask(const rv::ListTasksRequest& request) {
    grpc::ClientContext context;
    rv::ListTasksResponse response;
    Expect(review_.ListTasks(&context, request, &response));
    return response;
  }

  wf::ListRecordsResponse Ask(const wf::ListRecordsRequest& request) {
    grpc::ClientContext context;
    wf::ListRecordsResponse response;
    Expect(workflow_.ListRecords(&context, request, &response));
    return response;
  }

  // Has the request go on behind the first `count` tasks.
  template <class Request>
  void Skip(Request& request, int count) {
    const int size = request.page_size();
    while (count > 0) {
      request.set_page_size(std::min(count, kAtOnce));
      const auto response = Ask(request);
      count -= CountOf(response);
      request.set_page_token(response.next_page_token());
      if (response.next_page_token().empty()) throw std::runtime_error("the queue is too short");
    }
    request.set_page_size(size);
  }

  static void Expect(const grpc::Status& status) {
    if (!status.ok()) throw std::runtime_error("queues: " + ComplaintOf(status));
  }

  const Places places_;
  const int tasks_;
  Pipeline pipeline_;
  rv::ReviewService::Stub review_;
  wf::WorkflowService::Stub workflow_;
};

// Asks both queues in turns. `request` is the member of Page with what is asked.
template <class Request>
QueueTimes Compare(Queue& small, const Page& of_small, Queue& large, const Page& of_large,
                   Request Page::*request, int calls) {
  std::vector<double> small_ms;
  std::vector<double> large_ms;
  for (int i = 0; i <= calls; ++i) {
    small_ms.push_back(small.Time(of_small.*request, of_small.tasks));
    large_ms.push_back(large.Time(of_large.*request, of_large.tasks));
    if (i > 0) continue;
    small_ms.clear();  // what is used for the first time is slow
    large_ms.clear();
  }
  return {.small_ms = MedianOf(std::move(small_ms)), .large_ms = MedianOf(std::move(large_ms))};
}

}  // namespace

std::vector<QueueFigure> MeasureQueues(const Places& places, const QueuePlan& plan) {
  Queue small(places, "small-queue", plan.small_queue);
  Queue large(places, "large-queue", plan.large_queue);
  const std::vector<Page> of_small = small.Pages(plan.page);
  const std::vector<Page> of_large = large.Pages(plan.page);
  std::vector<QueueFigure> figures;
  for (std::size_t i = 0; i < of_small.size(); ++i) {
    std::cerr << "listing " << of_small[i].what << std::endl;
    const auto compare = [&](auto request) {
      return Compare(small, of_small[i], large, of_large[i], request, plan.calls);
    };
    figures.push_back({.page = of_small[i].what,
                       .tasks = compare(&Page::of_review),
                       .records = compare(&Page::of_workflow)});
  }
  return figures;
}

std::string ToText(const std::vector<QueueFigure>& figures, const QueuePlan& plan) {
  const auto heading = [&](const char* method) {
    return fmt::format("{:>14}{:>9}{:>8}", fmt::format("{} {}", method, plan.small_queue),
                       plan.large_queue, "ratio");
  };
  std::string text =
      fmt::format("{:34}{}{}\n", "a page by due_time, ms", heading("tasks"), heading("records"));
  const auto times = [](const QueueTimes& each) {
    return fmt::format("{:>14.2f}{:>9.2f}{:>8.2f}", each.small_ms, each.large_ms, each.ratio());
  };
  double greatest = 0;
  for (const QueueFigure& figure : figures) {
    text += fmt::format("{:34}{}{}\n", figure.page, times(figure.tasks), times(figure.records));
    greatest = std::max(greatest, figure.tasks.ratio());
  }
  return text + fmt::format("greatest ratio of tasks {:.2f}; aim at most 1.5\n", greatest);
}

}  // namespace gongkai::bench
