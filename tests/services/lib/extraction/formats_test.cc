// What each format yields.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/services/lib/extraction/files.h"
#include "tests/services/lib/extraction/reading.h"
#include "workflow/leak/document_check.h"

namespace gongkai::extraction {
namespace {

using leak::Obstacle;
using leak::PartKind;
using leak::Unread;
using std::string_literals::operator""s;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr char kMinGb[] = "\xC3\xFB\xB5\xA5";  // 名单 in GB18030

TEST(FormatsTest, TextInEveryEncoding) {
  EXPECT_EQ(TextOf(Read("a.txt", "名单"), ""), "名单");
  EXPECT_EQ(TextOf(Read("a.txt", "\uFEFF名单"), ""), "名单");
  EXPECT_EQ(TextOf(Read("a.csv", kMinGb), ""), "名单");
  EXPECT_EQ(TextOf(Read("a.csv", "\xFF\xFE\x0D\x54\x55\x53"), ""), "名单");
  EXPECT_EQ(TextOf(Read("a.csv", "\xFE\xFF\x54\x0D\x53\x55"), ""), "名单");
  EXPECT_EQ(TextOf(Read("a.csv",
                        "1\0"
                        "3\0"
                        "8\0,\0\x0D\x54"s),
                   ""),
            "138,名");
  EXPECT_EQ(TextOf(Read("a.md", "# 标题\n\n13800138000\n"), ""), "# 标题\n\n13800138000\n");
}

TEST(FormatsTest, NameSaysNothing) {
  EXPECT_EQ(TextOf(Read("a.pdf", "名单"), ""), "名单");
  EXPECT_EQ(TextOf(Read("a.txt", Docx("<w:p>" + Runs({"名单"}) + "</w:p>")), "word/document.xml"),
            "名单\n");
}

TEST(FormatsTest, Docx) {
  const leak::Document document =
      Read("a.docx", Docx("<w:p>" + Runs({"110105", "19491231", "002X"}) +
                          "</w:p><w:p><w:r><w:t>a"
                          "</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p><w:tbl>" +
                          Row({"姓名", "电话"}) + Row({"张三", "13800138000"}) + "</w:tbl>"));
  EXPECT_EQ(TextOf(document, "word/document.xml"),
            "11010519491231002X\na\tb\nc\n姓名\t电话\n张三\t13800138000\n");
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, Xlsx) {
  const leak::Document document = Read(
      "a.xlsx",
      Xlsx(
          R"(<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>电话</t></is></c></row>)"
          R"(<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>4.40524188001010E+17</v></c><c r="C3"><f>A1</f><v>13800138000</v></c></row></sheetData>)"
          R"(<headerFooter><oddHeader>内部资料</oddHeader></headerFooter>)",
          R"(<si><t>姓名</t></si><si><r><t>张</t></r><r><t>三</t></r></si>)"));
  const std::string part = "xl/worksheets/sheet1.xml (名单)";
  EXPECT_EQ(TextOf(document, part), "姓名\t\t电话\n张三\t440524188001010000\t13800138000\n");
  EXPECT_EQ(TextOf(document, part + " (公式)"), "A1\n");
  EXPECT_EQ(TextOf(document, part + " (页眉页脚和提示)"), "内部资料\n");
  EXPECT_EQ(TextOf(document, "xl/workbook.xml (名称)"), "负责人\t\"13800138000\"\n");
  EXPECT_THAT(document.unread, IsEmpty());
  EXPECT_THAT(document.parts, Not(Contains(Field(&leak::Part::kind, PartKind::kHidden))));
}

TEST(FormatsTest, Pptx) {
  const leak::Document document = Read(
      "a.pptx",
      Pptx(
          R"(<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>138</a:t></a:r><a:r><a:t>00138000</a:t></a:r></a:p><a:p><a:r><a:t>第二段</a:t></a:r></a:p></p:sld>)"));
  EXPECT_EQ(TextOf(document, "ppt/slides/slide1.xml"), "13800138000\n第二段\n");
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, OpenDocumentText) {
  const leak::Document document = Read(
      "a.odt",
      OpenDocument("<text:p>110105<text:span>19491231</text:span>002X</text:p><text:p>a<text:s "
                   "text:c=\"2\"/>b<text:tab/>c<text:line-break/>d</text:p>"));
  EXPECT_EQ(TextOf(document, "content.xml"), "11010519491231002X\na  b\tc\nd\n");
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, OpenDocumentSheet) {
  const leak::Document document = Read(
      "a.ods",
      OpenDocument(
          R"(<table:table><table:table-row><table:table-cell><text:p>张三</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value="6217000000000000004"><text:p>6.217E+018</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row></table:table>)"));
  EXPECT_EQ(TextOf(document, "content.xml"), "张三\t\t\t6.217E+018\n");
  EXPECT_EQ(TextOf(document, "content.xml (数值和公式)"), "6217000000000000004\n");
}

TEST(FormatsTest, Ofd) {
  const leak::Document document = Read(
      "a.ofd",
      Ofd(R"(<ofd:TextObject Boundary="10 10 30 5"><ofd:TextCode>110105</ofd:TextCode></ofd:TextObject>)"
          R"(<ofd:TextObject Boundary="40 10 30 5"><ofd:TextCode>19491231002X</ofd:TextCode></ofd:TextObject>)"
          R"(<ofd:TextObject Boundary="100 10 30 5"><ofd:TextCode>张三</ofd:TextCode></ofd:TextObject>)"
          R"(<ofd:TextObject Boundary="10 20 30 5"><ofd:TextCode>第二行</ofd:TextCode></ofd:TextObject>)"));
  EXPECT_EQ(TextOf(document, "Doc_0/Pages/Page_0/Content.xml"), "11010519491231002X\t张三\n第二行");
  EXPECT_EQ(TextOf(document, "OFD.xml"), "Author: 张三\n");
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, Html) {
  const leak::Document document = Read(
      "a.html",
      "<!DOCTYPE html><html><body><p>138<b>0013</b>8000</p><div>二<br>三</div><table><tr><td>张三"
      "</td><td>1</td></tr><tr><td>李四</td></tr></table></body></html>");
  EXPECT_EQ(TextOf(document, ""), "13800138000\n二\n三\n张三\t1\n李四\n");
  EXPECT_THAT(document.unread, IsEmpty());
  EXPECT_EQ(TextOf(Read("a.htm", "<p>\xC3\xFB\xB5\xA5</p>"), ""), "名单\n");
}

TEST(FormatsTest, XmlIsReadWithAndWithoutItsMarks) {
  const leak::Document document = Read("a.xml", R"(<?xml version="1.0"?><w:d xmlns:w="w"><w:p>)" +
                                                    Runs({"138001", "38000"}) + "</w:p></w:d>");
  EXPECT_EQ(TextOf(document, "(XML)"), "13800138000\n");
  EXPECT_THAT(TextOf(document, ""), HasSubstr("<w:t xml:space"));
}

TEST(FormatsTest, OpenDocumentInOneFile) {
  const leak::Document document = Read("a.fodt",
                                       "<?xml version=\"1.0\"?><office:document xmlns:office=\"o\" "
                                       "xmlns:text=\"t\"><text:p>138<text:span>"
                                       "0013</text:span>8000</text:p></office:document>");
  EXPECT_EQ(TextOf(document, "(OpenDocument)"), "13800138000\n");
}

TEST(FormatsTest, Svg) {
  const leak::Document document =
      Read("a.svg", "<?xml version=\"1.0\"?><svg><text>138<tspan>0013</tspan>8000</text></svg>");
  EXPECT_EQ(TextOf(document, ""), "13800138000\n");
}

TEST(FormatsTest, Zip) {
  const leak::Document document =
      Read("a.zip",
           Zip({{"名单.csv", "张三,1"},
                {kMinGb + ".txt"s, "李四"},
                {"inner.zip", Zip({{"a/名单.docx", Docx("<w:p>" + Runs({"王五"}) + "</w:p>")}})}}));
  EXPECT_EQ(TextOf(document, "名单.csv"), "张三,1");
  EXPECT_EQ(TextOf(document, "名单.txt"), "李四");
  EXPECT_EQ(TextOf(document, "inner.zip/a/名单.docx/word/document.xml"), "王五\n");
  EXPECT_EQ(TextOf(document, "(文件名)"), "名单.csv\n名单.txt\ninner.zip\n");
  EXPECT_EQ(TextOf(document, "inner.zip (文件名)"), "a/名单.docx\n");
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, Pdf) {
  const leak::Document document = Read("a.pdf", PdfPage("(110105) Tj (19491231002X) Tj"));
  EXPECT_THAT(TextOf(document, "第1页"), HasSubstr("11010519491231002X"));
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, PdfWithChineseFontThatIsNotInTheFile) {
  // The tables of poppler-data tell what <52050D57> is: the program may still read them.
  std::string pdf = PdfPage(
      "/F2 12 Tf <4F60597D> Tj",
      {"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[7 0 R]>>",
       "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/"
       "Ordering(GB1)/Supplement 2>>/FontDescriptor 8 0 R>>",
       "<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 0 1000 1000]>>"});
  const std::string fonts = "/F1 5 0 R";
  pdf.replace(pdf.find(fonts), fonts.size(), "/F2 6 0 R");
  EXPECT_THAT(TextOf(Read("a.pdf", pdf), "第1页"), HasSubstr("你好"));
}

TEST(FormatsTest, PdfPageWithoutTextIsToldAsSuch) {
  std::string pdf = PdfPage("");
  const std::string text = "BT /F1 12 Tf 50 700 Td  ET";
  pdf.replace(pdf.find(text), text.size(), "0 0 100 100 re f         ");
  EXPECT_THAT(Read("a.pdf", pdf).unread, Contains(Unread{"第1页", Obstacle::kNoText}));
}

// Returns a page whose font says that the letter A is this character, as UTF-16 in hexadecimal digits.
std::string PdfWithMeaning(const std::string& character) {
  const std::string map =
      "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <00><FF> "
      "endcodespacerange 1 beginbfchar <41> <" +
      character + "> endbfchar endcmap end";
  std::string pdf =
      PdfPage("(A) Tj (B13800138000) Tj",
              {Stream(map), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"});
  const std::string font = "/F1 5 0 R";
  return pdf.replace(pdf.find(font), font.size(), "/F1 7 0 R");
}

TEST(FormatsTest, PdfWithCharactersThatEndATextIsReadToItsEnd) {
  EXPECT_THAT(TextOf(Read("a.pdf", PdfWithMeaning("0041")), "第1页"), HasSubstr("AB13800138000"));
  EXPECT_THAT(TextOf(Read("a.pdf", PdfWithMeaning("0000")), "第1页"), HasSubstr("13800138000"));
}

TEST(FormatsTest, PdfWhoseFontDoesNotTellItsCharactersIsToldAsWithoutText) {
  EXPECT_THAT(Read("a.pdf", PdfWithMeaning("E123")).unread,
              Contains(Unread{"第1页", Obstacle::kNoText}));
  EXPECT_THAT(Read("a.pdf", PdfWithMeaning("F123")).unread,
              Contains(Unread{"第1页", Obstacle::kNoText}));
  EXPECT_THAT(Read("a.pdf", PdfWithMeaning("FFFD")).unread,
              Contains(Unread{"第1页", Obstacle::kNoText}));
  EXPECT_THAT(Read("a.pdf", PdfWithMeaning("4E2D")).unread, IsEmpty());
}

TEST(FormatsTest, PdfPageThatIsCutIsToldAsBroken) {
  std::string lines = "BT /F1 12 Tf 50 700 Td (13800138000) Tj ";
  for (int i = 0; i < 2000; ++i) lines += "(" + std::to_string(i * i) + ") Tj ";
  const std::string packed = Deflated(lines + "ET");
  for (const bool is_cut : {false, true}) {
    std::string pdf = PdfPage(
        "", {Stream(is_cut ? packed.substr(0, packed.size() / 2) : packed, "/Filter/FlateDecode")});
    const std::string contents = "/Contents 4 0 R";
    pdf.replace(pdf.find(contents), contents.size(), "/Contents 6 0 R");
    const leak::Document document = Read("a.pdf", pdf);
    EXPECT_THAT(TextOf(document, "第1页"), HasSubstr("13800138000"));
    EXPECT_EQ(document.unread.size(), is_cut ? 1 : 0);
    if (is_cut) {
      EXPECT_THAT(document.unread, Contains(Unread{"第1页 (可能不全)", Obstacle::kBroken}));
    }
  }
}

TEST(FormatsTest, PdfWithALargePictureIsToldAsNotRead) {
  std::string pdf = PdfPage(
      "(a) Tj", {Stream("",
                        "/Type/XObject/Subtype/Image/Width 300/Height 300/ColorSpace/DeviceGray/"
                        "BitsPerComponent 8")});
  const std::string resources = "/Resources<<";
  pdf.insert(pdf.find(resources) + resources.size(), "/XObject<</X 6 0 R>>");
  EXPECT_THAT(Read("a.pdf", pdf).unread, ElementsAre(Unread{"第1页 (图片)", Obstacle::kNoText}));
}

TEST(FormatsTest, SettingsOfPrintersAreReadAsTheirNames) {
  const leak::Document document = Read(
      "a.xlsx",
      Xlsx("<sheetData><row><c><v>1</v></c></row></sheetData>", "", "visible",
           {{"xl/printerSettings/printerSettings1.bin", "H\0P\0\x0D\x54\0\0\x01\x04\xFF"s},
            {"ppt/printerSettings/printerSettings1.bin", "\0\0<?xml version=\"1.0\"?><a/>"s}}));
  EXPECT_EQ(TextOf(document, "xl/printerSettings/printerSettings1.bin"), "HP名");
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(FormatsTest, PropertiesOfProgramsAreNone) {
  const leak::Document document = Read(
      "a.xlsx",
      Xlsx("<sheetData><row><c><v>1</v></c></row></sheetData>", "", "visible",
           {{"docProps/app.xml",
             "<P xmlns:vt=\"v\"><Application>Excel</Application><Template>Normal.dotm</Template>"
             "<TitlesOfParts><vt:lpstr>名单</vt:lpstr></TitlesOfParts><Company>县政府</Company></"
             "P>"},
            {"docProps/custom.xml",
             "<P xmlns:vt=\"v\"><property "
             "name=\"KSOProductBuildVer\"><vt:lpwstr>2052</vt:lpwstr></property></P>"}}));
  EXPECT_EQ(TextOf(document, PartKind::kProperty), "Company: 县政府\n");
}

TEST(FormatsTest, Photo) {
  const leak::Document document = Read("a.jpg", Photo());
  EXPECT_THAT(TextOf(document, PartKind::kPosition), HasSubstr("39, 54, 20"));
  EXPECT_THAT(TextOf(document, PartKind::kProperty), HasSubstr("Zhang San"));
  EXPECT_THAT(document.unread, ElementsAre(Unread{"", Obstacle::kNoText}));
}

TEST(FormatsTest, PngWithText) {
  const leak::Document document =
      Read("a.png", "\x89PNG\r\n\x1A\n\0\0\0\x0DtEXtAuthor\0zhang3\0\0\0\0"s);
  EXPECT_THAT(TextOf(document, PartKind::kProperty), HasSubstr("zhang3"));
  EXPECT_THAT(document.unread, ElementsAre(Unread{"", Obstacle::kNoText}));
}

struct NotRead {
  std::string name;
  std::string bytes;
  Obstacle why;
};
void PrintTo(const NotRead& test, std::ostream* os) { *os << test.name; }

class NotReadTest : public testing::TestWithParam<NotRead> {};

TEST_P(NotReadTest, IsSaidToBeNotRead) {
  const leak::Document document = Read(GetParam().name, GetParam().bytes);
  EXPECT_THAT(document.unread, Contains(Field(&Unread::why, GetParam().why)));
  const leak::Checker checker;
  EXPECT_THAT(leak::Check(checker, document).findings,
              Contains(Field(&leak::DocumentFinding::finding,
                             testing::ResultOf([](const leak::Finding& f) { return f.rule->id; },
                                               "UNREADABLE"))));
}

INSTANTIATE_TEST_SUITE_P(
    Files, NotReadTest,
    testing::Values(
        NotRead{"old.doc", OldOffice(), Obstacle::kOldFormat},
        NotRead{"a.rtf", "{\\rtf1 \\'d5\\'c5}", Obstacle::kOldFormat},
        NotRead{"encrypted.docx", OldOffice(true), Obstacle::kEncrypted},
        NotRead{"encrypted.zip", EncryptedZip({{"a.txt", "abc"}}), Obstacle::kEncrypted},
        NotRead{"encrypted.odt",
                Zip({{"META-INF/manifest.xml", "<m><encryption-data/></m>"},
                     {"content.xml", "\x01\x02"}}),
                Obstacle::kEncrypted},
        NotRead{"a.rar", "Rar!\x1A\x07\x01\0"s, Obstacle::kUnknownFormat},
        NotRead{"a.7z", "7z\xBC\xAF\x27\x1C\0\x04"s, Obstacle::kUnknownFormat},
        NotRead{"a.eml", "MIME-Version: 1.0\n\nMTM4MDAxMzgwMDA=", Obstacle::kUnknownFormat},
        NotRead{"a.bin", "\0\x01\x02\x03"s, Obstacle::kUnknownFormat},
        NotRead{"a.gif", "GIF89a", Obstacle::kNoText}, NotRead{"empty.txt", "", Obstacle::kNoText},
        NotRead{"blank.txt", " \n", Obstacle::kNoText},
        NotRead{"empty.docx", Docx(""), Obstacle::kNoText},
        NotRead{"empty.zip", "PK\x05\x06"s + std::string(18, '\0'), Obstacle::kBroken}));

}  // namespace
}  // namespace gongkai::extraction
