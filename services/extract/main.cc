// gongkai-extract: reads the text out of one file, which may be hostile.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <clocale>
#include <cstdlib>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "services/extract/encoding.h"
#include "services/extract/html.h"
#include "services/extract/mask/mask_file.h"
#include "services/extract/pdf.h"
#include "services/extract/read_file.h"
#include "services/extract/reading.h"
#include "services/extract/sandbox.h"
#include "services/lib/extraction/record/mask_record.h"
#include "services/lib/extraction/record/records.h"
#include "workflow/leak/checker.h"

namespace {

using namespace gongkai::extract;  // NOLINT: this file is the program

constexpr int kExitUsage = 2;
constexpr int kExitNotConfined = 78;

constexpr char kHelp[] =
    R"(Reads the text out of a file, for the leak check of attachments.
Usage: gongkai-extract [OPTIONS] [NAME] < FILE

Options:
  --mask                      Write a masked copy (掩码副本) of a docx or xlsx
  -h,--help                   Print this help message and exit
  --version                   Display program version information and exit

The servers start this program for each file that they check. It reads the file on standard input
and writes the texts in it, and what cannot be read, as records to standard output. With --mask it
writes a copy without personal data, comments, tracked changes and properties, or why there is none.
NAME is what the file is called. The format is told from the content. While it reads, it can open no
file for writing, no connection and no program, and its memory and time are limited.

Exit codes: 0 all was read, or what could not be read is said, 2 wrong usage, 3 no more memory,
78 could not limit itself.
)";

// Reads standard input, up to one byte more than a file may have.
std::string ReadInput() {
  std::string bytes;
  std::array<char, 65536> piece;
  const bool is_file = ::lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0;
  while (bytes.size() <= kMaxFile) {
    // Whoever else has this file open shares its position.
    const ssize_t got = is_file ? ::pread(STDIN_FILENO, piece.data(), piece.size(),
                                          static_cast<off_t>(bytes.size()))
                                : ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
  }
  return bytes;
}

void WriteOutput(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) _exit(EXIT_FAILURE);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void ReadInto(Reading& reading, const std::string& name) {
  const std::string bytes = ReadInput();
  if (bytes.size() > kMaxFile) {
    reading.AddUnread("", Obstacle::kTooLarge);
  } else {
    ReadFile(reading, {.hint = name, .bytes = bytes});
  }
  reading.Finish();
}

// Writes the masked copy of the file, or why there is none. Throws std::bad_alloc.
void WriteMasked(const gongkai::leak::Checker& checker, const std::string& name) {
  const std::string bytes = ReadInput();
  gongkai::extraction::MaskedFile masked;
  if (bytes.size() > kMaxFile) {
    masked.refusal = {gongkai::extraction::MaskProblem::kUnread, Obstacle::kTooLarge, ""};
  } else {
    masked = MaskFile(checker, {.hint = name, .bytes = bytes});
  }
  WriteOutput(gongkai::extraction::MaskRecord(masked));
}

}  // namespace

int main(int argc, char** argv) {
  std::string name;
  bool is_option_over = false;
  bool is_to_mask = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!is_option_over && (word == "-h" || word == "--help")) {
      std::cout << kHelp;
      return EXIT_SUCCESS;
    }
    if (!is_option_over && word == "--version") {
      std::cout << "gongkai-extract " GONGKAI_VERSION "\n";
      return EXIT_SUCCESS;
    }
    if (!is_option_over && word == "--") {
      is_option_over = true;
    } else if (!is_option_over && word == "--mask") {
      is_to_mask = true;
    } else if (!is_option_over && word.starts_with('-')) {
      std::cerr << kHelp;
      return kExitUsage;
    } else {
      name = word;
    }
  }
  // Names of members are converted by the locale.
  if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) return kExitNotConfined;
  // The times of members do not matter; without this the file of the time zone would be looked for each time.
  ::setenv("TZ", "UTC0", 1);
  PrepareEncodings();
  PrepareHtml();
  PreparePdf();
  std::optional<gongkai::leak::Checker> checker;
  if (is_to_mask) checker.emplace();
  if (!EnterSandbox()) return kExitNotConfined;
  std::set_new_handler([] { _exit(gongkai::extraction::kExitNoMemory); });
  if (checker) {
    try {
      WriteMasked(*checker, name);
    } catch (const std::bad_alloc&) {  // of a library that has handled it as an error
      _exit(gongkai::extraction::kExitNoMemory);
    }
  } else {
    Reading reading(WriteOutput);
    ReadInto(reading, name);
  }
  _exit(EXIT_SUCCESS);  // what the libraries do at the end needs system calls, and is of no use
}
