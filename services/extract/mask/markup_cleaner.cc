#include "services/extract/mask/markup_cleaner.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "services/extract/mask/cleaning_rules.h"
#include "services/extract/mask/edits.h"
#include "services/extract/mask/xml_encoding.h"
#include "services/extract/xml.h"

namespace gongkai::extract {
namespace {

// Collects what must change in the XML.
class Cleaner : public XmlReader {
 public:
  Cleaner(OfficeKind kind, const std::set<std::string>& removed_ids, std::string_view xml)
      : kind_(kind), removed_ids_(removed_ids), xml_(xml) {}

  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override;
  void Unseen() override { edits_.Erase(place()); }
  void CdataMark(bool begins) override;

  const Edits& edits() const { return edits_; }

 private:
  // An element that is open.
  struct Element {
    std::string name;
    std::size_t begin = 0;
    bool is_unwrapped = false;  // its tags go, its content stays
    bool is_doomed = false;     // it goes when it ends
    bool is_shared_string = false;
    bool has_deleted_mark = false;
    std::size_t kept = 0;  // rows of a table, cells of a row, runs of a paragraph
    std::size_t lost = 0;
  };

  Cleaning CleaningOf(std::string_view element, const Attributes& attributes) const;
  void CleanAttributes(std::string_view element, const Attributes& attributes);
  void ForgetRecords(const Attributes& attributes);
  void EraseAttribute(const XmlPlace& value);
  void DoomParentOf(std::string_view change);
  Element* Innermost(std::string_view name);
  bool IsWithin(std::string_view parent) const {
    return !open_.empty() && open_.back().name == parent;
  }
  void Count(const Element& ended, bool is_kept);
  static bool IsEmptied(const Element& ended);

  const OfficeKind kind_;
  const std::set<std::string>& removed_ids_;
  const std::string_view xml_;
  std::vector<Element> open_;
  std::size_t erased_from_ = 0;  // the depth of the element that is erased; 0: none is
  bool is_cdata_ = false;
  Edits edits_;
};

Cleaning Cleaner::CleaningOf(std::string_view element, const Attributes& attributes) const {
  const std::string_view root = open_.empty() ? element : std::string_view(open_.front().name);
  bool refers = false;
  attributes.ForEach([&](std::string_view name, std::string_view value, const XmlPlace&) {
    refers = refers || (IsReference(name) && removed_ids_.contains(std::string(value)));
  });
  if (refers && !OutlivesReference(element)) return Cleaning::kErase;
  // A formula in place of a shared string would show again what the string has masked.
  if (element == "f" && IsWithin("c") && open_.back().is_shared_string) return Cleaning::kErase;
  return extract::CleaningOf(kind_, root, element);
}

Cleaner::Element* Cleaner::Innermost(std::string_view name) {
  const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                  [name](const Element& some) { return some.name == name; });
  return found == open_.rend() ? nullptr : &*found;
}

// Makes that go which a tracked change of its properties says is deleted.
void Cleaner::DoomParentOf(std::string_view change) {
  Element* gone = nullptr;
  if (IsWithin("trPr")) gone = Innermost("tr");
  if (change == "cellDel") gone = Innermost("tc");
  if (gone != nullptr) gone->is_doomed = true;
  if (!IsWithin("rPr") || open_.size() < 2 || open_[open_.size() - 2].name != "pPr") return;
  if (Element* paragraph = Innermost("p")) paragraph->has_deleted_mark = true;
}

void Cleaner::EraseAttribute(const XmlPlace& value) {
  constexpr std::string_view kBlanks = " \t\r\n";
  XmlPlace all = value;
  all.begin = xml_.rfind('=', value.begin);
  all.begin = xml_.find_last_not_of(kBlanks, all.begin - 1);
  all.begin = xml_.find_last_of(kBlanks, all.begin);
  all.begin = xml_.find_last_not_of(kBlanks, all.begin) + 1;
  all.end = value.end + 1;
  edits_.Erase(all);
}

// Says that a cache of a pivot table has no records any more, and is to be filled from the sheet.
void Cleaner::ForgetRecords(const Attributes& attributes) {
  std::string added;
  for (const auto& [name, value] : kWithoutRecords) {
    const XmlPlace old = attributes.PlaceOf(name);
    if (old.is_known()) {
      edits_.Replace(old, std::string(value));
    } else {
      added.append(" ").append(name).append("=\"").append(value).append("\"");
    }
  }
  const std::size_t behind_name = xml_.find_first_of(" \t\r\n/>", place().begin);
  edits_.Replace(behind_name, behind_name, added);
}

void Cleaner::CleanAttributes(std::string_view element, const Attributes& attributes) {
  attributes.ForEach([&](std::string_view name, std::string_view value, const XmlPlace& where) {
    if (!where.is_known()) return;
    const bool is_gone = IsReference(name) && removed_ids_.contains(std::string(value));
    if (is_gone || IsErasedAttribute(kind_, name, value)) EraseAttribute(where);
    if (is_gone && element == "pivotCacheDefinition") ForgetRecords(attributes);
  });
}

void Cleaner::Start(std::string_view element, const Attributes& attributes) {
  const Cleaning cleaning = erased_from_ == 0 ? CleaningOf(element, attributes) : Cleaning::kKeep;
  if (erased_from_ == 0) {
    if (cleaning == Cleaning::kErase && IsDeletion(element)) DoomParentOf(element);
    if (element == "ClientData" && attributes.Get("ObjectType") == "Note") {
      if (Element* shape = Innermost("shape")) shape->is_doomed = true;
    }
  }
  open_.push_back({.name = std::string(element),
                   .begin = place().begin,
                   .is_shared_string = element == "c" && attributes.Get("t") == "s"});
  if (erased_from_ != 0) return;
  if (cleaning == Cleaning::kErase) {
    erased_from_ = open_.size();
  } else if (cleaning == Cleaning::kUnwrap) {
    open_.back().is_unwrapped = true;
    edits_.Erase(place());
  } else {
    CleanAttributes(element, attributes);
  }
}

void Cleaner::Count(const Element& ended, bool is_kept) {
  const std::string_view around = ContainerOf(ended.name);
  if (around.empty()) return;
  if (Element* container = Innermost(around)) {
    ++(is_kept ? container->kept : container->lost);
  }
}

// Returns whether nothing is left of a table, row or paragraph out of which something was deleted.
bool Cleaner::IsEmptied(const Element& ended) {
  if (ended.kept > 0) return false;
  return ended.has_deleted_mark || (ended.lost > 0 && ended.name != "p");
}

void Cleaner::End(std::string_view) {
  const Element ended = std::move(open_.back());
  open_.pop_back();
  const XmlPlace all{.begin = ended.begin, .end = place().end};
  if (erased_from_ != 0) {
    if (erased_from_ != open_.size() + 1) return;
    erased_from_ = 0;
    edits_.Erase(all);
    return Count(ended, false);
  }
  if (ended.is_unwrapped) return edits_.Erase(place());
  const bool is_gone = ended.is_doomed || IsEmptied(ended);
  if (is_gone) edits_.Erase(all);
  Count(ended, !is_gone);
}

void Cleaner::Text(std::string_view text) {
  if (is_cdata_) edits_.Replace(place(), EscapeXml(text));
}

void Cleaner::CdataMark(bool begins) {
  is_cdata_ = begins;
  edits_.Erase(place());
}

}  // namespace

Obstacle CleanMarkup(OfficeKind kind, const std::set<std::string>& removed_ids, std::string& xml) {
  if (!SaysUtf8(xml)) return Obstacle::kBroken;
  Cleaner cleaner(kind, removed_ids, xml);
  const Obstacle why = ParseXml(xml, cleaner, 0);
  if (why != Obstacle::kNone) return why;
  if (!cleaner.edits().empty()) xml = cleaner.edits().ApplyTo(xml);
  return Obstacle::kNone;
}

}  // namespace gongkai::extract
