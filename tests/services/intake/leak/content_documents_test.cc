#include "services/intake/leak/content_documents.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>

namespace gongkai::intake {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Sets every text of the message, and of the messages in it, to its own path.
void FillIn(Message& message, const std::string& path) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const std::string name = path + field->name() + (field->is_repeated() ? "[0]" : "");
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      field->is_repeated() ? reflection.AddString(&message, field, name)
                           : reflection.SetString(&message, field, name);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      FillIn(*(field->is_repeated() ? reflection.AddMessage(&message, field)
                                    : reflection.MutableMessage(&message, field)),
             name + '.');
    }
  }
}

TEST(ContentDocumentsTest, HaveEveryTextThatSomebodyWrites) {
  v1::Content content;
  FillIn(content, "");
  std::set<std::string> names;
  for (const leak::Part& part : FieldsOf(content).parts) {
    EXPECT_EQ(part.name, part.text);
    EXPECT_EQ(part.kind, leak::PartKind::kShown);
    names.insert(part.name);
  }
  EXPECT_EQ(names, (std::set<std::string>{
                       "title", "document_number", "issuing_department", "category",
                       "disclosure.reason", "attachments[0].file_name", "attachments[0].mime_type",
                       "attachments[0].disclosure.reason", "co_issuing_departments[0]", "drafter",
                       "telephone", "interpretation", "forwarded_document.document_number",
                       "forwarded_document.title", "index_number"}));
}

TEST(ContentDocumentsTest, ATextThatIsNotGivenIsNoPart) {
  v1::Content content;
  content.set_title("年报");
  EXPECT_EQ(FieldsOf(content).parts.size(), 1u);
}

}  // namespace
}  // namespace gongkai::intake
