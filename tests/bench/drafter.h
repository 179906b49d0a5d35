// A drafter who files reports, one call after the other.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"

namespace gongkai::bench {

// Returns a report that may be submitted, for active disclosure, with a title and a body.
intake::v1::Report ReportOf(const std::string& title, std::string body);

// Calls intake for one person. Each function blocks, and throws where intake refuses the call. For
// one thread at a time.
class Drafter {
 public:
  // `channel`: a connection to intake as the drafter.
  explicit Drafter(const std::shared_ptr<grpc::Channel>& channel) : intake_(channel) {}

  // Files the report as a draft. Returns its name.
  std::string Create(intake::v1::Report report);

  // Attaches a file with these bytes to the draft.
  void Attach(const std::string& report, const std::string& file_name, const std::string& bytes);

  // Submits the draft.
  void Submit(const std::string& report);

 private:
  intake::v1::IntakeService::Stub intake_;
};

}  // namespace gongkai::bench
