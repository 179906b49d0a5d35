#include "services/cli/commands/content_options.h"

#include "services/cli/commands/command_line.h"
#include "services/cli/view/names.h"

namespace gongkai::cli {
namespace {

void AddOptional(CLI::App& app, const std::string& flags, std::optional<std::string>& target,
                 const std::string& type, const std::string& about) {
  app.add_option(flags, target, about)->type_name(type);
}

// Sets a field of the report if its option was given, and names the field in the mask.
template <class Value, class Set>
void Take(const std::optional<Value>& given, const char* field, google::protobuf::FieldMask& mask,
          const Set& set) {
  if (!given) return;
  set(*given);
  mask.add_paths(field);
}

// Adds the options of what the review form has beside the text.
void AddFormOptions(CLI::App& app, ContentOptions& options) {
  app.add_option("--co-issuer", options.co_issuers,
                 "An organ that issues it too (联合发文机关); may be given again")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  AddOptional(app, "--drafter", options.drafter, "TEXT", "Who drafted it (拟稿人)");
  AddOptional(app, "--telephone", options.telephone, "TEXT", "The telephone (联系电话)");
  AddDay(app, "--formed", options.formed, "The day on which it was formed (成文日期)");
  AddWord(app, "--carrier", options.carrier, "In what form it exists (载体形式)");
  AddWord(app, "--channel", VocabularyOf<intake::v1::Channel>(),
          "A way to make it public (公开渠道); may be given again",
          [&options](int number) {
            options.channels.push_back(static_cast<intake::v1::Channel>(number));
          })
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->trigger_on_parse();
  AddOptional(app, "--interpretation", options.interpretation, "REPORT",
              "The report that interprets it (政策解读)");
  AddOptional(app, "--forwards-number", options.forwarded_number, "TEXT",
              "The number of the document that it forwards (被转发公文)");
  AddOptional(app, "--forwards-title", options.forwarded_title, "TEXT",
              "The title of the document that it forwards");
  AddWord(app, "--forwards-attribute", options.forwarded_attribute,
          "The disclosure attribute of the document that it forwards");
  AddOptional(app, "--index", options.index_number, "TEXT", "The index number (索引号)");
}

void ApplyForm(const ContentOptions& options, intake::v1::Report& report,
               google::protobuf::FieldMask& mask) {
  for (const std::string& department : options.co_issuers) {
    report.add_co_issuing_departments(department);
  }
  if (!options.co_issuers.empty()) mask.add_paths("co_issuing_departments");
  Take(options.drafter, "drafter", mask, [&](const auto& text) { report.set_drafter(text); });
  Take(options.telephone, "telephone", mask, [&](const auto& text) { report.set_telephone(text); });
  Take(options.formed, "formed_date", mask,
       [&](const auto& day) { *report.mutable_formed_date() = day; });
  Take(options.carrier, "carrier", mask, [&](auto carrier) { report.set_carrier(carrier); });
  for (const intake::v1::Channel channel : options.channels) report.add_channels(channel);
  if (!options.channels.empty()) mask.add_paths("channels");
  Take(options.interpretation, "interpretation", mask, [&](const auto& name) {
    report.set_interpretation(name.empty() ? name : ReportName(name));
  });
  Take(options.index_number, "index_number", mask,
       [&](const auto& text) { report.set_index_number(text); });
  if (!options.TouchesForwarded()) return;
  intake::v1::ForwardedDocument& document = *report.mutable_forwarded_document();
  if (options.forwarded_number) document.set_document_number(*options.forwarded_number);
  if (options.forwarded_title) document.set_title(*options.forwarded_title);
  if (options.forwarded_attribute) document.set_attribute(*options.forwarded_attribute);
  mask.add_paths("forwarded_document");
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
  AddFormOptions(app, options);
}

google::protobuf::FieldMask Apply(const ContentOptions& options, intake::v1::Report& report) {
  google::protobuf::FieldMask mask;
  Take(options.title, "title", mask, [&](const auto& text) { report.set_title(text); });
  Take(options.number, "document_number", mask,
       [&](const auto& text) { report.set_document_number(text); });
  Take(options.issuer, "issuing_department", mask,
       [&](const auto& text) { report.set_issuing_department(text); });
  Take(options.category, "category", mask, [&](const auto& text) { report.set_category(text); });
  Take(options.kind, "kind", mask, [&](auto kind) { report.set_kind(kind); });
  if (options.disclosure || options.ground || options.reason) {
    auto& attribute = *report.mutable_disclosure();
    if (options.disclosure) attribute.set_attribute(*options.disclosure);
    if (options.ground) attribute.set_ground(*options.ground);
    if (options.reason) attribute.set_reason(*options.reason);
    mask.add_paths("disclosure");
  }
  Take(options.planned, "planned_publish_time", mask,
       [&](const auto& time) { *report.mutable_planned_publish_time() = time; });
  ApplyForm(options, report, mask);
  return mask;
}

}  // namespace gongkai::cli
