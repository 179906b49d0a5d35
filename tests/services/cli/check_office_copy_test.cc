// check --redact of docx and xlsx, and of what is never masked.
#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/services/cli/program.h"
#include "tests/services/lib/extraction/files.h"

namespace gongkai::cli {
namespace {

using extraction::OfficePart;
using extraction::Row;
using extraction::Runs;
using support::ReadFile;
using support::TestFolder;
using support::WriteFile;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kWord[] =
    R"( xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")";

class CheckOfficeCopyTest : public testing::Test {
 protected:
  std::string File(const std::string& name, std::string_view bytes) const {
    WriteFile(folder_ / name, bytes);
    return folder_ / name;
  }

  Outcome Mask(const std::string& file, const std::string& language = "en") const {
    return RunGongkai({"check", "--redact", "-o", copy_, file, "--lang", language});
  }

  std::string AllOfCopy() const {
    std::string all;
    for (const auto& [name, content] : extraction::Unzip(ReadFile(copy_))) all += content;
    return all;
  }

  TestFolder folder_;
  const std::string copy_ = folder_ / "copy";
};

// A table in which an identity number is split over two cells, with a comment, tracked changes and properties.
std::string SplitNumber() {
  const std::string author = " w:id=\"0\" w:author=\"王建国\" w:date=\"2026-01-01T00:00:00Z\"";
  return extraction::WholeDocx(
      "<w:tbl><w:tblPr/><w:tblGrid/>" + Row({"姓名", "身份证", ""}) +
          Row({"张三", "110105", "19491231002X"}) + "</w:tbl><w:p><w:ins" + author + ">" +
          Runs({"已核"}) + "</w:ins><w:del" + author +
          "><w:r><w:delText>电话13900139000</w:delText></w:r></w:del><w:commentRangeStart "
          "w:id=\"0\"/>" +
          Runs({"。"}) +
          "<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>",
      {{.from = "word/document.xml",
        .type = "comments",
        .name = "word/comments.xml",
        .content = std::string("<w:comments") + kWord + "><w:comment" + author + "><w:p>" +
                   Runs({"电话13700137000"}) + "</w:p></w:comment></w:comments>"},
       {.type = "core-properties",
        .name = "docProps/core.xml",
        .content = "<c><creator>王建国</creator><lastModifiedBy>李秘书</lastModifiedBy></c>"},
       {.type = "extended-properties",
        .name = "docProps/app.xml",
        .content = "<p><Company>县财政局</Company></p>"}});
}

TEST_F(CheckOfficeCopyTest, OfADocumentPassesTheCheck) {
  const std::string file = File("list.docx", SplitNumber());
  EXPECT_EQ(RunGongkai({"check", file}).exit_code, 10);
  const Outcome outcome = Mask(file);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.out, file + " -> " + copy_ +
                             ": masked: ID_CARD 1, PERSON_NAME 1\n\n1 file: no BLOCK, no WARN\n");
  EXPECT_EQ(RunGongkai({"check", copy_}).exit_code, 0);
  EXPECT_EQ(ReadFile(file), SplitNumber());
  const std::string all = AllOfCopy();
  for (const char* gone : {"110105", "19491231002X", "张三", "13900139000", "13700137000", "王建国",
                           "李秘书", "县财政局"}) {
    EXPECT_THAT(all, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(all, AllOf(HasSubstr(">11****<"), HasSubstr(">*********02X<"), HasSubstr("张某"),
                         HasSubstr("已核")));
}

TEST_F(CheckOfficeCopyTest, OfAWorkbookPassesTheCheck) {
  const std::string file = File(
      "list.xlsx",
      extraction::WholeXlsx(
          "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>13800138000</v>"
          "</c></row></sheetData>",
          "<si><t>张三</t></si>"));
  const Outcome outcome = Mask(file);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("masked: MOBILE 1, PERSON_NAME 1"));
  EXPECT_THAT(AllOfCopy(), AllOf(HasSubstr("<v>138****8000</v>"), HasSubstr("<t>张某</t>"),
                                 Not(HasSubstr("13800138000")), Not(HasSubstr("张三"))));
}

TEST_F(CheckOfficeCopyTest, TellsWhatRemains) {
  const std::string file =
      File("a.docx", extraction::WholeDocx("<w:p>" + Runs({"机密★5年"}) + "</w:p>"));
  const Outcome outcome = Mask(file);
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("masked: nothing"), HasSubstr(copy_),
                                 HasSubstr("word/document.xml"), HasSubstr("SECRECY_MARK")));
}

TEST_F(CheckOfficeCopyTest, IsRefusedWithWhyAndWhatToDo) {
  struct Refused {
    std::string bytes;
    std::string english;
    std::string chinese;
  };
  for (const auto& [bytes, english, chinese] : std::vector<Refused>{
           {extraction::PdfPage("(13800138000) Tj"), "a PDF never is: a bar drawn over its text",
            "PDF 不能掩码：画上黑条，下面的文字仍在"},
           {extraction::OpenDocument(""), "only UTF-8 text, Markdown, csv, HTML, docx and xlsx are",
            "只能处理 UTF-8 文本、Markdown、csv、HTML、docx 和 xlsx"},
           {extraction::OldOffice(true), "it cannot be read: ENCRYPTED", "该文件无法读取：已加密"},
           {extraction::WholeDocx("", {{.from = "word/document.xml",
                                      .type = "vbaProject",
                                      .name = "word/vbaProject.bin",
                                      .content = "x"}}),
            "it has macros", "该文件含有宏"},
           {extraction::WholeDocx("", {{.from = "word/document.xml",
                                      .type = "package",
                                      .name = "word/embeddings/a.txt",
                                      .content = "13800138000"}}),
            "a value stands in `word/embeddings/a.txt`, where it cannot be masked",
            "“word/embeddings/a.txt”中有须掩码的内容，而该处无法掩码"}}) {
    const std::string file = File("file", bytes);
    const Outcome outcome = Mask(file);
    EXPECT_EQ(outcome.exit_code, 6);
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("error: NOT_MASKED: " + file + " is not masked: " + english),
                      HasSubstr("hint: ")));
    EXPECT_THAT(Mask(file, "zh").err, AllOf(HasSubstr(chinese), HasSubstr("请")));
    EXPECT_FALSE(std::filesystem::exists(copy_));
    EXPECT_FALSE(std::filesystem::exists(copy_ + ".part"));
  }
}

}  // namespace
}  // namespace gongkai::cli
