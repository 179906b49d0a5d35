// The parts that the services of the workflow process use, and the functions that make the
// services.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <memory>

#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/gate.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/streams.h"
#include "services/workflow/deadline/calendars.h"
#include "workflow/ledger/ledger.h"
#include "workflow/ledger/reader.h"

namespace gongkai::workflow {

// Limits the streams of changes and entries, and sets the number of threads that read for them. A
// person who follows tasks or reports has a stream here by way of review or intake: each of these
// takes 1,024 streams. The rest is for publish and for whoever calls workflow itself.
inline constexpr runtime::Streams::Options kStreams{
    .limit = 2560, .limit_per_caller = 128, .threads = 2};

// The parts that a service uses. Every member must outlive the services.
struct ServiceContext {
  rpc::Gate& gate;
  runtime::Streams& streams;
  const identity::PolicyFile& policy;
  const Calendars& calendars;
  ledger::Ledger& ledger;
  ledger::Reader& log;
  runtime::GrowingValue& log_size;  // the number of entries; advances with each commit
};

std::unique_ptr<grpc::Service> MakeWorkflowService(const ServiceContext& context);
std::unique_ptr<grpc::Service> MakeAuditService(const ServiceContext& context);

}  // namespace gongkai::workflow
