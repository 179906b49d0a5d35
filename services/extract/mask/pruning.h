// Removes from an Office document the parts that a masked copy does not have.
#pragma once

#include <map>
#include <set>
#include <string>

#include "services/extract/mask/package.h"

namespace gongkai::extract {

enum class OfficeKind : unsigned char {
  kOther,  // a presentation, or no Office document
  kWithMacros,
  kText,      // docx
  kWorkbook,  // xlsx
};

// Returns what the document is by the type of its main part, and whether it has macros.
OfficeKind OfficeKindOf(Package& package);

// The ids of the relationships that were removed, by the part that had them. What refers to one must go as well.
using RemovedIds = std::map<std::string, std::set<std::string>>;

// Removes properties, comments and who wrote them, the settings of printers, thumbnails, signatures, logs of revisions,
// the sources of data, and every part that nothing refers to. Paths become names that tell nothing. The relationships
// and the list of types are changed to match.
RemovedIds Prune(Package& package);

}  // namespace gongkai::extract
