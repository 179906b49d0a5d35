#include "tests/bench/queue_data.h"

#include <fmt/format.h>
#include <grpcpp/client_context.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "services/lib/request/time.h"
#include "tests/bench/drafter.h"
#include "workflow/base/time.h"

namespace gongkai::bench {
namespace {

constexpr std::size_t kThreads = 32;  // each makes one call at a time

// Returns the `number`th report of a queue, for active disclosure. It was formed 20 to 79 days ago,
// so its deadline by law has passed or passes soon. The deadline of the stage is the first to end
// only for a few reports.
intake::v1::Report QueuedReport(int number) {
  intake::v1::Report report =
      ReportOf(fmt::format("清河县人民政府工作报告 {}", number), fmt::format("正文 {}", number));
  const std::chrono::year_month_day formed(base::DayInChina(request::Now()) -
                                           std::chrono::days(20 + number / 2 % 60));
  google::type::Date& date = *report.mutable_formed_date();
  date.set_year(static_cast<int>(formed.year()));
  date.set_month(static_cast<int>(static_cast<unsigned>(formed.month())));
  date.set_day(static_cast<int>(static_cast<unsigned>(formed.day())));
  return report;
}

std::int64_t LogSize(audit::v1::AuditService::Stub& audit) {
  grpc::ClientContext context;
  audit::v1::TreeHead head;
  const grpc::Status status = audit.GetTreeHead(&context, {}, &head);
  if (!status.ok()) throw std::runtime_error("GetTreeHead: " + ComplaintOf(status));
  return head.tree_size();
}

// Blocks until the log grows no more. Workflow looks once a second for what is to be recorded.
void AwaitNotices(const Service& workflow) {
  audit::v1::AuditService::Stub audit(workflow.As("user/guo-lei", 1).front());
  std::int64_t before = -1;
  for (std::int64_t size = LogSize(audit); size != before; size = LogSize(audit)) {
    before = size;
    std::this_thread::sleep_for(std::chrono::seconds(2));
  }
}

}  // namespace

void FileQueue(const Pipeline& pipeline, int tasks) {
  const Channels office = pipeline.intake->As("user/zhang-wei", 2);
  const Channels other = pipeline.intake->As("user/wu-hao", 2);
  std::atomic<int> next = 0;
  const auto file = [&](std::size_t thread) {
    Drafter of_office(office[thread % office.size()]);
    Drafter of_other(other[thread % other.size()]);
    for (int number = next++; number < tasks; number = next++) {
      Drafter& drafter = number % 2 == 0 ? of_office : of_other;
      drafter.Submit(drafter.Create(QueuedReport(number)));
    }
  };
  std::vector<std::future<void>> filing;
  for (std::size_t i = 0; i < kThreads; ++i) {
    filing.push_back(std::async(std::launch::async, file, i));
  }
  for (std::future<void>& each : filing) each.get();
  AwaitNotices(*pipeline.workflow);
}

}  // namespace gongkai::bench
