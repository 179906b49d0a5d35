#include "services/review/sheet/template.h"

#include <ctemplate/template.h>

#include <stdexcept>

extern "C" const char gongkai_review_sheet[];      // NOLINT(modernize-avoid-c-arrays)
extern "C" const char gongkai_review_sheet_end[];  // NOLINT(modernize-avoid-c-arrays)

namespace gongkai::review {
namespace {

ctemplate::TemplateString ToLibrary(std::string_view text) { return {text.data(), text.size()}; }

// Copies the values, which need not outlive the dictionary.
void Copy(const Fill& fill, ctemplate::TemplateDictionary& dictionary) {
  for (const auto& [name, text] : fill.texts()) {
    dictionary.SetValue(ToLibrary(name), ToLibrary(text));
  }
  for (const Fill::Section& section : fill.sections()) {
    Copy(*section.fill, *dictionary.AddSectionDictionary(ToLibrary(section.name)));
  }
}

// Returns the parsed template, which the program contains: it is parsed once.
const ctemplate::Template& Parsed() {
  static const std::unique_ptr<const ctemplate::Template> parsed(
      ctemplate::Template::StringToTemplate(
          {gongkai_review_sheet,
           static_cast<std::size_t>(gongkai_review_sheet_end - gongkai_review_sheet)},
          ctemplate::STRIP_BLANK_LINES));
  if (parsed == nullptr) throw std::logic_error("sheet.tpl is no template");
  return *parsed;
}

}  // namespace

std::string FillSheet(const Fill& fill) {
  ctemplate::TemplateDictionary dictionary("sheet");
  Copy(fill, dictionary);
  std::string html;
  if (!Parsed().Expand(&html, &dictionary)) throw std::logic_error("sheet.tpl cannot be filled");
  return html;
}

}  // namespace gongkai::review
