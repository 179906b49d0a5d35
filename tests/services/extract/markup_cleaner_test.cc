// What of the XML of a document is not for its readers.
#include "services/extract/mask/markup_cleaner.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::extract {
namespace {

std::string Clean(std::string xml, OfficeKind kind = OfficeKind::kText,
                  const std::set<std::string>& removed_ids = {}) {
  EXPECT_EQ(CleanMarkup(kind, removed_ids, xml), Obstacle::kNone);
  return xml;
}

TEST(MarkupCleanerTest, LeavesOtherBytesAsTheyAre) {
  const std::string xml = "<?xml version='1.0'?>\r\n<a  b = 'c' ><d/>&#65;\t</a >";
  EXPECT_EQ(Clean(xml), xml);
}

TEST(MarkupCleanerTest, ErasesAnAttributeWithTheBlanksBeforeIt) {
  EXPECT_EQ(Clean("<p w:rsidR=\"1\"/>"), "<p/>");
  EXPECT_EQ(Clean("<p a='1'\n w:rsidRPr = '2' b=''/>"), "<p a='1' b=''/>");
}

TEST(MarkupCleanerTest, ErasesNestedChanges) {
  EXPECT_EQ(Clean("<p><ins><del><r/></del><r>a</r></ins><del><ins><r>b</r></ins></del></p>"),
            "<p><r>a</r></p>");
}

TEST(MarkupCleanerTest, KeepsTheParagraphOfADeletedMarkIfItHasText) {
  const std::string mark = "<pPr><rPr><del/></rPr></pPr>";
  EXPECT_EQ(Clean("<b><p>" + mark + "<r/></p><p>" + mark + "<del><r/></del></p></b>"),
            "<b><p><pPr><rPr></rPr></pPr><r/></p></b>");
}

TEST(MarkupCleanerTest, ErasesACellAndWhatIsEmptyWithoutIt) {
  const std::string cell = "<tc><tcPr><cellDel/></tcPr><p/></tc>";
  EXPECT_EQ(Clean("<b><tbl><tr>" + cell + "<tc/></tr></tbl><tbl><tr>" + cell + "</tr></tbl></b>"),
            "<b><tbl><tr><tc/></tr></tbl></b>");
}

TEST(MarkupCleanerTest, WritesCdataAsText) {
  EXPECT_EQ(Clean("<a><![CDATA[<b>&]]></a>"), "<a>&lt;b&gt;&amp;</a>");
}

TEST(MarkupCleanerTest, LeavesTheNamesOfOtherFormatsAlone) {
  EXPECT_EQ(Clean("<a><del>b</del></a>", OfficeKind::kWorkbook), "<a><del>b</del></a>");
  EXPECT_EQ(Clean("<a><scenarios/></a>", OfficeKind::kText), "<a><scenarios/></a>");
}

TEST(MarkupCleanerTest, ErasesWhatRefersToARemovedPart) {
  EXPECT_EQ(Clean("<w><legacyDrawing r:id=\"rId1\"/><drawing r:id=\"rId2\"/></w>",
                  OfficeKind::kWorkbook, {"rId1"}),
            "<w><drawing r:id=\"rId2\"/></w>");
  EXPECT_EQ(Clean("<pivotCacheDefinition r:id=\"rId1\" saveData=\"1\"/>", OfficeKind::kWorkbook,
                  {"rId1"}),
            "<pivotCacheDefinition refreshOnLoad=\"1\" saveData=\"0\"/>");
}

TEST(MarkupCleanerTest, RefusesOtherEncodings) {
  for (std::string xml : {"<?xml version='1.0' encoding='GB18030'?><a/>",
                          "<?xml version='1.0' encoding=\"ISO-8859-1\"?><a/>", "\xFE\xFF"}) {
    EXPECT_EQ(CleanMarkup(OfficeKind::kText, {}, xml), Obstacle::kBroken);
  }
  EXPECT_EQ(Clean("<?xml version='1.0' encoding='utf-8'?><a><!--b--></a>"),
            "<?xml version='1.0' encoding='utf-8'?><a></a>");
}

}  // namespace
}  // namespace gongkai::extract
