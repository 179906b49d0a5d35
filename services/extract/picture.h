// Reads what pictures say beside the picture.
#pragma once

#include "services/extract/reading.h"

namespace gongkai::extract {

// Reads where and by whom a photograph was taken, and its remarks. The picture itself cannot be read, and is
// told as one without text.
void ReadPicture(Reading& reading, const File& file);

}  // namespace gongkai::extract
