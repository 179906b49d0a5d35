#include "services/intake/attachment/attachment_name.h"

#include "services/lib/request/fields.h"

namespace gongkai::intake {
namespace {

constexpr std::string_view kAttachments = "/attachments/";

}  // namespace

std::string ToString(const AttachmentName& name) {
  return name.report.Name() + std::string(kAttachments) + name.file_name;
}

std::optional<AttachmentName> ParseAttachmentName(std::string_view name) {
  const std::size_t at = name.find(kAttachments);
  if (at == std::string_view::npos) return std::nullopt;
  const std::optional<base::ReportId> report = base::ReportId::FromName(name.substr(0, at));
  const std::string_view file_name = name.substr(at + kAttachments.size());
  if (!report || !request::IsFileName(file_name)) return std::nullopt;
  return AttachmentName{.report = *report, .file_name = std::string(file_name)};
}

}  // namespace gongkai::intake
