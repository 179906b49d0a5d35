#include "services/lib/extraction/record/records.h"

#include <cstddef>

#include "services/lib/extraction/record/cursor.h"

namespace gongkai::extraction {
namespace {

constexpr std::string_view kFirstLine = "GONGKAI-EXTRACT 1\n";
constexpr char kPart = 'P';
constexpr char kUnread = 'U';
constexpr char kEnd = 'E';
constexpr auto kKinds = static_cast<std::size_t>(leak::PartKind::kPosition) + 1;

bool TakePart(Cursor& cursor, leak::Document& document) {
  const auto kind = cursor.TakeByte();
  const auto name_size = cursor.TakeNumber();
  const auto text_size = cursor.TakeNumber();
  if (!kind || *kind >= kKinds || !name_size || !text_size) return false;
  const auto name = cursor.TakeText(*name_size);
  const auto text = cursor.TakeText(*text_size);
  if (!name || !text) return false;
  document.parts.push_back(
      {std::string(*name), static_cast<leak::PartKind>(*kind), std::string(*text)});
  return true;
}

bool TakeUnread(Cursor& cursor, leak::Document& document) {
  const auto why = cursor.TakeByte();
  const auto name_size = cursor.TakeNumber();
  if (!why || *why == 0 || *why >= leak::kObstacleCount || !name_size) return false;
  const auto name = cursor.TakeText(*name_size);
  if (!name) return false;
  document.unread.push_back({std::string(*name), static_cast<leak::Obstacle>(*why)});
  return true;
}

}  // namespace

std::string_view RecordWriter::Begin() { return kFirstLine; }

std::string RecordWriter::Record(std::string_view name, leak::PartKind kind,
                                 std::string_view text) {
  ++records_;
  std::string record{kPart, static_cast<char>(kind)};
  AppendNumber(static_cast<std::uint32_t>(name.size()), record);
  AppendNumber(static_cast<std::uint32_t>(text.size()), record);
  record.append(name).append(text);
  return record;
}

std::string RecordWriter::Record(std::string_view name, leak::Obstacle why) {
  ++records_;
  std::string record{kUnread, static_cast<char>(why)};
  AppendNumber(static_cast<std::uint32_t>(name.size()), record);
  record.append(name);
  return record;
}

std::string RecordWriter::End() const {
  std::string record{kEnd};
  AppendNumber(records_, record);
  return record;
}

Records ReadRecords(std::string_view bytes) {
  Records read;
  Cursor cursor(bytes);
  if (cursor.Take(kFirstLine.size()) != kFirstLine) return read;
  for (std::uint32_t records = 0;; ++records) {
    const auto type = cursor.TakeByte();
    if (!type) return read;
    if (*type == kEnd) {
      read.is_complete = cursor.TakeNumber() == records && cursor.is_at_end();
      return read;
    }
    const bool is_right = *type == kPart     ? TakePart(cursor, read.document)
                          : *type == kUnread ? TakeUnread(cursor, read.document)
                                             : false;
    if (!is_right) return read;
  }
}

}  // namespace gongkai::extraction
