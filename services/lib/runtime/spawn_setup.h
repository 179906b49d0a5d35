// What posix_spawn is told of a new process.
#pragma once

#include <spawn.h>

namespace gongkai::runtime {

// Holds what the new process opens, and its attributes, for posix_spawn.
//
//   SpawnSetup setup;
//   posix_spawn_file_actions_addopen(&setup.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
//   posix_spawn(&child, program, &setup.files, &setup.attributes, argv, environ);
class SpawnSetup {
 public:
  SpawnSetup() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
  }
  ~SpawnSetup() {
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
};

}  // namespace gongkai::runtime
