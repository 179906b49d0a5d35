#include "services/intake/report/report_id.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include "services/lib/request/time.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::intake {
namespace {

constexpr std::size_t kTimeDigits = 12;  // of 48 bits: the milliseconds that a UUID begins with
constexpr std::size_t kTailDigits = 12;

std::string RandomDigits() {
  std::array<unsigned char, kTailDigits / 2> bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

// The first digits of a UUID, without its dashes.
std::string TimeDigits(std::string_view uuid) {
  std::string digits(uuid);
  std::erase(digits, '-');
  digits.resize(kTimeDigits);
  std::ranges::transform(digits, digits.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return digits;
}

}  // namespace

base::ReportId NewReportId(const base::ActorId& caller, std::string_view request_id) {
  if (request_id.empty()) {
    return base::ReportId(
        fmt::format("r{:012x}-{}", base::ToMicros(request::Now()) / 1000, RandomDigits()));
  }
  const std::string hash = base::Sha256({caller.text(), "|", request_id}).ToHex();
  return base::ReportId(fmt::format("r{}-{}", TimeDigits(request_id), hash.substr(0, kTailDigits)));
}

}  // namespace gongkai::intake
