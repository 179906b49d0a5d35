#include "services/cli/site/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>

#include "services/cli/site/error.h"
#include "services/cli/site/line_reader.h"
#include "services/cli/view/system_error.h"
#include "workflow/base/digest.h"

namespace gongkai::cli::site {
namespace {

using runtime::Descriptor;

// The first line, by which a journal is known. The number is that of the form of the lines.
constexpr std::string_view kFirstLine = "gongkai check --site, state file, form 1\n";

// How a line begins: with the first digits of the digest of its text.
constexpr std::size_t kChecksumDigits = 16;

Error CannotUse(const std::string& name, const base::BilingualView& why,
                base::Bilingual hint = {}) {
  return {Fault::kUsage,
          {"cannot use " + name + " as the state file: " + std::string(why.english),
           "不能把 " + name + " 用作状态文件：" + std::string(why.chinese)},
          std::move(hint)};
}

std::string ChecksumOf(std::string_view text) {
  return base::Sha256(text).ToHex().substr(0, kChecksumDigits);
}

// Returns the text of a line, or nullopt if it is not what was written.
std::optional<std::string> TextOf(std::string_view line) {
  if (line.size() <= kChecksumDigits || line[kChecksumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kChecksumDigits + 1);
  if (ChecksumOf(text) != line.substr(0, kChecksumDigits)) return std::nullopt;
  return std::string(text);
}

Error Damaged(const std::string& name, std::size_t line, std::int64_t at) {
  const std::string number = std::to_string(line);
  const std::string byte = std::to_string(at);
  return {Fault::kDamaged,
          {"the state file " + name + " is damaged in line " + number + ", at byte " + byte,
           "状态文件 " + name + " 第" + number + "行（第" + byte + "字节处）已损坏"},
          {"move it away, and everything is checked again", "请把它移走，重新检查全部内容"}};
}

}  // namespace

Journal::Journal(std::string name, Descriptor file)
    : name_(std::move(name)), file_(std::move(file)) {}

Journal Journal::Open(const std::filesystem::path& path) {
  constexpr int kOwnerOnly = 0600;
  const std::string name = path.string();
  Descriptor file(
      ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, kOwnerOnly));
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    throw CannotUse(name, SystemText(errno));
  }
  if (!S_ISREG(status.st_mode)) throw CannotUse(name, SystemText(EINVAL));
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw CannotUse(name, SystemText(errno));
    throw Error(Fault::kInUse,
                {"another run uses the state file " + name, "另一次检查正在使用状态文件 " + name},
                {"wait for its end, or name another file", "请等它结束，或者换一个文件"});
  }
  return {name, std::move(file)};
}

Journal Journal::Temporary() {
  std::string name = (std::filesystem::temp_directory_path() / "gongkai-state-XXXXXX").string();
  Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file.is_open()) throw CannotUse(name, SystemText(errno));
  ::unlink(name.c_str());
  return {name, std::move(file)};
}

void Journal::Read(const std::function<void(std::int64_t, const std::string&)>& each) {
  LineReader lines(file_.number(), 0);
  auto line = lines.Next();
  const bool is_ours = line && line->is_whole && line->text + '\n' == kFirstLine;
  // A journal whose first line was not written to its end has nothing else in it.
  const bool is_begun = !line || (!line->is_whole && kFirstLine.starts_with(line->text));
  if (!is_ours && !is_begun) {
    throw CannotUse(name_, {"it holds something else", "其中是别的内容"},
                    {"name a file that does not exist yet", "请用一个尚不存在的文件"});
  }
  if (is_begun) {
    WriteAll(kFirstLine, 0);
    end_ = static_cast<std::int64_t>(kFirstLine.size());
    return;
  }
  end_ = lines.at();
  for (std::size_t number = 2; (line = lines.Next()); ++number) {
    if (!line->is_whole) break;
    const auto text = TextOf(line->text);
    if (!text) throw Damaged(name_, number, end_);
    try {
      each(end_, *text);
    } catch (const std::invalid_argument&) {
      throw Damaged(name_, number, end_);
    }
    end_ = lines.at();
  }
  if (::ftruncate(file_.number(), end_) != 0) FailToWrite();
}

std::int64_t Journal::Append(std::string_view text) {
  std::string line = ChecksumOf(text) + ' ';
  (line += text) += '\n';
  WriteAll(line, end_);
  const std::int64_t at = std::exchange(end_, end_ + static_cast<std::int64_t>(line.size()));
  if (Clock::now() - synced_ > std::chrono::seconds(1)) Sync();
  return at;
}

void Journal::Sync() {
  if (::fdatasync(file_.number()) != 0) FailToWrite();
  synced_ = Clock::now();
}

std::string Journal::At(std::int64_t at) const {
  LineReader lines(file_.number(), at);
  const auto line = lines.Next();
  const auto text = line && line->is_whole ? TextOf(line->text) : std::nullopt;
  if (text) return *text;
  throw Error(Fault::kDamaged, {"the state file " + name_ + " was changed while it was in use",
                                "状态文件 " + name_ + " 在使用中被改动"});
}

void Journal::FailToWrite() const {
  const base::Bilingual why = SystemText(errno);
  throw Error(Fault::kDisk, {"cannot write the state file " + name_ + ": " + why.english,
                             "不能写入状态文件 " + name_ + "：" + why.chinese});
}

void Journal::WriteAll(std::string_view bytes, std::int64_t at) const {
  const std::int64_t begin = at;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_.number(), bytes.data(), bytes.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      // A part of a line at the end is no damage, so nothing is lost where this fails as well.
      if (::ftruncate(file_.number(), begin) != 0) errno = error;
      errno = error;
      FailToWrite();
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += written;
  }
}

}  // namespace gongkai::cli::site
