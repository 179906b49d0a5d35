#include "services/lib/extraction/record/mask_record.h"

#include "services/lib/extraction/record/cursor.h"

namespace gongkai::extraction {
namespace {

constexpr std::string_view kFirstLine = "GONGKAI-MASK 1\n";
constexpr char kCopy = 'C';
constexpr char kRefusal = 'R';
constexpr char kEnd = 'E';

bool TakeCopy(Cursor& cursor, MaskedFile& masked) {
  for (std::size_t& count : masked.masked) {
    const auto number = cursor.TakeNumber();
    if (!number) return false;
    count = *number;
  }
  const auto size = cursor.TakeNumber();
  const auto copy = size ? cursor.Take(*size) : std::nullopt;
  if (!copy) return false;
  masked.copy = *copy;
  return true;
}

bool TakeRefusal(Cursor& cursor, MaskRefusal& refusal) {
  const auto problem = cursor.TakeByte();
  const auto why = cursor.TakeByte();
  const auto size = cursor.TakeNumber();
  const auto part = size ? cursor.TakeText(*size) : std::nullopt;
  if (!problem || *problem == 0 || *problem >= kMaskProblemCount || !why ||
      *why >= leak::kObstacleCount || !part) {
    return false;
  }
  refusal = {static_cast<MaskProblem>(*problem), static_cast<leak::Obstacle>(*why),
             std::string(*part)};
  return true;
}

}  // namespace

std::string MaskRecord(const MaskedFile& masked) {
  std::string record(kFirstLine);
  if (masked.refusal) {
    record += kRefusal;
    record += static_cast<char>(masked.refusal.problem);
    record += static_cast<char>(masked.refusal.why);
    AppendNumber(static_cast<std::uint32_t>(masked.refusal.part.size()), record);
    record += masked.refusal.part;
  } else {
    record += kCopy;
    for (const std::size_t count : masked.masked) {
      AppendNumber(static_cast<std::uint32_t>(count), record);
    }
    AppendNumber(static_cast<std::uint32_t>(masked.copy.size()), record);
    record += masked.copy;
  }
  return record += kEnd;
}

std::optional<MaskedFile> ReadMaskRecord(std::string_view bytes) {
  Cursor cursor(bytes);
  MaskedFile masked;
  if (cursor.Take(kFirstLine.size()) != kFirstLine) return std::nullopt;
  const auto type = cursor.TakeByte();
  const bool is_right = (type == kCopy && TakeCopy(cursor, masked)) ||
                        (type == kRefusal && TakeRefusal(cursor, masked.refusal));
  if (!is_right || cursor.TakeByte() != kEnd || !cursor.is_at_end()) return std::nullopt;
  return masked;
}

}  // namespace gongkai::extraction
