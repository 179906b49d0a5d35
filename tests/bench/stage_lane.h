#pragma once

#include "tests/bench/connect.h"
#include "tests/bench/lane.h"

namespace gongkai::bench {

// Connections of people to the stage services.
struct PeopleChannels {
  Channels drafter;    // to intake
  Channels legal;      // to review
  Channels secrecy;    // to review
  Channels publisher;  // to publish
};

// Lifecycles of reports with content, as people make them: every call goes to a stage service, and
// each is one transition.
Lanes MakeStageLanes(const PeopleChannels& channels, int count);

}  // namespace gongkai::bench
