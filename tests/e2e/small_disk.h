// A disk that is easily filled: a file system in memory. Needs the right to mount one.
#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace gongkai::e2e {

class SmallDisk {
 public:
  // In place of what the folder held, until this goes. `size` is of tmpfs, such as "8m".
  SmallDisk(std::filesystem::path folder, const std::string& size) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    const std::string options = "mode=0700,size=" + size;
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, options.c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }

  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  // False: this user may not mount.
  bool mounted() const { return mounted_; }

  // Leaves no byte free; once more after something was written or removed.
  void Fill() const {
    std::ofstream file(Filler(), std::ios::binary | std::ios::app);
    const std::string page(4096, 'x');
    while (file.write(page.data(), static_cast<std::streamsize>(page.size())).flush()) {
    }
  }
  void Free() const { std::filesystem::remove(Filler()); }

 private:
  std::filesystem::path Filler() const { return folder_ / "filler"; }

  const std::filesystem::path folder_;
  bool mounted_ = false;
};

}  // namespace gongkai::e2e
