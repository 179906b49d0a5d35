// Reads the sheets of an xlsx workbook.
#pragma once

#include <string>

#include "services/extract/container.h"

namespace gongkai::extract {

// Returns whether ReadWorkbook reads the member.
bool IsOfWorkbook(const std::string& member);

// Reads the workbook, its strings and its sheets, as far as the container has them.
void ReadWorkbook(const Container& container);

}  // namespace gongkai::extract
