#include "services/cli/commands/content_options.h"

#include "services/cli/commands/command_line.h"

namespace gongkai::cli {
namespace {

void AddOptional(CLI::App& app, const std::string& flags, std::optional<std::string>& target,
                 const std::string& type, const std::string& about) {
  app.add_option(flags, target, about)->type_name(type);
}

}  // namespace

void AddContentOptions(CLI::App& app, ContentOptions& options) {
  AddOptional(app, "-t,--title", options.title, "TEXT", "The title (标题)");
  AddOptional(app, "--number", options.number, "TEXT",
              "The document number (文号), such as 清政办〔2022〕3号");
  AddWord(app, "-k,--kind", options.kind, "The kind of document (文种)");
  AddOptional(app, "--issuer", options.issuer, "TEXT",
              "The organ that issues it (发文机关); your department when left out");
  AddOptional(app, "-c,--category", options.category, "TEXT", "The catalogue entry (目录分类)");
  AddWord(app, "-d,--disclosure", options.disclosure, "The disclosure attribute (公开属性)");
  AddWord(app, "--ground", options.ground, "The legal ground, where it is not to be disclosed");
  AddOptional(app, "--reason", options.reason, "TEXT", "Why it is not to be disclosed unasked");
  AddTime(app, "--planned", options.planned, "Not to be published before");
}

google::protobuf::FieldMask Apply(const ContentOptions& options, intake::v1::Report& report) {
  google::protobuf::FieldMask mask;
  if (options.title) {
    report.set_title(*options.title);
    mask.add_paths("title");
  }
  if (options.number) {
    report.set_document_number(*options.number);
    mask.add_paths("document_number");
  }
  if (options.issuer) {
    report.set_issuing_department(*options.issuer);
    mask.add_paths("issuing_department");
  }
  if (options.category) {
    report.set_category(*options.category);
    mask.add_paths("category");
  }
  if (options.kind) {
    report.set_kind(*options.kind);
    mask.add_paths("kind");
  }
  if (options.disclosure || options.ground || options.reason) {
    auto& attribute = *report.mutable_disclosure();
    if (options.disclosure) attribute.set_attribute(*options.disclosure);
    if (options.ground) attribute.set_ground(*options.ground);
    if (options.reason) attribute.set_reason(*options.reason);
    mask.add_paths("disclosure");
  }
  if (options.planned) {
    *report.mutable_planned_publish_time() = *options.planned;
    mask.add_paths("planned_publish_time");
  }
  return mask;
}

}  // namespace gongkai::cli
