// Reads the addresses out of a sitemap (sitemaps.org, protocol 0.9).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gongkai::cli::site {

// An address in a sitemap.
struct Location {
  std::string address;   // as it stands there
  std::size_t line = 0;  // where it ends; from 1
};

// Returns the addresses of a sitemap. `file` names the sitemap in errors. Throws Error kUsage if the text is no
// well-formed XML, or no sitemap, or an index of other sitemaps.
std::vector<Location> ReadSitemap(const std::string& file, std::string_view text);

}  // namespace gongkai::cli::site
