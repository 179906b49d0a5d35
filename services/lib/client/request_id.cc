#include "services/lib/client/request_id.h"

#include <cinttypes>
#include <cstdio>
#include <random>

namespace gongkai::client {

std::string UuidV7(std::chrono::nanoseconds since_epoch, std::uint64_t random) {
  constexpr std::uint64_t kNanosecondsInMillisecond = 1'000'000;
  const auto nanoseconds = static_cast<std::uint64_t>(since_epoch.count());
  const std::uint64_t milliseconds = nanoseconds / kNanosecondsInMillisecond;
  const std::uint64_t fraction =
      (nanoseconds % kNanosecondsInMillisecond) * 4096 / kNanosecondsInMillisecond;

  const std::uint64_t high = milliseconds << 16U | 0x7000U | fraction;
  const std::uint64_t low = (random & 0x3FFF'FFFF'FFFF'FFFFU) | 0x8000'0000'0000'0000U;

  char text[37];
  std::snprintf(text, sizeof(text),
                "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64, high >> 32U,
                high >> 16U & 0xFFFFU, high & 0xFFFFU, low >> 48U, low & 0xFFFF'FFFF'FFFFU);
  return text;
}

std::string NewRequestId() {
  std::random_device device;
  const std::uint64_t random = std::uint64_t{device()} << 32U | device();
  return UuidV7(std::chrono::system_clock::now().time_since_epoch(), random);
}

}  // namespace gongkai::client
