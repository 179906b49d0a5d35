#include "services/extract/workbook.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "services/extract/office_role.h"
#include "services/extract/sheet.h"

namespace gongkai::extract {
namespace {

// What the workbook says of a sheet.
struct SheetEntry {
  std::string name;
  bool is_hidden = false;
};

// Collects the sheets by the id of their relationship, their names, and the names that are defined.
class WorkbookReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    is_definition_ = element == "definedName";
    if (is_definition_) definitions_ += std::string(attributes.Get("name")) + '\t';
    if (element != "sheet") return;
    names_ += std::string(attributes.Get("name")) + '\n';
    const std::string_view state = attributes.Get("state");
    sheets_[std::string(attributes.Get("id"))] = {std::string(attributes.Get("name")),
                                                  !state.empty() && state != "visible"};
  }
  void Text(std::string_view text) override {
    if (is_definition_) definitions_.Append(text, place().OfFormula());
  }
  void End(std::string_view) override {
    if (is_definition_) definitions_ += '\n';
    is_definition_ = false;
  }

  const std::map<std::string, SheetEntry>& sheets() const { return sheets_; }
  const TracedText& definitions() const { return definitions_; }
  const std::string& names() const { return names_; }

 private:
  std::map<std::string, SheetEntry> sheets_;
  TracedText definitions_;
  std::string names_;  // of the sheets
  bool is_definition_ = false;
};

// Collects which member has which id.
class RelationshipsReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    if (element != "Relationship") return;
    std::string_view target = attributes.Get("Target");
    const bool is_absolute = target.starts_with('/');
    if (is_absolute) target.remove_prefix(1);
    ids_[(is_absolute ? "" : "xl/") + std::string(target)] = attributes.Get("Id");
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  const std::map<std::string, std::string>& ids() const { return ids_; }

 private:
  std::map<std::string, std::string> ids_;
};

bool Begins(const std::string& member, std::string_view begin) {
  const std::string name = LowerName(member);
  return name.starts_with(begin) && name.ends_with(".xml");
}

bool IsSheet(const std::string& member) { return Begins(member, "xl/worksheets/"); }
bool IsWorkbook(const std::string& member) { return Begins(member, "xl/workbook"); }
bool IsStrings(const std::string& member) { return Begins(member, "xl/sharedstrings"); }

// Returns what the workbook says of the sheet in this member; nothing if it does not mention it.
std::optional<SheetEntry> EntryOf(const std::string& member, const WorkbookReader& workbook,
                                  const RelationshipsReader& relationships) {
  const auto id = relationships.ids().find(member);
  if (id == relationships.ids().end()) return std::nullopt;
  const auto entry = workbook.sheets().find(id->second);
  if (entry == workbook.sheets().end()) return std::nullopt;
  return entry->second;
}

void ReadSheet(const Container& container, Member& member, SharedStrings& strings,
               const std::optional<SheetEntry>& entry) {
  SheetReader reader(strings);
  ReadXml(container, member, reader);
  const std::string part = container.PartOf(member);
  // A sheet that the workbook does not mention is not shown.
  reader.Deliver(container.reading, entry ? Named(part, entry->name) : part,
                 entry && !entry->is_hidden ? PartKind::kShown : PartKind::kHidden);
}

}  // namespace

bool IsOfWorkbook(const std::string& member) {
  return IsSheet(member) || IsWorkbook(member) || IsStrings(member);
}

void ReadWorkbook(const Container& container) {
  const Zip& zip = container.zip;
  WorkbookReader workbook;
  RelationshipsReader relationships;
  SharedStrings strings;
  zip.ForEach(IsWorkbook, [&](Member& member) {
    ReadXml(container, member, workbook);
    container.reading.AddAside(Named(container.PartOf(member), "名称"), PartKind::kShown,
                               workbook.definitions());
    container.reading.AddAside(Named(container.PartOf(member), "工作表名"), PartKind::kShown,
                               workbook.names());
  });
  zip.ForEach([](const std::string& name) { return name == "xl/_rels/workbook.xml.rels"; },
              [&](Member& member) { static_cast<void>(member.Read(relationships)); });
  std::string strings_part;
  zip.ForEach(IsStrings, [&](Member& member) {
    ReadXml(container, member, strings);
    strings_part = container.PartOf(member);
  });
  zip.ForEach(IsSheet, [&](Member& member) {
    ReadSheet(container, member, strings, EntryOf(member.name(), workbook, relationships));
  });
  container.reading.AddAside(Named(strings_part, "注音"), PartKind::kShown, strings.phonetic());
  container.reading.Add(Named(strings_part, "未使用"), PartKind::kHidden, strings.Unused());
}

}  // namespace gongkai::extract
