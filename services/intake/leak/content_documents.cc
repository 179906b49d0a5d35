#include "services/intake/leak/content_documents.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gongkai::intake {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Fields that hold what a program made, or what names something else.
constexpr auto kNotWritten =
    std::to_array<std::string_view>({"magic", "body_sha256", "sha256", "corrects", "name"});

void AddTexts(const Message& message, const std::string& path, leak::Document& document) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (std::ranges::find(kNotWritten, field->name()) != kNotWritten.end()) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string index = field->is_repeated() ? '[' + std::to_string(i) + ']' : "";
      const std::string name = path + field->name() + index;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        document.parts.push_back({.name = name,
                                  .text = field->is_repeated()
                                              ? reflection.GetRepeatedString(message, field, i)
                                              : reflection.GetString(message, field)});
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AddTexts(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                      : reflection.GetMessage(message, field),
                 name + '.', document);
      }
    }
  }
}

}  // namespace

leak::Document FieldsOf(const v1::Content& content) {
  leak::Document document;
  AddTexts(content, "", document);
  return document;
}

std::string PartOf(const v1::Attachment& attachment) {
  return "attachments/" + attachment.file_name();
}

}  // namespace gongkai::intake
