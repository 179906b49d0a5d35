// Reads which part of an Office document refers to which (ECMA-376 part 2, Relationships).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/extract/traced_text.h"

namespace gongkai::extract {

struct Relationship {
  std::string id;
  std::string type;    // the last word of its URI, in small letters: "comments"
  std::string target;  // as it is written
  bool is_external = false;
  XmlPlace place;         // of the element
  XmlPlace target_place;  // of the target
};

// Returns the relationships in a member .rels.
std::vector<Relationship> ReadRelationships(std::string_view xml);

// Returns the name of the member with the relationships of the part; the part "" is the document as a whole.
std::string RelationshipsOf(std::string_view part);

// Returns the name of the member to which a part's target refers.
std::string ResolveTarget(std::string_view part, std::string_view target);

}  // namespace gongkai::extract
