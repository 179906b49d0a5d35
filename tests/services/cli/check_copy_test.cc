// check --redact: masked copies of files.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/services/cli/program.h"

namespace gongkai::cli {
namespace {

using nlohmann::json;
using support::ReadFile;
using support::TestFolder;
using support::WriteFile;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kList[] = "姓名,手机\r\n张三,13800138000\r\n李四,139 0013 9000\r\n";
constexpr char kMaskedList[] = "姓名,手机\r\n张某,138****8000\r\n李某,139 **** 9000\r\n";

class CheckCopyTest : public testing::Test {
 protected:
  std::string File(const std::string& name, std::string_view bytes) const {
    WriteFile(folder_ / name, bytes);
    return folder_ / name;
  }

  bool IsThere(const std::string& name) const { return std::filesystem::exists(folder_ / name); }

  TestFolder folder_;
};

TEST_F(CheckCopyTest, IsTheTextWithItsValuesMasked) {
  const std::string list = File("list.csv", kList);
  const std::string copy = folder_ / "copy.csv";
  const Outcome outcome = RunGongkai({"check", "--redact", "-o", copy, list});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(ReadFile(copy), kMaskedList);
  EXPECT_EQ(ReadFile(list), kList);
  EXPECT_EQ(outcome.out, list + " -> " + copy +
                             ": masked: MOBILE 2, PERSON_NAME 2\n\n1 file: no BLOCK, no WARN\n");
  EXPECT_FALSE(IsThere("copy.csv.part"));
  EXPECT_EQ(RunGongkai({"check", copy}).exit_code, 0);
}

TEST_F(CheckCopyTest, KeepsAByteOrderMarkAndMarkup) {
  const std::string page =
      File("a.html", "\xEF\xBB\xBF<td>13800138000</td>\r\n<td>&#49;3900139000</td>");
  EXPECT_EQ(RunGongkai({"check", "--redact", "-o", folder_ / "b.html", page}).exit_code, 0);
  EXPECT_EQ(ReadFile(folder_ / "b.html"),
            "\xEF\xBB\xBF<td>138****8000</td>\r\n<td>139****9000</td>");
}

TEST_F(CheckCopyTest, OfMarkdownShowsItsStars) {
  const std::string text = File("a.md", "电话13800138000、13900139000\n");
  RunGongkai({"check", "--redact", "-o", folder_ / "b.txt", text});
  EXPECT_EQ(ReadFile(folder_ / "b.txt"), "电话138\\*\\*\\*\\*8000、139\\*\\*\\*\\*9000\n");
  RunShell("gongkai check --redact -o " + (folder_ / "c.md").string() + " - <" + text);
  EXPECT_EQ(ReadFile(folder_ / "c.md"), ReadFile(folder_ / "b.txt"));
  EXPECT_EQ(RunGongkai({"check", folder_ / "c.md"}).exit_code, 0);
}

TEST_F(CheckCopyTest, KeepsAMarkAndSaysSo) {
  const std::string text = File("a.txt", "机密★5年\n电话13800138000\n");
  const std::string copy = folder_ / "b.txt";
  const Outcome outcome = RunGongkai({"check", "--redact", "-o", copy, text, "--lang", "zh"});
  EXPECT_EQ(outcome.exit_code, 10);
  EXPECT_EQ(ReadFile(copy), "机密★5年\n电话138****8000\n");
  EXPECT_THAT(outcome.out, AllOf(StartsWith(text + " -> " + copy + "：已掩码：手机号码 1\n"),
                                 HasSubstr(copy + ":1:1  禁止公开  密级标志  机密★…")));
}

TEST_F(CheckCopyTest, OfSeveralFilesGoToAFolder) {
  const std::string list = File("list.csv", kList);
  const std::string clean = File("clean.txt", "年报\n");
  const std::string pdf = File("a.pdf", "%PDF-1.7\n");
  std::filesystem::create_directory(folder_ / "out");
  const Outcome outcome =
      RunGongkai({"check", "--redact", "--output-dir", folder_ / "out", list, pdf, clean});
  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_EQ(ReadFile(folder_ / "out/list.csv"), kMaskedList);
  EXPECT_EQ(ReadFile(folder_ / "out/clean.txt"), "年报\n");
  EXPECT_FALSE(IsThere("out/a.pdf"));
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("error: NOT_MASKED: " + pdf + " is not masked: a PDF never is"),
                    HasSubstr("hint: mask the document out of which the PDF was made"),
                    HasSubstr("error: NOT_ALL_FILES: 1 of 3 files")));
  EXPECT_THAT(outcome.out, HasSubstr(clean + " -> " + (folder_ / "out/clean.txt").string() +
                                     ": masked: nothing\n"));
}

TEST_F(CheckCopyTest, IsToldInJson) {
  const std::string list = File("list.csv", kList);
  const std::string copy = folder_ / "copy.csv";
  const json shown =
      json::parse(RunGongkai({"check", "--redact", "-o", copy, list, "--json"}).out)["files"][0];
  EXPECT_EQ(shown["file"], list);
  EXPECT_EQ(shown["copy"]["file"], copy);
  EXPECT_EQ(shown["copy"]["masked"], json::parse(R"json([{"kind": "MOBILE", "count": 2},
                                                         {"kind": "PERSON_NAME", "count": 2}])json"));
  EXPECT_TRUE(shown["findings"].empty());
}

TEST_F(CheckCopyTest, IsWrittenOverAFileOnlyWithForce) {
  const std::string list = File("list.csv", kList);
  const std::string copy = File("copy.csv", "old");
  const Outcome refused = RunGongkai({"check", "--redact", "-o", copy, list});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr(copy + " exists already"), HasSubstr("--force")));
  EXPECT_EQ(ReadFile(copy), "old");
  EXPECT_EQ(RunGongkai({"check", "--redact", "--force", "-o", copy, list}).exit_code, 0);
  EXPECT_EQ(ReadFile(copy), kMaskedList);
}

TEST_F(CheckCopyTest, IsRefusedWhereItHasNoPlaceOfItsOwn) {
  const std::string list = File("list.csv", kList);
  std::filesystem::create_directory(folder_ / "other");
  const std::string same_name = File("other/list.csv", kList);
  const std::string folder = folder_ / "out";
  struct Wrong {
    std::vector<std::string> arguments;
    std::string said;
  };
  for (const auto& [arguments, said] : std::vector<Wrong>{
           {{"--redact", list}, "where does the masked copy go?"},
           {{"--redact", "-o", "-", list}, "is not printed"},
           {{"--redact", "-o", folder, list, same_name}, "-o names the copy of one file"},
           {{"--redact", "--output-dir", folder, list, same_name}, "two copies would be"},
           {{"--redact", "--output-dir", folder, "-"}, "standard input needs a name"},
           {{"--redact", "--output-dir", folder, list}, "cannot write " + folder},
           {{"--redact", "--force", "-o", list, list}, "is the original itself"},
           {{"--redact", "--force", "--output-dir", folder_.path(), list},
            "is the original itself"},
           {{"--redact", "--force", "-o", folder_ / "other", list}, "is no regular file"},
           {{"--redact", "--sarif", "-o", folder, list}, "--sarif excludes --redact"},
           {{"-o", folder, list}, "--output requires --redact"},
           {{"--force", list}, "--force requires --redact"},
       }) {
    std::vector<std::string> command = {"check"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Outcome outcome = RunGongkai(command);
    EXPECT_EQ(outcome.exit_code, 2) << said;
    EXPECT_THAT(outcome.err, HasSubstr(said));
    EXPECT_EQ(ReadFile(list), kList);
    EXPECT_FALSE(IsThere("out"));
  }
}

}  // namespace
}  // namespace gongkai::cli
