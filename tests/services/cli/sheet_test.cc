// `gongkai task sheet`: where the sheet goes, and who makes the PDF.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/services/cli/office.h"
#include "tests/support/test_folder.h"

namespace gongkai::cli {
namespace {

using support::ReadFile;
using support::TestFolder;
using support::WriteFile;
using testing::HasSubstr;

constexpr char kSheet[] = "<!DOCTYPE html><title>审查表</title>";

class SheetDesk final : public review::v1::ReviewService::Service {
 public:
  grpc::Status GetReviewSheet(grpc::ServerContext*,
                              const review::v1::GetReviewSheetRequest* request,
                              review::v1::ReviewSheet* response) override {
    response->set_report(request->name());
    response->set_html(kSheet);
    response->set_position(17);
    return grpc::Status::OK;
  }
};

class TaskSheet : public ::testing::Test {
 protected:
  // Runs `gongkai task sheet annual-2021` where only it and `programs_` are installed.
  Outcome Sheet(const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"task", "sheet", "annual-2021"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    auto environment = office_.Environment();
    environment.push_back("PATH=" + programs_.path().string() + ":" + GONGKAI_BINARY_DIR);
    return RunGongkai(arguments, environment);
  }

  void Install(const std::string& program, const std::string& script) {
    WriteFile(programs_ / program, "#!/bin/sh\n" + script);
    std::filesystem::permissions(programs_ / program, std::filesystem::perms::owner_all);
  }

  // A Chromium that prints what it was given behind the head of a PDF.
  void InstallChromium() {
    Install("chromium",
            "while [ $# -gt 0 ]; do\n"
            "  case $1 in --print-to-pdf=*) out=${1#*=} ;; file://*) in=${1#file://} ;; esac\n"
            "  shift\n"
            "done\n"
            "{ echo %PDF-1.4; while read -r line || [ -n \"$line\" ]; do echo \"$line\"; done; "
            "echo %%EOF; } <\"$in\" >\"$out\"\n");
  }

  SheetDesk desk_;
  const Office office_{{&desk_}, "service/review"};
  const TestFolder programs_;
  const TestFolder folder_;
};

TEST_F(TaskSheet, SavesOrPrintsHtml) {
  const std::string file = folder_ / "sheet.html";
  const Outcome saved = Sheet({"--html", file});
  EXPECT_EQ(saved.exit_code, 0) << saved.err;
  EXPECT_EQ(saved.out, file + "  as of entry 17\n");
  EXPECT_EQ(ReadFile(file), kSheet);
  EXPECT_EQ(Sheet({"--html", "-"}).out, kSheet);
}

TEST_F(TaskSheet, OverwritesOnlyIfForced) {
  const std::string file = folder_ / "sheet.html";
  WriteFile(file, "mine");
  const Outcome refused = Sheet({"--html", file});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("exists already"));
  EXPECT_EQ(ReadFile(file), "mine");
  EXPECT_EQ(Sheet({"--html", file, "--force"}).exit_code, 0);
  EXPECT_EQ(ReadFile(file), kSheet);
}

TEST_F(TaskSheet, AsksWhereItGoes) {
  const Outcome nowhere = Sheet({});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("--html FILE or --pdf FILE"));
  EXPECT_EQ(Sheet({"--pdf", "-"}).exit_code, 2);
  EXPECT_EQ(Sheet({"--html", "-", "--pdf", folder_ / "x.pdf"}).exit_code, 2);
}

TEST_F(TaskSheet, IsAMessageWithJson) {
  const Outcome outcome = Sheet({"--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto sheet = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(sheet["report"], "reports/annual-2021");
  EXPECT_EQ(sheet["html"], kSheet);
}

TEST_F(TaskSheet, HasChromiumMakeThePdf) {
  InstallChromium();
  const std::string file = folder_ / "sheet.pdf";
  const Outcome outcome = Sheet({"--pdf", file});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(ReadFile(file), std::string("%PDF-1.4\n") + kSheet + "\n%%EOF\n");
}

TEST_F(TaskSheet, HasWeasyPrintMakeThePdfWhereThereIsNoBrowser) {
  Install("weasyprint", "printf '%%PDF-1.7\\n%%%%EOF\\n' >\"$2\"\n");
  const std::string file = folder_ / "sheet.pdf";
  EXPECT_EQ(Sheet({"--pdf", file}).exit_code, 0);
  EXPECT_EQ(ReadFile(file), "%PDF-1.7\n%%EOF\n");
}

TEST_F(TaskSheet, SaysWhatToInstallWhereNothingPrints) {
  const std::string file = folder_ / "sheet.pdf";
  const Outcome outcome = Sheet({"--pdf", file});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("neither Chromium nor WeasyPrint is installed"));
  EXPECT_THAT(outcome.err, HasSubstr("apt install chromium"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

// As a program leaves it that writes to a full disk and ends as if it had not.
TEST_F(TaskSheet, KeepsNoPartOfAPdf) {
  Install("weasyprint", "echo %PDF-1.7 >\"$2\"\n");
  const std::string file = folder_ / "sheet.pdf";
  const Outcome outcome = Sheet({"--pdf", file});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("weasyprint failed"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(TaskSheet, SaysWhatTheBrowserSaidWhenItFailed) {
  Install("chromium", "echo no display >&2\nexit 1\n");
  const std::string file = folder_ / "sheet.pdf";
  const Outcome outcome = Sheet({"--pdf", file});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("chromium failed: no display"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace gongkai::cli
