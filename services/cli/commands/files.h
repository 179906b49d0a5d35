// Reads the files that go into reports, and writes the files that come out of reports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace gongkai::cli {

// Returns the text of a file, or of standard input if `path` is `-`. The text is UTF-8, has no byte
// order mark, and ends each line with a line feed alone. Throws Failure kInvalid if the file is not
// UTF-8 or is longer than 512 KiB. Throws Failure kUsage if the file cannot be read.
std::string ReadText(const std::string& path);

// Throws Failure kUsage if something other than a regular file has the name, or if a file has it and `force` is
// false.
void CheckMayWrite(const std::filesystem::path& path, bool force);

// Describes a file that is to be uploaded.
struct FileInfo {
  std::int64_t size;   // bytes
  std::string sha256;  // 64 lower-case hex digits
};

// Reads the file once and returns its size and digest. Throws Failure kUsage if the file cannot be
// read.
FileInfo Inspect(const std::filesystem::path& path);

// Returns the media type for the file's extension, or `application/octet-stream` for an unknown
// extension.
std::string_view MediaType(const std::filesystem::path& path);

// Receives a file without ever leaving a part of it under its own name. Until Keep, the bytes stand
// in `path` + ".part". The destructor removes that file unless Keep was called.
//
//   IncomingFile file(path);
//   while (reader->Read(&part)) file.Write(part.chunk());
//   file.Keep();
class IncomingFile {
 public:
  // Opens the partial file. Throws Failure kUsage if the folder cannot be written to.
  explicit IncomingFile(std::filesystem::path path);
  ~IncomingFile();

  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;

  // Appends `bytes`. Throws Failure kUnexpected if the bytes cannot be written, for example because
  // the disk is full.
  void Write(std::string_view bytes);
  // Gives the complete file its own name, and replaces an existing file. Throws Failure kUnexpected
  // if the bytes cannot be written, and std::filesystem::filesystem_error if the file cannot be
  // renamed.
  void Keep();

 private:
  const std::filesystem::path path_;
  const std::filesystem::path partial_;
  std::ofstream out_;
};

}  // namespace gongkai::cli
