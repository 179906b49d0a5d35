// The intake and workflow services, each with its own server over mutual TLS, as in production but
// for the process they share.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/create_channel.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/intake/intake_host.h"
#include "services/lib/identity/credentials.h"
#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/rpc/peer.h"
#include "services/lib/rpc/server.h"
#include "services/lib/runtime/drain.h"
#include "services/lib/runtime/executor.h"
#include "services/lib/runtime/streams.h"
#include "services/workflow/ledger_host.h"
#include "tests/support/test_certificates.h"

namespace gongkai::intake {

namespace wf = workflow::v1;

// The people of deploy/policy.yaml.
inline constexpr char kDrafter[] = "user/zhang-wei";
inline constexpr char kColleague[] = "user/li-na";
inline constexpr char kOutsider[] = "user/wu-hao";  // a drafter of another department
inline constexpr char kReviewer[] = "user/wang-fang";
inline constexpr char kAuditor[] = "user/guo-lei";

// Our own reason in a status, or its code and message where there is none.
inline std::string ReasonOf(const grpc::Status& status) {
  if (status.ok()) return "OK";
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (details.ParseFromString(status.error_details()) && details.details_size() > 0 &&
      details.details(0).UnpackTo(&info)) {
    return info.reason();
  }
  return std::to_string(status.error_code()) + " " + status.error_message();
}

inline std::unique_ptr<identity::PolicyFile> OpenPolicy() {
  auto policy = identity::OpenPolicy(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  if (!policy) throw std::runtime_error(policy.error().message);
  return *std::move(policy);
}

// One process's worth of server.
class TestNode {
 public:
  TestNode(const std::filesystem::path& certificates, int threads, int changes_per_minute = 0)
      : policy_(OpenPolicy()),
        executor_({threads, 256}),
        changes_([changes_per_minute] { return changes_per_minute; }) {
    gate_.emplace(*policy_, nullptr, executor_, drain_, changes_);
    credentials_ = identity::MakeServerCredentials(certificates);
  }

  void Serve(std::vector<std::unique_ptr<grpc::Service>> services) {
    auto server = rpc::Server::Start({.address = "127.0.0.1:0", .credentials = credentials_},
                                     drain_, std::move(services));
    if (!server) throw std::runtime_error(server.error().message);
    server_ = *std::move(server);
  }

  rpc::Gate& gate() { return *gate_; }
  rpc::Server& server() { return *server_; }
  std::string address() const { return "localhost:" + std::to_string(server_->port()); }

 private:
  const std::unique_ptr<identity::PolicyFile> policy_;
  runtime::Drain drain_;
  runtime::Executor executor_;
  identity::ChangeQuota changes_;
  std::optional<rpc::Gate> gate_;
  std::shared_ptr<grpc::ServerCredentials> credentials_;
  std::unique_ptr<rpc::Server> server_;
};

class IntakeWorld {
 public:
  // Intake's data are in `data`, or in a folder of their own.
  explicit IntakeWorld(const IntakeHost::Options& options = {},
                       const std::filesystem::path& data = {}, int changes_per_minute = 0)
      : policy_(OpenPolicy()),
        ledger_({.data = Folder("workflow")}, *policy_, calendars_),
        workflow_(Certificates().Of("service/workflow"), 4),
        data_(data.empty() ? Folder("intake") : data),
        host_(data_, options),
        intake_(Certificates().Of("service/intake"), 8, changes_per_minute) {
    workflow_.Serve(ledger_.MakeServices(workflow_.gate(), changes_));
    to_workflow_.emplace(
        "workflow", workflow_.address(),
        identity::MakeChannelCredentials(Certificates().Of("service/intake"), "workflow"));
    collector_ = host_.MakeCollector(*to_workflow_);
    StartPurger();
    std::vector<std::unique_ptr<grpc::Service>> services;
    services.push_back(host_.MakeService(intake_.gate(), *to_workflow_));
    intake_.Serve(std::move(services));
  }

  std::unique_ptr<v1::IntakeService::Stub> As(const std::string& identity) const {
    return v1::IntakeService::NewStub(
        ChannelTo(intake_.address(), Certificates().Of(identity), "intake"));
  }

  // How many entries the report has.
  int Entries(const std::string& report) const {
    return static_cast<int>(List("report = \"" + report + "\"").size());
  }

  // The contents that the ledger names, by its own account.
  std::set<std::string> NamedContents() const {
    std::set<std::string> contents;
    for (const audit::v1::Entry& entry : List("action = CREATE OR action = EDIT")) {
      contents.insert(entry.content_sha256());
    }
    return contents;
  }

  int CountRows(const std::string& table) const {
    SQLite::Database database((data() / "intake.db").string(), SQLite::OPEN_READONLY, 5000);
    return database.execAndGet("SELECT count(*) FROM " + table).getInt();
  }

  // The rules that refused something about the report, oldest first.
  std::vector<std::string> Denials(const std::string& report) const {
    std::vector<std::string> rules;
    for (const audit::v1::Entry& entry : List("action = DENIED AND report = \"" + report + "\"")) {
      rules.push_back(entry.deny().rule());
    }
    return rules;
  }

  std::filesystem::path data() const { return data_; }
  TestNode& intake() { return intake_; }
  ContentStore& contents() { return host_.contents(); }
  Places places() { return host_.places(); }
  void StopPurger() { purger_.reset(); }
  void StartPurger() { purger_ = host_.MakePurger(*to_workflow_); }

  // The files of attachments, half-written ones included.
  std::vector<std::filesystem::path> Blobs() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data() / "blobs")) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
  }

 private:
  std::vector<audit::v1::Entry> List(const std::string& filter) const {
    const auto auditor = audit::v1::AuditService::NewStub(
        ChannelTo(workflow_.address(), Certificates().Of(kAuditor), "workflow"));
    audit::v1::ListEntriesRequest request;
    request.set_filter(filter);
    request.set_page_size(1000);
    std::vector<audit::v1::Entry> entries;
    do {
      audit::v1::ListEntriesResponse response;
      grpc::ClientContext context;
      const grpc::Status status = auditor->ListEntries(&context, request, &response);
      if (!status.ok()) throw std::runtime_error(ReasonOf(status));
      entries.insert(entries.end(), response.entries().begin(), response.entries().end());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }

  static const support::TestCertificates& Certificates() {
    static const support::TestCertificates certificates;
    return certificates;
  }

  static std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address,
                                                  const std::filesystem::path& certificates,
                                                  const std::string& service) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        address, identity::MakeChannelCredentials(certificates, service), arguments);
  }

  std::filesystem::path Folder(std::string_view name) const {
    std::filesystem::create_directories(folder_ / name);
    return folder_ / name;
  }

  const support::TestFolder folder_;
  const std::unique_ptr<identity::PolicyFile> policy_;
  const workflow::Calendars calendars_;
  workflow::LedgerHost ledger_;
  runtime::Streams changes_{{}};
  TestNode workflow_;
  const std::filesystem::path data_;
  IntakeHost host_;
  std::optional<rpc::Peer> to_workflow_;
  std::unique_ptr<Collector> collector_;
  std::unique_ptr<Purger> purger_;
  TestNode intake_;
};

// One unary call: its status and its answer.
template <class Response>
struct Answer {
  grpc::Status status;
  Response response;

  std::string reason() const { return ReasonOf(status); }
  const Response* operator->() const { return &response; }
};

template <class Request, class Response>
Answer<Response> Ask(v1::IntakeService::Stub& stub,
                     grpc::Status (v1::IntakeService::Stub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                     const std::type_identity_t<Request>& request) {
  // On a busy machine a list can take longer than a list may.
  for (int tries = 1;; ++tries) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    Answer<Response> answer;
    answer.status = (stub.*method)(&context, request, &answer.response);
    if (answer.reason() != "QUERY_TOO_EXPENSIVE" || tries == 10) return answer;
  }
}

// The `number`th of the request ids of a test.
inline std::string RequestId(int number) {
  std::string digits = std::to_string(number);
  return "01890a5d-ac96-774b-bcce-" + std::string(12 - digits.size(), '0') + digits;
}

}  // namespace gongkai::intake
