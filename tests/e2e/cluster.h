// The four services as four real processes on real ports with real certificates, and clients of
// them.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/e2e/process.h"

namespace gongkai::e2e {

enum class Service { kWorkflow, kIntake, kReview, kPublish };  // in the order of the list
inline constexpr Service kServices[] = {Service::kWorkflow, Service::kIntake, Service::kReview,
                                        Service::kPublish};

std::string NameOf(Service service);  // "workflow"

// The people of the development policy.
inline constexpr char kDrafter[] = "user/zhang-wei";
inline constexpr char kColleague[] = "user/li-na";
inline constexpr char kOutsider[] = "user/wu-hao";
inline constexpr char kLegal[] = "user/wang-fang";
inline constexpr char kLegal2[] = "user/zhao-min";
inline constexpr char kSecrecy[] = "user/chen-jie";
inline constexpr char kPublisher[] = "user/liu-yang";
inline constexpr char kHead[] = "user/ma-chao";
inline constexpr char kSignatory[] = "user/he-jun";
inline constexpr char kAuditor[] = "user/guo-lei";

inline constexpr char kAcceptHead[] = "--accept-head";
inline constexpr char kAcceptClock[] = "--accept-clock";

// How many changes a person may make in a minute: more than a test can.
inline constexpr int kManyChanges = 1'000'000;

struct StartOptions {
  std::chrono::seconds clock{};    // how much the clock is ahead; SetClock changes it
  std::vector<std::string> flags;  // beside the usual ones
};

// Everything lives in a directory of its own, which goes with it. Throws if something cannot be
// started.
class Cluster {
 public:
  // Identities beside those of the development policy: the id, and what the policy says of it, such
  // as "{department: 财政局, roles: [DRAFTER]}".
  using Identities = std::map<std::string, std::string>;

  // Starts all four and waits until each serves.
  explicit Cluster(const Identities& more = {});
  ~Cluster();

  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  void Start(Service service, const StartOptions& options = {});
  // Of a service that was started with a clock that is ahead.
  void SetClock(Service service, std::chrono::seconds ahead);
  // The exit code of a process that ends by itself.
  int Wait(Service service);
  // SIGTERM; the exit code.
  int Stop(Service service);
  // SIGKILL.
  void Kill(Service service);
  pid_t Pid(Service service) const { return processes_.at(service).pid(); }
  // Throws if it does not serve within some time.
  void WaitUntilServing(Service service);

  std::string Address(Service service) const;
  std::filesystem::path directory() const { return directory_; }
  std::filesystem::path Data(Service service) const { return directory_ / NameOf(service); }
  std::filesystem::path Log(Service service) const {
    return directory_ / (NameOf(service) + ".log");
  }
  std::filesystem::path Policy() const { return directory_ / "policy.yaml"; }
  // Of "user/zhang-wei", or "tests/expired" and "tests/unknown".
  std::filesystem::path Certificates(const std::string& identity) const {
    return directory_ / "certificates" / identity;
  }

  // A channel of this identity's own.
  std::shared_ptr<grpc::Channel> Channel(Service service, const std::string& identity);

  // A stub of ApiService (such as intake::v1::IntakeService) at its process, for this identity.
  template <class ApiService>
  std::unique_ptr<typename ApiService::Stub> As(const std::string& identity) {
    return ApiService::NewStub(Channel(ServiceOf(ApiService::service_full_name()), identity));
  }

 private:
  std::filesystem::path Clock(Service service) const {
    return directory_ / (NameOf(service) + ".clock");
  }
  static Service ServiceOf(const std::string& full_name);

  std::filesystem::path directory_;
  std::map<Service, int> ports_;
  std::map<Service, Process> processes_;
  std::map<std::pair<Service, std::string>, std::shared_ptr<grpc::Channel>> channels_;
};

// A context with a deadline that no sound call reaches. The call waits for a process that is not
// there yet.
std::unique_ptr<grpc::ClientContext> Context(
    std::chrono::milliseconds timeout = std::chrono::seconds(30));

// The text of a policy with one more identity: the id, and what the policy says of it.
std::string WithIdentity(std::string policy, const std::string& id, const std::string& says);

// A fresh request id (a UUID of version 7).
std::string NewRequestId();

// The reason of the status's google.rpc.ErrorInfo: "OWN_REPORT". Empty for OK, and
// "(no ErrorInfo) …" where an error carries none.
std::string ReasonOf(const grpc::Status& status);

// A fact of the status's ErrorInfo.
std::string FactOf(const grpc::Status& status, const std::string& key);

}  // namespace gongkai::e2e
