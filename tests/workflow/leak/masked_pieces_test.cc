// Masks of values that stand in pieces.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/workflow/leak/marked.h"
#include "workflow/leak/masked_form.h"
#include "workflow/leak/redact.h"

namespace gongkai::leak {
namespace {

using testing::ElementsAre;

// Returns the masks of the only value in the text, which stands in pieces that bars part.
std::vector<std::string> PiecesOf(std::string_view written) {
  std::string text;
  std::vector<Range> pieces{{0, 0}};
  for (const char c : written) {
    if (c == '|') {
      pieces.push_back({text.size(), text.size()});
    } else {
      text += c;
      pieces.back().end = text.size();
    }
  }
  const Report report = SharedChecker().Check(text);
  EXPECT_EQ(report.findings.size(), 1) << text;
  const Finding& finding = report.findings.front();
  EXPECT_EQ(finding.place.bytes, (Range{0, text.size()})) << text;
  return MaskedPieces(text, pieces, finding, kPlainStar);
}

TEST(MaskedPiecesTest, StandWhereTheirDigitsDo) {
  EXPECT_THAT(PiecesOf("138|0013|8000"), ElementsAre("138", "****", "8000"));
  EXPECT_THAT(PiecesOf("1|3800138000"), ElementsAre("1", "38****8000"));
  EXPECT_THAT(PiecesOf("110105 |19491231-|002X"), ElementsAre("11**** ", "********-", "*02X"));
}

TEST(MaskedPiecesTest, HaveWhatIsSplitWhereItBegins) {
  EXPECT_THAT(PiecesOf("&#4|9;3800138000"), ElementsAre("1", "38****8000"));
}

TEST(MaskedPiecesTest, ShowTheBeginningInTheFirst) {
  EXPECT_THAT(PiecesOf("zhang|san@|163.com"), ElementsAre("z***@163.com", "", ""));
}

TEST(MaskedPiecesTest, LeaveOutWhatIsBetweenThem) {
  const std::string text = "110105\t19491231002X";
  const Report report = SharedChecker().Check(text);
  ASSERT_EQ(report.findings.size(), 1);
  EXPECT_THAT(
      MaskedPieces(text, std::vector<Range>{{0, 6}, {7, 19}}, report.findings.front(), kPlainStar),
      ElementsAre("11****", "*********02X"));
}

TEST(MaskedPiecesTest, AreTheMaskedFormWhereThereIsOne) {
  for (const std::string_view text :
       {"138 0013 8000", "zhangsan@163.com", "某县青龙乡青龙村3组12号"}) {
    const Report report = SharedChecker().Check(text);
    ASSERT_EQ(report.findings.size(), 1) << text;
    const Finding& finding = report.findings.front();
    const Range all{0, finding.place.bytes.end - finding.place.bytes.begin};
    const std::string_view value = text.substr(finding.place.bytes.begin, all.end);
    EXPECT_THAT(MaskedPieces(value, std::vector<Range>{all}, finding, kPlainStar),
                ElementsAre(MaskedForm(value, finding, kPlainStar)));
  }
}

}  // namespace
}  // namespace gongkai::leak
