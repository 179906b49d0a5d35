// The mark of disclosure that stands below the document: 此件公开发布 and so on.
#pragma once

#include "services/review/sheet/fill.h"
#include "services/review/sheet/sheet.h"

namespace gongkai::review {

// Adds the mark to the page, or nothing if no attribute is decided. Says if it may still change.
void AddMark(const SheetSource& source, Fill& page);

}  // namespace gongkai::review
