#include "services/cli/commands/files.h"

#include <array>
#include <cstdio>
#include <iostream>
#include <vector>

#include "services/cli/commands/failure.h"
#include "services/cli/view/text.h"
#include "services/lib/catalog/limits.h"
#include "workflow/base/digest.h"

namespace gongkai::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr auto kMediaTypes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".csv", "text/csv"},
    {".doc", "application/msword"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".html", "text/html"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".json", "application/json"},
    {".md", "text/markdown"},
    {".ofd", "application/ofd"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".txt", "text/plain"},
    {".xls", "application/vnd.ms-excel"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".xml", "application/xml"},
    {".zip", "application/zip"},
});

std::ifstream Open(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code error;
  if (!in || std::filesystem::is_directory(path, error)) {
    throw UsageError({"cannot read " + path.string(), "不能读取 " + path.string()});
  }
  return in;
}

base::Bilingual CannotWrite(const std::filesystem::path& path) {
  return {"cannot write " + path.string(), "不能写入 " + path.string()};
}

// Reads to the end, but no more than one byte more than `limit`: the file may have no end.
std::string ReadUpTo(std::size_t limit, std::istream& in, const std::string& path) {
  std::string bytes(limit + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad()) throw UsageError({"cannot read " + path, "不能读取 " + path});
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

std::string ReadUpTo(std::size_t limit, const std::string& path) {
  if (path == "-") return ReadUpTo(limit, std::cin, path);
  std::ifstream in = Open(path);
  return ReadUpTo(limit, in, path);
}

// Every line break as one line feed.
std::string WithPlainBreaks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_feed = i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] == '\r' && before_feed) continue;
    plain += text[i] == '\r' ? '\n' : text[i];
  }
  return plain;
}

// A name beside `path` until the file is whole. The longest name that there is leaves no room for
// more, so it is cut, at a border of characters.
std::filesystem::path PartialOf(const std::filesystem::path& path) {
  constexpr std::string_view kEnd = ".part";
  std::string name = path.filename().string();
  std::size_t kept = std::min(name.size(), limits::kFileNameBytes - kEnd.size());
  while (kept < name.size() && (static_cast<unsigned char>(name[kept]) & 0xC0U) == 0x80U) --kept;
  name.resize(kept);
  return path.parent_path() / (name += kEnd);
}

}  // namespace

std::string ReadText(const std::string& path) {
  const std::string bytes = ReadUpTo(limits::kBodyBytes + kByteOrderMark.size(), path);
  std::string_view text = bytes;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.size() > limits::kBodyBytes) {
    throw Failure(ExitCode::kInvalid, "TOO_LONG",
                  {path + " is longer than 512 KiB", path + " 超过 512 KiB"},
                  {"the text of a report is at most 512 KiB; put the rest into attachments",
                   "报告的正文最多 512 KiB；其余请放入附件"});
  }
  if (!FromUtf8(bytes)) {
    throw Failure(
        ExitCode::kInvalid, "NOT_UTF8", {path + " is not UTF-8 text", path + " 不是 UTF-8 文本"},
        {"`iconv -f GB18030 -t UTF-8` converts a Chinese text file; other files are "
         "attachments: --attach",
         "中文文本文件可用 `iconv -f GB18030 -t UTF-8` 转换；其他文件作为附件：--attach"});
  }
  return WithPlainBreaks(text);
}

void CheckMayWrite(const std::filesystem::path& path, bool force) {
  const auto there = std::filesystem::symlink_status(path);
  if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
    throw UsageError({path.string() + " is no regular file", path.string() + " 不是普通文件"},
                     {"name another file", "请换一个文件名"});
  }
  if (!force && std::filesystem::exists(there)) {
    throw UsageError({path.string() + " exists already", path.string() + " 已经存在"},
                     {"--force overwrites it", "用 --force 覆盖"});
  }
}

FileInfo Inspect(const std::filesystem::path& path) {
  std::ifstream in = Open(path);
  base::Sha256Stream hash;
  std::vector<char> buffer(256 << 10);
  std::int64_t size = 0;
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) {
    hash.Update({buffer.data(), static_cast<std::size_t>(in.gcount())});
    size += in.gcount();
  }
  return {size, hash.Finish().ToHex()};
}

std::string_view MediaType(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const auto& [known, type] : kMediaTypes) {
    if (known == extension) return type;
  }
  return "application/octet-stream";
}

IncomingFile::IncomingFile(std::filesystem::path path)
    : path_(std::move(path)),
      partial_(PartialOf(path_)),
      out_(partial_, std::ios::binary | std::ios::trunc) {
  if (!out_) throw UsageError(CannotWrite(partial_));
}

IncomingFile::~IncomingFile() {
  std::error_code gone_already;
  std::filesystem::remove(partial_, gone_already);
}

void IncomingFile::Write(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out_) {
    throw Failure(ExitCode::kUnexpected, "DISK", CannotWrite(partial_));
  }
}

void IncomingFile::Keep() {
  out_.close();
  if (!out_) {
    throw Failure(ExitCode::kUnexpected, "DISK", CannotWrite(partial_));
  }
  std::filesystem::rename(partial_, path_);
}

}  // namespace gongkai::cli
