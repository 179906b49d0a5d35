#include "tests/bench/machine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grpcpp/grpcpp.h>
#include <sqlite3.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/measure.h"

namespace gongkai::bench {
namespace {

// The value of the first line `key : value`.
std::string ValueOf(const std::string& file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const std::size_t begin = line.find_first_not_of(" \t", line.find(':') + 1);
    return begin == std::string::npos ? "" : line.substr(begin);
  }
  return "";
}

// Of an append of 4 KiB: the flush of the write-ahead log when there is little to write.
double FlushMicros(const std::filesystem::path& folder) {
  constexpr int kTimes = 200;
  const std::filesystem::path file = folder / "flush";
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::array<char, 4096> page{};
  std::vector<double> taken;
  for (int i = 0; i < kTimes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (write(descriptor, page.data(), page.size()) < 0 || fdatasync(descriptor) != 0) break;
    taken.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
            .count());
  }
  close(descriptor);
  std::filesystem::remove(file);
  return MedianOf(std::move(taken));
}

}  // namespace

nlohmann::ordered_json MachineFacts(const std::filesystem::path& folder) {
  utsname kernel{};
  uname(&kernel);
  std::array<double, 1> load{};
  getloadavg(load.data(), 1);
  return {{"processor", ValueOf("/proc/cpuinfo", "model name")},
          {"clock_mhz", ValueOf("/proc/cpuinfo", "cpu MHz")},
          {"cpus", sysconf(_SC_NPROCESSORS_ONLN)},
          {"memory", ValueOf("/proc/meminfo", "MemTotal")},
          {"kernel", fmt::format("{} {}", kernel.sysname, kernel.release)},
          {"grpc", grpc::Version()},
          {"sqlite", sqlite3_libversion()},
          {"load_average_at_start", load[0]},
          {"flush_of_4_kib_us", FlushMicros(folder)}};
}

}  // namespace gongkai::bench
