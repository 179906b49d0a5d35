// Holds the members of an Office document in memory, and writes them as a container.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/extract/reading.h"

namespace gongkai::extract {

struct PackageMember {
  std::string name;
  std::string bytes;
};
using Package = std::vector<PackageMember>;

// What of a container could not be read.
struct PackageProblem {
  std::string member;  // empty: the container
  Obstacle why = Obstacle::kNone;
};

// Reads the members in the order of the directory.
PackageProblem ReadPackage(std::string_view bytes, Package& package);

// Returns the member of this name, in capital or small letters; nullptr if there is none.
PackageMember* FindMember(Package& package, std::string_view name);

// Returns the container; its members are compressed if that is asked for. The same members make the same bytes.
std::string WritePackage(const Package& package, bool is_compressed);

}  // namespace gongkai::extract
