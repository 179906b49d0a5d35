#include "tests/bench/ids.h"

#include <fmt/format.h>

namespace gongkai::bench {
namespace {

constexpr std::uint64_t Bits(std::uint64_t value, unsigned count) {
  return value & ((std::uint64_t{1} << count) - 1);
}

}  // namespace

std::string Ids::RequestId(base::Time time) {
  const auto time_ms = static_cast<std::uint64_t>(base::ToMicros(time) / 1000);
  const std::uint64_t a = random_();
  const std::uint64_t b = random_();
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", Bits(time_ms >> 16, 32),
                     Bits(time_ms, 16), Bits(a, 12), 0x8000 | Bits(a >> 12, 14), Bits(b, 48));
}

std::string Ids::ReportId(base::Time time) {
  return fmt::format("r{:012x}-{:012x}",
                     Bits(static_cast<std::uint64_t>(base::ToMicros(time) / 1000), 48),
                     Bits(random_(), 48));
}

std::string Ids::Digest() {
  return fmt::format("{:016x}{:016x}{:016x}{:016x}", random_(), random_(), random_(), random_());
}

}  // namespace gongkai::bench
