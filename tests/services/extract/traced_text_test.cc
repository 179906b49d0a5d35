// Texts that know where their pieces stand, and the places of what is parsed.
#include "services/extract/traced_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/extract/xml.h"

namespace gongkai::extract {
namespace {

TEST(TracedTextTest, KeepsPlacesWhenTextsAreJoined) {
  TracedText cell;
  cell.Append("138", {.begin = 10, .end = 13});
  TracedText row("电话\t");
  row += cell;
  row += '\t';
  row.Append("0013", {.begin = 20, .end = 24});
  EXPECT_EQ(row.text(), "电话\t138\t0013");
  ASSERT_EQ(row.pieces().size(), 2);
  EXPECT_EQ(row.pieces()[0].begin, 7);
  EXPECT_EQ(row.pieces()[0].place.begin, 10);
  EXPECT_EQ(row.pieces()[1].begin, 11);
  EXPECT_EQ(row.pieces()[1].place.end, 24);
}

TEST(TracedTextTest, ShortensAPieceWithItsText) {
  TracedText text;
  text.Append("a\n", {.begin = 1, .end = 3});
  text.PopBack();
  text += '\t';
  ASSERT_EQ(text.pieces().size(), 1);
  EXPECT_EQ(text.pieces()[0].size, 1);
  text.PopBack();
  text.PopBack();
  EXPECT_TRUE(text.pieces().empty());
}

TEST(TracedTextTest, IsOnePieceWhenItIsRestated) {
  TracedText text;
  text.Append("1.38", {.begin = 1, .end = 5});
  text.Append("E+10", {.begin = 5, .end = 9});
  text.Restate("13800000000");
  ASSERT_EQ(text.pieces().size(), 1);
  EXPECT_EQ(text.pieces()[0].size, 11);
  EXPECT_EQ(text.pieces()[0].place.end, 9);
}

// Writes what stands at each place of which it is told.
class Echo : public XmlReader {
 public:
  explicit Echo(std::string_view xml) : xml_(xml) {}

  void Start(std::string_view, const Attributes& attributes) override {
    Say();
    attributes.ForEach([this](std::string_view name, std::string_view, const XmlPlace& where) {
      said_ += std::string(name) + '=' + std::string(At(where)) + ';';
    });
  }
  void End(std::string_view) override { Say(); }
  void Text(std::string_view) override { Say(); }
  void Unseen() override { Say(); }
  void CdataMark(bool) override { Say(); }

  const std::string& said() const { return said_; }

 private:
  std::string_view At(const XmlPlace& where) const {
    return xml_.substr(where.begin, where.end - where.begin);
  }
  void Say() { said_.append(At(place())).append("|"); }

  std::string_view xml_;
  std::string said_;
};

TEST(XmlPlaceTest, IsThatOfTheBytes) {
  const std::string xml =
      "<?xml version='1.0'?>\n<a x = '1\"' \n w:y=\"&lt;\" z=''>b&amp;&#49;<!-- c -->"
      "<![CDATA[<]]><d/>张</a>";
  Echo echo(xml);
  ASSERT_EQ(ParseXml(xml, echo, 0), Obstacle::kNone);
  EXPECT_EQ(echo.said(),
            "<a x = '1\"' \n w:y=\"&lt;\" z=''>|x=1\";y=&lt;;z=;b|&amp;|&#49;|<!-- c -->|<![CDATA[|"
            "<|]]>|<d/>||张|</a>|");
}

TEST(XmlPlaceTest, IsRightBehindWhatIsLongerThanAPiece) {
  const std::string xml = "<a>" + std::string(200'000, ' ') + "<b c=\"d\"/></a>";
  Echo echo(xml);
  ASSERT_EQ(ParseXml(xml, echo, 0), Obstacle::kNone);
  EXPECT_NE(echo.said().find("<b c=\"d\"/>|c=d;"), std::string::npos);
}

}  // namespace
}  // namespace gongkai::extract
