// Takes out of the XML of a document what is not for its readers: tracked changes, references to comments, who wrote it.
#pragma once

#include <set>
#include <string>

#include "services/extract/mask/pruning.h"
#include "services/extract/reading.h"

namespace gongkai::extract {

// Accepts all tracked changes, and removes whatever else tells of people and earlier versions, comments of XML, and
// references to `removed_ids`. XML without any of these stays as it is. Returns why, and changes nothing, if the XML
// cannot be read or is not in UTF-8.
Obstacle CleanMarkup(OfficeKind kind, const std::set<std::string>& removed_ids, std::string& xml);

}  // namespace gongkai::extract
