// Checks any bytes: findings must lie in the text, in their order, between characters, and show UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "workflow/leak/checker.h"
#include "workflow/leak/utf8.h"

namespace {

using gongkai::leak::Character;
using gongkai::leak::Checker;
using gongkai::leak::Finding;
using gongkai::leak::kNoCharacter;
using gongkai::leak::Range;
using gongkai::leak::ReadCharacter;

void Require(bool holds) {
  if (!holds) std::abort();
}

void RequireUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = ReadCharacter(text, at);
    Require(character.code != kNoCharacter);
    at += character.size;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Checker checker;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<bool> is_boundary(size + 1);
  for (std::size_t at = 0; at < size; at += ReadCharacter(text, at).size) is_boundary[at] = true;
  is_boundary[size] = true;

  std::size_t last = 0;
  for (const Finding& finding : checker.Check(text).findings) {
    const Range bytes = finding.place.bytes;
    Require(last <= bytes.begin && bytes.begin < bytes.end && bytes.end <= size);
    Require(is_boundary[bytes.begin] && is_boundary[bytes.end]);
    RequireUtf8(finding.excerpt);
    last = bytes.end;
  }
  return 0;
}
