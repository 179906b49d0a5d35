#include "services/extract/mask/pruning.h"

#include <algorithm>
#include <array>
#include <deque>
#include <string_view>
#include <utility>

#include "services/extract/mask/edits.h"
#include "services/extract/mask/relationships.h"
#include "services/extract/office_role.h"
#include "services/extract/words.h"
#include "services/extract/xml.h"

namespace gongkai::extract {
namespace {

constexpr std::string_view kTypes = "[Content_Types].xml";

// Relationships to what tells of people and computers, or is kept behind the document.
constexpr auto kRemoved = std::to_array<std::string_view>({
    "comments",
    "commentsextended",
    "commentsids",
    "commentsextensible",
    "people",
    "person",
    "threadedcomment",
    "core-properties",
    "extended-properties",
    "custom-properties",
    "thumbnail",
    "printersettings",
    "attachedtemplate",
    "mailmergesource",
    "mailmergeheadersource",
    "recipientdata",
    "revisionheaders",
    "revisionlog",
    "usernames",
    "glossarydocument",
    "calcchain",
    "connections",
    "querytable",
    "pivotcacherecords",
    "origin",  // of signatures, which hold no longer
    "signature",
    "certificate",
    "classificationlabels",
    "webextensiontaskpanes",
});

constexpr auto kMacros = std::to_array<std::string_view>(
    {"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "attachedtoolbars"});

bool IsRemoved(const Relationship& link, const std::string& member) {
  if (IsOneOf(link.type, kRemoved)) return true;
  if (link.is_external) return false;
  const OfficeRole role = OfficeRoleOf(member);
  return role == OfficeRole::kProperties || role == OfficeRole::kComment ||
         role == OfficeRole::kPrinter;
}

// Collects the types of the parts, and where they are said.
class TypesReader : public XmlReader {
 public:
  struct Type {
    std::string type;
    XmlPlace place;
  };

  void Start(std::string_view element, const Attributes& attributes) override {
    if (element != "Override") return;
    std::string_view name = attributes.Get("PartName");
    if (name.starts_with('/')) name.remove_prefix(1);
    open_ = &types_[LowerName(name)];
    *open_ = {std::string(attributes.Get("ContentType")), place()};
  }
  void End(std::string_view) override {
    if (open_ != nullptr) open_->place.end = place().end;
    open_ = nullptr;
  }
  void Text(std::string_view) override {}

  const std::map<std::string, Type>& types() const { return types_; }

 private:
  std::map<std::string, Type> types_;
  Type* open_ = nullptr;
};

TypesReader TypesOf(Package& package) {
  TypesReader reader;
  if (const PackageMember* types = FindMember(package, kTypes)) ParseXml(types->bytes, reader, 0);
  return reader;
}

// Walks from the document as a whole along what each part refers to.
class Walk {
 public:
  explicit Walk(Package& package) : package_(package) { Reach(""); }

  void Run() {
    while (!waiting_.empty()) {
      const std::string part = std::move(waiting_.front());
      waiting_.pop_front();
      const std::string name = RelationshipsOf(part);
      PackageMember* links = FindMember(package_, name);
      if (links == nullptr) continue;
      reached_.insert(LowerName(name));
      links->bytes = Follow(part, links->bytes);
    }
  }

  bool IsReached(const std::string& member) const { return reached_.contains(LowerName(member)); }
  RemovedIds TakeRemoved() { return std::move(removed_); }

 private:
  void Reach(const std::string& part) {
    if (reached_.insert(LowerName(part)).second) waiting_.push_back(part);
  }

  // Returns the relationships of the part without those that are removed.
  std::string Follow(const std::string& part, const std::string& links) {
    Edits edits;
    for (const Relationship& link : ReadRelationships(links)) {
      const std::string member = ResolveTarget(part, link.target);
      if (IsRemoved(link, member)) {
        edits.Erase(link.place);
        removed_[LowerName(part)].insert(link.id);
      } else if (!link.is_external) {
        Reach(member);
      } else if (IsPath(link.target)) {
        edits.Replace(link.target_place,
                      link.type == "externallinkpath" ? "removed.xlsx" : "about:blank");
      }
    }
    return edits.ApplyTo(links);
  }

  Package& package_;
  std::deque<std::string> waiting_;
  std::set<std::string> reached_;  // in small letters
  RemovedIds removed_;
};

}  // namespace

OfficeKind OfficeKindOf(Package& package) {
  const TypesReader types = TypesOf(package);
  bool has_macros = false;
  std::string main;
  for (const PackageMember& member : package) {
    if (!LowerName(member.name).ends_with(".rels")) continue;
    for (const Relationship& link : ReadRelationships(member.bytes)) {
      has_macros = has_macros || IsOneOf(link.type, kMacros);
      if (LowerName(member.name) == "_rels/.rels" && link.type == "officedocument") {
        main = LowerName(ResolveTarget("", link.target));
      }
    }
  }
  const auto type = types.types().find(main);
  if (type == types.types().end() || !main.ends_with(".xml")) return OfficeKind::kOther;
  const std::string& name = type->second.type;
  if (has_macros || name.find("macroEnabled") != std::string::npos) return OfficeKind::kWithMacros;
  if (name.find("wordprocessingml") != std::string::npos) return OfficeKind::kText;
  if (name.find("spreadsheetml") != std::string::npos) return OfficeKind::kWorkbook;
  return OfficeKind::kOther;
}

RemovedIds Prune(Package& package) {
  Walk walk(package);
  walk.Run();
  std::erase_if(package, [&walk](const PackageMember& member) {
    return LowerName(member.name) != LowerName(kTypes) && !walk.IsReached(member.name);
  });
  Edits edits;
  const TypesReader types = TypesOf(package);
  for (const auto& [part, type] : types.types()) {
    if (FindMember(package, part) == nullptr) edits.Erase(type.place);
  }
  if (PackageMember* listed = FindMember(package, kTypes)) {
    listed->bytes = edits.ApplyTo(listed->bytes);
  }
  return walk.TakeRemoved();
}

}  // namespace gongkai::extract
