#include "services/cli/site/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "services/cli/site/error.h"
#include "services/cli/view/system_error.h"

namespace gongkai::cli::site {
namespace {

using runtime::Descriptor;

// How many folders may lie in one another. Each takes a descriptor while it is read.
constexpr std::size_t kDeepest = 256;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// Tells one folder from all others, by whatever name it was reached.
struct Identity {
  dev_t device;
  ino_t number;

  friend bool operator==(const Identity&, const Identity&) = default;
};

FileProblem CannotRead(int error) { return {"CANNOT_READ", SystemText(error)}; }

// Reads the names in the folder, sorted. Returns 0, or the number of the error that ended the reading early.
int ReadNames(int folder, std::vector<std::string>& names) {
  Descriptor again(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!again.is_open()) return errno;
  const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(again.number()));
  if (entries == nullptr) return errno;
  again.Release();
  for (errno = 0; const dirent* entry = ::readdir(entries.get()); errno = 0) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  const int error = errno;
  std::ranges::sort(names);
  return error;
}

class Walk {
 public:
  Walk(const std::filesystem::path& root, const std::function<void(FoundFile)>& visit)
      : root_(std::filesystem::canonical(root)), visit_(visit) {}

  // Visits what is in the folder. `prefix` is empty, or its path with a slash.
  void Enter(const Descriptor& folder, const std::string& prefix) {
    struct stat status {};
    if (::fstat(folder.number(), &status) != 0) return Tell(prefix, CannotRead(errno));
    const Identity identity{status.st_dev, status.st_ino};
    if (std::ranges::find(above_, identity) != above_.end()) {
      return Tell(prefix,
                  {"FOLDER_IN_ITSELF", {"the folder is within itself", "文件夹位于自身之内"}});
    }
    if (above_.size() == kDeepest) {
      return Tell(prefix,
                  {"TOO_DEEP", {"it lies within more than 255 folders", "所在的文件夹超过255层"}});
    }
    above_.push_back(identity);
    std::vector<std::string> names;
    if (const int error = ReadNames(folder.number(), names); error != 0) {
      Tell(prefix.empty() ? "./" : prefix, CannotRead(error));
    }
    for (const std::string& name : names) Visit(folder.number(), prefix + name, name);
    above_.pop_back();
  }

 private:
  void Tell(std::string path, FileProblem problem) {
    visit_({.path = std::move(path), .problem = std::move(problem)});
  }

  void Visit(int folder, const std::string& path, const std::string& name) {
    struct stat status {};
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return Tell(path, CannotRead(errno));
    }
    if (S_ISLNK(status.st_mode)) return VisitLink(path);
    if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) return Tell(path, CannotRead(EINVAL));
    // Between looking and opening it may have become something else: then nothing waits and nothing is followed.
    const int kind = S_ISDIR(status.st_mode) ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY;
    Descriptor open(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind));
    if (S_ISDIR(status.st_mode)) {
      if (!open.is_open()) return Tell(path + '/', CannotRead(errno));
      return Enter(open, path + '/');
    }
    if (!open.is_open() || ::fstat(open.number(), &status) != 0) {
      return Tell(path, CannotRead(errno));
    }
    if (!S_ISREG(status.st_mode)) return Tell(path, CannotRead(EINVAL));
    visit_({.path = path, .file = std::move(open), .problem = std::nullopt});
  }

  // Tells a link that leads out of the folder. A link that leads nowhere shows nothing to anybody.
  void VisitLink(const std::string& path) {
    std::error_code error;
    const std::filesystem::path target = std::filesystem::canonical(root_ / path, error);
    if (error == std::errc::no_such_file_or_directory ||
        error == std::errc::too_many_symbolic_link_levels || error == std::errc::not_a_directory) {
      return;
    }
    if (error) return Tell(path, CannotRead(error.value()));
    const auto ends = std::ranges::mismatch(root_, target);
    if (ends.in1 == root_.end()) return;
    Tell(path, {"LINK_LEADS_OUT",
                {"a symbolic link that leads out of the folder; what it names was not checked",
                 "符号链接指向文件夹以外，所指的内容没有检查"}});
  }

  const std::filesystem::path root_;
  const std::function<void(FoundFile)>& visit_;
  std::vector<Identity> above_;  // the folder that is being read, and those it is in
};

}  // namespace

void VisitFiles(const std::filesystem::path& root, const std::function<void(FoundFile)>& visit) {
  const Descriptor folder(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) {
    const base::Bilingual why = SystemText(errno);
    throw Error(Fault::kUsage, {"cannot read " + root.string() + ": " + why.english,
                                "不能读取 " + root.string() + "：" + why.chinese});
  }
  Walk(root, visit).Enter(folder, "");
}

}  // namespace gongkai::cli::site
