#include "services/cli/commands/check_copy.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "services/cli/commands/document_source.h"
#include "services/cli/commands/failure.h"
#include "services/cli/commands/files.h"
#include "services/cli/commands/not_masked.h"
#include "workflow/leak/redact.h"

namespace gongkai::cli {
namespace {

constexpr std::string_view kStandardStream = "-";

std::string PlaceOf(const std::string& file, const CopyOptions& options) {
  if (!options.file.empty()) return options.file;
  return (std::filesystem::path(options.folder) / std::filesystem::path(file).filename()).string();
}

void CheckOptions(const std::vector<std::string>& files, const CopyOptions& options) {
  if (options.file.empty() && options.folder.empty()) {
    throw UsageError({"where does the masked copy go? -o FILE or --output-dir DIR",
                      "掩码副本保存到哪里？请用 -o FILE 或 --output-dir DIR"});
  }
  if (options.file == kStandardStream) {
    throw UsageError(
        {"a masked copy is not printed on standard output", "掩码副本不输出到标准输出"},
        {"-o FILE", "请用 -o FILE"});
  }
  if (!options.file.empty() && files.size() > 1) {
    throw UsageError(
        {"-o names the copy of one file, and there are " + std::to_string(files.size()),
         "-o 只能用于一个文件，而文件有" + std::to_string(files.size()) + "个"},
        {"--output-dir DIR", "请用 --output-dir DIR"});
  }
  if (options.file.empty() && std::ranges::find(files, kStandardStream) != files.end()) {
    throw UsageError({"the copy of standard input needs a name", "标准输入的副本须有文件名"},
                     {"-o FILE", "请用 -o FILE"});
  }
}

void CheckPlace(const std::string& file, const std::string& place, bool force) {
  std::error_code missing;
  if (std::filesystem::equivalent(file, place, missing)) {
    throw UsageError(
        {place + " is the original itself", place + " 就是原件"},
        {"name another file: the original stays as it is", "请换一个文件名：原件不改"});
  }
  CheckMayWrite(place, force);
}

// Returns the star for the format of the file; standard input has that of its copy.
std::string_view StarFor(const std::string& file, const std::string& place) {
  const std::string_view type = MediaType(file == kStandardStream ? place : file);
  return type == "text/markdown" ? leak::kMarkdownStar : leak::kPlainStar;
}

void Save(const std::string& copy, const std::string& place) {
  IncomingFile file(place);
  file.Write(copy);
  file.Keep();
}

CheckedFile WriteTextCopy(const leak::Checker& checker, const std::string& name,
                          std::string_view bytes, const std::string& place) {
  leak::Redaction copy = leak::Redact(checker, bytes, StarFor(name, place));
  Save(copy.text, place);
  return {.name = name,
          .report = OfText(std::move(copy.remaining)),
          .copy = MaskedCopy{place, copy.masked}};
}

}  // namespace

std::vector<std::string> PlacesOfCopies(const std::vector<std::string>& files,
                                        const CopyOptions& options) {
  CheckOptions(files, options);
  std::vector<std::string> places;
  for (const std::string& file : files) {
    std::string place = PlaceOf(file, options);
    if (std::ranges::find(places, place) != places.end()) {
      throw UsageError({"two copies would be " + place, "两个副本都会是 " + place},
                       {"mask these files one by one, with -o FILE", "请用 -o FILE 逐个处理"});
    }
    CheckPlace(file, place, options.force);
    places.push_back(std::move(place));
  }
  return places;
}

CheckedFile WriteCopy(const leak::Checker& checker, const std::string& name, std::string_view bytes,
                      const std::string& place) {
  if (IsText(bytes)) return WriteTextCopy(checker, name, bytes, place);
  const extraction::MaskedFile masked = MaskDocument(name, bytes);
  if (masked.refusal) throw NotMasked(name, masked.refusal);
  // The copy is checked as any other file.
  leak::DocumentReport remaining = CheckFile(checker, place, masked.copy);
  Save(masked.copy, place);
  return {.name = name, .report = std::move(remaining), .copy = MaskedCopy{place, masked.masked}};
}

}  // namespace gongkai::cli
