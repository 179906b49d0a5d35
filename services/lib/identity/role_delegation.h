// The delegations of the policy file (授权): a person hands a role to another one for a time. The
// functions throw YAML::Exception if a rule is broken, as those of yaml_fields.h do.
#pragma once

#include <vector>

#include "services/lib/identity/policy.h"
#include "services/lib/identity/yaml_fields.h"

namespace gongkai::identity {

// Returns the delegations in the list, in its order. Throws YAML::Exception if a rule is broken that
// concerns one delegation alone.
std::vector<RoleDelegation> ReadDelegations(const YamlField& field);

// Tests what `delegations` says against the identities of `policy` and against each other. `field` is
// the list that they were read from. Throws YAML::Exception for the first of them that
// - is from or to somebody who is not a user of the policy, or is decided by such a one;
// - is of a role that its giver does not hold, or that its receiver has already;
// - goes to somebody who acts for another person;
// - hands the role of a head to another department;
// - closes a circle: whoever receives must not give, directly or by others, to the giver.
void CheckDelegations(const std::vector<RoleDelegation>& delegations, const Policy& policy,
                      const YamlField& field);

}  // namespace gongkai::identity
