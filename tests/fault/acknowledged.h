// What a client was told of a change that it had asked for.
#pragma once

#include <string>

#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::fault {

struct Acknowledged {
  std::string request_id;  // empty: it came with another report's change, and nobody was told more
  std::string report;      // reports/…
  workflow::v1::Action action = workflow::v1::ACTION_UNSPECIFIED;
  workflow::v1::State state = workflow::v1::STATE_UNSPECIFIED;  // after it
  std::string etag;
  std::string content_sha256;
};

}  // namespace gongkai::fault
