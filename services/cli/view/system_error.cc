#include "services/cli/view/system_error.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace gongkai::cli {

base::Bilingual SystemText(int error) {
  const std::string said = std::generic_category().message(error);
  switch (error) {
    case ENOENT:
      return {said, "没有这个文件"};
    case EACCES:
      return {said, "没有读取权限"};
    case EISDIR:
      return {said, "是文件夹"};
    case EINVAL:
      return {"not a regular file", "不是普通文件"};
    case ENOSPC:
      return {said, "磁盘空间不足"};
    case EMFILE:
      return {said, "打开的文件过多"};
    default:
      return {said, said};
  }
}

}  // namespace gongkai::cli
