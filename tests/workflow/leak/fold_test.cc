#include "workflow/leak/fold.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

Folded Fold(std::string_view text) {
  static const Folder folder;
  return folder.Fold(text);
}

// Returns the folded text with weak digits in brackets and the middle dot as it is written.
std::string Shown(std::string_view text) {
  std::string shown;
  const Folded folded = Fold(text);
  for (const char c : folded.text()) {
    if (IsWeakDigit(c)) {
      shown += std::string("[") + DigitOf(c) + ']';
    } else if (c == kMiddleDot) {
      shown += "·";
    } else {
      shown += c;
    }
  }
  return shown;
}

TEST(FoldTest, LeavesChineseTextAsItIs) {
  constexpr std::string_view kText =
      "根据《政府信息公开条例》（国令第711号），第一、二条：“公开”——\n";
  EXPECT_EQ(Shown(kText), "根据《政府信息公开条例》（国令第711号），第一、二条：“公开”--\n");
}

TEST(FoldTest, FoldsDigitsLettersSpacesAndDashes) {
  EXPECT_EQ(Shown("０９ＡｚＸ＠．－／＿＋＊"), "09AzX@.-/_+*");
  EXPECT_EQ(Shown("٠٩𝟎𝟗"), "0909");
  EXPECT_EQ(Shown("a\u00A0b\u3000c\u2003d\u2028e\fg"), "a b c d\ne\ng");
  EXPECT_EQ(Shown("‐–—−－"), "-----");
  EXPECT_EQ(Shown("·•・"), "···");
  EXPECT_EQ(Shown("ⅩХ×О"), "XXXO");
}

TEST(FoldTest, LeavesOutWhatIsNotSeen) {
  EXPECT_EQ(Shown("1\u200B2\u200D3\u202E4\uFEFF5\u00AD6\u2060"), "123456");
  EXPECT_EQ(Shown("1\uFE0F\u20E3"
                  "2\u0332"),
            "12");
  EXPECT_EQ(Shown(std::string_view("1\0\x01\x7F"
                                   "2",
                                   5)),
            "12");
}

TEST(FoldTest, LeavesOutBytesThatAreNotUtf8) {
  EXPECT_EQ(Shown("1\xFF"
                  "2\xE4\xBB"
                  "3\x80"
                  "4\xC0\xB5"
                  "5\xED\xA0\x80"
                  "6\xF4\x90\x80\x80"
                  "7\xE0\x81\x81"
                  "8\xF5"),
            "12345678");
}

TEST(FoldTest, KeepsDigitsApartThatMayBeMeantOtherwise) {
  EXPECT_EQ(Shown("①②⓪❶⑴⒈²₂"), "[1][2][0][1][1][1][2][2]");
  EXPECT_EQ(Shown("⑩⑳㈠"), "⑩⑳㈠");
}

TEST(FoldTest, ReadsChineseNumeralsInLongRowsOnly) {
  EXPECT_EQ(Shown("二〇二二年"), "二〇二二年");
  EXPECT_EQ(Shown("一三八零零一"), "一三八零零一");
  EXPECT_EQ(Shown("一三八零零一三"), "[1][3][8][0][0][1][3]");
  EXPECT_EQ(Shown("壹叁捌零零壹叁"), "[1][3][8][0][0][1][3]");
  EXPECT_EQ(Shown("幺三八 ○○幺-三"), "[1][3][8] [0][0][1]-[3]");
  EXPECT_EQ(Shown("138零零1三年"), "138[0][0]1[3]年");
  EXPECT_EQ(Shown("张三 13800138000"), "张三 13800138000");
  EXPECT_EQ(Shown("一、二、三、四、五、六、七、八"), "一、二、三、四、五、六、七、八");
}

TEST(FoldTest, ReadsReferencesOfHtml) {
  EXPECT_EQ(Shown("&#49;&#x33;&#X38;&#48&nbsp;&amp;#49;&amp;amp;#50;"), "1380 12");
  EXPECT_EQ(Shown("&#65297;&#9312;"), "1[1]");
  EXPECT_EQ(Shown("&#26426;密"), "机密");
  EXPECT_EQ(Shown("138&nbsp0013&shy;8000&shy"), "138 00138000");
  EXPECT_EQ(Shown("&lt;&unknown;&#;&#x;&#0;&#xD800;&#x110000;&#99999999999;&"),
            "&lt;&unknown;&#;&#x;&#0;&#xD800;&#x110000;&#99999999999;&");
}

TEST(FoldTest, FindsTheOriginalBytes) {
  const std::string text = "电话：１３\u200B８&#48;0。";
  const Folded folded = Fold(text);
  EXPECT_EQ(folded.text(), "电话：13800。");
  const std::size_t one = folded.text().find('1');
  EXPECT_EQ(folded.ToOriginal({one, one + 2}), (Range{9, 15}));
  EXPECT_EQ(folded.ToOriginal({one, one + 5}), (Range{9, text.size() - 3}));
  EXPECT_EQ(folded.ToOriginal({one + 2, one + 3}), (Range{18, 21}));
  EXPECT_EQ(folded.ToOriginal({one + 3, one + 4}), (Range{21, 26}));
  EXPECT_EQ(folded.ToOriginal({0, 3}), (Range{0, 3}));
  EXPECT_EQ(folded.ToOriginal({one + 5, one + 8}), (Range{text.size() - 3, text.size()}));
}

// Returns a text of random pieces, some of which are not UTF-8.
std::string RandomText(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "1",    "3",     "8",        "０", "①",  "一", "零", "\u200B", "\u3000",  " ",
      "-",    "&#49;", "&nbsp;",   "&",  "中", "，", "𝟏",  "é",      "\xFF",    "\xE4",
      "\xBB", "\xC0",  "\xF0\x9D", "\n", "·",  "O",  "x",  "\u0332", "&#x4E00;"};
  std::uniform_int_distribution<std::size_t> piece(0, kPieces.size() - 1);
  std::string text;
  for (std::size_t i = 0, size = random() % 60; i < size; ++i) text += kPieces[piece(random)];
  return text;
}

// Returns where characters begin, and the size of the text.
std::vector<bool> BoundariesOf(std::string_view text) {
  std::vector<bool> is_boundary(text.size() + 1);
  for (std::size_t at = 0; at < text.size(); at += ReadCharacter(text, at).size)
    is_boundary[at] = true;
  is_boundary[text.size()] = true;
  return is_boundary;
}

// A weak digit and the middle dot are no UTF-8, and
// so one character each.
TEST(FoldTest, MapsCharactersToCharactersInTheirOrder) {
  std::mt19937 random(1);  // NOLINT: the same texts each time
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = RandomText(random);
    const Folded folded = Fold(text);
    const std::vector<bool> is_boundary = BoundariesOf(text);
    std::size_t last = 0;
    for (std::size_t at = 0; at < folded.text().size();) {
      const std::size_t size = ReadCharacter(folded.text(), at).size;
      const Range origin = folded.ToOriginal({at, at + size});
      ASSERT_LT(origin.begin, origin.end) << text;
      ASSERT_LE(origin.end, text.size()) << text;
      ASSERT_TRUE(is_boundary[origin.begin] && is_boundary[origin.end]) << text;
      ASSERT_GE(origin.begin, last) << text;
      last = origin.end;
      at += size;
    }
  }
}

TEST(FoldTest, FoldsAFoldedTextToItself) {
  std::mt19937 random(2);  // NOLINT: the same texts each time
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::size_t i = 0; i < 40; ++i) AppendUtf8(static_cast<char32_t>(random() % 0x3100), text);
    std::string strong;
    const Folded folded = Fold(text);
    for (const char c : folded.text()) {
      if (!IsWeakDigit(c) && c != kMiddleDot) strong += c;
    }
    ASSERT_EQ(Fold(strong).text(), strong) << text;
  }
}

}  // namespace
}  // namespace gongkai::leak
