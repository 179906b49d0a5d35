// Folds any bytes: each character of the folded text must come from whole characters of the original.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "workflow/leak/fold.h"
#include "workflow/leak/utf8.h"

namespace {

using gongkai::leak::Folded;
using gongkai::leak::Folder;
using gongkai::leak::Range;
using gongkai::leak::ReadCharacter;

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<bool> is_boundary(size + 1);
  for (std::size_t at = 0; at < size; at += ReadCharacter(text, at).size) is_boundary[at] = true;
  is_boundary[size] = true;

  const Folded folded = folder.Fold(text);
  std::size_t last = 0;
  for (std::size_t at = 0; at < folded.text().size();) {
    const std::size_t next = at + ReadCharacter(folded.text(), at).size;
    const Range origin = folded.ToOriginal({at, next});
    Require(last <= origin.begin && origin.begin < origin.end && origin.end <= size);
    Require(is_boundary[origin.begin] && is_boundary[origin.end]);
    last = origin.end;
    at = next;
  }
  return 0;
}
