#include "services/lib/rpc/call.h"

#include <spdlog/spdlog.h>

#include "services/lib/identity/delegation.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {

Status Call::Wanted() const {
  if (expired()) return errors::DeadlineExceeded();
  if (cancelled()) return errors::Cancelled();
  return {};
}

void LogCall(const Call& call, const Status& outcome) {
  if (!outcome && outcome.error().reason == Reason::kAssertionNotAllowed) {
    identity::LogRefusedAssertion(call.method, outcome.error());
  }
  // Damage is the operator's business as much as the caller's.
  const bool damaged = !outcome && outcome.error().code() == Code::kDataLoss;
  const auto level = outcome   ? spdlog::level::debug
                     : damaged ? spdlog::level::err
                               : spdlog::level::info;
  if (!spdlog::should_log(level)) return;
  const std::chrono::duration<double, std::milli> taken =
      std::chrono::steady_clock::now() - call.start;
  const std::string& via = call.caller.via;
  spdlog::log(level, "{} {}{}{} {} {:.1f} ms{}{}", call.method, call.caller.id.text(),
              via.empty() ? "" : " via ", via, outcome ? "OK" : InfoOf(outcome.error().reason).name,
              taken.count(), damaged ? ": " : "", damaged ? outcome.error().message : "");
}

}  // namespace gongkai::rpc
