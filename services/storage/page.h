// Pages of lists, after https://google.aip.dev/158: a list is read by key, a page at a time, and a
// token that only we can read says where the next page begins.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "workflow/error/result.h"

namespace gongkai::storage {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// How many a page holds at most: 0 is the default, more than the most is the most; a negative one
// is errors::InvalidField.
Result<int> PageSize(std::int32_t requested);

// Tells queries apart: all arguments of a list call but the page's own, the method's name among
// them.
std::string QueryDigest(std::initializer_list<std::string_view> arguments);

// Seals where a page ended, and opens it again for the same query only. A token grants nothing:
// who sends it is asked what he may see like anybody else. Any thread may use this.
class PageTokens {
 public:
  // `key` is Database::page_token_key(): 32 bytes.
  explicit PageTokens(std::string_view key) : key_(key) {}

  // URL-safe text for `last`, the bytes of the last key that was given out.
  std::string Seal(std::string_view query_digest, std::string_view last) const;

  // Those bytes again; errors::InvalidPageToken if the token is not one of ours for this query.
  Result<std::string> Open(std::string_view query_digest, std::string_view token) const;

 private:
  std::string key_;
};

}  // namespace gongkai::storage
