// Provides what the commands of publishers have in common.
#pragma once

#include <string>

#include "services/cli/commands/command_line.h"
#include "services/cli/view/names.h"

namespace gongkai::cli {

// Holds the arguments of a publisher's change.
struct PublishArgs {
  std::string report;
  std::string text;  // the reason
  std::string content;
  ChangeOptions change;
};

// Returns the request for the change, with the fields that every such request has.
template <class Request>
Request RequestOf(const PublishArgs& args) {
  Request request;
  request.set_name(ReportName(args.report));
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  return request;
}

}  // namespace gongkai::cli
