// Texts that are found again wherever they come out: each says of which revision of which report it
// is. A revision's digests are canaries too.
#pragma once

#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace gongkai::all {

struct Canary {
  std::string report;
  int revision = 0;
  std::string field;

  auto operator<=>(const Canary&) const = default;
};

inline constexpr std::string_view kCanary = "CANARY(";

inline std::string ToString(const Canary& canary) {
  return std::string(kCanary) + canary.report + '.' + std::to_string(canary.revision) + '.' +
         canary.field + ')';
}

// Returns every canary text in the bytes.
inline std::set<Canary> FindCanaries(std::string_view bytes) {
  std::set<Canary> found;
  for (std::size_t at = 0; (at = bytes.find(kCanary, at)) != std::string_view::npos;) {
    at += kCanary.size();
    const std::size_t revision = bytes.find('.', at) + 1;
    const std::size_t field = bytes.find('.', revision) + 1;
    found.insert({.report = std::string(bytes.substr(at, revision - 1 - at)),
                  .revision = std::stoi(std::string(bytes.substr(revision, field - 1 - revision))),
                  .field = std::string(bytes.substr(field, bytes.find(')', field) - field))});
  }
  return found;
}

// Returns everything in the bytes that may be a SHA-256 in hex.
inline std::set<std::string> FindDigests(std::string_view bytes) {
  constexpr std::size_t kDigits = 64;
  std::set<std::string> found;
  std::size_t length = 0;
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    const bool hex = at < bytes.size() && std::isxdigit(static_cast<unsigned char>(bytes[at])) != 0;
    if (hex) {
      if (++length >= kDigits) found.emplace(bytes.substr(at + 1 - kDigits, kDigits));
    } else {
      length = 0;
    }
  }
  return found;
}

}  // namespace gongkai::all
