// The list of all findings of a content.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "gongkai/intake/v1/finding.pb.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {

// A finding of the list, and what tells it from others: see PartCheck.
struct ListedFinding {
  v1::Finding finding;
  std::string context;
};

// The findings of one content by one version of the rules.
struct FindingList {
  int rules_version = 0;
  std::vector<ListedFinding> findings;  // those that must be adjudicated first; numbered
  std::uint32_t numbered = 0;           // how many must be adjudicated
  bool has_more = false;                // there are more that must be adjudicated
  base::Digest digest;                  // of those that must be adjudicated
};

// Collects the checks of the parts of a content, in order.
class FindingListBuilder {
 public:
  // At most `most` findings that must be adjudicated are in the list, and as many others.
  explicit FindingListBuilder(std::uint32_t most) : most_(most) {}

  // Adds the findings of a part. `name` is put before the names of the parts of an attachment, with a number
  // if another one has it; empty: the parts are those of the content itself.
  void Add(std::string name, v1::PartCheck check);

  // Returns the list by these rules.
  FindingList Take(int rules_version);

 private:
  const std::uint32_t most_;
  std::vector<ListedFinding> findings_;  // that must be adjudicated
  std::vector<ListedFinding> others_;
  std::set<std::string> names_;
  bool has_more_ = false;
};

}  // namespace gongkai::intake
