// What those who follow the ledger for this service have in common.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "gongkai/workflow/v1/workflow_service.pb.h"

namespace gongkai::intake {

// Returns a text that tells a change from any other which another ledger could have at its position.
std::string Describe(const workflow::v1::WatchChangesResponse& change);

// Blocks for this time, or until `stop` is requested.
void Pause(const std::stop_token& stop, std::chrono::milliseconds time);

}  // namespace gongkai::intake
