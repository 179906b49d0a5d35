#include "services/cli/commands/pdf.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "services/cli/commands/child_process.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

constexpr std::chrono::minutes kLongest(1);
constexpr std::chrono::minutes kLongestOfWeasyPrint(
    3);  // with Chinese fonts it takes half a minute
constexpr const char* kWeasyPrint = "weasyprint";
constexpr std::array kBrowsers{"chromium", "chromium-browser", "google-chrome",
                               "google-chrome-stable"};

// A folder that only this user may read, and that the destructor removes with all that is in it.
class PrivateFolder {
 public:
  PrivateFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "gongkai-pdf-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), name);
    }
    path_ = name;
  }
  ~PrivateFolder() {
    std::error_code left;
    std::filesystem::remove_all(path_, left);
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Returns the program that prints, or throws that there is none.
std::string Printer() {
  for (const char* browser : kBrowsers) {
    if (IsInstalled(browser)) return browser;
  }
  if (IsInstalled(kWeasyPrint)) return kWeasyPrint;
  throw UsageError({"neither Chromium nor WeasyPrint is installed, one of which makes the PDF",
                    "没有安装 Chromium 或 WeasyPrint，无法生成 PDF"},
                   {"install one, for example `apt install chromium fonts-noto-cjk`, or use --html "
                    "and print from a browser",
                    "请安装其中之一，如 `apt install chromium fonts-noto-cjk`；或者用 --html "
                    "保存后在浏览器中打印"});
}

std::vector<std::string> Arguments(const std::string& printer, const PrivateFolder& folder,
                                   const std::filesystem::path& in,
                                   const std::filesystem::path& out) {
  if (printer == kWeasyPrint) return {in.string(), out.string()};
  std::vector<std::string> arguments{"--headless",
                                     "--disable-gpu",
                                     "--no-first-run",
                                     "--disable-extensions",
                                     "--disable-background-networking",
                                     "--user-data-dir=" + (folder / "profile").string(),
                                     "--no-pdf-header-footer",
                                     "--print-to-pdf=" + out.string(),
                                     "file://" + in.string()};
  // Chromium refuses to run as root with its sandbox.
  if (::geteuid() == 0) arguments.insert(arguments.begin(), "--no-sandbox");
  return arguments;
}

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Throws Failure kUnexpected if not all can be written.
void Write(const std::string& text, const std::filesystem::path& path) {
  IncomingFile file(path);
  file.Write(text);
  file.Keep();
}

// Returns whether the file has the beginning and the end of a PDF. On a full disk a program may leave
// less and not say so.
bool IsWhole(std::string_view pdf) {
  constexpr std::size_t kTail = 1024;  // in which the end must be found (ISO 32000-1, annex H)
  const std::string_view tail = pdf.substr(pdf.size() - std::min(pdf.size(), kTail));
  return pdf.starts_with("%PDF-") && tail.find("%%EOF") != std::string_view::npos;
}

// Returns the last line that the program printed, which mostly says what was wrong.
std::string LastLine(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return OneLine(text.substr(text.rfind('\n') + 1));
}

}  // namespace

std::string PrintToPdf(const std::string& html) {
  const std::string printer = Printer();
  const PrivateFolder folder;
  const auto in = folder / "sheet.html";
  const auto out = folder / "sheet.pdf";
  const auto log = folder / "log";
  Write(html, in);
  const auto longest = printer == kWeasyPrint ? kLongestOfWeasyPrint : kLongest;
  const std::optional<bool> good =
      RunProgram(printer, Arguments(printer, folder, in, out), log, longest);
  std::string pdf = ReadAll(out);
  if (good.value_or(false) && IsWhole(pdf)) return pdf;
  const base::Bilingual why =
      good ? base::Bilingual{printer + " failed: " + LastLine(ReadAll(log)),
                             printer + " 出错：" + LastLine(ReadAll(log))}
           : base::Bilingual{
                 printer + " took longer than " + std::to_string(longest.count()) + " min",
                 printer + " 超过 " + std::to_string(longest.count()) + " 分钟未完成"};
  throw Failure(
      ExitCode::kUnexpected, "PRINTING", why,
      {"--html saves the sheet for a browser to print", "可以用 --html 保存，再在浏览器中打印"});
}

}  // namespace gongkai::cli
