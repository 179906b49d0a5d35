// Selects entries of the audit log.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>

#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {

// Holds conditions on an entry. An entry must meet all conditions that are given.
struct EntryFilter {
  std::string report;  // as typed; empty: any
  std::string actor;   // `user/zhang-wei`; empty: any
  std::optional<workflow::v1::Action> action;
  std::optional<google::protobuf::Timestamp> since;  // at this time or later
  std::optional<google::protobuf::Timestamp> until;  // before this time
  std::string expression;                            // AIP-160; empty: no further condition
};

// Returns these conditions as the `filter` of one ListEntriesRequest.
std::string ExpressionOf(const EntryFilter& filter);

}  // namespace gongkai::cli
