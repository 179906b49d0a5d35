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
#include "workflow/leak/redact.h"

namespace gongkai::cli {
namespace {

// How formats begin that may be UTF-8 throughout, and hide their text from a search all the same. Readers of these
// look for the beginning in the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
constexpr std::size_t kBeginning = 1024;
constexpr auto kFormats =
    std::to_array<std::string_view>({"%PDF-", "{\\rtf", "%!PS", "PK\x03\x04"});

// Returns what the extractor is asked for. Throws Failure if it cannot be started.
template <typename Ask>
auto Extract(Ask ask) {
  static const extraction::Extractor kExtractor;
  try {
    return ask(kExtractor);
  } catch (const std::system_error& error) {
    const std::string what = error.what();
    throw Failure(
        ExitCode::kUnexpected, "NOT_READ",
        {"gongkai-extract cannot be started: " + what, "无法启动 gongkai-extract：" + what});
  }
}

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
  return Extract([&](const extraction::Extractor& from) { return from.Read(name, bytes); });
}

extraction::MaskedFile MaskDocument(std::string_view name, std::string_view bytes) {
  return Extract([&](const extraction::Extractor& from) { return from.Mask(name, bytes); });
}

leak::Document ReadDocument(std::string_view name, int file) {
  return Extract([&](const extraction::Extractor& from) { return from.Read(name, file); });
}

leak::DocumentReport OfText(leak::Report found) {
  leak::DocumentReport report{.rules_version = found.rules_version, .has_more = found.has_more};
  for (leak::Finding& finding : found.findings) report.findings.push_back({"", std::move(finding)});
  return report;
}

leak::DocumentReport CheckDocument(const leak::Checker& checker, leak::Document document) {
  const auto mask = [&](std::string& name) {
    if (!name.empty()) name = leak::Redact(checker, name).text;
  };
  for (leak::Part& part : document.parts) mask(part.name);
  for (leak::Unread& unread : document.unread) mask(unread.part);
  return leak::Check(checker, document);
}

leak::DocumentReport CheckFile(const leak::Checker& checker, std::string_view name,
                               std::string_view bytes) {
  if (IsText(bytes)) return OfText(checker.Check(bytes));
  return CheckDocument(checker, ReadDocument(name, bytes));
}

}  // namespace gongkai::cli
