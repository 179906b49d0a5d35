// Stopping a process by signal.
#pragma once

namespace gongkai::server {

// Keeps SIGTERM and SIGINT for WaitForStop, and lets a closed pipe be an error instead of the end.
// Call it first in main: threads inherit it.
void BlockSignals();

// Waits for SIGTERM or SIGINT and returns its number. From then on a second one kills the process
// as if nobody had asked.
int WaitForStop();

}  // namespace gongkai::server
