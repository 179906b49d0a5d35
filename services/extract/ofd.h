// Reads OFD, the format of fixed pages of GB/T 33190.
#pragma once

#include "services/extract/container.h"

namespace gongkai::extract {

// Reads all members of the container, each by what it is.
void ReadOfd(const Container& container);

}  // namespace gongkai::extract
