// health: whether the services can do their work.
#include <grpc/health/v1/health.grpc.pb.h>

#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/table.h"
#include "services/lib/catalog/services.h"

namespace gongkai::cli {
namespace {

using grpc::health::v1::HealthCheckResponse;

struct Subject {
  client::Peer peer;
  std::string_view service;  // full name of the gRPC service
};

std::vector<Subject> Subjects() {
  std::vector<Subject> subjects;
  for (const client::Peer peer : client::kPeers) {
    for (const std::string_view service : catalog::Find(NameOf(peer)).interfaces) {
      if (!service.empty()) subjects.push_back({peer, service});
    }
  }
  return subjects;
}

struct Answer {
  bool serving = false;
  std::string text;  // "SERVING", or why there is no answer
  std::chrono::milliseconds took{0};
};

// Asks once: an answer after several tries would not be the truth about now.
Answer Ask(Session& session, const Subject& subject) {
  const auto stub = grpc::health::v1::Health::NewStub(session.connection.ChannelTo(subject.peer));
  grpc::ClientContext context;
  context.set_deadline(session.connection.Deadline());
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(std::string(subject.service));
  HealthCheckResponse response;

  const auto begin = std::chrono::steady_clock::now();
  const grpc::Status status = stub->Check(&context, request, &response);
  Answer answer;
  answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  answer.serving = status.ok() && response.status() == HealthCheckResponse::SERVING;
  answer.text = status.ok()
                    ? HealthCheckResponse::ServingStatus_Name(response.status())
                    : client::FromStatus(status, session.connection.Describe(subject.peer)).what();
  return answer;
}

struct NoArgs {};

void Health(Session& session, const NoArgs&) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  Table table({"SERVICE", "ADDRESS", "TOOK", "STATUS"});
  std::string failing;
  bool asked = false;
  for (const Subject& subject : Subjects()) {
    const std::string& address = session.connection.AddressOf(subject.peer);
    if (address.empty()) continue;
    asked = true;
    const Answer answer = Ask(session, subject);
    if (!answer.serving) {
      failing += (failing.empty() ? "" : ", ") + std::string(subject.service);
    }
    array.push_back({{"service", subject.service},
                     {"address", address},
                     {"serving", answer.serving},
                     {"status", answer.text},
                     {"milliseconds", answer.took.count()}});
    table.Add({std::string(subject.service),
               address,
               std::to_string(answer.took.count()) + " ms",
               {answer.text, answer.serving ? Style::kGood : Style::kBad}});
  }
  if (!asked) {
    throw UsageError({"no address of any service", "没有任何服务的地址"},
                     {"--server HOST:PORT, or --workflow, --intake, --review and --publish",
                      "用 --server HOST:PORT，或者 --workflow、--intake、--review 和 --publish"});
  }
  if (session.json) {
    std::cout << array.dump(1) << '\n';
  } else {
    table.Print(session.out, std::cout);
  }
  if (!failing.empty()) {
    throw Failure(ExitCode::kUnavailable, "NOT_SERVING",
                  {failing + " cannot do its work", failing + " 不能正常工作"});
  }
}

}  // namespace

void AddHealth(CLI::App& parent, Session& session) {
  AddCommand<NoArgs>(parent, session, "health", "Ask every service whether it can do its work",
                     "gongkai health\n"
                     "gongkai health --json | jq -r '.[] | select(.serving | not) | .service'",
                     Health);
}

}  // namespace gongkai::cli
