#include "tests/e2e/cluster.h"
#include "services/lib/catalog/services.h"

#include <grpc/health/v1/health.grpc.pb.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <openssl/rand.h>
#include <stdlib.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/support/free_port.h"

namespace gongkai::e2e {
namespace {

constexpr std::chrono::seconds kStartTime{60};

std::filesystem::path MakeDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "gongkai.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for the test");
  return name;
}

// Runs deploy/dev-certificates for this cluster's directory.
void MakeCertificates(const std::filesystem::path& directory,
                      const std::vector<std::string>& options) {
  std::vector<std::string> command{std::string(GONGKAI_SOURCE_DIR) + "/deploy/dev-certificates",
                                   directory / "certificates"};
  command.insert(command.end(), options.begin(), options.end());
  const std::filesystem::path log = directory / "certificates.log";
  if (RunToEnd(std::move(command), log) != 0) throw std::runtime_error(ReadFile(log));
}

// The policy of deploy/, with no limit to how fast a person works.
std::string DevelopmentPolicy(const std::filesystem::path& file) {
  std::string policy = ReadFile(file);
  const std::string words = "changes_per_minute: 120";
  const std::size_t at = policy.find(words);
  if (at == std::string::npos) throw std::logic_error("the policy does not say: " + words);
  return policy.replace(at, words.size(), "changes_per_minute: " + std::to_string(kManyChanges));
}

std::optional<google::rpc::ErrorInfo> InfoOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info;
  }
  return std::nullopt;
}

}  // namespace

std::string NameOf(Service service) {
  return std::string(catalog::kServices[static_cast<std::size_t>(service)].name);
}

Cluster::Cluster(const Identities& more) : directory_(MakeDirectory()) {
  const std::filesystem::path deploy = std::filesystem::path(GONGKAI_SOURCE_DIR) / "deploy";
  MakeCertificates(directory_, {"--tests"});
  std::string policy = DevelopmentPolicy(deploy / "policy.yaml");
  for (const auto& [id, says] : more) {
    MakeCertificates(directory_, {"--only", id});
    policy = WithIdentity(std::move(policy), id, says);
  }
  std::ofstream(Policy()) << policy;
  for (const Service service : kServices) ports_[service] = support::FreePort();
  for (const Service service : kServices) Start(service);
  for (const Service service : kServices) WaitUntilServing(service);
}

Cluster::~Cluster() {
  channels_.clear();
  processes_.clear();
  std::filesystem::remove_all(directory_);
}

void Cluster::Start(Service service, const StartOptions& options) {
  const std::string name = NameOf(service);
  std::vector<std::string> command;
  if (options.clock != std::chrono::seconds{}) {
    SetClock(service, options.clock);
    // What is loaded comes before AddressSanitizer, which minds.
    command = {"env", "ASAN_OPTIONS=verify_asan_link_order=0",
               "GONGKAI_CLOCK=" + Clock(service).string(),
               "LD_PRELOAD=" + std::string(GONGKAI_BINARY_DIR) + "/libgongkai-shifted-clock.so"};
  }
  command.insert(command.end(),
                 {std::string(GONGKAI_BINARY_DIR) + "/gongkai-" + name, "--listen",
                  Address(service), "--data", Data(service), "--certificates",
                  Certificates("service/" + name), "--policy", Policy(), "--drain-seconds", "5"});
  command.insert(command.end(), options.flags.begin(), options.flags.end());
  for (const Service called : kServices) {
    if (!catalog::Calls(catalog::Find(NameOf(service)), NameOf(called))) continue;
    command.insert(command.end(), {"--" + NameOf(called), Address(called)});
  }
  processes_.erase(service);
  processes_.emplace(service, Process(std::move(command), Log(service)));
}

void Cluster::SetClock(Service service, std::chrono::seconds ahead) {
  // In place, as the process has the file mapped.
  std::fstream file(Clock(service), std::ios::binary | std::ios::in | std::ios::out);
  if (!file) file.open(Clock(service), std::ios::binary | std::ios::out);
  const std::int64_t seconds = ahead.count();
  file.write(reinterpret_cast<const char*>(&seconds), sizeof(seconds));
}

int Cluster::Wait(Service service) { return processes_.at(service).Wait(); }

int Cluster::Stop(Service service) { return processes_.at(service).Stop(); }

void Cluster::Kill(Service service) { processes_.at(service).Kill(); }

void Cluster::WaitUntilServing(Service service) {
  const auto stub = grpc::health::v1::Health::NewStub(Channel(service, kAuditor));
  const auto deadline = std::chrono::steady_clock::now() + kStartTime;
  grpc::Status status;
  while (std::chrono::steady_clock::now() < deadline) {
    grpc::health::v1::HealthCheckResponse response;
    const auto context = Context(kStartTime);
    status = stub->Check(context.get(), {}, &response);
    if (status.ok() && response.status() == grpc::health::v1::HealthCheckResponse::SERVING) {
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  throw std::runtime_error(NameOf(service) + " does not serve (" + status.error_message() +
                           "): " + ReadFile(Log(service)));
}

std::string Cluster::Address(Service service) const {
  return "127.0.0.1:" + std::to_string(ports_.at(service));
}

std::shared_ptr<grpc::Channel> Cluster::Channel(Service service, const std::string& identity) {
  std::shared_ptr<grpc::Channel>& channel = channels_[{service, identity}];
  if (channel == nullptr) {
    const std::filesystem::path files = Certificates(identity);
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
    channel = grpc::CreateCustomChannel(
        Address(service),
        grpc::SslCredentials({.pem_root_certs = ReadFile(directory_ / "certificates" / "ca.pem"),
                              .pem_private_key = ReadFile(files / "key.pem"),
                              .pem_cert_chain = ReadFile(files / "cert.pem")}),
        arguments);
  }
  return channel;
}

Service Cluster::ServiceOf(const std::string& full_name) {
  for (const Service service : kServices) {
    if (full_name.find('.' + NameOf(service) + '.') != std::string::npos) return service;
  }
  return Service::kWorkflow;  // which serves the audit API too
}

std::unique_ptr<grpc::ClientContext> Context(std::chrono::milliseconds timeout) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + timeout);
  context->set_wait_for_ready(true);  // without it, nothing dials again while no call waits
  return context;
}

std::string WithIdentity(std::string policy, const std::string& id, const std::string& says) {
  const std::size_t end = policy.rfind("...\n");  // which the identities precede
  if (end == std::string::npos) throw std::logic_error("a policy ends with `...`");
  return policy.insert(end, "  " + id + ": " + says + "\n");
}

std::string NewRequestId() {
  std::array<unsigned char, 10> random{};
  RAND_bytes(random.data(), static_cast<int>(random.size()));
  const auto now =
      static_cast<unsigned long long>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::system_clock::now().time_since_epoch())
                                          .count());
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%08llx-%04llx-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                now >> 16, now & 0xffff, (random[0] << 8 | random[1]) & 0xfff,
                (random[2] & 0x3f) | 0x80, random[3], random[4], random[5], random[6], random[7],
                random[8], random[9]);
  return text.data();
}

std::string ReasonOf(const grpc::Status& status) {
  if (status.ok()) return "";
  const auto info = InfoOf(status);
  if (!info || info->domain() != "gongkai.internal") {
    return "(no ErrorInfo) " + std::to_string(status.error_code()) + ": " + status.error_message();
  }
  return info->reason();
}

std::string FactOf(const grpc::Status& status, const std::string& key) {
  const auto info = InfoOf(status);
  if (!info) return "";
  const auto fact = info->metadata().find(key);
  return fact == info->metadata().end() ? "" : fact->second;
}

}  // namespace gongkai::e2e
