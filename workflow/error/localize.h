// Makes the Chinese text of an error.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "workflow/error/result.h"

namespace gongkai {

// Returns the message of `error` in Chinese: Error::chinese, or else the text of the reason's row in
// kReasons, filled with the metadata and the rules of the fields. Thread-safe.
//
//   Localize(errors::ReportExists("reports/a"));  // "报告 reports/a 已经存在。"
std::string Localize(const Error& error);

// Returns `text` with the value of each key in place of `{key}`, and without the parts in `[]` that
// name a key which `facts` does not have. Outside `[]` an ellipsis stands for such a key. The name of
// a state, an action, a role, a disclosure attribute or a stage is replaced by its Chinese word
// (words.h), a time by that of Beijing. `text` must be ReasonInfo::chinese of some reason. Thread-safe.
std::string FillIn(std::string_view text, const std::map<std::string, std::string>& facts);

}  // namespace gongkai
