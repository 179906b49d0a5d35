// One identity of the policy file. What is wrong is thrown, as yaml_fields.h says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/server/policy.h"
#include "services/server/yaml_fields.h"

namespace gongkai::server {

std::vector<std::string_view> RoleNames();

// A list of `allowed` words, none of them twice.
std::vector<std::string> ReadWords(const YamlField& field, const std::string& what,
                                   const std::vector<std::string_view>& allowed);

// What stands under this id. Whether the others it names are there is not asked.
Identity ReadIdentity(const std::string& id, const YamlField& field);

}  // namespace gongkai::server
