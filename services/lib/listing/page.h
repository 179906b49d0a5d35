// Pages of lists, after AIP-158 (https://google.aip.dev/158). A list is read by key, one page at a
// time. A page token, which only this database can open, contains the place where the next page
// begins.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::listing {

// Returns the number of items that a page holds at most. 0 stands for the default, a number above
// the maximum for the maximum. A negative number is an error.
// Errors: INVALID_FIELD.
Result<int> PageSize(std::int32_t requested);

// Returns a digest that identifies a query. `arguments` are the name of the method and all
// arguments of the call, without page size and page token.
base::Digest QueryDigest(std::initializer_list<std::string_view> arguments);

// Seals the place where a page ended into a page token, and opens the token for the same query
// only. A token grants nothing: the rights of the caller are checked for each page. Thread-safe.
//
//   const base::Digest digest = QueryDigest({"ListEntries", request.filter()});
//   const Result<std::string> last = tokens.Open(digest, request.page_token());
//   // Read the page behind *last. `newest` is the key of its last item.
//   response.set_next_page_token(tokens.Seal(digest, newest));
class PageTokens {
 public:
  // `key` is Database::page_token_key(): 32 bytes.
  explicit PageTokens(std::string_view key) : key_(key) {}

  // Returns a page token for `last`, the bytes of the key that was given out last. The token is
  // URL-safe text. Throws std::runtime_error if the key does not have 32 bytes.
  std::string Seal(const base::Digest& query, std::string_view last) const;

  // Returns the bytes `last` of the token. A token of another query or database is an error.
  // Errors: INVALID_PAGE_TOKEN.
  Result<std::string> Open(const base::Digest& query, std::string_view token) const;

 private:
  std::string key_;
};

}  // namespace gongkai::listing
