#include "services/lib/extraction/extractor.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "services/lib/extraction/child.h"
#include "services/lib/extraction/record/records.h"
#include "services/lib/runtime/descriptor.h"

namespace gongkai::extraction {
namespace {

[[noreturn]] void Fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Returns a file without a name that holds the bytes.
runtime::Descriptor FileOf(std::string_view bytes) {
  runtime::Descriptor file(::memfd_create("attachment", MFD_CLOEXEC));
  if (!file.is_open()) Fail("memfd_create");
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) Fail("write to a memfd");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return file;
}

leak::Obstacle ObstacleOf(Ending ending) {
  switch (ending) {
    case Ending::kTooSlow:
      return leak::Obstacle::kTooSlow;
    case Ending::kTooLarge:
      return leak::Obstacle::kTooLarge;
    case Ending::kByItself:
    case Ending::kStopped:
      return leak::Obstacle::kStopped;
  }
  return leak::Obstacle::kStopped;
}

}  // namespace

std::filesystem::path ProgramBesideThis() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "gongkai-extract";
}

leak::Document Extractor::Read(std::string_view name, std::string_view bytes) const {
  return Read(name, FileOf(bytes).number());
}

leak::Document Extractor::Read(std::string_view name, int file) const {
  const Run run = RunChild(options_.program, {"--", std::string(name)}, file, options_.time,
                           options_.output_bytes);
  Records records = ReadRecords(run.output);
  if (!records.is_complete || run.ending != Ending::kByItself) {
    records.document.unread.push_back({"", ObstacleOf(run.ending)});
  }
  return std::move(records.document);
}

MaskedFile Extractor::Mask(std::string_view name, std::string_view bytes) const {
  const Run run = RunChild(options_.program, {"--mask", "--", std::string(name)},
                           FileOf(bytes).number(), options_.time, options_.copy_bytes);
  std::optional<MaskedFile> masked = ReadMaskRecord(run.output);
  if (masked && run.ending == Ending::kByItself) return *std::move(masked);
  MaskedFile none;
  none.refusal = {MaskProblem::kUnread, ObstacleOf(run.ending), ""};
  return none;
}

}  // namespace gongkai::extraction
