// What `gongkai-extract --mask` writes: a masked copy, or why there is none.
//
//   "GONGKAI-MASK 1\n"
//   'C' a number for each leak::Kind  length  copy  'E'
//   'R' problem obstacle name length  name  'E'
//
// Problem and obstacle are one byte; lengths and numbers are 32 bits, the least byte first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/leak/document.h"
#include "workflow/leak/kind.h"

namespace gongkai::extraction {

// Says why a file is not masked.
enum class MaskProblem : std::uint8_t {
  kNone = 0,
  kOtherFormat = 1,  // it is no docx and no xlsx
  kPdf = 2,
  kMacros = 3,
  kPlace = 4,   // a value stands where it cannot be masked
  kUnread = 5,  // something that may hold values cannot be read
};
inline constexpr std::uint8_t kMaskProblemCount = 6;

struct MaskRefusal {
  MaskProblem problem = MaskProblem::kNone;
  leak::Obstacle why = leak::Obstacle::kNone;  // of kUnread
  std::string part;                            // as leak::Part::name; empty: the file

  explicit operator bool() const { return problem != MaskProblem::kNone; }
};

// A masked copy, or why there is none.
struct MaskedFile {
  std::string copy;
  std::array<std::size_t, leak::kKindCount> masked{};  // how many values, by their Kind
  MaskRefusal refusal;
};

// Returns the record. The copy must be shorter than 4 GiB.
std::string MaskRecord(const MaskedFile& masked);

// Reads the record. Returns nothing if it is not right, or something stands behind it.
std::optional<MaskedFile> ReadMaskRecord(std::string_view bytes);

}  // namespace gongkai::extraction
