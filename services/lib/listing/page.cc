#include "services/lib/listing/page.h"

#include <algorithm>

#include "services/lib/catalog/limits.h"
#include "workflow/error/errors.h"

namespace gongkai::listing {

Result<int> PageSize(std::int32_t requested) {
  if (requested < 0)
    return errors::InvalidField("page_size", {"Must not be negative.", "不得为负数。"});
  if (requested == 0) return limits::kDefaultPage;
  return std::min<int>(requested, limits::kLargestPage);
}

// With its length before each argument, so that no other list of arguments reads the same.
base::Digest QueryDigest(std::initializer_list<std::string_view> arguments) {
  std::string all;
  for (const std::string_view argument : arguments) {
    all.append(std::to_string(argument.size())).append(":").append(argument);
  }
  return base::Sha256(all);
}

}  // namespace gongkai::listing
