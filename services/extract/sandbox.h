// Takes from this process all that reading a file does not need.
#pragma once

namespace gongkai::extract {

// Limits memory, time, descriptors and files, forbids new privileges, and then every system call that
// reading does not need: the kernel kills the process that tries another one. Files can be opened only for
// reading, and only below /usr/share/poppler, where the tables of Chinese fonts are; without Landlock none
// can be opened. Cannot be undone. Returns whether all of it is in force.
bool EnterSandbox();

}  // namespace gongkai::extract
