// Where leaks hide in a document: each place is read, and said to be what it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/services/lib/extraction/files.h"
#include "tests/services/lib/extraction/reading.h"
#include "workflow/leak/document_check.h"

namespace gongkai::extraction {
namespace {

using leak::PartKind;
using std::string_literals::operator""s;
using testing::Contains;
using testing::HasSubstr;

constexpr char kPhone[] = "13800138000";

// A file in which the telephone number stands in one place.
struct Place {
  std::string name;
  std::string bytes;
  PartKind kind;
  std::string part;
};
void PrintTo(const Place& place, std::ostream* os) { *os << place.name; }

class HidingPlaceTest : public testing::TestWithParam<Place> {};

TEST_P(HidingPlaceTest, IsRead) {
  const leak::Document document = Read("file", GetParam().bytes);
  EXPECT_THAT(document.parts,
              Contains(testing::AllOf(testing::Field(&leak::Part::name, HasSubstr(GetParam().part)),
                                      testing::Field(&leak::Part::kind, GetParam().kind),
                                      testing::Field(&leak::Part::text, HasSubstr(kPhone)))));
  const leak::Checker checker;
  const leak::DocumentReport report = leak::Check(checker, document);
  EXPECT_THAT(report.findings, Contains(testing::Truly([](const leak::DocumentFinding& found) {
                return found.finding.rule->kind == leak::Kind::kMobile;
              })));
}

std::string Run(const std::string& properties) {
  return "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr>" + properties + "</w:rPr><w:t>" + kPhone +
         "</w:t></w:r></w:p>";
}

std::string Paragraph(const std::string& text) { return "<w:p>" + Runs({text}) + "</w:p>"; }

std::string Part(const std::string& element, const std::string& content) {
  return "<w:" + element + " xmlns:w=\"w\" xmlns:a=\"a\" xmlns:p=\"p\">" + content +
         "</w:" + element + ">";
}

INSTANTIATE_TEST_SUITE_P(
    Docx, HidingPlaceTest,
    testing::Values(
        Place{"hidden", Docx(Run("<w:vanish/>")), PartKind::kHidden, "隐藏文字"},
        Place{"not hidden", Docx(Run("<w:vanish w:val=\"0\"/>")), PartKind::kShown, "document.xml"},
        Place{"hidden by style",
              Docx(Run("<w:rStyle w:val=\"H\"/>"),
                   {{"word/styles.xml",
                     Part("styles",
                          "<w:style w:styleId=\"H\"><w:rPr><w:vanish/></w:rPr></w:style>")}}),
              PartKind::kHidden, "隐藏文字"},
        Place{"deleted",
              Docx("<w:p><w:del "
                   "w:author=\"张三\"><w:r><w:delText>138001</w:delText></w:r><w:r><w:delText>"
                   "38000</w:delText></w:r></w:del></w:p>"),
              PartKind::kDeleted, "已删除"},
        Place{"moved", Docx("<w:p><w:moveFrom>" + Runs({kPhone}) + "</w:moveFrom></w:p>"),
              PartKind::kDeleted, "已删除"},
        Place{"comment", Docx("", {{"word/comments.xml", Part("comments", Paragraph(kPhone))}}),
              PartKind::kComment, "word/comments.xml"},
        Place{"header", Docx("", {{"word/header1.xml", Part("hdr", Paragraph(kPhone))}}),
              PartKind::kShown, "word/header1.xml"},
        Place{"footer", Docx("", {{"word/footer1.xml", Part("ftr", Paragraph(kPhone))}}),
              PartKind::kShown, "word/footer1.xml"},
        Place{"footnote", Docx("", {{"word/footnotes.xml", Part("n", Paragraph(kPhone))}}),
              PartKind::kShown, "word/footnotes.xml"},
        Place{"endnote", Docx("", {{"word/endnotes.xml", Part("n", Paragraph(kPhone))}}),
              PartKind::kShown, "word/endnotes.xml"},
        Place{"text box",
              Docx("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:txbxContent>" + Paragraph(kPhone) +
                   "</w:txbxContent></w:r></w:p>"),
              PartKind::kShown, "document.xml"},
        Place{"alternative text", Docx("<w:p><wp:docPr descr=\"13800138000\"/></w:p>"),
              PartKind::kShown, "替代文字"},
        Place{"name of a picture", Docx("<w:p><wp:docPr name=\"13800138000.jpg\"/></w:p>"),
              PartKind::kShown, "替代文字"},
        Place{"hint of a link", Docx("<w:p><w:hyperlink w:tooltip=\"13800138000\"/></w:p>"),
              PartKind::kShown, "替代文字"},
        Place{"watermark", Docx("<w:p><w:textpath string=\"13800138000\"/></w:p>"),
              PartKind::kShown, "替代文字"},
        Place{"simple field",
              Docx("<w:p><w:fldSimple w:instr=\"HYPERLINK tel:13800138000\"/></w:p>"),
              PartKind::kShown, "域代码"},
        Place{"choice of a list",
              Docx("<w:sdt><w:listItem w:displayText=\"13800138000\" w:value=\"1\"/></w:sdt>"),
              PartKind::kShown, "域代码"},
        Place{"smart tag", Docx("<w:smartTagPr><w:attr w:val=\"13800138000\"/></w:smartTagPr>"),
              PartKind::kShown, "域代码"},
        Place{"field",
              Docx("<w:p><w:r><w:instrText>HYPERLINK tel:13800138000</w:instrText></w:r></w:p>"),
              PartKind::kShown, "域代码"},
        Place{
            "author",
            Docx("", {{"docProps/core.xml", Part("c", "<w:creator>张三13800138000</w:creator>")}}),
            PartKind::kProperty, "docProps/core.xml"},
        Place{
            "custom property",
            Docx("",
                 {{"docProps/custom.xml",
                   Part("c",
                        "<w:property name=\"p\"><w:lpwstr>13800138000</w:lpwstr></w:property>")}}),
            PartKind::kProperty, "docProps/custom.xml"},
        Place{"path",
              Docx("", {{"word/_rels/document.xml.rels",
                         Part("r",
                              "<w:Relationship TargetMode=\"External\" "
                              "Target=\"file:///C:/13800138000/a.dot\"/>")}}),
              PartKind::kProperty, "路径"},
        Place{
            "link",
            Docx("",
                 {{"word/_rels/document.xml.rels",
                   Part("r",
                        "<w:Relationship TargetMode=\"External\" Target=\"tel:13800138000\"/>")}}),
            PartKind::kShown, "链接"},
        Place{"custom XML", Docx("", {{"customXml/item1.xml", Part("d", kPhone)}}),
              PartKind::kHidden, "customXml/item1.xml"},
        Place{"variable",
              Docx("", {{"word/settings.xml", Part("s", "<w:docVar w:val=\"13800138000\"/>")}}),
              PartKind::kShown, "word/settings.xml"},
        Place{"list",
              Docx("", {{"word/numbering.xml", Part("n", "<w:lvlText w:val=\"13800138000\"/>")}}),
              PartKind::kShown, "word/numbering.xml"},
        Place{"chart", Docx("", {{"word/charts/chart1.xml", Part("c", "<w:v>13800138000</w:v>")}}),
              PartKind::kShown, "word/charts/chart1.xml"},
        Place{"embedded file",
              Docx("", {{"word/embeddings/a.xlsx",
                         Xlsx("<sheetData><row><c><v>13800138000</v></c></row></sheetData>")}}),
              PartKind::kShown, "word/embeddings/a.xlsx/xl/worksheets/sheet1.xml"},
        Place{"document of another name",
              Docx("",
                   {{"a/b.xml", Part("document", "<w:p>" + Runs({"138001", "38000"}) + "</w:p>")}}),
              PartKind::kShown, "a/b.xml"},
        Place{"text that no paragraph has",
              Docx("", {{"word/theme/theme1.xml", Part("a", kPhone)}}), PartKind::kShown,
              "全部文字"},
        Place{"other member", Docx("", {{"a.txt", kPhone}}), PartKind::kShown, "a.txt"},
        Place{"name of a member", Docx("", {{"13800138000.png", "GIF89a"}}), PartKind::kShown,
              "文件名"}));

const std::string kCell = "<c r=\"B2\"><v>13800138000</v></c>";

INSTANTIATE_TEST_SUITE_P(
    Xlsx, HidingPlaceTest,
    testing::Values(
        Place{"hidden sheet", Xlsx("<sheetData><row>" + kCell + "</row></sheetData>", "", "hidden"),
              PartKind::kHidden, "名单"},
        Place{"very hidden sheet",
              Xlsx("<sheetData><row>" + kCell + "</row></sheetData>", "", "veryHidden"),
              PartKind::kHidden, "名单"},
        Place{"sheet that the workbook does not mention",
              Xlsx("", "", "visible",
                   {{"xl/worksheets/sheet9.xml",
                     "<w><sheetData><row>" + kCell + "</row></sheetData></w>"}}),
              PartKind::kHidden, "sheet9.xml"},
        Place{"hidden row", Xlsx("<sheetData><row hidden=\"1\">" + kCell + "</row></sheetData>"),
              PartKind::kHidden, "隐藏行列"},
        Place{"hidden column",
              Xlsx("<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row>" + kCell +
                   "</row></sheetData>"),
              PartKind::kHidden, "隐藏行列"},
        Place{"exponent", Xlsx("<sheetData><row><c><v>1.3800138E+10</v></c></row></sheetData>"),
              PartKind::kShown, "名单"},
        Place{"result of a formula",
              Xlsx("<sheetData><row><c "
                   "t=\"str\"><f>A1&amp;B1</f><v>13800138000</v></c></row></sheetData>"),
              PartKind::kShown, "名单"},
        Place{"formula",
              Xlsx("<sheetData><row><c><f>LEN(\"13800138000\")</f><v>11</v></c></row></sheetData>"),
              PartKind::kShown, "公式"},
        Place{"string that no cell has", Xlsx("<sheetData/>", "<si><t>13800138000</t></si>"),
              PartKind::kHidden, "未使用"},
        Place{"defined name", Xlsx("<sheetData/>"), PartKind::kShown, "名称"},
        Place{"choice of values",
              Xlsx("<dataValidation "
                   "prompt=\"x\"><formula1>\"13800138000\"</formula1></dataValidation>"),
              PartKind::kShown, "公式"},
        Place{"name of a sheet",
              Xlsx("<sheetData/>", "", "visible",
                   {{"xl/workbook2.xml", "<workbook><sheet name=\"13800138000\"/></workbook>"}}),
              PartKind::kShown, "工作表名"},
        Place{"string with its pronunciation",
              Xlsx("<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>",
                   "<si><t>13800138000</t><rPh><t>1</t></rPh></si>"),
              PartKind::kShown, "sheet1.xml"},
        Place{"pronunciation",
              Xlsx("<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>",
                   "<si><t>1</t><rPh><t>13800138000</t></rPh></si>"),
              PartKind::kShown, "注音"},
        Place{"pronunciation in a cell",
              Xlsx("<sheetData><row><c t=\"inlineStr\"><is><t>1</t><rPh><t>13800138000</t></rPh>"
                   "</is></c></row></sheetData>"),
              PartKind::kShown, "提示"},
        Place{
            "column that comes twice",
            Xlsx("<sheetData><row><c r=\"A1\"><v>13800138000</v></c><c r=\"A1\"><v>5</v></c></row>"
                 "</sheetData>"),
            PartKind::kShown, "sheet1.xml"},
        Place{"filter", Xlsx("<filters><filter val=\"13800138000\"/></filters>"), PartKind::kShown,
              "提示"},
        Place{"hint", Xlsx("<dataValidation prompt=\"13800138000\"/>"), PartKind::kShown, "提示"},
        Place{"comment",
              Xlsx("", "", "visible",
                   {{"xl/comments1.xml",
                     "<c><comment><text><r><t>138001</t></r><r><t>38000</t></r></text></comment></"
                     "c>"}}),
              PartKind::kComment, "xl/comments1.xml"},
        Place{"external link",
              Xlsx("", "", "visible",
                   {{"xl/externalLinks/externalLink1.xml", "<e><v>13800138000</v></e>"}}),
              PartKind::kHidden, "externalLink1.xml"},
        Place{"pivot cache",
              Xlsx("", "", "visible",
                   {{"xl/pivotCache/pivotCacheRecords1.xml",
                     "<p><r><s v=\"13800138000\"/></r></p>"}}),
              PartKind::kHidden, "pivotCacheRecords1.xml"},
        Place{"text box",
              Xlsx("", "", "visible",
                   {{"xl/drawings/drawing1.xml",
                     Part("d", "<a:p><a:r><a:t>13800138000</a:t></a:r></a:p>")}}),
              PartKind::kShown, "drawing1.xml"}));

INSTANTIATE_TEST_SUITE_P(
    Pptx, HidingPlaceTest,
    testing::Values(Place{"hidden slide",
                          Pptx("<p:sld xmlns:p=\"p\" xmlns:a=\"a\" "
                               "show=\"0\"><a:p><a:r><a:t>13800138000</a:t></a:r></a:p></p:sld>"),
                          PartKind::kHidden, "slide1.xml"},
                    Place{
                        "notes",
                        Pptx("<s/>", {{"ppt/notesSlides/notesSlide1.xml",
                                       Part("n", "<a:p><a:r><a:t>13800138000</a:t></a:r></a:p>")}}),
                        PartKind::kComment, "notesSlide1.xml"},
                    Place{"comment",
                          Pptx("<s/>", {{"ppt/comments/comment1.xml",
                                         Part("n", "<p:cm><p:text>13800138000</p:text></p:cm>")}}),
                          PartKind::kComment, "comment1.xml"},
                    Place{"author",
                          Pptx("<s/>", {{"ppt/commentAuthors.xml",
                                         Part("n", "<p:cmAuthor name=\"13800138000\"/>")}}),
                          PartKind::kProperty, "作者"}));

INSTANTIATE_TEST_SUITE_P(
    OpenDocument, HidingPlaceTest,
    testing::Values(
        Place{
            "deleted",
            OpenDocument(
                "<text:tracked-changes><text:deletion><text:p>13800138000</text:p></text:deletion>"
                "</text:tracked-changes>"),
            PartKind::kDeleted, "已删除"},
        Place{"comment",
              OpenDocument("<text:p>a<office:annotation><dc:creator>张三</"
                           "dc:creator><text:p>13800138000</text:p>"
                           "</office:annotation></text:p>"),
              PartKind::kComment, "批注"},
        Place{"hidden by style",
              OpenDocument(
                  "<style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/>"
                  "</style:style><text:p>a<text:span "
                  "text:style-name=\"T1\">13800138000</text:span></text:p>"),
              PartKind::kHidden, "隐藏文字"},
        Place{"hidden row",
              OpenDocument("<table:table-row "
                           "table:visibility=\"collapse\"><table:table-cell><text:p>13800138000"
                           "</text:p></table:table-cell></table:table-row>"),
              PartKind::kHidden, "隐藏文字"},
        Place{
            "hidden sheet",
            OpenDocument(
                "<style:style style:name=\"t\"><style:table-properties table:display=\"false\"/>"
                "</style:style><table:table "
                "table:style-name=\"t\"><table:table-row><table:table-cell>"
                "<text:p>13800138000</text:p></table:table-cell></table:table-row></table:table>"),
            PartKind::kHidden, "隐藏文字"},
        Place{"alternative text", OpenDocument("<svg:desc>13800138000</svg:desc>"),
              PartKind::kShown, "替代文字"},
        Place{"header",
              OpenDocument("", {{"styles.xml",
                                 "<s><text:p xmlns:text=\"t\">13800138000</text:p></s>"}}),
              PartKind::kShown, "styles.xml"},
        Place{"author", OpenDocument("", {{"meta.xml", "<m><creator>13800138000</creator></m>"}}),
              PartKind::kProperty, "meta.xml"},
        Place{"object", OpenDocument("", {{"Object 1/content.xml", "<s><p>13800138000</p></s>"}}),
              PartKind::kShown, "Object 1/content.xml"}));

INSTANTIATE_TEST_SUITE_P(
    Ofd, HidingPlaceTest,
    testing::Values(
        Place{"invisible",
              Ofd("<ofd:TextObject Visible=\"false\" Boundary=\"1 1 1 "
                  "1\"><ofd:TextCode>13800138000</ofd:TextCode>"
                  "</ofd:TextObject>"),
              PartKind::kHidden, "隐藏文字"},
        Place{"annotation",
              Ofd("", {{"Doc_0/Annots/Page_0/Annotation.xml",
                        "<a><Annot Creator=\"张三\"><Remark>13800138000</Remark></Annot></a>"}}),
              PartKind::kComment, "Annotation.xml"},
        Place{"page of another name",
              Ofd("", {{"x/y.xml",
                        "<p><TextObject Boundary=\"1 1 9 "
                        "5\"><TextCode>138001</TextCode></TextObject><TextObject "
                        "Boundary=\"10 1 9 5\"><TextCode>38000</TextCode></TextObject></p>"}}),
              PartKind::kShown, "x/y.xml"},
        Place{"attachment", Ofd("", {{"Doc_0/Attachs/a.txt", kPhone}}), PartKind::kShown, "a.txt"},
        Place{"template",
              Ofd("", {{"Doc_0/Tpls/Tpl_0/Content.xml",
                        "<p><TextObject Boundary=\"1 1 1 "
                        "1\"><TextCode>13800138000</TextCode></TextObject></p>"}}),
              PartKind::kShown, "Tpl_0"},
        Place{"custom data",
              Ofd("", {{"OFD.xml", "<o><CustomData Name=\"x\">13800138000</CustomData></o>"}}),
              PartKind::kProperty, "OFD.xml"}));

INSTANTIATE_TEST_SUITE_P(
    Html, HidingPlaceTest,
    testing::Values(
        Place{"comment", "<html><body>a<!-- 13800138000 --></body></html>", PartKind::kComment,
              "注释"},
        Place{"script", "<html><script>var a = '13800138000';</script>a</html>", PartKind::kShown,
              "脚本和样式"},
        Place{"alt", "<html><img alt=\"13800138000\">a</html>", PartKind::kShown, "属性"},
        Place{"value", "<html><input value=\"13800138000\">a</html>", PartKind::kShown, "属性"},
        Place{"meta", "<html><meta content=\"13800138000\">a</html>", PartKind::kShown, "属性"},
        Place{"data", "<html><p data-phone=\"13800138000\">a</html>", PartKind::kShown, "属性"},
        Place{"not displayed", "<html><p style=\"display: none\">138<b>00138000</b></p>a</html>",
              PartKind::kHidden, "隐藏文字"},
        Place{"reference", "<html><p>138&#48;0138000</p></html>", PartKind::kShown, ""}));

INSTANTIATE_TEST_SUITE_P(
    Pdf, HidingPlaceTest,
    testing::Values(
        Place{
            "annotation",
            PdfPage("(a) Tj", {"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(13800138000)>>"},
                    "/Annots[6 0 R]"),
            PartKind::kComment, "批注"},
        Place{"form field",
              PdfPage("(a) Tj", {"<</Subtype/Widget/FT/Tx/T(x)/V(13800138000)/Rect[0 0 9 9]>>"},
                      "/Annots[6 0 R]"),
              PartKind::kShown, "表单"},
        Place{"bookmark", PdfPage("(a) Tj", {"<</Title(13800138000)/Parent 1 0 R>>"}),
              PartKind::kShown, "书签"},
        Place{"author",
              PdfPage("(a) Tj", {"<</Author(Zhang 13800138000)/Producer(p)>>"}, "", "",
                      "/Info 6 0 R"),
              PartKind::kProperty, "文档属性"},
        Place{"XMP",
              PdfPage("(a) Tj", {Stream("<x>13800138000</x>", "/Type/Metadata/Subtype/XML")}, "",
                      "/Metadata 6 0 R"),
              PartKind::kShown, "表单"},
        Place{"embedded file",
              PdfPage("(a) Tj", {"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>",
                                 Stream("13800138000", "/Type/EmbeddedFile")}),
              PartKind::kShown, "a.txt"},
        Place{"script", PdfPage("(a) Tj", {"<</S/JavaScript/JS(app.alert('13800138000'))>>"}),
              PartKind::kShown, "脚本"},
        Place{"beside the page", PdfPage("(a) Tj 2000 0 Td (13800138000) Tj"), PartKind::kShown,
              "第1页"},
        Place{"XMP that is broken",
              PdfPage("(a) Tj", {Stream("<x>13800138000", "/Type/Metadata/Subtype/XML")}, "",
                      "/Metadata 6 0 R"),
              PartKind::kShown, "表单"},
        Place{"form of XFA",
              PdfPage("(a) Tj", {Stream("<data><phone>13800138000</phone></data>")}, "",
                      "/AcroForm<</XFA[(datasets)6 0 R]/Fields[]>>"),
              PartKind::kShown, "表单"},
        Place{"script in a stream",
              PdfPage("(a) Tj", {"<</S/JavaScript/JS 7 0 R>>", Stream("var a = '13800138000';")}),
              PartKind::kShown, "脚本"},
        Place{"under a bar", PdfPage("(13800138000) Tj ET 0 0 600 800 re f BT /F1 12 Tf"),
              PartKind::kShown, "第1页"},
        Place{"layer that is off",
              [] {
                std::string pdf =
                    PdfPage("(a) Tj /OC /L BDC (13800138000) Tj EMC", {"<</Type/OCG/Name(L)>>"}, "",
                            "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>");
                const std::string fonts = "/Resources<<";
                return pdf.insert(pdf.find(fonts) + fonts.size(), "/Properties<</L 6 0 R>>");
              }(),
              PartKind::kHidden, "隐藏图层"},
        Place{"earlier revision",
              PdfPage("(13800138000) Tj") + "4 0 obj\n" + Stream("BT ET") +
                  "\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n",
              PartKind::kDeleted, "以前的版本1"}));

INSTANTIATE_TEST_SUITE_P(Zip, HidingPlaceTest,
                         testing::Values(Place{"name of a member",
                                               Zip({{"张三13800138000.txt", "a"}}),
                                               PartKind::kShown, "文件名"},
                                         Place{"comment of a member",
                                               [] {
                                                 std::string zip = Zip({{"a.txt", "a"}});
                                                 const std::size_t entry = zip.find("PK\x01\x02");
                                                 const std::size_t end = zip.find("PK\x05\x06");
                                                 zip[entry + 32] = 11;
                                                 zip[end + 12] =
                                                     static_cast<char>(zip[end + 12] + 11);
                                                 return zip.insert(end, kPhone);
                                               }(),
                                               PartKind::kComment, "压缩包注释"},
                                         Place{"comment",
                                               [] {
                                                 std::string zip = Zip({{"a.txt", "a"}});
                                                 zip[zip.size() - 2] = 11;
                                                 return zip + kPhone;
                                               }(),
                                               PartKind::kComment, "压缩包注释"}));

// The case for which all of this is made: a number that stands in three runs or two cells is one number.
TEST(SplitNumbersTest, AreFoundInDocuments) {
  const leak::Checker checker;
  for (const std::string& body : {"<w:p>" + Runs({"110105", "19491231", "002X"}) + "</w:p>",
                                  "<w:tbl>" + Row({"李四", "110105194912", "31002X"}) + "</w:tbl>",
                                  "<w:tbl>" + Row({"110105194912", "31002X"}) + "</w:tbl>"}) {
    const leak::DocumentReport report = leak::Check(checker, Read("名单.docx", Docx(body)));
    EXPECT_THAT(report.findings, Contains(testing::Truly([](const leak::DocumentFinding& found) {
                  return found.part == "word/document.xml" && found.finding.rule->id == "ID_CARD";
                })))
        << body;
  }
}

}  // namespace
}  // namespace gongkai::extraction
