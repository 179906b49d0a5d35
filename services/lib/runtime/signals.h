// Stops a process by signal.
#pragma once

namespace gongkai::runtime {

// Blocks SIGTERM and SIGINT, so that WaitForStop receives these signals. Ignores SIGPIPE, so that a
// closed pipe is an error and does not end the process. Must be called first in main, because
// threads inherit the signal mask.
void BlockSignals();

// Blocks until SIGTERM or SIGINT arrives. Returns the number of the signal. Afterwards, a second
// such signal kills the process at once.
int WaitForStop();

}  // namespace gongkai::runtime
