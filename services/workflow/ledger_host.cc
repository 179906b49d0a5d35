#include "services/workflow/ledger_host.h"

#include <openssl/rand.h>
#include <spdlog/spdlog.h>
#include <sysexits.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "services/server/time.h"
#include "services/workflow/head_check.h"
#include "services/workflow/schema.h"
#include "services/workflow/service_context.h"

namespace gongkai::workflow {
namespace {

// Draws from the system's generator for many entries at once: most of a draw's cost is the call.
class Random {
 public:
  void operator()(std::span<std::uint8_t> out) {
    if (rest_.size() < out.size()) {
      rest_.resize(4096);
      if (RAND_bytes(rest_.data(), static_cast<int>(rest_.size())) != 1) {
        throw std::runtime_error("the system gives no random bytes");
      }
    }
    std::copy_n(rest_.end() - std::ssize(out), out.size(), out.begin());
    rest_.resize(rest_.size() - out.size());
  }

 private:
  std::vector<std::uint8_t> rest_;
};

[[noreturn]] void Stop(const std::string& what) {
  spdlog::critical("{}. The process ends; restarting it checks what is on disk.", what);
  spdlog::shutdown();
  std::_Exit(EX_SOFTWARE);
}

ledger::Ledger::Environment MakeEnvironment(server::Signal& log_size) {
  return {.now_us = server::NowMicros,
          .fill_random = Random(),
          .on_commit = [&log_size](std::uint64_t size) { log_size.Advance(size); },
          .on_failure = [](const std::string& what) { Stop("the ledger failed: " + what); }};
}

}  // namespace

LedgerHost::LedgerHost(const std::filesystem::path& data)
    : database_({.file = data / "ledger.db", .migrations = kMigrations}),
      store_(database_),
      log_(database_),
      ledger_((log_size_.Advance(CheckHead(database_)), store_), MakeEnvironment(log_size_), {}),
      full_check_(database_, [](const std::string& what) { Stop("the log is damaged: " + what); }) {
  spdlog::info("the log has {} entries", log_size_.value());
}

std::vector<std::unique_ptr<grpc::Service>> LedgerHost::MakeServices(
    server::Gate& gate, server::Streams& streams, const server::PolicyFile& policy) {
  const ServiceContext context{.gate = gate,
                               .streams = streams,
                               .policy = policy,
                               .ledger = ledger_,
                               .log = log_,
                               .log_size = log_size_};
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(MakeWorkflowService(context));
  services.push_back(MakeAuditService(context));
  return services;
}

}  // namespace gongkai::workflow
