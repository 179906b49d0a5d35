#include "services/cli/site/names.h"

#include <charconv>
#include <utility>

#include "workflow/base/utf8.h"
#include "workflow/leak/redact.h"

namespace gongkai::cli::site {
namespace {

// Returns the path as UTF-8: as it is, or else with each byte that is not ASCII as \xB2.
std::string Printable(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  if (base::IsUtf8(path)) return std::string(path);
  std::string shown;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      shown += c;
    } else {
      ((shown += "\\x") += kHex[byte >> 4U]) += kHex[byte & 0xFU];
    }
  }
  return shown;
}

// Returns the address with its %41 as bytes.
std::string Decoded(std::string_view address) {
  std::string text;
  while (!address.empty()) {
    unsigned byte = 0;
    const bool is_coded =
        address.front() == '%' && address.size() >= 3 &&
        std::from_chars(address.data() + 1, address.data() + 3, byte, 16).ptr == address.data() + 3;
    text += is_coded ? static_cast<char>(byte) : address.front();
    address.remove_prefix(is_coded ? 3 : 1);
  }
  return text;
}

}  // namespace

ItemName Names::OfPath(std::string_view path) { return Of(path, Printable(path)); }

ItemName Names::OfAddress(const std::string& address) { return Of(Decoded(address), address); }

ItemName Names::Of(std::string_view text, std::string_view plain) {
  ItemName name;
  for (leak::Finding& finding : checker_.Check(text).findings) {
    name.findings.push_back({std::string(kNamePart), std::move(finding)});
  }
  const std::string masked = leak::Redact(checker_, text).text;
  name.shown = masked == text ? std::string(plain) : Printable(masked);
  const int count = ++taken_[base::Sha256(name.shown)];
  if (count == 1) return name;
  const std::string first = name.shown;
  for (int number = count; taken_.contains(base::Sha256(name.shown)); ++number) {
    name.shown = first + " (" + std::to_string(number) + ")";
  }
  taken_[base::Sha256(name.shown)] = 1;
  return name;
}

}  // namespace gongkai::cli::site
