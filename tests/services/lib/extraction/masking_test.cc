// Masked copies of docx and xlsx: where values stand, what is removed, what stays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/lib/extraction/files.h"
#include "tests/services/lib/extraction/reading.h"
#include "workflow/leak/document_check.h"
#include "workflow/leak/redact.h"

namespace gongkai::extraction {
namespace {

using leak::Kind;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

constexpr char kPhone[] = "13800138000";
constexpr char kDocument[] = "word/document.xml";
constexpr char kWorkbook[] = "xl/workbook.xml";
constexpr char kSheet[] = "xl/worksheets/sheet1.xml";
constexpr char kWord[] =
    R"( xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")";

MaskedFile Mask(const std::string& bytes) { return SharedExtractor().Mask("file", bytes); }

std::string ContentOf(const std::string& zip, std::string_view name) {
  for (const auto& [member, content] : Unzip(zip)) {
    if (member == name) return content;
  }
  return "none";
}

// Returns all bytes of the unpacked members, and their names.
std::string AllOfCopy(const std::string& zip) {
  std::string all;
  for (const auto& [member, content] : Unzip(zip)) {
    all += member + '\n' + (content.starts_with("PK") ? AllOfCopy(content) : content) + '\n';
  }
  return all;
}

// Returns the rules of what the check finds in the copy, but for INFO.
std::vector<std::string> FoundIn(const std::string& copy) {
  static const leak::Checker checker;
  std::vector<std::string> rules;
  for (const leak::DocumentFinding& found : leak::Check(checker, Read("copy", copy)).findings) {
    const leak::Rule& rule = *found.finding.rule;
    if (rule.severity != leak::Severity::kInfo) rules.emplace_back(rule.id);
  }
  return rules;
}

std::size_t CountOf(const MaskedFile& masked, Kind kind) {
  return masked.masked[static_cast<std::size_t>(kind)];
}

std::string Paragraph(const std::string& text) { return "<w:p>" + Runs({text}) + "</w:p>"; }

std::string InDocument(const std::string& body) {
  return ContentOf(Mask(WholeDocx(body)).copy, kDocument);
}

// Returns the values of the attribute in the XML.
std::vector<std::string> ValuesOf(const std::string& xml, const std::string& attribute) {
  std::vector<std::string> values;
  const std::string begin = " " + attribute + "=\"";
  for (std::size_t at = xml.find(begin); at != std::string::npos; at = xml.find(begin, at)) {
    at += begin.size();
    values.push_back(xml.substr(at, xml.find('"', at) - at));
  }
  return values;
}

// Expects XML that can be read, and a member for each name of one.
void ExpectConsistent(const std::string& copy) {
  // A copy may have no text that is shown, if its original had none.
  EXPECT_THAT(Read("copy", copy).unread,
              testing::Each(testing::Field(&leak::Unread::why, leak::Obstacle::kNoText)));
  const Members members = Unzip(copy);
  EXPECT_EQ(members.front().first, "[Content_Types].xml");
  for (const auto& [name, content] : members) {
    for (const std::string& part : ValuesOf(content, "PartName")) {
      EXPECT_THAT(members, Contains(Pair(part.substr(1), testing::_)));
    }
    for (const std::string& target : ValuesOf(content, "Target")) {
      if (target.starts_with('/')) {
        EXPECT_THAT(members, Contains(Pair(target.substr(1), testing::_)));
      }
    }
  }
}

// A file in which the telephone number stands in one place.
struct Place {
  std::string name;
  std::string bytes;
};
void PrintTo(const Place& place, std::ostream* os) { *os << place.name; }

class MaskedPlaceTest : public testing::TestWithParam<Place> {};

TEST_P(MaskedPlaceTest, HasNoByteOfTheValue) {
  const MaskedFile masked = Mask(GetParam().bytes);
  ASSERT_FALSE(masked.refusal) << masked.refusal.part;
  EXPECT_THAT(AllOfCopy(masked.copy),
              AllOf(Not(HasSubstr(kPhone)), Not(HasSubstr("0013800")), HasSubstr("****")));
  EXPECT_THAT(FoundIn(masked.copy), Not(Contains(HasSubstr("MOBILE"))));
  ExpectConsistent(masked.copy);
}

OfficePart WordPart(const std::string& type, const std::string& root, const std::string& content,
                    const std::string& name = "") {
  return {.from = kDocument,
          .type = type,
          .name = "word/" + (name.empty() ? type : name) + ".xml",
          .content = "<w:" + root + kWord + ">" + content + "</w:" + root + ">"};
}

INSTANTIATE_TEST_SUITE_P(
    Docx, MaskedPlaceTest,
    testing::Values(
        Place{"run", WholeDocx(Paragraph("电话13800138000"))},
        Place{"runs", WholeDocx("<w:p>" + Runs({"138", "0013", "8000"}) + "</w:p>")},
        Place{"runs with a hidden one",
              WholeDocx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>13800138000</w:t></w:r></w:p>")},
        Place{"characters by number", WholeDocx(Paragraph("&#49;3800&#x31;38000"))},
        Place{"references written out", WholeDocx(Paragraph("&amp;#49;3800138000"))},
        Place{"cdata", WholeDocx("<w:p><w:r><w:t><![CDATA[a<b 13800138000]]></w:t></w:r></w:p>")},
        Place{"comment of XML", WholeDocx("<!-- 13800138000 -->" + Paragraph(kPhone))},
        Place{"header", WholeDocx("", {WordPart("header", "hdr", Paragraph(kPhone), "header1")})},
        Place{"footnote", WholeDocx("", {WordPart("footnotes", "footnotes", Paragraph(kPhone))})},
        Place{"part of an unusual name",
              WholeDocx("", {WordPart("header", "hdr", Paragraph(kPhone), "x/y")})},
        Place{"text box",
              WholeDocx("<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + Paragraph(kPhone) +
                        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>")},
        Place{"watermark",
              WholeDocx("<w:p><w:r><w:pict><v:shape><v:textpath string=\"13800138000\"/></v:shape>"
                        "</w:pict></w:r></w:p>")},
        Place{"alternative text", WholeDocx("<w:p><wp:docPr descr='13800138000'/></w:p>")},
        Place{"name of a picture", WholeDocx("<w:p><wp:docPr name=\"13800138000.jpg\"/></w:p>")},
        Place{"hint of a link", WholeDocx("<w:p><w:hyperlink w:tooltip=\"13800138000\">" +
                                          Runs({"a"}) + "</w:hyperlink></w:p>")},
        Place{"field",
              WholeDocx("<w:p><w:r><w:instrText>HYPERLINK \"tel:13800138000\"</w:instrText></w:r>"
                        "</w:p>")},
        Place{"simple field",
              WholeDocx("<w:p><w:fldSimple w:instr=\"HYPERLINK tel:13800138000\"/></w:p>")},
        Place{"choice of a list", WholeDocx("<w:p><w:sdt><w:listItem w:displayText=\"13800138000\" "
                                            "w:value=\"13800138000\"/></w:sdt></w:p>")},
        Place{"smart tag", WholeDocx("<w:p><w:attr w:val=\"13800138000\"/></w:p>")},
        Place{"attribute with a reference",
              WholeDocx("<w:p><wp:docPr descr=\"&#49;3800138000\"/></w:p>")},
        Place{"link", WholeDocx("", {{.from = kDocument,
                                      .type = "hyperlink",
                                      .name = "tel:13800138000",
                                      .content_type = ""}})},
        Place{"variable",
              WholeDocx("", {WordPart("settings", "settings",
                                      "<w:docVars><w:docVar w:name=\"a\" w:val=\"13800138000\"/>"
                                      "</w:docVars>")})},
        Place{"data", WholeDocx("", {{.from = kDocument,
                                      .type = "customXml",
                                      .name = "customXml/item1.xml",
                                      .content = "<a><del>13800138000</del></a>"}})},
        Place{"chart", WholeDocx("", {{.from = kDocument,
                                       .type = "chart",
                                       .name = "word/charts/chart1.xml",
                                       .content = "<c:c xmlns:c=\"c\"><c:pt><c:v>13800138000</c:v>"
                                                  "</c:pt></c:c>"}})},
        Place{"inserted text",
              WholeDocx("<w:p><w:ins w:author=\"a\">" + Runs({kPhone}) + "</w:ins></w:p>")},
        Place{"document within",
              WholeDocx("", {{.from = kDocument,
                              .type = "package",
                              .name = "word/embeddings/a.xlsx",
                              .content = WholeXlsx("<sheetData><row><c><v>13800138000</v></c></row>"
                                                   "</sheetData>")}})}));

std::string Cells(const std::string& cells) {
  return "<sheetData><row r=\"1\">" + cells + "</row></sheetData>";
}

INSTANTIATE_TEST_SUITE_P(
    Xlsx, MaskedPlaceTest,
    testing::Values(
        Place{"number", WholeXlsx(Cells("<c r=\"A1\" s=\"1\"><v>13800138000</v></c>"))},
        Place{"number of a type", WholeXlsx(Cells("<c r=\"A1\" t=\"n\"><v>13800138000</v></c>"))},
        Place{"number with an exponent", WholeXlsx(Cells("<c r=\"A1\"><v>1.3800138E+10</v></c>"))},
        Place{"shared string", WholeXlsx(Cells("<c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c>"),
                                         "<si><t>电话13800138000</t></si>")},
        Place{"rich shared string", WholeXlsx(Cells("<c t=\"s\"><v>0</v></c>"),
                                              "<si><r><t>138</t></r><r><t>00138000</t></r></si>")},
        Place{"shared string that no cell uses",
              WholeXlsx(Cells(""), "<si><t>13800138000</t></si>")},
        Place{"inline string",
              WholeXlsx(Cells("<c t=\"inlineStr\"><is><t>13800138000</t></is></c>"))},
        Place{"result of a formula",
              WholeXlsx(Cells("<c r=\"A1\" t=\"str\"><f>B1&amp;C1</f><v>13800138000</v></c>"))},
        Place{"formula", WholeXlsx(Cells("<c r=\"A1\"><f>LEN(\"13800138000\")</f><v>11</v></c>"))},
        Place{"number in a formula",
              WholeXlsx(Cells("<c r=\"A1\"><f>13800138000*0</f><v>0</v></c>"))},
        Place{"hidden column", WholeXlsx("<cols><col min=\"1\" max=\"1\" hidden=\"1\"/></cols>" +
                                         Cells("<c r=\"A1\"><v>13800138000</v></c>"))},
        Place{"header of the page",
              WholeXlsx("<headerFooter><oddHeader>13800138000</oddHeader></headerFooter>")},
        Place{"hint", WholeXlsx("<dataValidations><dataValidation prompt=\"13800138000\"/>"
                                "</dataValidations>")},
        Place{"list of choices",
              WholeXlsx("<dataValidations><dataValidation><formula1>\"a,13800138000\"</formula1>"
                        "</dataValidation></dataValidations>")},
        Place{"filter", WholeXlsx("<autoFilter><filterColumn><filters><filter val=\"13800138000\"/>"
                                  "</filters></filterColumn></autoFilter>")},
        Place{"cache of a pivot table",
              WholeXlsx("", "",
                        {{.from = kWorkbook,
                          .type = "pivotCacheDefinition",
                          .name = "xl/pivotCache/pivotCacheDefinition1.xml",
                          .content = "<d><s v=\"13800138000\"/></d>"}})}));

TEST(MaskingTest, PassesTheCheckWithAnIdNumberInTwoCells) {
  const MaskedFile masked =
      Mask(WholeDocx("<w:tbl>" + Row({"身份证", ""}) + Row({"110105", "19491231002X"}) +
                     "</w:tbl>" + Paragraph("完")));
  ASSERT_FALSE(masked.refusal);
  const std::string document = ContentOf(masked.copy, kDocument);
  EXPECT_THAT(document, AllOf(HasSubstr(">11****<"), HasSubstr(">*********02X<")));
  EXPECT_EQ(CountOf(masked, Kind::kIdCard), 1);
  EXPECT_THAT(FoundIn(masked.copy), IsEmpty());
}

TEST(MaskingTest, WritesAMaskWhereItsPieceStands) {
  EXPECT_THAT(InDocument("<w:p>" + Runs({"电话1", "3800", "138000。"}) + "</w:p>"),
              AllOf(HasSubstr(">电话1<"), HasSubstr(">38**<"), HasSubstr(">**8000。<")));
  EXPECT_THAT(InDocument("<w:p>" + Runs({"邮箱zhang", "san@example.com 完"}) + "</w:p>"),
              AllOf(HasSubstr(">邮箱z***@example.com<"), HasSubstr("> 完<")));
}

TEST(MaskingTest, LeavesWhatItNeedNotChangeAsItIs) {
  const std::string body =
      "<w:p><w:pPr><w:pStyle w:val='Heading1' /></w:pPr>" + Runs({"年度报告 &amp; 表"}) + "</w:p>";
  const std::string whole = WholeDocx(
      body, {{.from = kDocument,
              .type = "styles",
              .name = "word/styles.xml",
              .content = "<w:styles xmlns:w=\"w\"  ><w:style w:styleId='a'/></w:styles>"}});
  const Members copy = Unzip(Mask(whole).copy);
  EXPECT_EQ(copy, Unzip(whole));
}

TEST(MaskingTest, MakesTheSameCopyAgain) {
  const std::string whole = WholeDocx(Paragraph(kPhone));
  EXPECT_EQ(Mask(whole).copy, Mask(whole).copy);
}

TEST(MaskingTest, RemovesPropertiesCommentsAndWhatRefersToThem) {
  const std::string range = "<w:commentRangeStart w:id=\"0\"/>";
  const std::string whole = WholeDocx(
      "<w:p w:rsidR=\"00AB12CD\">" + range + Runs({"年报"}) +
          "<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>",
      {WordPart("comments", "comments",
                "<w:comment w:id=\"0\" w:author=\"张三\">" + Paragraph("电话13900139000") +
                    "</w:comment>"),
       {.type = "core-properties",
        .name = "docProps/core.xml",
        .content = "<c><creator>李四</creator></c>"},
       {.type = "custom-properties",
        .name = "docProps/custom.xml",
        .content = "<c><property name=\"a\">王五</property></c>"},
       {.type = "thumbnail", .name = "docProps/thumbnail.jpeg", .content = Photo()},
       WordPart("settings", "settings",
                "<w:attachedTemplate r:id=\"rId1\" xmlns:r=\"r\"/><w:rsids/><w:trackRevisions/>"),
       {.from = "word/settings.xml",
        .type = "attachedTemplate",
        .name = "file:///C:/Users/zhangsan/a.dotx",
        .content_type = ""}});
  const MaskedFile masked = Mask(whole);
  ASSERT_FALSE(masked.refusal);
  std::vector<std::string> names;
  for (const auto& [name, content] : Unzip(masked.copy)) names.push_back(name);
  EXPECT_THAT(names, testing::UnorderedElementsAre(
                         "[Content_Types].xml", "_rels/.rels", kDocument, "word/settings.xml",
                         "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"));
  const std::string all = AllOfCopy(masked.copy);
  for (const char* gone : {"omment", "张三", "李四", "王五", "zhangsan", "docProps", "rsid",
                           "attachedTemplate", "trackRevisions", "13900139000"}) {
    EXPECT_THAT(all, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(FoundIn(masked.copy), IsEmpty());
}

TEST(MaskingTest, AcceptsTrackedChanges) {
  const std::string author = " w:id=\"1\" w:author=\"张三\" w:date=\"2026-01-01T00:00:00Z\"";
  const std::string document = InDocument(
      "<w:p><w:ins" + author + ">" + Runs({"新"}) + "</w:ins><w:del" + author +
      "><w:r><w:delText>13800138000</w:delText></w:r></w:del><w:r><w:rPr><w:b/><w:rPrChange" +
      author + "><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>留</w:t></w:r></w:p>" +
      "<w:p><w:pPr><w:rPr><w:del" + author + "/></w:rPr></w:pPr><w:del" + author +
      "><w:r><w:delText>去</w:delText></w:r></w:del></w:p>" + "<w:p><w:moveFrom" + author + ">" +
      Runs({"移"}) + "</w:moveFrom><w:moveTo" + author + ">" + Runs({"到"}) + "</w:moveTo></w:p>");
  EXPECT_THAT(document, AllOf(HasSubstr("新"), HasSubstr("留"), HasSubstr("到")));
  for (const char* gone : {"张三", "13800138000", "delText", "去", "移", "<w:i/>", "w:ins", "w:del",
                           "w:move", "2026"}) {
    EXPECT_THAT(document, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(document, HasSubstr("<w:b/>"));
}

TEST(MaskingTest, RemovesARowAndATableThatWereDeleted) {
  const std::string deleted = "<w:tr><w:trPr><w:del w:id=\"1\" w:author=\"a\"/></w:trPr><w:tc>" +
                              Paragraph("删") + "</w:tc></w:tr>";
  const std::string document =
      InDocument("<w:tbl><w:tblPr/>" + Row({"留"}) + deleted + "</w:tbl><w:tbl>" + deleted +
                 "</w:tbl>" + Paragraph("完"));
  EXPECT_THAT(document, AllOf(HasSubstr("留"), HasSubstr("完"), Not(HasSubstr("删"))));
  EXPECT_EQ(document.find("<w:tbl>"), document.rfind("<w:tbl>"));
}

TEST(MaskingTest, MakesATextOfANumber) {
  const std::string sheet = ContentOf(
      Mask(WholeXlsx(Cells("<c r=\"A1\" s=\"3\"><v>13800138000</v></c><c r=\"B1\"><v>7</v></c>")))
          .copy,
      kSheet);
  EXPECT_THAT(sheet, AllOf(HasSubstr("<c t=\"str\" r=\"A1\" s=\"3\"><v>138****8000</v></c>"),
                           HasSubstr("<c r=\"B1\"><v>7</v></c>")));
}

TEST(MaskingTest, MasksANumberThatStandsInSeveralCells) {
  const MaskedFile masked = Mask(
      WholeXlsx("<sheetData><row r=\"1\"><c r=\"A1\"><v>110105</v></c><c r=\"B1\"><v>19491231</v>"
                "</c><c r=\"C1\" t=\"s\"><v>0</v></c></row></sheetData>",
                "<si><t>002X</t></si>"));
  EXPECT_THAT(ContentOf(masked.copy, kSheet),
              AllOf(HasSubstr("<v>11****</v>"), HasSubstr("<v>********</v>")));
  EXPECT_THAT(ContentOf(masked.copy, "xl/sharedStrings.xml"), HasSubstr("<t>*02X</t>"));
  EXPECT_THAT(FoundIn(masked.copy), IsEmpty());
}

TEST(MaskingTest, TakesAwayTheFormulaThatWouldGiveTheValueAgain) {
  const std::string rows =
      "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A2\" si=\"0\">B1*1</f><v>13800138000</v>"
      "</c></row><row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"0\"/><v>5</v></c></row>"
      "<row r=\"3\"><c r=\"A3\" t=\"str\"><f>CONCAT(C1,\"元\")</f><v>6元</v></c></row>";
  const MaskedFile masked = Mask(WholeXlsx("<sheetData>" + rows + "</sheetData>", "",
                                           {{.from = kWorkbook,
                                             .type = "calcChain",
                                             .name = "xl/calcChain.xml",
                                             .content = "<calcChain><c r=\"A1\"/></calcChain>"}}));
  EXPECT_THAT(ContentOf(masked.copy, kSheet),
              AllOf(Not(HasSubstr("shared")), HasSubstr("<v>138****8000</v>"),
                    HasSubstr("<v>5</v>"), HasSubstr("<f>CONCAT(C1,\"元\")</f><v>6元</v>")));
  EXPECT_EQ(ContentOf(masked.copy, "xl/calcChain.xml"), "none");
}

TEST(MaskingTest, KeepsAFormulaRight) {
  EXPECT_THAT(ContentOf(Mask(WholeXlsx(Cells("<c><f>IF(A1=13800138000,1,\"a\"\"13900139000\")</f>"
                                             "<v>1</v></c>")))
                            .copy,
                        kSheet),
              HasSubstr("<f>IF(A1=&quot;138****8000&quot;,1,\"a\"\"139****9000\")</f>"));
}

TEST(MaskingTest, RemovesWhatAWorkbookKeepsOfOthersAndOfPeople) {
  const std::string whole = WholeXlsx(
      Cells("<c t=\"inlineStr\"><is><t>年报</t></is></c>") +
          "<pageSetup r:id=\"rId2\" orientation=\"portrait\"/><legacyDrawing "
          "r:id=\"rId3\"/>"
          "<scenarios><scenario user=\"张三\"/></scenarios>",
      "",
      {{.from = kSheet,
        .type = "comments",
        .name = "xl/comments1.xml",
        .content = "<comments><authors><author>李四</author></authors></comments>"},
       {.from = kSheet,
        .type = "printerSettings",
        .name = "xl/printerSettings/printerSettings1.bin",
        .content = "P\0r\0"},
       {.from = kSheet,
        .type = "vmlDrawing",
        .name = "xl/drawings/vmlDrawing1.vml",
        .content = "<xml xmlns:v=\"v\" xmlns:x=\"x\"><v:shape id=\"a\"><x:ClientData "
                   "ObjectType=\"Note\"/></v:shape><v:shape id=\"b\"/></xml>"},
       {.from = kWorkbook,
        .type = "externalLink",
        .name = "xl/externalLinks/externalLink1.xml",
        .content = "<externalLink><externalBook r:id=\"rId1\" xmlns:r=\"r\"><sheetDataSet>"
                   "<sheetData><row><cell><v>13800138000</v></cell></row></sheetData>"
                   "</sheetDataSet></externalBook></externalLink>"},
       {.from = "xl/externalLinks/externalLink1.xml",
        .type = "externalLinkPath",
        .name = "file:///C:/Users/wangwu/a.xlsx",
        .content_type = ""},
       {.from = kWorkbook,
        .type = "revisionHeaders",
        .name = "xl/revisions/revisionHeaders.xml",
        .content = "<headers><header userName=\"赵六\"/></headers>"}});
  const MaskedFile masked = Mask(whole);
  ASSERT_FALSE(masked.refusal);
  const std::string all = AllOfCopy(masked.copy);
  for (const char* gone : {"张三", "李四", "wangwu", "赵六", "printerSettings", "comments",
                           "sheetDataSet", "Note", "revision"}) {
    EXPECT_THAT(all, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(ContentOf(masked.copy, kSheet),
              AllOf(HasSubstr("<pageSetup orientation=\"portrait\"/>"),
                    HasSubstr("<legacyDrawing r:id=\"rId3\"/>")));
  EXPECT_THAT(all, HasSubstr("<v:shape id=\"b\"/>"));
  EXPECT_THAT(FoundIn(masked.copy), IsEmpty());
}

TEST(MaskingTest, DropsWhatNothingRefersTo) {
  Members members = Unzip(WholeDocx(Paragraph("年报")));
  members.emplace_back("word/old.xml", "<a>13800138000</a>");
  const MaskedFile masked = Mask(Zip(members));
  ASSERT_FALSE(masked.refusal);
  EXPECT_THAT(Unzip(masked.copy), Not(Contains(Pair("word/old.xml", testing::_))));
}

TEST(MaskingTest, TakesRemarksOutOfPicturesWhichAPersonStillHasToLookAt) {
  const MaskedFile masked = Mask(WholeDocx(Paragraph("年报"), {{.from = kDocument,
                                                                .type = "image",
                                                                .name = "word/media/image1.jpeg",
                                                                .content = Photo(),
                                                                .content_type = "image/jpeg"}}));
  EXPECT_THAT(AllOfCopy(masked.copy), Not(HasSubstr("Exif")));
  EXPECT_THAT(FoundIn(masked.copy), testing::ElementsAre("UNREADABLE"));
}

TEST(MaskingTest, LeavesMarksOfSecrecyAndHiddenSheetsToAPerson) {
  EXPECT_THAT(FoundIn(Mask(WholeDocx(Paragraph("机密★5年"))).copy),
              testing::ElementsAre("SECRECY_MARK"));
  const MaskedFile masked =
      Mask(WholeXlsx("<cols><col min=\"1\" max=\"1\" hidden=\"1\"/></cols>" +
                     Cells("<c r=\"A1\" t=\"inlineStr\"><is><t>内容</t></is></c>")));
  EXPECT_THAT(FoundIn(masked.copy), testing::ElementsAre("HIDDEN_TEXT"));
}

// A file that is not masked, and why.
struct Refused {
  std::string name;
  std::string bytes;
  MaskProblem problem = MaskProblem::kOtherFormat;
  std::string part;
};
void PrintTo(const Refused& refused, std::ostream* os) { *os << refused.name; }

class RefusedMaskTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedMaskTest, HasNoCopy) {
  const MaskedFile masked = Mask(GetParam().bytes);
  EXPECT_EQ(masked.refusal.problem, GetParam().problem);
  EXPECT_THAT(masked.refusal.part, HasSubstr(GetParam().part));
  EXPECT_EQ(masked.copy, "");
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedMaskTest,
    testing::Values(
        Refused{"pdf", PdfPage("(13800138000) Tj"), MaskProblem::kPdf, ""},
        Refused{"old", OldOffice(), MaskProblem::kOtherFormat, ""},
        Refused{"ods", OpenDocument("13800138000"), MaskProblem::kOtherFormat, ""},
        Refused{"ofd", Ofd("13800138000"), MaskProblem::kOtherFormat, ""},
        Refused{"pptx", Pptx("<a/>"), MaskProblem::kOtherFormat, ""},
        Refused{"zip", Zip({{"a.txt", kPhone}}), MaskProblem::kOtherFormat, ""},
        Refused{"encrypted", OldOffice(true), MaskProblem::kUnread, ""},
        Refused{"encrypted members", EncryptedZip({{"[Content_Types].xml", "<a/>"}}),
                MaskProblem::kUnread, ""},
        Refused{"macros",
                WholeDocx("", {{.from = kDocument,
                                .type = "vbaProject",
                                .name = "word/vbaProject.bin",
                                .content = "x"}}),
                MaskProblem::kMacros, ""},
        Refused{"broken part", WholeDocx("<w:p>"), MaskProblem::kUnread, kDocument},
        Refused{"doctype",
                WholeDocx("", {{.from = kDocument,
                                .type = "styles",
                                .name = "word/styles.xml",
                                .content = "<!DOCTYPE a><a/>"}}),
                MaskProblem::kUnread, "word/styles.xml"},
        Refused{"other encoding",
                WholeDocx("", {{.from = kDocument,
                                .type = "styles",
                                .name = "word/styles.xml",
                                .content = "\xFF\xFE<"}}),
                MaskProblem::kUnread, "word/styles.xml"},
        Refused{"name of a member",
                WholeDocx("", {{.from = kDocument,
                                .type = "image",
                                .name = "word/media/13800138000.jpeg",
                                .content = Photo()}}),
                MaskProblem::kPlace, "文件名"},
        Refused{"text within",
                WholeDocx("", {{.from = kDocument,
                                .type = "package",
                                .name = "word/embeddings/a.txt",
                                .content = kPhone}}),
                MaskProblem::kPlace, "word/embeddings/a.txt"},
        Refused{"bytes of an object",
                WholeDocx(Paragraph(kPhone), {{.from = kDocument,
                                               .type = "oleObject",
                                               .name = "word/embeddings/oleObject1.bin",
                                               .content = OldOffice() + " 13800138000 "}}),
                MaskProblem::kPlace, "oleObject1.bin"},
        Refused{"bytes of an object in UTF-16",
                WholeDocx(Paragraph(kPhone),
                          {{.from = kDocument,
                            .type = "oleObject",
                            .name = "word/embeddings/oleObject1.bin",
                            .content = OldOffice() +
                                       std::string("1\0003\0008\0000\0000\0001\0003\0008\0000\0000"
                                                   "\0000\0",
                                                   22)}}),
                MaskProblem::kPlace, "oleObject1.bin"},
        Refused{"attribute that is not read",
                WholeDocx(Paragraph(kPhone) + "<w:p w:x=\"13800138000\"/>"), MaskProblem::kPlace,
                kDocument},
        Refused{"name of a sheet", WholeXlsx(Cells("<c><f>'13800138000'!A1</f><v>1</v></c>")),
                MaskProblem::kPlace, "公式"},
        Refused{"number of a pivot table",
                WholeXlsx("", "",
                          {{.from = kWorkbook,
                            .type = "pivotCacheDefinition",
                            .name = "xl/pivotCache/pivotCacheDefinition1.xml",
                            .content = "<d><n v=\"13800138000\"/></d>"}}),
                MaskProblem::kPlace, "pivotCache"},
        Refused{"a member twice",
                Zip({{"[Content_Types].xml", "<a/>"}, {"[content_types].xml", "<a/>"}}),
                MaskProblem::kUnread, ""}));

}  // namespace
}  // namespace gongkai::extraction
