#include "services/intake/content/content_fields.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <string>

#include "services/intake/content/content.h"
#include "services/intake/content/field_limits.h"
#include "services/lib/request/fields.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;
using request::FieldCheck;
using request::Presence;

const FieldDescriptor* Find(const Descriptor* type, std::string_view name) {
  return type->FindFieldByName(std::string(name));
}

bool IsGiven(const v1::Report& report, const Field& field) {
  const FieldDescriptor* found = Find(report.GetDescriptor(), field.name);
  const Reflection* reader = report.GetReflection();
  return found->is_repeated() ? reader->FieldSize(report, found) > 0
                              : reader->HasField(report, found);
}

// Copies the items of a repeated field of texts or enums.
void TakeItems(const v1::Report& report, const FieldDescriptor* from, v1::Content& content,
               const FieldDescriptor* to) {
  const Reflection* reader = report.GetReflection();
  const Reflection* writer = content.GetReflection();
  for (int i = 0; i < reader->FieldSize(report, from); ++i) {
    if (from->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      writer->AddEnumValue(&content, to, reader->GetRepeatedEnumValue(report, from, i));
    } else {
      writer->AddString(&content, to, reader->GetRepeatedString(report, from, i));
    }
  }
}

void Take(const v1::Report& report, const Field& field, v1::Content& content) {
  if (field.name == "body") return NameBody(report.body(), content);
  const Reflection* reader = report.GetReflection();
  const Reflection* writer = content.GetReflection();
  const FieldDescriptor* from = Find(report.GetDescriptor(), field.name);
  const FieldDescriptor* to = Find(content.GetDescriptor(), field.name);
  writer->ClearField(&content, to);
  if (!IsGiven(report, field)) return;
  if (from->is_repeated()) {
    TakeItems(report, from, content, to);
  } else if (from->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    writer->MutableMessage(&content, to)->CopyFrom(reader->GetMessage(report, from));
  } else if (from->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    writer->SetEnumValue(&content, to, reader->GetEnumValue(report, from));
  } else {
    writer->SetString(&content, to, reader->GetString(report, from));
  }
}

// The rule of a mask, which names every field that may stand in it.
base::Bilingual MaskRule() {
  base::Bilingual rule("Must be `*`, or name only ", "必须是 `*`，或者只列出 ");
  for (const Field& field : Fields()) {
    const bool first = &field == &Fields().front();
    rule.english.append(first ? "" : ", ").append(field.name);
    rule.chinese.append(first ? "" : "、").append(field.name);
  }
  rule.english += '.';
  rule.chinese += "。";
  return rule;
}

// Stands in a mask for all fields that it may name (AIP-134).
constexpr std::string_view kEveryField = "*";

// The fields to take over, each once.
Result<std::vector<Field>> Select(const v1::Report& report,
                                  const google::protobuf::FieldMask& mask) {
  if (mask.paths_size() == 1 && mask.paths(0) == kEveryField) {
    return std::vector<Field>(Fields().begin(), Fields().end());
  }
  FieldCheck check;
  for (const std::string& path : mask.paths()) {
    const bool known = std::ranges::find(Fields(), path, &Field::name) != Fields().end();
    if (!known) check.Require(false, "update_mask", MaskRule());
  }
  std::vector<Field> fields;
  std::ranges::copy_if(Fields(), std::back_inserter(fields), [&](const Field& field) {
    return mask.paths().empty() ? IsGiven(report, field)
                                : std::ranges::find(mask.paths(), field.name) != mask.paths().end();
  });
  check.Require(!fields.empty(), "report",
                {"Must hold something to change.", "必须含有要修改的内容。"});
  if (Status ok = check.Done(); !ok) return ok.error();
  return fields;
}

}  // namespace

Result<v1::Content> NewContent(const v1::Report& report, std::string_view department) {
  v1::Content content;
  FieldCheck check;
  for (const Field& field : Fields()) {
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

}  // namespace gongkai::intake
