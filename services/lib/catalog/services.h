// The list of our services. Whatever must know one of them, or all, reads this list: the policy, the
// command lines of the processes, the checks of who speaks for whom, the client and its commands,
// the demo and the cluster of the tests.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace gongkai::catalog {

// Says that a service may call `method` in the name of a person or bot.
struct Delegation {
  // The services that the call has passed, in order and with commas between: "review,intake". The
  // last of them is the service that calls.
  std::string_view via;
  std::string_view method;  // "/gongkai.intake.v1.IntakeService/GetContent"
};

// Describes a service: one process, whose certificate is that of "service/{name}". Whoever steals
// its key can do what stands in its row, and no more.
struct Service {
  std::string_view name;                       // "intake"
  std::string_view about;                      // one sentence, for its help
  std::array<std::string_view, 2> interfaces;  // full names of its gRPC services; "": no second one
  std::array<std::string_view, 2> calls;       // names of the services that it calls; "": no more
  std::array<std::string_view, 14> asserts;  // actions that it may pass to the ledger; "": no more
  std::span<const Delegation> speaks;        // what it may ask for people; anything else is refused
};

// clang-format off
inline constexpr auto kIntakeSpeaks = std::to_array<Delegation>({
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/ApplyAction"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/CheckAction"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/BatchGetRecords"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/ListRecords"},
    {.via = "intake", .method = "/gongkai.workflow.v1.WorkflowService/WatchChanges"},
    // What intake asks while it answers review or publish.
    {.via = "review,intake", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "publish,intake", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
});

inline constexpr auto kReviewSpeaks = std::to_array<Delegation>({
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/ApplyAction"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/CheckAction"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/ListRecords"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/ListReportEvents"},
    {.via = "review", .method = "/gongkai.workflow.v1.WorkflowService/WatchChanges"},
    {.via = "review", .method = "/gongkai.intake.v1.IntakeService/BatchGetHeadings"},
    {.via = "review", .method = "/gongkai.intake.v1.IntakeService/GetContent"},
    {.via = "review", .method = "/gongkai.intake.v1.IntakeService/ListFindings"},
});

inline constexpr auto kPublishSpeaks = std::to_array<Delegation>({
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/ApplyAction"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/CheckAction"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/RecordRefusal"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/GetRecord"},
    {.via = "publish", .method = "/gongkai.workflow.v1.WorkflowService/ListRecords"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/BatchGetHeadings"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/GetContent"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/ListFindings"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/DownloadAttachment"},
    {.via = "publish", .method = "/gongkai.intake.v1.IntakeService/DownloadContent"},
});
// clang-format on

inline constexpr auto kServices = std::to_array<Service>({
    {.name = "workflow",
     .about = "Holds the state of every report, and the ledger.",
     .interfaces = {"gongkai.workflow.v1.WorkflowService", "gongkai.audit.v1.AuditService"}},
    {.name = "intake",
     .about = "Takes in reports, their corrections and attachments.",
     .interfaces = {"gongkai.intake.v1.IntakeService"},
     .calls = {"workflow"},
     .asserts = {"CREATE", "EDIT", "SUBMIT", "WITHDRAW"},
     .speaks = kIntakeSpeaks},
    {.name = "review",
     .about = "Serves heads, legal and secrecy reviewers and the signatory.",
     .interfaces = {"gongkai.review.v1.ReviewService"},
     .calls = {"workflow", "intake"},
     .asserts = {"CLAIM", "RELEASE", "TAKE_OVER", "ENDORSE", "APPROVE_LEGAL", "APPROVE_SECRECY",
                 "SIGN", "RETURN", "REFER", "RESOLVE", "WITHHOLD", "ADJUDICATE", "PROPOSE_PURGE",
                 "PURGE"},
     .speaks = kReviewSpeaks},
    {.name = "publish",
     .about = "Publishes or files cleared reports, and tells what is public.",
     .interfaces = {"gongkai.publish.v1.PublishService"},
     .calls = {"workflow", "intake"},
     .asserts = {"PUBLISH", "RETRACT", "REPORT_LEAK", "RETURN", "FILE", "REASSESS"},
     .speaks = kPublishSpeaks},
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
