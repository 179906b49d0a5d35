// What gongkai-extract writes and an Extractor reads: a first line, records, and a record that says that
// nothing is missing.
//
//   "GONGKAI-EXTRACT 1\n"
//   'P' kind      name length, text length   name, text     a leak::Part
//   'U' obstacle  name length                name           a leak::Unread
//   'E'           number of records before                  the end
//
// Kinds and obstacles are one byte; lengths and the number are 32 bits, the least byte first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workflow/leak/document.h"

namespace gongkai::extraction {

// The exit code of gongkai-extract when there is no more memory.
inline constexpr int kExitNoMemory = 3;

// Writes the records one after another.
class RecordWriter {
 public:
  // Returns the first line.
  static std::string_view Begin();

  // Return the record. A name or text must be shorter than 4 GiB.
  std::string Record(std::string_view name, leak::PartKind kind, std::string_view text);
  std::string Record(std::string_view name, leak::Obstacle why);

  // Returns the record that ends all.
  std::string End() const;

 private:
  std::uint32_t records_ = 0;
};

// What was read of the records.
struct Records {
  leak::Document document;   // the records that are whole and right
  bool is_complete = false;  // all were, and the end was there with nothing behind it
};

// Reads records. Names and texts must be UTF-8. Reading stops at the first record that is not right.
Records ReadRecords(std::string_view bytes);

}  // namespace gongkai::extraction
