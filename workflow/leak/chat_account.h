// The names of accounts of WeChat and QQ, beside the words for them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "workflow/leak/candidate.h"

namespace gongkai::leak {

// Returns the account that is named behind the word that ends at `end`, if there is one.
std::optional<Candidate> FindChatAccount(std::string_view text, std::size_t end);

}  // namespace gongkai::leak
