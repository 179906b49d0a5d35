#include "services/extract/mask/relationships.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "services/extract/office_role.h"
#include "services/extract/xml.h"

namespace gongkai::extract {
namespace {

std::string LastWord(std::string_view uri) { return LowerName(uri.substr(uri.rfind('/') + 1)); }

class RelationshipsReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    is_open_ = element == "Relationship";
    if (!is_open_) return;
    relationships_.push_back({.id = std::string(attributes.Get("Id")),
                              .type = LastWord(attributes.Get("Type")),
                              .target = std::string(attributes.Get("Target")),
                              .is_external = attributes.Get("TargetMode") == "External",
                              .place = place(),
                              .target_place = attributes.PlaceOf("Target")});
  }
  void End(std::string_view) override {
    if (is_open_) relationships_.back().place.end = place().end;
    is_open_ = false;
  }
  void Text(std::string_view) override {}

  std::vector<Relationship> Take() { return std::move(relationships_); }

 private:
  std::vector<Relationship> relationships_;
  bool is_open_ = false;
};

std::string_view FolderOf(std::string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string_view::npos ? "" : part.substr(0, slash + 1);
}

}  // namespace

std::vector<Relationship> ReadRelationships(std::string_view xml) {
  RelationshipsReader reader;
  ParseXml(xml, reader, 0);
  return reader.Take();
}

std::string RelationshipsOf(std::string_view part) {
  const std::string_view folder = FolderOf(part);
  return std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

std::string ResolveTarget(std::string_view part, std::string_view target) {
  std::string path(target.starts_with('/') ? "" : FolderOf(part));
  path += target.substr(0, target.find('#'));
  std::vector<std::string_view> steps;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view step = std::string_view(path).substr(at, slash - at);
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(step);
    }
    at = slash + 1;
  }
  std::string name;
  for (const std::string_view step : steps) {
    if (!name.empty()) name += '/';
    name += step;
  }
  return name;
}

}  // namespace gongkai::extract
