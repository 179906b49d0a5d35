// Names the files and pages of a site so that a list of them may be kept.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/leak/checker.h"
#include "workflow/leak/document_check.h"

namespace gongkai::cli::site {

// The part of a file or page that its name is, in a finding. A name on a website is as public as what is in the file.
inline constexpr std::string_view kNamePart = "(name)";

struct ItemName {
  std::string shown;  // UTF-8; what must not become public is masked in it; no other item has it
  std::vector<leak::DocumentFinding> findings;  // in the name
};

// Names the items of one run, one after the other. Where two have the same name after masking, the second gets a
// number. The names are the same in each run over the same items. For one thread. `checker` must outlive this.
class Names {
 public:
  explicit Names(const leak::Checker& checker) : checker_(checker) {}

  // Returns the name of a file. In one that is not UTF-8, each byte that is not ASCII is shown as \xB2.
  ItemName OfPath(std::string_view path);
  // Returns the name of an address, as it stands in the list unless something is masked in it.
  ItemName OfAddress(const std::string& address);

 private:
  // Returns the name that is shown as `plain`, unless something in `text` is masked.
  ItemName Of(std::string_view text, std::string_view plain);

  const leak::Checker& checker_;
  std::map<base::Digest, int> taken_;  // by the digest of a name: how many items had it
};

}  // namespace gongkai::cli::site
