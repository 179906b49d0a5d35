// Names for reports whose creator gives none.
#pragma once

#include <string>
#include <string_view>

namespace gongkai::intake {

// {report} of `reports/{report}`. The same caller and request id give the same one, so that a retry
// names the same report; of another caller, another. Without a request id it is a new one. Ids
// whose request ids are in the order of time (UUID version 7) are so too.
std::string NewReportId(std::string_view caller, std::string_view request_id);

}  // namespace gongkai::intake
