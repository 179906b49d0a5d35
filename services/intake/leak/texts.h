// What the parts of a check are told apart by.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "workflow/base/digest.h"

namespace gongkai::intake {

// Appends the texts to what is hashed, so that no other texts have the same digest.
inline void Feed(base::Sha256Stream& hash, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    hash.Update(std::to_string(text.size()) + ' ');
    hash.Update(text);
  }
}

// Returns the name, with a number if it is one of `names`, and adds what it returns to them.
inline std::string DistinctName(const std::string& name, std::set<std::string>& names) {
  std::string distinct = name;
  for (int i = 2; !names.insert(distinct).second; ++i) distinct = name + '#' + std::to_string(i);
  return distinct;
}

}  // namespace gongkai::intake
