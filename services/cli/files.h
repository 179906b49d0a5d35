// Files that go into reports and come out of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace gongkai::cli {

// The text of a file, or of standard input for `-`: UTF-8, without a byte order mark, lines ended
// by a line feed alone. Failure kInvalid where it is not UTF-8 or longer than a report's text may
// be, kUsage where it cannot be read.
std::string ReadText(const std::string& path);

// The bytes of a small file such as a certificate. Failure kUsage where it cannot be read.
std::string ReadFile(const std::filesystem::path& path);

// A file that is about to be uploaded.
struct FileInfo {
  std::int64_t size;
  std::string sha256;  // 64 lower-case hex digits
};

// Reads the file once. Failure kUsage where it cannot be read.
FileInfo Inspect(const std::filesystem::path& path);

// The media type that the file's extension stands for; `application/octet-stream` for any other.
std::string_view MediaType(const std::filesystem::path& path);

// A file that is being received. Nothing stands under its own name before all of it is there.
class IncomingFile {
 public:
  // Failure kUsage where the folder cannot be written to.
  explicit IncomingFile(std::filesystem::path path);
  ~IncomingFile();  // takes away what Keep has not kept

  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;

  // Failure kUnexpected where the disk is full.
  void Write(std::string_view bytes);
  void Keep();

 private:
  const std::filesystem::path path_;
  const std::filesystem::path partial_;
  std::ofstream out_;
};

// `1.2 MiB`
std::string Size(std::int64_t bytes);

}  // namespace gongkai::cli
