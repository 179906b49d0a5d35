// Looks on while processes are killed, and asks for everything afterwards.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/cluster.h"
#include "tests/fault/log_check.h"
#include "tests/fault/persistent.h"

namespace gongkai::fault {

// For one thread at a time.
class Auditor {
 public:
  // `cluster` and `tallies` must outlive this.
  Auditor(e2e::Cluster& cluster, Tallies& tallies, std::uint64_t seed);

  // Asks for the tree now and then, and remembers each, until `stop` is requested.
  void Watch(const std::stop_token& stop);

  // What Watch saw, and what ended it, empty if nothing did.
  const std::vector<SeenTree>& seen() const { return seen_; }
  const std::string& failure() const { return failure_; }

  // The whole log, with each entry's bytes.
  std::vector<audit::v1::Entry> ReadLog();

  // Reads every content that `log` names, with its attachments, and fails the running test where
  // one cannot be read or is not of its digest.
  void ExpectContents(const std::vector<audit::v1::Entry>& log);

 private:
  std::string Download(const std::string& attachment, const std::string& content_sha256);

  Persistent client_;
  std::unique_ptr<audit::v1::AuditService::Stub> audit_;
  std::unique_ptr<intake::v1::IntakeService::Stub> intake_;
  std::vector<SeenTree> seen_;
  std::string failure_;
};

}  // namespace gongkai::fault
