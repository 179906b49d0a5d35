// Checks what a website shows: pages, and the files that they lead to.
#pragma once

#include <string_view>

#include "workflow/leak/checker.h"
#include "workflow/leak/document_check.h"

namespace gongkai::cli {

// Returns what is found in a page or file of a website. `bytes` are those of `file`, a regular file that is open for
// reading; `name` is its name. As CheckFile, and besides: a page is also read as a browser shows it, because a number
// in its text may be cut by marks, as in 138<b>0013</b>8000. That a page has comments and hidden text is no finding,
// for every page has; what is in them is.
leak::DocumentReport CheckPage(const leak::Checker& checker, std::string_view name,
                               std::string_view bytes, int file);

}  // namespace gongkai::cli
