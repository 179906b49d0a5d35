// task sheet.
#include <iostream>
#include <string>

#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/commands/pdf.h"
#include "services/cli/commands/task.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

using review::v1::ReviewService;
using review::v1::ReviewSheet;

constexpr std::string_view kStandardOutput = "-";

struct SheetArgs {
  std::string report;
  std::string html;  // the file; `-`: standard output
  std::string pdf;   // the file
  bool force = false;
};

// Throws a Failure unless the command says where the sheet goes, and it may go there.
void CheckPlace(const Session& session, const SheetArgs& args) {
  const std::string& path = args.html.empty() ? args.pdf : args.html;
  if (path.empty()) {
    if (session.json) return;
    throw UsageError({"where does the sheet go? --html FILE or --pdf FILE",
                      "审查表保存到哪里？请用 --html FILE 或 --pdf FILE"},
                     {"--html - prints it", "用 --html - 直接输出"});
  }
  if (args.pdf == kStandardOutput) {
    throw UsageError({"a PDF is not printed on standard output", "PDF 不输出到标准输出"},
                     {"--pdf FILE, or --html -", "请用 --pdf FILE 或 --html -"});
  }
  if (path == kStandardOutput) return;
  CheckMayWrite(path, args.force);
}

void Save(const std::string& bytes, const std::string& path) {
  IncomingFile file(path);
  file.Write(bytes);
  file.Keep();
}

void MakeSheet(Session& session, const SheetArgs& args) {
  CheckPlace(session, args);
  ReviewClient review(session.connection, client::Peer::kReview);
  review::v1::GetReviewSheetRequest request;
  request.set_name(ReportName(args.report));
  const ReviewSheet sheet = review.Call(&ReviewService::Stub::GetReviewSheet, request);
  const std::string& path = args.html.empty() ? args.pdf : args.html;
  if (!path.empty() && path != kStandardOutput) {
    Save(args.pdf.empty() ? sheet.html() : PrintToPdf(sheet.html()), path);
  }
  if (session.json) {
    std::cout << ToJson(sheet);
  } else if (path == kStandardOutput) {
    std::cout << sheet.html();
  } else {
    std::cout << OneLine(path) << "  as of entry " << sheet.position() << '\n';
  }
}

}  // namespace

void AddTaskSheet(CLI::App& task, Session& session) {
  const auto [sheet, args] = AddCommand<SheetArgs>(
      task, session, "sheet", "Save the review sheet of a report, to read or to print (审查表)",
      "gongkai task sheet annual-2021 --pdf annual-2021.pdf\n"
      "gongkai task sheet annual-2021 --html annual-2021.html",
      MakeSheet);
  AddPositional(sheet, "REPORT", args.report, "Its name");
  CLI::Option* html = AddText(sheet, "--html", args.html, "FILE", "As HTML; `-` prints it");
  AddText(sheet, "--pdf", args.pdf, "FILE", "As PDF, by Chromium or WeasyPrint")->excludes(html);
  sheet.add_flag("-f,--force", args.force, "Overwrite a file that exists");
}

}  // namespace gongkai::cli
