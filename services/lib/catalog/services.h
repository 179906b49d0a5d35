// The list of our services. Whatever must know one of them, or all, reads this list: the policy, the
// command lines of the processes, the client and its health command, the cluster of the tests.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace gongkai::catalog {

// Describes a service: one process, whose certificate is that of "service/{name}".
struct Service {
  std::string_view name;                       // "intake"
  std::string_view about;                      // one sentence, for its help
  std::array<std::string_view, 2> interfaces;  // full names of its gRPC services; "": no second one
  std::array<std::string_view, 2> calls;       // names of the services that it calls; "": no more
};

inline constexpr auto kServices = std::to_array<Service>({
    {.name = "workflow",
     .about = "Holds the state of every report, and the ledger.",
     .interfaces = {"gongkai.workflow.v1.WorkflowService", "gongkai.audit.v1.AuditService"}},
    {.name = "intake",
     .about = "Takes in reports, their corrections and attachments.",
     .interfaces = {"gongkai.intake.v1.IntakeService"},
     .calls = {"workflow"}},
    {.name = "review",
     .about = "Serves the legal and the secrecy reviewers.",
     .interfaces = {"gongkai.review.v1.ReviewService"},
     .calls = {"workflow", "intake"}},
    {.name = "publish",
     .about = "Makes cleared reports public, and tells what is public.",
     .interfaces = {"gongkai.publish.v1.PublishService"},
     .calls = {"workflow", "intake"}},
});

// The names of our services, in the same order.
inline constexpr auto kNames = [] {
  std::array<std::string_view, kServices.size()> names;
  std::ranges::transform(kServices, names.begin(), &Service::name);
  return names;
}();

// Returns whether one of our services has this name.
constexpr bool IsService(std::string_view name) {
  return std::ranges::find(kServices, name, &Service::name) != kServices.end();
}

// Returns the service of this name, which must be one of ours.
constexpr const Service& Find(std::string_view name) {
  return *std::ranges::find(kServices, name, &Service::name);
}

// Returns whether `service` calls the service `name`.
constexpr bool Calls(const Service& service, std::string_view name) {
  return !name.empty() && std::ranges::find(service.calls, name) != service.calls.end();
}

}  // namespace gongkai::catalog
