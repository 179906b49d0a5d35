// Chooses the language in which the client talks to people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workflow/base/bilingual.h"

namespace gongkai::cli {

enum class Language : std::uint8_t { kEnglish, kChinese };

// Returns the language of a locale's name, such as "zh_CN.UTF-8": Chinese if the name begins with
// "zh", English otherwise.
Language LanguageOf(std::string_view locale);

// Returns the language of the messages in the environment of this process: that of the first of
// LC_ALL, LC_MESSAGES and LANG that is set and not empty (POSIX). English if none is.
Language LanguageOfEnvironment();

// Returns the text in `language`. Returns the English text if there is no Chinese one, because a
// service has sent none. The result refers to `text`.
const std::string& In(Language language, const base::Bilingual& text);

}  // namespace gongkai::cli
