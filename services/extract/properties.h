// Reads the properties of documents: who wrote one, for whom, and where it lay.
#pragma once

#include "services/extract/container.h"

namespace gongkai::extract {

// Reads the properties in a member of Office, OpenDocument or OFD that tell something about people and their
// work. The others tell of the program and of sizes: nearly every document has them.
void ReadProperties(const Container& container, Member& member);

}  // namespace gongkai::extract
