#include "services/extract/office_role.h"

#include <algorithm>
#include <array>

#include "services/extract/workbook.h"

namespace gongkai::extract {
namespace {

using Role = OfficeRole;

struct Rule {
  std::string_view begin;
  std::string_view contained;
  Role role;
};

// The first that fits counts; names are in lower case.
constexpr auto kRules = std::to_array<Rule>({
    {"", ".rels", Role::kLinks},
    {"docprops/", ".xml", Role::kProperties},
    {"customxml/", "itemprops", Role::kRest},
    {"customxml/", ".xml", Role::kCustom},
    {"word/document", ".xml", Role::kShown},
    {"word/header", ".xml", Role::kShown},
    {"word/footer", ".xml", Role::kShown},
    {"word/footnotes", ".xml", Role::kShown},
    {"word/endnotes", ".xml", Role::kShown},
    {"word/glossary/document", ".xml", Role::kHidden},
    {"word/comments", ".xml", Role::kComment},
    {"word/people", ".xml", Role::kComment},
    {"word/numbering", ".xml", Role::kShown},
    {"word/settings", ".xml", Role::kShown},
    {"ppt/slides/", ".xml", Role::kShown},
    {"ppt/slidemasters/", ".xml", Role::kShown},
    {"ppt/slidelayouts/", ".xml", Role::kShown},
    {"ppt/handoutmasters/", ".xml", Role::kShown},
    {"ppt/notesslides/", ".xml", Role::kComment},
    {"ppt/notesmasters/", ".xml", Role::kShown},
    {"ppt/comment", ".xml", Role::kComment},
    {"ppt/authors", ".xml", Role::kComment},
    {"xl/comments", ".xml", Role::kComment},
    {"xl/threadedcomments/", ".xml", Role::kComment},
    {"xl/persons/", ".xml", Role::kComment},
    {"xl/externallinks/", ".xml", Role::kHidden},
    {"xl/pivotcache/", ".xml", Role::kCached},
    {"", "/charts/", Role::kShown},
    {"", "/diagrams/", Role::kShown},
    {"", "/drawings/", Role::kShown},
    {"", ".xml", Role::kRest},
    {"", ".vml", Role::kRest},
});

}  // namespace

std::string LowerName(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

OfficeRole OfficeRoleOf(const std::string& member) {
  if (IsOfWorkbook(member)) return Role::kWorkbook;
  const std::string name = LowerName(member);
  if (name.find("/printersettings/") != std::string::npos && !name.ends_with(".rels"))
    return Role::kPrinter;
  if (!name.ends_with(".xml") && !name.ends_with(".rels") && !name.ends_with(".vml")) {
    return Role::kEmbedded;
  }
  for (const Rule& rule : kRules) {
    if (name.starts_with(rule.begin) && name.find(rule.contained) != std::string::npos) {
      return rule.role;
    }
  }
  return Role::kRest;
}

bool IsPath(std::string_view target) {
  return target.starts_with("file:") || target.find('\\') != std::string_view::npos;
}

}  // namespace gongkai::extract
