#pragma once

#include "tests/bench/connect.h"
#include "tests/bench/lane.h"

namespace gongkai::bench {

// Connections to workflow, as each of the services that may write there.
struct ServiceChannels {
  Channels intake;
  Channels review;
  Channels publish;
};

// Lifecycles of reports straight to workflow, as the stage services would have them: each lane
// takes one report after the other from CREATE to PUBLISH.
Lanes MakeTransitionLanes(const ServiceChannels& channels, int count);

}  // namespace gongkai::bench
