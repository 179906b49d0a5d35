#include "services/extract/mask/cleaning_rules.h"

#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

// Deleted text, and that with which something around is said to be deleted (ECMA-376 part 1, 17.13.5).
constexpr auto kDeletions = std::to_array<std::string_view>({"del", "moveFrom", "cellDel"});

constexpr auto kErasedOfText = std::to_array<std::string_view>({
    "delText",
    "delInstrText",
    // What tracked changes have changed, and where they are.
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "tblGridChange",
    "trPrChange",
    "tcPrChange",
    "numberingChange",
    "cellIns",
    "cellMerge",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "annotationRef",
    // Who may edit what; how the document came about.
    "permStart",
    "permEnd",
    "rsids",
    "docId",
    "attachedTemplate",
    "trackRevisions",
    "mailMerge",
});
constexpr auto kUnwrappedOfText = std::to_array<std::string_view>({"ins", "moveTo"});

constexpr auto kErasedOfWorkbook = std::to_array<std::string_view>({
    "scenarios",
    "customSheetViews",
    "customWorkbookViews",
    "fileSharing",
    "absPath",
    "revisionPtr",
});

// What is kept of another workbook beside its name and those of its sheets.
constexpr auto kErasedOfExternal =
    std::to_array<std::string_view>({"sheetDataSet", "definedNames", "values"});

constexpr auto kErasedAttributesOfWorkbook = std::to_array<std::string_view>(
    {"refreshedBy", "userName", "queryTableFieldId", "connectionId"});

constexpr auto kReferences =
    std::to_array<std::string_view>({"id", "embed", "link", "pict", "href"});

}  // namespace

Cleaning CleaningOf(OfficeKind kind, std::string_view root, std::string_view element) {
  if (kind == OfficeKind::kText) {
    if (IsOneOf(element, kUnwrappedOfText)) return Cleaning::kUnwrap;
    if (IsOneOf(element, kErasedOfText) || IsDeletion(element)) return Cleaning::kErase;
    return Cleaning::kKeep;
  }
  if (kind != OfficeKind::kWorkbook) return Cleaning::kKeep;
  const bool is_erased = IsOneOf(element, kErasedOfWorkbook) ||
                         (root == "externalLink" && IsOneOf(element, kErasedOfExternal));
  return is_erased ? Cleaning::kErase : Cleaning::kKeep;
}

bool IsDeletion(std::string_view element) { return IsOneOf(element, kDeletions); }

std::string_view ContainerOf(std::string_view element) {
  if (element == "tr") return "tbl";
  if (element == "tc") return "tr";
  return element == "r" ? "p" : "";
}

bool IsErasedAttribute(OfficeKind kind, std::string_view attribute, std::string_view value) {
  if (kind == OfficeKind::kText) return attribute.starts_with("rsid");
  if (kind != OfficeKind::kWorkbook) return false;
  // A table of which the query is gone is one of the sheet.
  return IsOneOf(attribute, kErasedAttributesOfWorkbook) ||
         (attribute == "tableType" && value == "queryTable");
}

bool IsReference(std::string_view attribute) { return IsOneOf(attribute, kReferences); }

bool OutlivesReference(std::string_view element) {
  return element == "pageSetup" || element == "pivotCacheDefinition";
}

}  // namespace gongkai::extract
