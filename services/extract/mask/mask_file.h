// Makes masked copies of Office documents.
#pragma once

#include "services/extract/reading.h"
#include "services/lib/extraction/record/mask_record.h"
#include "workflow/leak/checker.h"

namespace gongkai::extract {

// Returns the masked copy of a docx or xlsx, or why there is none. The copy has no properties, comments, tracked changes
// and remarks in pictures, and no value that the check finds in it; what cannot be read in it, such as pictures, stays.
extraction::MaskedFile MaskFile(const leak::Checker& checker, const File& file);

}  // namespace gongkai::extract
