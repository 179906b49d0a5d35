// Notices that files have changed by reading them, so it does not matter how they are replaced:
// written in place, renamed over, or behind a symbolic link that is turned.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace gongkai::server {

// Movable until it is started.
class FileWatch {
 public:
  // Reads the files once: what counts as a change is what differs from now on.
  explicit FileWatch(std::vector<std::filesystem::path> files);

  // Calls `changed`, on a thread of the watch's own, once for each change; where it returns false,
  // as it could not do what is to be done, it is called again every half second until it returns
  // true. A change counts when two reads, half a second apart, agree: files that are still being
  // written are let be. To be called once; `changed` must not throw and is never running after the
  // destructor.
  void Start(std::function<bool()> changed);

 private:
  // The bytes of all files, or why they cannot be read.
  std::string Read() const;
  void Run(const std::stop_token& stop, const std::function<bool()>& changed);

  std::vector<std::filesystem::path> files_;
  std::string seen_;
  std::jthread thread_;  // last: it stops before what it reads is gone
};

}  // namespace gongkai::server
