// Resource names of attachments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::intake {

// reports/{report}/attachments/{file_name}
struct AttachmentName {
  std::string report;  // "reports/…"
  std::string file_name;
};

std::string ToString(const AttachmentName& name);

// Nothing, if it is no such name; kAttachmentNameRule says so to the caller.
std::optional<AttachmentName> ParseAttachmentName(std::string_view name);

inline constexpr std::string_view kAttachmentNameRule =
    "Must be reports/{report}/attachments/{file_name}.";

}  // namespace gongkai::intake
