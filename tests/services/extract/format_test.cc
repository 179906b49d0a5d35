#include "services/extract/format.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::extract {
namespace {

using std::string_literals::operator""s;

TEST(FormatTest, IsToldFromTheContent) {
  EXPECT_EQ(FormatOf("", "a.txt"), Format::kEmpty);
  EXPECT_EQ(FormatOf("abc", "a.pdf"), Format::kText);
  EXPECT_EQ(FormatOf("%PDF-1.4", "a.txt"), Format::kPdf);
  EXPECT_EQ(FormatOf("\r\n junk %PDF-1.4", "a.txt"), Format::kPdf);
  EXPECT_EQ(FormatOf("PK\x03\x04", "a.txt"), Format::kZip);
  EXPECT_EQ(FormatOf("\xFF\xD8\xFF\xE0", ""), Format::kPicture);
  EXPECT_EQ(FormatOf("RIFF\0\0\0\0WEBP"s, ""), Format::kPicture);
  EXPECT_EQ(FormatOf("BM\x36\0\0\0\0\0\0\0"s, ""), Format::kPicture);
  EXPECT_EQ(FormatOf("\0\x01\0\0\0\x0C"s, ""), Format::kFont);
  EXPECT_EQ(FormatOf("{\\rtf1", "a.doc"), Format::kOldOffice);
  EXPECT_EQ(FormatOf("<?xml version='1.0'?><a/>", ""), Format::kXml);
  EXPECT_EQ(FormatOf("\0\x01"s, "a.txt"), Format::kUnknown);
  EXPECT_EQ(FormatOf("RIFF", ""), Format::kText);
  EXPECT_EQ(FormatOf("BM", ""), Format::kText);
}

TEST(FormatTest, OfHtmlIsToldFromItsMarksOrItsName) {
  EXPECT_EQ(FormatOf("  <!DOCTYPE html>", ""), Format::kHtml);
  EXPECT_EQ(FormatOf("<P>a", ""), Format::kHtml);
  EXPECT_EQ(FormatOf("<?xml version='1.0'?><html/>", ""), Format::kHtml);
  EXPECT_EQ(FormatOf("<b>a</b>", "a.txt"), Format::kText);
  EXPECT_EQ(FormatOf("<b>a</b>", "a.HTM"), Format::kHtml);
  EXPECT_EQ(FormatOf("a < b", "a.html"), Format::kText);
}

TEST(FormatTest, OfMessagesIsUnknown) {
  EXPECT_EQ(FormatOf("MIME-Version: 1.0\n", "a.txt"), Format::kUnknown);
  EXPECT_EQ(FormatOf("From: a@b\n", "a.txt"), Format::kUnknown);
}

}  // namespace
}  // namespace gongkai::extract
