#include "services/extract/mask/attribute_kind.h"

#include <array>
#include <cstddef>

#include "services/extract/words.h"
#include "services/extract/xml.h"

namespace gongkai::extract {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

constexpr auto kTexts = std::to_array<std::string_view>(
    {"descr", "title", "alt", "tooltip", "string", "name", "val", "v", "caption", "prompt",
     "promptTitle", "error", "errorTitle", "display", "location", "Target", "instr", "displayText",
     "value"});

// Elements of a cache of a pivot table whose value is a number or a date.
constexpr auto kNumbers = std::to_array<std::string_view>({"n", "d", "b"});

std::string_view NameAt(std::string_view xml, std::size_t begin) {
  return Attributes::LocalName(xml.substr(begin, xml.find_first_of(" \t\r\n=/>", begin) - begin));
}

}  // namespace

bool MayMask(std::string_view xml, const XmlPlace& place) {
  if (!place.is_attribute) return true;
  const std::size_t equals = xml.rfind('=', place.begin - 1);
  const std::size_t last = xml.find_last_not_of(kBlanks, equals - 1);
  const std::string_view name = NameAt(xml, xml.find_last_of(kBlanks, last) + 1);
  const std::string_view element = NameAt(xml, xml.rfind('<', place.begin) + 1);
  if (name == "v" && IsOneOf(element, kNumbers)) return false;
  return IsOneOf(name, kTexts);
}

}  // namespace gongkai::extract
