// Reads the list of the addresses of a site's pages.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gongkai::cli::site {

// Returns the addresses in the file, each once, in their order: http or https, without a fragment. The file is a text
// with one address a line, where empty lines and those that begin with # do not count, or a sitemap. Throws Error
// kUsage, which names the line, if the file cannot be read, is longer than 64 MiB, or has something else in it.
std::vector<std::string> ReadAddresses(const std::filesystem::path& file);

}  // namespace gongkai::cli::site
