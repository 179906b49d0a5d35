// Notices that files have changed, by reading the files. A file may be replaced in any way: written
// in place, renamed over, or behind a symbolic link that is changed.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace gongkai::runtime {

// Calls a function after each change of some files. Movable until Start.
//
//   FileWatch watch({path});
//   const std::string first = Load(path);
//   watch.Start([&] { return TryReload(path); });
class FileWatch {
 public:
  // Reads the files once. Any difference from these bytes counts as a change.
  explicit FileWatch(std::vector<std::filesystem::path> files);

  // Starts the watch. Must be called once. Calls `changed` once for each change, on a thread of
  // this object. If `changed` returns false because its work failed, calls `changed` again every
  // half second until it returns true. A change counts when two reads, half a second apart, agree,
  // so a file that is still being written does not count. `changed` must not throw, and never runs
  // after the destructor.
  void Start(std::function<bool()> changed);

 private:
  // Returns the bytes of all files. For a file that cannot be read, returns the reason instead.
  std::string Read() const;
  void Run(const std::stop_token& stop, const std::function<bool()>& changed);

  std::vector<std::filesystem::path> files_;
  std::string seen_;
  std::jthread thread_;  // last: stops before the members above are destroyed
};

}  // namespace gongkai::runtime
