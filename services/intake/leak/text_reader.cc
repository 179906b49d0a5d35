#include "services/intake/leak/text_reader.h"

#include "workflow/base/utf8.h"

namespace gongkai::intake {

leak::Document ReadText(const std::string& /*name*/, std::string_view bytes) {
  const bool is_text = bytes.find('\0') == std::string_view::npos && base::IsUtf8(bytes);
  if (!is_text) return {.unread = {{.part = "", .why = leak::Obstacle::kUnknownFormat}}};
  return {.parts = {{.text = std::string(bytes)}}};
}

}  // namespace gongkai::intake
