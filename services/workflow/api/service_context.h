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
