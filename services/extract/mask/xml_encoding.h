// Tells in which encoding XML is.
#pragma once

#include <string_view>

namespace gongkai::extract {

// Returns whether the XML is in UTF-8, as far as it says: without a mark or a declaration of another encoding. In others,
// places cannot be changed.
bool SaysUtf8(std::string_view xml);

}  // namespace gongkai::extract
