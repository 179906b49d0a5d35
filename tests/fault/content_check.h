// What intake has on its disk, against what the ledger names.
#pragma once

#include <filesystem>
#include <vector>

#include "gongkai/audit/v1/audit_service.pb.h"

namespace gongkai::fault {

// How many contents, bodies and attachments are not known to be named by the ledger. Intake, whose
// directory `data` is, may run meanwhile.
int CountLoose(const std::filesystem::path& data);

// Fails the running test unless intake, which has ended, holds exactly the contents that `log`
// names, the bodies and attachments that these name, and the files of those attachments.
void ExpectExactlyTheNamed(const std::filesystem::path& data,
                           const std::vector<audit::v1::Entry>& log);

}  // namespace gongkai::fault
