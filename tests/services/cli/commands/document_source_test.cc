#include "services/cli/commands/document_source.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace gongkai::cli {
namespace {

TEST(IsText, TakesUtf8) {
  for (const std::string_view text : {"", "a", "年报\r\n\t正文\f", "\xEF\xBB\xBF年报", "<td>1</td>",
                                      "\xF0\xA0\x80\x80", "\x1B[1m"}) {
    EXPECT_TRUE(IsText(text)) << text;
  }
}

TEST(IsText, TakesNothingThatHidesItsTextFromASearch) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view bytes :
       {"%PDF-1.7"sv, " \n%PDF-1.7"sv, "{\\rtf1"sv, "%!PS"sv, "PK\x03\x04"sv, "a\0b"sv,
        "\xFF\xFEy\0"sv, "\xC4\xEA"sv, "\xE5\xB9"sv, "\xC0\x80"sv, "\xED\xA0\x80"sv,
        "\xF4\x90\x80\x80"sv, "a\xFF"sv}) {
    EXPECT_FALSE(IsText(bytes)) << bytes;
  }
}

TEST(IsText, LooksForFormatsAtTheBeginning) {
  EXPECT_FALSE(IsText(std::string(1019, ' ') + "%PDF-"));
  EXPECT_TRUE(IsText(std::string(1020, ' ') + "%PDF-"));
}

TEST(CheckFile, FindsThatWhatIsNoTextWasNotRead) {
  const leak::Checker checker;
  const leak::DocumentReport report = CheckFile(checker, "a.pdf", "%PDF-1.7");
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].finding.rule->id, "UNREADABLE");
  EXPECT_EQ(CheckFile(checker, "a.txt", "13800138000").findings[0].finding.rule->id, "MOBILE");
  EXPECT_TRUE(CheckFile(checker, "a.txt", "").findings.empty());
}

TEST(CheckDocument, MasksValuesInTheNamesOfParts) {
  const leak::Checker checker;
  const leak::DocumentReport report =
      CheckDocument(checker, {.parts = {{.name = "13811118000.txt", .text = "冀E12345"}},
                              .unread = {{"13822228000.pdf", leak::Obstacle::kEncrypted}}});
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].part, "138****8000.txt");
  EXPECT_EQ(report.findings[1].part, "138****8000.pdf");
}

}  // namespace
}  // namespace gongkai::cli
