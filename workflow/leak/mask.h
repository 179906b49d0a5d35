// Masks values, so that what is shown of them does not tell them. One policy for all places: pieces that
// were masked differently could be joined into the whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gongkai::leak {

// Returns the first and the last characters of an ASCII value, and a star for each one between. A value
// that is no longer than both becomes stars.
std::string Mask(std::string_view value, std::size_t first, std::size_t last);

// Returns the number with its first 2 and last 3 characters (永安市政府办公室 2023-01-04).
inline std::string MaskIdCard(std::string_view number) { return Mask(number, 2, 3); }

// Returns the number with its first 3 and last 4 digits: "138****1234".
inline std::string MaskMobile(std::string_view number) { return Mask(number, 3, 4); }

// Returns the number with its last 4 digits; those of a number of fewer than 9 are masked as well.
std::string MaskAccount(std::string_view number);

// Returns the address with its first character and its domain: "z***@example.com".
std::string MaskEmail(std::string_view local, std::string_view domain);

// Returns the surname, or the first character of a name without one, and 某 (最高法规定 art. 9).
std::string MaskName(std::string_view surname);

}  // namespace gongkai::leak
