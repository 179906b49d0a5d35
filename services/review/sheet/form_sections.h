// The sections of the sheet that the drafter's form fills: A 基本信息, B 公开属性建议, C 公开渠道.
#pragma once

#include "services/review/sheet/fill.h"
#include "services/review/sheet/sheet.h"

namespace gongkai::review {

// Adds the three sections to the page. Without a content they say that the reader may not read it.
void AddFormSections(const SheetSource& source, Fill& page);

}  // namespace gongkai::review
