// Takes the remarks out of pictures.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::extract {

// Returns the JPEG or PNG without what is not the picture: EXIF, XMP and other data of cameras and programs, remarks,
// times. The picture itself stays as it is, byte for byte. Returns other files, and broken ones, unchanged.
std::string WithoutRemarks(std::string_view picture);

}  // namespace gongkai::extract
