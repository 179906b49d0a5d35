#include "workflow/leak/fold.h"

#include <algorithm>
#include <optional>

#include "workflow/leak/entity.h"
#include "workflow/leak/fold_action.h"
#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

constexpr char32_t kBasicPlane = 0x10000;

// Chinese numerals are digits only where at least this many digits stand in a row, and, if the row
// begins with them, so many of them, or one right before another digit: in 张三 13800138000 there is none.
constexpr int kRow = 7;
constexpr int kNumerals = 3;

bool IsPlainAscii(char c) {
  return (c >= ' ' && c < '\x7F' && c != '&') || c == '\n' || c == '\t' || c == '\r';
}

// Returns the character of three bytes that begins at `at`, or 0 if another or none begins there.
char32_t ThreeAt(std::string_view text, std::size_t at) {
  if (text.size() - at < 3 || (text[at] & 0xF0) != 0xE0 || (text[at + 1] & 0xC0) != 0x80 ||
      (text[at + 2] & 0xC0) != 0x80) {
    return 0;
  }
  const int code = ((text[at] & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
  return code < 0x800 ? 0 : static_cast<char32_t>(code);
}

// Returns how many digits stand in a row at the end of a folded text.
int DigitsAtEnd(std::string_view folded) {
  int digits = 0;
  int gap = 0;
  while (!folded.empty() && digits < kRow && gap <= kLongestGap) {
    const char c = folded.back();
    if (IsStrongDigit(c) || IsWeakDigit(c)) {
      ++digits;
      gap = 0;
    } else if (IsSeparator(c)) {
      ++gap;
    } else {
      break;
    }
    folded.remove_suffix(1);
  }
  return digits;
}

}  // namespace

Range Folded::OriginOf(std::size_t at) const {
  const auto after =
      std::upper_bound(edits_.begin(), edits_.end(), at,
                       [](std::size_t a, const Edit& edit) { return a < edit.folded; });
  if (after == edits_.begin()) return {at, at + 1};
  const Edit& edit = *std::prev(after);
  const std::size_t past = at - edit.folded;
  if (past < edit.folded_size) return {edit.original, edit.original + edit.original_size};
  const std::size_t begin = edit.original + edit.original_size + (past - edit.folded_size);
  return {begin, begin + 1};
}

Range Folded::ToOriginal(Range folded) const {
  return {OriginOf(folded.begin).begin, OriginOf(folded.end - 1).end};
}

// Folds one text.
class Folder::Run {
 public:
  Run(const std::vector<std::uint8_t>& actions, std::string_view text)
      : actions_(actions), text_(text) {
    folded_.text_.reserve(text.size());
  }

  Folded Take() {
    while (at_ < text_.size()) {
      if (!SkipPlain()) FoldUnit(ReadUnit(at_));
    }
    Flush();
    return std::move(folded_);
  }

 private:
  // A character, or a reference of HTML to one.
  struct Unit {
    Character character;
    bool is_entity;
    FoldAction action;
  };

  FoldAction ActionAt(char32_t code) const {
    return code < kBasicPlane ? actions_[code] : ActionOf(code);
  }

  Unit ReadUnit(std::size_t at) const {
    const std::optional<Character> entity = ReadEntity(text_, at);
    const Character character = entity ? *entity : ReadCharacter(text_, at);
    return {character, entity.has_value(), ActionAt(character.code)};
  }

  // Goes past what stays as it is. Returns whether there was any; most of a text is. Character 0 is
  // dropped, so this stops where no character of three bytes begins.
  bool SkipPlain() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      if (IsPlainAscii(text_[at_])) {
        ++at_;
      } else if (actions_[ThreeAt(text_, at_)] == kKeep) {
        at_ += 3;
      } else {
        break;
      }
    }
    return at_ != begin;
  }

  void FoldUnit(const Unit& unit) {
    const std::size_t size = unit.character.size;
    if (IsNumeral(unit.action)) {
      if (IsInRow()) return ReplaceByByte(size, kWeakZero + (unit.action - kNumeral));
    } else if (unit.action == kDrop) {
      return Replace(size, {});
    } else if (unit.action != kKeep) {
      return ReplaceByByte(size, unit.action);
    }
    if (!unit.is_entity) {
      at_ += size;
      return;
    }
    std::string utf8;
    AppendUtf8(unit.character.code, utf8);
    Replace(size, utf8);
  }

  // Returns whether the numeral here stands in a row of digits that is long enough.
  bool IsInRow() {
    if (at_ >= row_end_) {
      Flush();
      row_end_ = at_;
      const int before = DigitsAtEnd(folded_.text_);
      const Row row = CountRow();
      is_row_ =
          before + row.digits >= kRow && (before > 0 || row.numerals >= kNumerals || row.is_close);
    }
    return is_row_;
  }

  struct Row {
    int digits = 0;
    int numerals = 0;       // of the digits
    bool is_close = false;  // no separator stands behind the first
  };

  // Counts the digits of the row that begins here, and sets row_end_ to behind the last.
  Row CountRow() {
    Row row;
    int gap = 0;
    for (std::size_t at = at_; at < text_.size() && gap <= kLongestGap;) {
      const Unit unit = ReadUnit(at);
      at += unit.character.size;
      const char c = unit.action == kKeep && unit.character.code < 0x80
                         ? static_cast<char>(unit.character.code)
                         : static_cast<char>(unit.action);
      if (IsNumeral(unit.action) || IsStrongDigit(c) || IsWeakDigit(c)) {
        ++row.digits;
        if (row.digits == 2) row.is_close = gap == 0;
        if (IsNumeral(unit.action)) ++row.numerals;
        gap = 0;
        row_end_ = at;
      } else if (IsSeparator(c)) {
        ++gap;
      } else if (unit.action != kDrop) {
        break;
      }
    }
    return row;
  }

  void ReplaceByByte(std::size_t size, int byte) {
    const char c = static_cast<char>(byte);
    Replace(size, {&c, 1});
  }

  // Puts `by` in the place of the next bytes.
  void Replace(std::size_t size, std::string_view by) {
    Flush();
    folded_.edits_.push_back({.folded = static_cast<std::uint32_t>(folded_.text_.size()),
                              .original = static_cast<std::uint32_t>(at_),
                              .folded_size = static_cast<std::uint32_t>(by.size()),
                              .original_size = static_cast<std::uint32_t>(size)});
    folded_.text_.append(by);
    at_ += size;
    flushed_ = at_;
  }

  // Copies what stays as it is.
  void Flush() {
    folded_.text_.append(text_.substr(flushed_, at_ - flushed_));
    flushed_ = at_;
  }

  const std::vector<std::uint8_t>& actions_;
  const std::string_view text_;
  Folded folded_;
  std::size_t at_ = 0;
  std::size_t flushed_ = 0;  // up to here the text is in folded_
  std::size_t row_end_ = 0;  // the row of digits that was last counted ends here
  bool is_row_ = false;      // and it is long enough
};

Folder::Folder() : actions_(kBasicPlane) {
  for (char32_t code = 0; code < kBasicPlane; ++code) actions_[code] = ActionOf(code);
}

Folded Folder::Fold(std::string_view text) const { return Run(actions_, text).Take(); }

}  // namespace gongkai::leak
