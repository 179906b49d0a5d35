// Reads the documents of Office since 2007: docx, xlsx, pptx.
#pragma once

#include "services/extract/container.h"

namespace gongkai::extract {

// Reads all members of the container, each by what it is.
void ReadOffice(const Container& container);

}  // namespace gongkai::extract
