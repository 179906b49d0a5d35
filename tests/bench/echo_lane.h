#pragma once

#include "tests/bench/connect.h"
#include "tests/bench/lane.h"

namespace gongkai::bench {

// Empty calls.
Lanes MakeEchoLanes(const Channels& channels, int count);

}  // namespace gongkai::bench
