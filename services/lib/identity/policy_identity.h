// Reads one identity of the policy file. The functions throw YAML::Exception if a rule is broken,
// as those of yaml_fields.h do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/lib/identity/policy.h"
#include "services/lib/identity/yaml_fields.h"

namespace gongkai::identity {

// Returns the names of all roles.
std::vector<std::string_view> RoleNames();

// Returns the words of a list. Throws YAML::Exception unless each word is one of `allowed` and none
// stands there twice.
std::vector<std::string> ReadWords(const YamlField& field, const std::string& what,
                                   const std::vector<std::string_view>& allowed);

// Returns the identity that stands under `id`. Does not check that the other identities in `field`
// exist. Throws YAML::Exception if a rule is broken.
Identity ReadIdentity(const std::string& id, const YamlField& field);

}  // namespace gongkai::identity
