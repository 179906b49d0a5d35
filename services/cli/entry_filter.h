// Which entries of the audit log are wanted.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>

#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {

// All that is given must hold.
struct EntryFilter {
  std::string report;  // as typed
  std::string actor;   // `user/zhang-wei`
  std::optional<workflow::v1::Action> action;
  std::optional<google::protobuf::Timestamp> since;  // then or later
  std::optional<google::protobuf::Timestamp> until;  // before
  std::string expression;                            // AIP-160
};

// The one filter of ListEntriesRequest that says the same.
std::string ExpressionOf(const EntryFilter& filter);

}  // namespace gongkai::cli
