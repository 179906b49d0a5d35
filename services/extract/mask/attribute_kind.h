// Says in which attributes a value may be masked.
#pragma once

#include <string_view>

#include "services/extract/traced_text.h"

namespace gongkai::extract {

// Returns whether what stands in this place of the XML is free text, in which stars do no harm: the content of an
// element, or an attribute that is known to hold text. Others are numbers, names of styles, ids.
bool MayMask(std::string_view xml, const XmlPlace& place);

}  // namespace gongkai::extract
