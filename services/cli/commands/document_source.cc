#include "services/cli/commands/document_source.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

#include "services/cli/commands/failure.h"
#include "services/lib/extraction/extractor.h"
#include "workflow/base/utf8.h"

namespace gongkai::cli {
namespace {

// How formats begin that may be UTF-8 throughout, and hide their text from a search all the same. Readers of these
// look for the beginning in the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
constexpr std::size_t kBeginning = 1024;
constexpr auto kFormats =
    std::to_array<std::string_view>({"%PDF-", "{\\rtf", "%!PS", "PK\x03\x04"});

}  // namespace

bool IsText(std::string_view bytes) {
  const bool has_format = std::ranges::any_of(
      kFormats, [beginning = bytes.substr(0, kBeginning)](std::string_view format) {
        return beginning.find(format) != std::string_view::npos;
      });
  // No text has a zero byte.
  return !has_format && bytes.find('\0') == std::string_view::npos && base::IsUtf8(bytes);
}

leak::Document ReadDocument(std::string_view name, std::string_view bytes) {
  static const extraction::Extractor kExtractor;
  try {
    return kExtractor.Read(name, bytes);
  } catch (const std::system_error& error) {
    const std::string what = error.what();
    throw Failure(
        ExitCode::kUnexpected, "NOT_READ",
        {"gongkai-extract cannot be started: " + what, "无法启动 gongkai-extract：" + what});
  }
}

leak::DocumentReport OfText(leak::Report found) {
  leak::DocumentReport report{.rules_version = found.rules_version, .has_more = found.has_more};
  for (leak::Finding& finding : found.findings) report.findings.push_back({"", std::move(finding)});
  return report;
}

leak::DocumentReport CheckFile(const leak::Checker& checker, std::string_view name,
                               std::string_view bytes) {
  if (IsText(bytes)) return OfText(checker.Check(bytes));
  return leak::Check(checker, ReadDocument(name, bytes));
}

}  // namespace gongkai::cli
