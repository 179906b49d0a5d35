// A document as it was read: the texts in it, shown or hidden, and what of it could not be read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "workflow/base/words.h"

namespace gongkai::leak {

// Says where in a document a text stands.
enum class PartKind : std::uint8_t {
  kShown = 0,     // a reader sees it
  kHidden = 1,    // hidden text, sheets, rows and columns, layers, text under something else
  kDeleted = 2,   // deleted, but still in the file: tracked changes, earlier revisions
  kComment = 3,   // comments and annotations
  kProperty = 4,  // author, company, last modified by, paths
  kPosition = 5,  // where a photograph was taken
};

// One text of a document.
struct Part {
  std::string
      name;  // such as "word/document.xml" or "名单.xlsx/Sheet1"; UTF-8; empty: the text as a whole
  PartKind kind = PartKind::kShown;
  std::string text;  // UTF-8
};

// Says why a document, or a part of it, could not be read.
enum class Obstacle : std::uint8_t {
  kNone = 0,
  kEncrypted = 1,
  kBroken = 2,
  kTooLarge = 3,
  kTooDeep = 4,
  kTooSlow = 5,
  kUnknownFormat = 6,
  kOldFormat = 7,
  kNoText = 8,
  kStopped = 9,
};

inline constexpr auto kObstacleWords = std::to_array<base::Word>({
    {"NONE", ""},
    {"ENCRYPTED", "已加密"},
    {"BROKEN", "已损坏或者不合规范"},
    {"TOO_LARGE", "内容过大"},
    {"TOO_DEEP", "嵌套过深"},
    {"TOO_SLOW", "读取超时"},
    {"UNKNOWN_FORMAT", "格式不明"},
    {"OLD_FORMAT", "旧格式，未安装转换程序"},
    {"NO_TEXT", "没有可读的文字，可能是图片或者扫描件"},
    {"STOPPED", "读取程序异常中止"},
});
inline constexpr std::size_t kObstacleCount = 10;
static_assert(kObstacleWords.size() == kObstacleCount && base::AreComplete(kObstacleWords),
              "each obstacle has its words");

// Something that could not be read.
struct Unread {
  std::string part;  // as Part::name; empty: the document
  Obstacle why = Obstacle::kNone;

  friend bool operator==(const Unread&, const Unread&) = default;
};

// All that was read out of one document.
struct Document {
  std::vector<Part> parts;
  std::vector<Unread> unread;
};

}  // namespace gongkai::leak
