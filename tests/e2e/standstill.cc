#include "tests/e2e/standstill.h"

#include <signal.h>
#include <sys/wait.h>

#include <condition_variable>
#include <list>
#include <mutex>
#include <stdexcept>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {

Standstill::Standstill(const Cluster& cluster, Service service) : pid_(cluster.Pid(service)) {
  kill(pid_, SIGSTOP);
  siginfo_t stopped{};  // the last of its threads, too
  waitid(P_PID, static_cast<id_t>(pid_), &stopped, WSTOPPED);
}

Standstill::~Standstill() { kill(pid_, SIGCONT); }

struct Backlog::Calls {
  struct Call {
    std::unique_ptr<grpc::ClientContext> context = Context();
    intake::v1::GetReportRequest request;
    intake::v1::WithdrawReportRequest change;
    intake::v1::Report response;
  };

  void Done(const grpc::Status& status) {
    const std::scoped_lock lock(mutex);
    ++done;
    if (!status.ok()) refusals.push_back(status);
    changed.notify_all();
  }

  std::list<Call> calls;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::size_t done = 0;                // guarded by mutex
  std::vector<grpc::Status> refusals;  // guarded by mutex
};

Backlog::Backlog() : calls_(std::make_shared<Calls>()) {}

Backlog::~Backlog() { Wait(); }

void Backlog::Add(Cluster& cluster, const std::string& who, const std::string& report, int count) {
  const auto stub = cluster.As<intake::v1::IntakeService>(who);
  for (int i = 0; i < count; ++i) {
    Calls::Call& call = calls_->calls.emplace_back();
    call.request.set_name(report);
    stub->async()->GetReport(call.context.get(), &call.request, &call.response,
                             [calls = calls_](const grpc::Status& status) { calls->Done(status); });
  }
}

void Backlog::AddChanges(Cluster& cluster, const std::string& who, const std::string& report,
                         int count) {
  const auto stub = cluster.As<intake::v1::IntakeService>(who);
  for (int i = 0; i < count; ++i) {
    Calls::Call& call = calls_->calls.emplace_back();
    call.change.set_name(report);
    call.change.set_reason("不办了");
    call.change.set_validate_only(true);
    stub->async()->WithdrawReport(
        call.context.get(), &call.change, &call.response,
        [calls = calls_](const grpc::Status& status) { calls->Done(status); });
  }
}

std::vector<grpc::Status> Backlog::Refusals() const {
  const std::scoped_lock lock(calls_->mutex);
  return calls_->refusals;
}

void Backlog::Wait() {
  std::unique_lock lock(calls_->mutex);
  calls_->changed.wait(lock, [this] { return calls_->done == calls_->calls.size(); });
}

int Backlog::succeeded() const {
  const std::scoped_lock lock(calls_->mutex);
  return static_cast<int>(calls_->done - calls_->refusals.size());
}

std::vector<grpc::Status> Overload(Cluster& cluster, const std::string& report) {
  constexpr int kOfEach = 100;  // 256 may be under way on one connection
  const std::vector<std::string> callers{kDrafter, kColleague, kLegal, kLegal2};
  Backlog backlog;
  {
    const Standstill standstill(cluster, Service::kWorkflow);
    for (const std::string& who : callers) backlog.Add(cluster, who, report, kOfEach);
    if (!support::Eventually([&] { return !backlog.Refusals().empty(); })) {
      throw std::runtime_error("intake queues without end");
    }
  }
  backlog.Wait();
  std::vector<grpc::Status> refusals = backlog.Refusals();
  for (const grpc::Status& status : refusals) {
    if (ReasonOf(status) != "OVERLOADED") throw std::runtime_error(status.error_message());
  }
  return refusals;
}

}  // namespace gongkai::e2e
