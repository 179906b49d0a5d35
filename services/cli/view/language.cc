#include "services/cli/view/language.h"

#include <cstdlib>

namespace gongkai::cli {

Language LanguageOf(std::string_view locale) {
  return locale.starts_with("zh") ? Language::kChinese : Language::kEnglish;
}

Language LanguageOfEnvironment() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* locale = std::getenv(variable);
    if (locale != nullptr && *locale != '\0') return LanguageOf(locale);
  }
  return Language::kEnglish;
}

const std::string& In(Language language, const base::Bilingual& text) {
  return language == Language::kChinese && !text.chinese.empty() ? text.chinese : text.english;
}

}  // namespace gongkai::cli
