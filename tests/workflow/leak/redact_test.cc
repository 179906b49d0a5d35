// Masked copies: what is masked, what stays, and that nothing is left to be found.
#include "workflow/leak/redact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/corpus/corpus.h"
#include "tests/workflow/leak/marked.h"
#include "workflow/leak/masked_form.h"

namespace gongkai::leak {
namespace {

using testing::IsEmpty;

std::string Masked(std::string_view text) { return Redact(SharedChecker(), text).text; }

struct Example {
  std::string_view text;
  std::string_view masked;
};

TEST(RedactTest, MasksEachKindInItsPlace) {
  for (const auto& [text, masked] : std::vector<Example>{
           {"身份证11010519491231002X。", "身份证11*************02X。"},
           {"身份证110105 19491231 002X", "身份证11**** ******** *02X"},
           {"110105491231002", "11**********002"},
           {"代码92350100M000100Y40", "代码92************0Y40"},
           {"电话：+86 138-0013-8000转1", "电话：+86 138-****-8000转1"},
           {"住宅电话：(0319) 2345678", "住宅电话：(****) *****78"},
           {"卡号6217 0000 0000 0000 004", "卡号**** **** **** ***0 004"},
           {"账号：1301012345678", "账号：*********5678"},
           {"护照E12345678", "护照E******78"},
           {"通行证C12345678", "通行证C******78"},
           {"车辆冀E·12345停放", "车辆冀E*****停放"},
           {"家庭住址：某县青龙乡青龙村3组12号，女", "家庭住址：某县青龙乡***，女"},
           {"邮箱zhangsan@163.com。", "邮箱z***@163.com。"},
           {"微信号：zhang_san88", "微信号：z*********8"},
           {"见（2022）冀0591民初123号判决", "见（2022）冀***号判决"},
           {"王小明13800138000", "王某138****8000"},
           {"买买提·阿不都 13800138000", "买某 138****8000"},
           {"部队营区位于北纬37.068123", "部队营区位于北纬***"},
       }) {
    EXPECT_EQ(Masked(text), masked);
  }
}

TEST(RedactTest, MasksHoweverAValueIsHidden) {
  for (const auto& [text, masked] : std::vector<Example>{
           {"电话１３８００１３８０００", "电话138****8000"},
           {"电话138\u200B0013\u200B8000", "电话138****8000"},
           {"电话一三八零零一三八零零零", "电话138****8000"},
           {"电话&#49;3800138&#x30;00", "电话138****8000"},
           {"电话138&nbsp;0013&nbsp;8000", "电话138&nbsp;****&nbsp;8000"},
           {"手机l38OOl38OOO", "手机138****8000"},
           {"身份证号11010519491231002×", "身份证号11*************02X"},
       }) {
    EXPECT_EQ(Masked(text), masked);
  }
}

TEST(RedactTest, KeepsTables) {
  for (const auto& [text, masked] : std::vector<Example>{
           {"姓名,手机\r\n张三,13800138000\r\n李四,13900139000\r\n",
            "姓名,手机\r\n张某,138****8000\r\n李某,139****9000\r\n"},
           {"手机\t备注\n138\t00138000\n", "手机\t备注\n138\t****8000\n"},
           {"| 身份证 |\n| --- |\n| 110105 | 19491231 | 002X |\n",
            "| 身份证 |\n| --- |\n| 11**** | ******** | *02X |\n"},
           {"1|1|0|1|0|5|1|9|4|9|1|2|3|1|0|0|2|X\n", "1|1|*|*|*|*|*|*|*|*|*|*|*|*|*|0|2|X\n"},
           {"家住\t某县和平\r街3号\r", "家住\t某县***\r\r"},
           {"家住\t某县\r青龙乡和平街3号", "家住\t某县\r青龙乡***"},
           {"营区,\"北纬37°12′30.123\"\n雷达站,\"1\"\n", "营区,\"北纬***\"\n雷达站,\"1\"\n"},
       }) {
    EXPECT_EQ(Masked(text), masked);
  }
}

TEST(RedactTest, WritesStarsThatMarkdownShows) {
  EXPECT_EQ(Redact(SharedChecker(), "电话13800138000、13900139000", kMarkdownStar).text,
            "电话138\\*\\*\\*\\*8000、139\\*\\*\\*\\*9000");
}

TEST(RedactTest, LeavesWhatIsPublicAndWhatAPersonMustDecide) {
  for (const std::string_view text : {
           "代码91350100M000100Y43，电话0319-2345678，邮箱office@xingtai.gov.cn",
           "机密★5年",
           "内部资料，注意保存",
           "（此件不公开）",
           "姓名\t病种\n张三\t某病\n",
           "电话138****8000，身份证11*************02X，张某",
           "",
       }) {
    const Redaction copy = Redact(SharedChecker(), text);
    EXPECT_EQ(copy.text, text);
    EXPECT_THAT(copy.masked, testing::Each(0U)) << text;
  }
  const Redaction copy = Redact(SharedChecker(), "机密★5年\n电话13800138000");
  ASSERT_EQ(copy.remaining.findings.size(), 1U);
  EXPECT_EQ(copy.remaining.findings[0].rule->id, "SECRECY_MARK");
}

TEST(RedactTest, CountsWhatWasMasked) {
  const Redaction copy =
      Redact(SharedChecker(), "张三13800138000，李四13900139000，冀E12345，0319-2345678");
  EXPECT_EQ(copy.masked[static_cast<std::size_t>(Kind::kMobile)], 2U);
  EXPECT_EQ(copy.masked[static_cast<std::size_t>(Kind::kPersonName)], 2U);
  EXPECT_EQ(copy.masked[static_cast<std::size_t>(Kind::kPlate)], 1U);
  EXPECT_EQ(copy.masked[static_cast<std::size_t>(Kind::kLandline)], 0U);
}

TEST(RedactTest, MasksAllOfAnyNumberOfFindings) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "13800138000\n";
  const Redaction copy = Redact(SharedChecker(), text, kPlainStar, {.max_findings = 1});
  EXPECT_EQ(copy.masked[static_cast<std::size_t>(Kind::kMobile)], 20'000U);
  EXPECT_THAT(copy.remaining.findings, IsEmpty());
  EXPECT_FALSE(copy.remaining.has_more);
}

TEST(RedactTest, BoundsWhatRemains) {
  for (const auto& [most, found] :
       std::vector<std::pair<std::size_t, std::size_t>>{{1, 1}, {2, 2}, {3, 2}}) {
    const Redaction copy =
        Redact(SharedChecker(), "（此件不公开）\n机密★5年\n", kPlainStar, {.max_findings = most});
    EXPECT_EQ(copy.remaining.findings.size(), found);
    EXPECT_EQ(copy.remaining.has_more, most < 2);
  }
}

// Behind the end of a block the heading of the column is out of sight, and another number is seen.
TEST(RedactTest, MasksWhatOverlapsAtTheEndOfABlock) {
  constexpr std::size_t kEndOfBlock = 256 * 1024;
  const std::string row = "甲\t乙\n";
  std::string text = "卡号\t备注\n";
  while (text.size() + row.size() + 12 < kEndOfBlock) text += row;
  text.insert(text.size() - 1, kEndOfBlock - 12 - text.size(), ' ');
  const std::size_t begin = text.size();
  text += "4000 0000 0000 1380 0138 000\t乙\n";
  const Report report = SharedChecker().Check(text);
  ASSERT_EQ(report.findings.size(), 2U);
  ASSERT_LT(report.findings[1].place.bytes.begin, report.findings[0].place.bytes.end);
  EXPECT_EQ(Masked(text).substr(begin), "**** **** **** 138* ***8 000\t乙\n");
}

// Returns the bytes that hold tables and lines together.
std::string LayoutOf(std::string_view text) {
  std::string layout;
  std::ranges::copy_if(text, std::back_inserter(layout), [](char c) {
    return std::string_view("\t\r\n,|\"<>").find(c) != std::string_view::npos;
  });
  return layout;
}

// Returns whether the masked text is the text but for the ranges.
bool IsSameOutside(std::string_view text, const std::vector<Range>& ranges,
                   std::string_view masked) {
  std::size_t from = 0;
  for (const Range& range : ranges) {
    const std::string_view between = text.substr(from, range.begin - from);
    const std::size_t at = from == 0 ? 0 : masked.find(between);
    if (at == std::string_view::npos || !masked.substr(at).starts_with(between)) return false;
    masked.remove_prefix(at + between.size());
    from = range.end;
  }
  return from == 0 ? masked == text : masked.ends_with(text.substr(from));
}

bool StaysInACopy(const Finding& finding) {
  return finding.rule->severity == Severity::kInfo || !HasMask(finding.rule->kind);
}

TEST(RedactTest, LeavesNothingToFindInTheCorpus) {
  ASSERT_GE(Corpus().size(), 3'000U);
  for (const CorpusCase& read : Corpus()) {
    const std::string text = TextOf(read.marked);
    const Redaction copy = Redact(SharedChecker(), text);
    for (const Finding& finding : copy.remaining.findings) {
      EXPECT_TRUE(StaysInACopy(finding)) << finding.rule->id << ' ' << text << '\n' << copy.text;
    }
    EXPECT_EQ(LayoutOf(copy.text), LayoutOf(text)) << text << '\n' << copy.text;
    EXPECT_TRUE(IsSameOutside(text, RangesOf(read.marked), copy.text)) << text << '\n' << copy.text;
    EXPECT_EQ(Masked(copy.text), copy.text) << text;
  }
}

TEST(RedactTest, LeavesNothingToFindInAllOfTheCorpusAtOnce) {
  for (const std::string_view between : {"\n", "\t", " | ", "，", " "}) {
    std::string text;
    for (const CorpusCase& read : Corpus()) (text += TextOf(read.marked)) += between;
    const Redaction copy = Redact(SharedChecker(), text);
    for (const Finding& finding : copy.remaining.findings) {
      EXPECT_TRUE(StaysInACopy(finding)) << finding.rule->id << ' ' << finding.excerpt;
    }
    EXPECT_EQ(LayoutOf(copy.text), LayoutOf(text));
    const Redaction shown = Redact(SharedChecker(), text, kMarkdownStar);
    EXPECT_TRUE(std::ranges::all_of(shown.remaining.findings, StaysInACopy));
    EXPECT_EQ(LayoutOf(shown.text), LayoutOf(text));
  }
}

TEST(RedactTest, LeavesNothingToFindInAnyMixture) {
  std::mt19937 random(5);  // NOLINT: the same texts each time
  const std::vector<std::string> pieces = {"13800138000", "1380013",
                                           "8000",        "11010519491231002X",
                                           "110105",      "19491231",
                                           "002X",        "6217",
                                           "0000",        "6217000000000000004",
                                           "卡号",        "身份证",
                                           "电话",        "E12345678",
                                           "zhang@163.",  "com",
                                           "冀E",         "12345",
                                           "张三",        "某",
                                           "住址：",      "青龙乡青龙村",
                                           "12号",        "3单元",
                                           "微信：",      "wx_123456",
                                           "（2022）冀",  "0591民初1号",
                                           "\n",          "\t",
                                           "|",           ",",
                                           "，",          " ",
                                           "-",           "*",
                                           "①",           "零",
                                           "&#49;",       "\u200B",
                                           "\xFF",        "北纬37.12345",
                                           "部队",        "住宅电话",
                                           "0319-",       "2345678",
                                           "l",           "O"};
  for (int round = 0; round < 3'000; ++round) {
    std::string text;
    for (int i = 0; i < 25; ++i) text += pieces[random() % pieces.size()];
    const Redaction copy = Redact(SharedChecker(), text);
    EXPECT_TRUE(std::ranges::all_of(copy.remaining.findings, StaysInACopy)) << text << "\n--\n"
                                                                            << copy.text;
    EXPECT_EQ(LayoutOf(copy.text), LayoutOf(text)) << text << "\n--\n" << copy.text;
  }
}

}  // namespace
}  // namespace gongkai::leak
