#include "services/intake/content/content_fields.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <string>

#include "services/intake/content/content.h"
#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using request::FieldCheck;
using request::Presence;
namespace wf = workflow::v1;

// A field of a report that its content has too.
struct Field {
  std::string_view name;
  void (*check)(const v1::Report& report, FieldCheck& check);
};

// Those that an update may change, with their limits.
constexpr auto kFields = std::to_array<Field>({
    {"title",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.title", report.title(), limits::kTitle);
     }},
    {"document_number",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.document_number", report.document_number(), limits::kDocumentNumber);
     }},
    {"kind",
     [](const v1::Report& report, FieldCheck& check) {
       check.Enum("report.kind", report.kind(), v1::Kind_IsValid, Presence::kOptional);
     }},
    {"issuing_department",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.issuing_department", report.issuing_department(),
                  limits::kIssuingDepartment);
     }},
    {"category",
     [](const v1::Report& report, FieldCheck& check) {
       check.Line("report.category", report.category(), limits::kCategory);
     }},
    {"disclosure",
     [](const v1::Report& report, FieldCheck& check) {
       const v1::DisclosureAttribute& disclosure = report.disclosure();
       check
           .Enum("report.disclosure.attribute", disclosure.attribute(), wf::Disclosure_IsValid,
                 Presence::kOptional)
           .Enum("report.disclosure.ground", disclosure.ground(), wf::Ground_IsValid,
                 Presence::kOptional)
           .Text("report.disclosure.reason", disclosure.reason(), limits::kDisclosureReason);
     }},
    {"body",
     [](const v1::Report& report, FieldCheck& check) {
       check.Body("report.body", report.body(), limits::kBodyBytes);
     }},
    {"planned_publish_time",
     [](const v1::Report& report, FieldCheck& check) {
       if (!report.has_planned_publish_time()) return;
       check.Time("report.planned_publish_time", report.planned_publish_time());
     }},
});

const FieldDescriptor* Find(const Descriptor* type, std::string_view name) {
  return type->FindFieldByName(std::string(name));
}

bool IsGiven(const v1::Report& report, const Field& field) {
  return report.GetReflection()->HasField(report, Find(report.GetDescriptor(), field.name));
}

void Take(const v1::Report& report, const Field& field, v1::Content& content) {
  if (field.name == "body") return NameBody(report.body(), content);
  const Reflection* reader = report.GetReflection();
  const Reflection* writer = content.GetReflection();
  const FieldDescriptor* from = Find(report.GetDescriptor(), field.name);
  const FieldDescriptor* to = Find(content.GetDescriptor(), field.name);
  if (!IsGiven(report, field)) {
    writer->ClearField(&content, to);
  } else if (from->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    writer->MutableMessage(&content, to)->CopyFrom(reader->GetMessage(report, from));
  } else if (from->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    writer->SetEnumValue(&content, to, reader->GetEnumValue(report, from));
  } else {
    writer->SetString(&content, to, reader->GetString(report, from));
  }
}

// Stands in a mask for all fields that it may name (AIP-134).
constexpr std::string_view kEveryField = "*";

// The fields to take over, each once.
Result<std::vector<Field>> Select(const v1::Report& report,
                                  const google::protobuf::FieldMask& mask) {
  if (mask.paths_size() == 1 && mask.paths(0) == kEveryField) {
    return std::vector<Field>(kFields.begin(), kFields.end());
  }
  FieldCheck check;
  for (const std::string& path : mask.paths()) {
    check.Require(std::ranges::find(kFields, path, &Field::name) != kFields.end(), "update_mask",
                  {"Must be `*`, or name only title, document_number, kind, issuing_department, "
                   "category, disclosure, body and planned_publish_time.",
                   "必须是 `*`，或者只列出 title、document_number、kind、issuing_department、"
                   "category、disclosure、body 和 planned_publish_time。"});
  }
  std::vector<Field> fields;
  std::ranges::copy_if(kFields, std::back_inserter(fields), [&](const Field& field) {
    return mask.paths().empty() ? IsGiven(report, field)
                                : std::ranges::find(mask.paths(), field.name) != mask.paths().end();
  });
  check.Require(!fields.empty(), "report",
                {"Must hold something to change.", "必须含有要修改的内容。"});
  if (Status ok = check.Done(); !ok) return ok.error();
  return fields;
}

bool IsBlank(std::string_view text) {
  constexpr auto kSpaces = std::to_array<std::string_view>({" ", "\t", "\n", "\u00a0", "\u3000"});
  while (!text.empty()) {
    const auto space = std::ranges::find_if(
        kSpaces, [text](std::string_view one) { return text.starts_with(one); });
    if (space == kSpaces.end()) return false;
    text.remove_prefix(space->size());
  }
  return true;
}

}  // namespace

Result<v1::Content> NewContent(const v1::Report& report, std::string_view department) {
  v1::Content content;
  FieldCheck check;
  for (const Field& field : kFields) {
    if (!IsGiven(report, field)) continue;
    field.check(report, check);
    Take(report, field, content);
  }
  check.Name("report.corrects", report.corrects(), Presence::kOptional);
  if (Status ok = check.Done(); !ok) return ok.error();
  if (content.issuing_department().empty()) {
    content.set_issuing_department(std::string(department));
  }
  content.set_corrects(report.corrects());
  return content;
}

Status Merge(const v1::Report& report, const google::protobuf::FieldMask& mask,
             v1::Content& content) {
  const Result<std::vector<Field>> fields = Select(report, mask);
  if (!fields) return fields.error();
  FieldCheck check;
  for (const Field& field : *fields) field.check(report, check);
  if (Status ok = check.Done(); !ok) return ok;
  for (const Field& field : *fields) Take(report, field, content);
  return {};
}

std::vector<FieldViolation> Missing(const v1::Content& content, std::string_view body) {
  std::vector<FieldViolation> missing;
  const auto require = [&missing](bool holds, std::string_view field, base::BilingualView rule) {
    if (!holds) missing.push_back({std::string(field), base::Bilingual(rule)});
  };
  const v1::DisclosureAttribute& disclosure = content.disclosure();
  const bool closed = disclosure.attribute() == wf::NOT_DISCLOSED;
  const bool reasoned = closed || disclosure.attribute() == wf::ON_REQUEST;

  require(!IsBlank(content.title()), "report.title",
          {"Required to submit: the title (标题).", "送审须填写标题。"});
  require(content.kind() != v1::KIND_UNSPECIFIED, "report.kind",
          {"Required to submit: the kind of document (文种).", "送审须填写文种。"});
  require(!IsBlank(content.category()), "report.category",
          {"Required to submit: the catalogue entry (目录分类).", "送审须填写目录分类。"});
  require(disclosure.attribute() != wf::DISCLOSURE_UNSPECIFIED, "report.disclosure.attribute",
          {"Required to submit: the disclosure attribute (公开属性).", "送审须填写公开属性。"});
  require(!closed || disclosure.ground() != wf::GROUND_UNSPECIFIED, "report.disclosure.ground",
          {"Required with NOT_DISCLOSED: the legal ground.",
           "公开属性为“不予公开”（NOT_DISCLOSED）时，须填写法定理由。"});
  require(closed || disclosure.ground() == wf::GROUND_UNSPECIFIED, "report.disclosure.ground",
          {"Must be empty unless NOT_DISCLOSED.",
           "公开属性不是“不予公开”（NOT_DISCLOSED）时，不得填写。"});
  require(!reasoned || !IsBlank(disclosure.reason()), "report.disclosure.reason",
          {"Required with ON_REQUEST and NOT_DISCLOSED: the reason.",
           "公开属性为“依申请公开”（ON_REQUEST）或“不予公开”（NOT_DISCLOSED）时，须填写理由。"});
  require(!IsBlank(body), "report.body", {"Required to submit: the text.", "送审须有正文。"});
  return missing;
}

}  // namespace gongkai::intake
