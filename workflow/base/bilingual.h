// A text in the two languages of Gongkai, English and Chinese.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gongkai::base {

// The locale of the Chinese texts (BCP 47).
inline constexpr char kChineseLocale[] = "zh-CN";

// Refers to one text in both languages, as std::string_view refers to a text in one. A text without
// its Chinese does not compile. What this refers to must outlive this.
//
//   check.Require(size <= 16, "states", {"At most 16.", "最多 16 项。"});
struct BilingualView {
  constexpr BilingualView(std::string_view in_english, std::string_view in_chinese)
      : english(in_english), chinese(in_chinese) {}

  std::string_view english;
  std::string_view chinese;
};

// Holds one text in both languages. The Chinese is empty only where another process gave none.
struct Bilingual {
  Bilingual() = default;
  Bilingual(std::string in_english, std::string in_chinese)
      : english(std::move(in_english)), chinese(std::move(in_chinese)) {}
  explicit Bilingual(const BilingualView& text) : english(text.english), chinese(text.chinese) {}

  operator BilingualView() const { return {english, chinese}; }  // NOLINT: as of std::string

  friend bool operator==(const Bilingual&, const Bilingual&) = default;

  std::string english;
  std::string chinese;
};

}  // namespace gongkai::base
