#include "services/lib/request/text.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::request {
namespace {

TEST(TakeCodePoint, ReadsTheSmallestAndTheLargestOfEachLength) {
  const struct {
    std::string_view bytes;
    char32_t point;
  } cases[] = {
      {std::string_view("\0", 1), 0},
      {"\x7F", 0x7F},
      {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},
      {"\xE0\xA0\x80", 0x800},
      {"\xED\x9F\xBF", 0xD7FF},
      {"\xEE\x80\x80", 0xE000},
      {"\xEF\xBF\xBF", 0xFFFF},
      {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF},
      {"公", 0x516C},
  };
  for (const auto& [bytes, point] : cases) {
    const std::string text = std::string(bytes) + "x";
    std::string_view rest = text;
    EXPECT_EQ(TakeCodePoint(rest), point);
    EXPECT_EQ(rest, "x");
  }
}

TEST(TakeCodePoint, RefusesWhatIsNotWellFormed) {
  for (const std::string_view bytes : {
           "\x80",              // a continuation with nothing to go on from
           "\xC0\xAF",          // an overlong slash
           "\xE0\x9F\xBF",      // overlong
           "\xF0\x8F\xBF\xBF",  // overlong
           "\xED\xA0\x80",      // a surrogate
           "\xF4\x90\x80\x80",  // beyond Unicode
           "\xF8\x88\x80\x80\x80", "\xFF",
           "\xE5\x85",      // cut off
           "\xE5\x85z",     // interrupted
           "\xC3\xC3\xBC",  // begun twice
       }) {
    std::string_view rest = bytes;
    EXPECT_EQ(TakeCodePoint(rest), std::nullopt);
    EXPECT_EQ(rest, bytes);
  }
}

TEST(CutText, LeavesWhatFits) {
  EXPECT_EQ(CutText("", 0), "");
  EXPECT_EQ(CutText("公开", 6), "公开");
}

TEST(CutText, CutsBetweenCodePoints) {
  EXPECT_EQ(CutText("公开", 5), "公…");
  EXPECT_EQ(CutText("公开", 2), "…");
}

TEST(CutText, MendsWhatIsNotUtf8) { EXPECT_EQ(CutText("a\xFF\x62", 10), "a\uFFFDb"); }

TEST(IsBlank, IsWhatShowsNothing) {
  for (const char* blank : {"",           " ",      "\t\n",           "\u3000", "\u00a0",
                            "\u200b",     "\ufeff", " \u2060\u2003 ", "\u200e", "\u180e",
                            "\u034f",     "\ufe0f", "\u0301",         "\u17b4", "\u3164",
                            "\u115f",     "\uffa0", "\u2800",         "\ue000", "\U0001d173",
                            "\U000e0020", "\u00ad", "\u2028"}) {
    EXPECT_TRUE(IsBlank(blank)) << '"' << blank << '"';
  }
  for (const char* text :
       {"a", " 年 ", "\u200b。", "\xff", "\u2026", "\u0301e", "\U0001f600", "\u3001"}) {
    EXPECT_FALSE(IsBlank(text)) << text;
  }
}

}  // namespace
}  // namespace gongkai::request
