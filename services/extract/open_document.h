// Reads OpenDocument: odt, ods, odp.
#pragma once

#include "services/extract/container.h"

namespace gongkai::extract {

// Reads all members of the container, each by what it is.
void ReadOpenDocument(const Container& container);

}  // namespace gongkai::extract
