// Brings texts to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::extract {

// Returns the text with U+FFFD for each byte sequence that is not UTF-8.
std::string ReplaceNonUtf8(std::string_view text);

// Returns the text as UTF-8 without a byte order mark: it is in UTF-8, in UTF-16 if it begins with a byte
// order mark or looks like it, or else in GB18030, of which GBK and GB2312 are parts. Returns nothing if it
// is in none of them.
std::optional<std::string> ToUtf8(std::string_view bytes);

// Returns the name of a member of a container: UTF-8, or GB18030 as Chinese Windows writes it.
std::string NameToUtf8(std::string_view name);

// Returns UTF-16 of this processor's byte order as UTF-8.
std::string FromUtf16(std::u16string_view text);

// Opens the tables of the encodings, so that no file need be opened later.
void PrepareEncodings();

}  // namespace gongkai::extract
