// Reads and writes the resource names of attachments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/bilingual.h"
#include "workflow/base/report_id.h"

namespace gongkai::intake {

// Names an attachment: `reports/{report}/attachments/{file_name}`.
struct AttachmentName {
  base::ReportId report;
  std::string file_name;
};

// Returns `reports/{report}/attachments/{file_name}`.
std::string ToString(const AttachmentName& name);

// Returns the parts of `name`, or nullopt if `name` breaks kAttachmentNameRule.
std::optional<AttachmentName> ParseAttachmentName(std::string_view name);

// Describes the form of a name. A caller who breaks the rule gets this text in INVALID_FIELD.
inline constexpr base::BilingualView kAttachmentNameRule{
    "Must be reports/{report}/attachments/{file_name}.",
    "必须是 reports/{report}/attachments/{file_name}。"};

}  // namespace gongkai::intake
