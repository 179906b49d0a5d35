// Which part of a document refers to which.
#include "services/extract/mask/relationships.h"

#include <gtest/gtest.h>

namespace gongkai::extract {
namespace {

TEST(RelationshipsTest, StandInAFolderOfTheirOwn) {
  EXPECT_EQ(RelationshipsOf(""), "_rels/.rels");
  EXPECT_EQ(RelationshipsOf("word/document.xml"), "word/_rels/document.xml.rels");
}

TEST(RelationshipsTest, HaveTargetsBesideTheirPart) {
  EXPECT_EQ(ResolveTarget("", "word/document.xml"), "word/document.xml");
  EXPECT_EQ(ResolveTarget("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
  EXPECT_EQ(ResolveTarget("xl/workbook.xml", "/xl/./a//b.xml#c"), "xl/a/b.xml");
  EXPECT_EQ(ResolveTarget("a.xml", "../../b.xml"), "b.xml");
}

TEST(RelationshipsTest, AreRead) {
  const auto links = ReadRelationships(
      "<Relationships><Relationship Id=\"rId1\" Type=\"http://a/Comments\" Target=\"c.xml\"/>"
      "<Relationship Id='rId2' Type='b' Target='tel:1' TargetMode='External'></Relationship>"
      "</Relationships>");
  ASSERT_EQ(links.size(), 2);
  EXPECT_EQ(links[0].type, "comments");
  EXPECT_EQ(links[0].target, "c.xml");
  EXPECT_FALSE(links[0].is_external);
  EXPECT_EQ(links[1].id, "rId2");
  EXPECT_TRUE(links[1].is_external);
  EXPECT_EQ(links[1].target_place.end - links[1].target_place.begin, 5);
  EXPECT_EQ(links[1].place.end - links[1].place.begin,
            std::string_view("<Relationship Id='rId2' Type='b' Target='tel:1' "
                             "TargetMode='External'></Relationship>")
                .size());
}

}  // namespace
}  // namespace gongkai::extract
