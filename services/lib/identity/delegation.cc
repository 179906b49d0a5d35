#include "services/lib/identity/delegation.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "services/lib/catalog/services.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {

Status CheckDelegation(const machine::Actor& caller, std::string_view method) {
  if (caller.via.empty()) return {};
  const std::string_view via = caller.via;
  const std::string_view last = via.substr(via.rfind(',') + 1);  // npos + 1 is 0
  const auto service = std::ranges::find(catalog::kServices, last, &catalog::Service::name);
  const bool listed = service != catalog::kServices.end() &&
                      std::ranges::any_of(service->speaks, [&](const catalog::Delegation& row) {
                        return row.via == via && row.method == method;
                      });
  if (listed) return {};
  return errors::DelegationNotAllowed(caller.via, caller.id.text(), method);
}

void LogRefusedAssertion(std::string_view method, const Error& refusal) {
  static std::atomic<std::uint64_t> count = 0;
  const std::uint64_t so_far = count.fetch_add(1, std::memory_order_relaxed) + 1;
  spdlog::warn("{} refused: {} Refused assertions since the start: {}.", method, refusal.message,
               so_far);
}

}  // namespace gongkai::identity
