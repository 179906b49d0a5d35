// Every service's key, on every method, for a person of each role, by every way it can claim: what
// gets past the gates of real servers is exactly the list.
#include "services/lib/identity/delegation.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "services/lib/catalog/services.h"
#include "services/lib/identity/access.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/log_capture.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;

constexpr const char* kPeople[] = {"user/zhang-wei", "user/wang-fang", "user/chen-jie",
                                   "user/liu-yang",  "user/guo-lei",   "bot/pipeline",
                                   "bot/website"};
// What a key may claim of the services before it; "": nothing.
constexpr const char* kPassed[] = {"", "workflow", "intake", "review", "publish", "review,intake"};

// An empty request; of CheckAction, which depends on the action, an action of the service's own; of
// a stream that follows, a position beyond the log, so that the stream of who is admitted ends.
std::string RequestOf(std::string_view method, std::string_view service) {
  if (method.find("/Watch") != std::string_view::npos) {
    wf::WatchChangesRequest request;
    request.set_from_position(std::numeric_limits<std::int64_t>::max());
    return request.SerializeAsString();
  }
  if (!method.ends_with("/CheckAction")) return "";
  wf::CheckActionRequest request;
  request.mutable_command()->set_action(service == "intake"    ? wf::CREATE
                                        : service == "publish" ? wf::PUBLISH
                                                               : wf::CLAIM);
  return request.SerializeAsString();
}

// The reason of one call with this request; "" where it was admitted and answered.
std::string Call(const std::shared_ptr<grpc::Channel>& channel, std::string_view method,
                 const std::string& person, const std::string& passed,
                 const std::string& request = "") {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  if (!person.empty()) context.AddMetadata("gongkai-caller", person);
  if (!passed.empty()) context.AddMetadata("gongkai-via", passed);
  grpc::CompletionQueue queue;
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(&context, std::string(method), &queue);
  call->StartCall(nullptr);
  bool open = wait();
  if (open) {
    const grpc::Slice bytes(request);
    call->Write(grpc::ByteBuffer(&bytes, 1), nullptr);
    open = wait();
  }
  if (open) {
    call->WritesDone(nullptr);
    (void)wait();
  }
  grpc::ByteBuffer answer;
  do {
    call->Read(&answer, nullptr);
  } while (wait());
  grpc::Status status;
  call->Finish(&status, nullptr);
  (void)wait();
  if (status.ok()) return "";
  return std::string(InfoOf(rpc::FromGrpcStatus(status, "the server").reason).name);
}

bool IsListed(const std::string& via, std::string_view method) {
  return std::ranges::any_of(catalog::kServices, [&](const catalog::Service& service) {
    return std::ranges::any_of(service.speaks, [&](const catalog::Delegation& row) {
      return row.via == via && row.method == method;
    });
  });
}

TEST(Delegation, IsExactlyTheListForEveryKeyMethodPersonAndWay) {
  const support::LogCapture log;
  int refused = 0;
  TestOffice office;
  for (const std::string_view service : catalog::kNames) {
    const auto channel = office.As("service/" + std::string(service));
    for (const identity::MethodAccess& row : identity::AccessTable()) {
      if (row.ledger_refuses) continue;  // below
      for (const std::string passed : kPassed) {
        const std::string via = passed + (passed.empty() ? "" : ",") + std::string(service);
        for (const char* person : kPeople) {
          const std::string reason =
              Call(channel, row.method, person, passed, RequestOf(row.method, service));
          EXPECT_EQ(reason != "ASSERTION_NOT_ALLOWED", IsListed(via, row.method))
              << row.method << " by way of " << via << " for " << person << ": " << reason;
          if (reason == "ASSERTION_NOT_ALLOWED") ++refused;
        }
      }
    }
  }
  EXPECT_GT(refused, 5000);
  EXPECT_EQ(log.Count("Refused assertions since the start: " + std::to_string(refused) + "."), 1)
      << "each is counted";
}

TEST(Delegation, IsJudgedAndRecordedByTheLedgerWhereReportsAreChanged) {
  TestOffice office;
  const std::string report = CreateReport(office, "annual-2021").name();
  std::size_t refused = 0;
  for (const std::string_view service : catalog::kNames) {
    for (const std::string passed : kPassed) {
      const std::string via = passed + (passed.empty() ? "" : ",") + std::string(service);
      if (IsListed(via, "/gongkai.workflow.v1.WorkflowService/ApplyAction")) continue;
      grpc::ClientContext context;
      // Of one actor 20 refusals are recorded at once.
      context.AddMetadata("gongkai-caller", ++refused % 2 == 0 ? kDrafter : kLegalReviewer);
      if (!passed.empty()) context.AddMetadata("gongkai-via", passed);
      wf::ApplyActionRequest request;
      request.mutable_command()->set_name(report);
      request.mutable_command()->set_action(wf::WITHDRAW);
      request.mutable_command()->set_comment("不要了");
      wf::ApplyActionResponse response;
      const grpc::Status status = Workflow(office.As("service/" + std::string(service)))
                                      .ApplyAction(&context, request, &response);
      EXPECT_EQ(rpc::FromGrpcStatus(status, "workflow").reason, Reason::kAssertionNotAllowed)
          << via << ": " << status.error_message();
      const auto entry = EntriesOf(office, report).back();
      EXPECT_EQ(entry.action(), wf::DENIED) << via;
      EXPECT_EQ(entry.via(), via);
      EXPECT_EQ(entry.deny().rule(), "ASSERTION_NOT_ALLOWED");
    }
  }
  EXPECT_EQ(refused, 21U);
  EXPECT_EQ(GetRecord(office, report).state(), wf::DRAFT);
}

TEST(Delegation, IsNotWhatAServiceDoesForItself) {
  TestOffice office;
  for (const std::string_view service : catalog::kNames) {
    const auto channel = office.As("service/" + std::string(service));
    for (const identity::MethodAccess& row : identity::AccessTable()) {
      if (row.ledger_refuses) continue;  // its roles are none, and the ledger says so
      const bool listed = std::ranges::find(row.services, service) != row.services.end();
      const std::string reason = Call(channel, row.method, "", "", RequestOf(row.method, service));
      // Who is admitted hears that an empty request names no report, or that a position is beyond
      // the log; and the ledger says that workflow has no action of its own.
      std::string admitted = "INVALID_FIELD";
      if (row.method.ends_with("/CheckAction") && service == "workflow") {
        admitted = "ASSERTION_NOT_ALLOWED";
      }
      EXPECT_EQ(reason, listed ? admitted : "ROLE_REQUIRED") << row.method << " by " << service;
    }
  }
}

TEST(Delegation, IsNothingThatAPersonCanClaim) {
  TestOffice office;
  for (const identity::MethodAccess& row : identity::AccessTable()) {
    for (const char* person : {"user/wang-fang", "bot/pipeline"}) {
      EXPECT_EQ(Call(office.As(person), row.method, "user/zhang-wei", ""), "SERVICE_ONLY");
      EXPECT_EQ(Call(office.As(person), row.method, "", "review"), "SERVICE_ONLY");
      EXPECT_EQ(Call(office.As(person), row.method, person, "review"), "SERVICE_ONLY");
    }
  }
}

}  // namespace
}  // namespace gongkai::all
