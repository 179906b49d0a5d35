#include "services/extract/mask/xml_encoding.h"

#include <cstddef>

#include "services/extract/office_role.h"

namespace gongkai::extract {

bool SaysUtf8(std::string_view xml) {
  const std::string_view begin = xml.substr(0, 4);
  if (begin.starts_with("\xFE\xFF") || begin.starts_with("\xFF\xFE") ||
      begin.find('\0') != std::string_view::npos) {
    return false;
  }
  constexpr std::size_t kMark = 3;  // bytes of a byte order mark
  const std::size_t declared = xml.find("<?xml");
  const std::size_t end = xml.find("?>");
  if (declared > kMark || end == std::string_view::npos) return true;
  const std::string_view declaration = xml.substr(declared, end - declared);
  const std::size_t encoding = declaration.find("encoding");
  return encoding == std::string_view::npos ||
         LowerName(declaration.substr(encoding)).find("utf-8") != std::string::npos;
}

}  // namespace gongkai::extract
