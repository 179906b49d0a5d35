// Checks one part of a content.
#pragma once

#include <string>

#include "gongkai/intake/v1/finding.pb.h"
#include "workflow/base/digest.h"
#include "workflow/leak/checker.h"
#include "workflow/leak/document.h"

namespace gongkai::intake {

// Returns what is found in the document. `file` is the digest of the file that the document was read from:
// a file that cannot be read is known by its bytes. Parts that have the same name are told apart, and what
// must not become public is masked in their names.
v1::PartCheck CheckPart(const leak::Checker& checker, leak::Document document,
                        const base::Digest& file);

// Returns the name of a part as it is shown: values that must not become public are masked.
std::string ShownName(const leak::Checker& checker, const std::string& name);

}  // namespace gongkai::intake
