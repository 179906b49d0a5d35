#include "services/intake/content/content.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "tests/services/intake/sample.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Change(Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    return field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM
               ? reflection.AddEnumValue(&message, &field, 1)
               : reflection.AddString(&message, &field, "x");
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, &field, reflection.GetString(message, &field) + "x");
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field,
                                     reflection.GetEnumValue(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field, reflection.GetInt32(message, &field) + 1);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, &field, reflection.GetInt64(message, &field) + 1);
    default:
      FAIL() << "a type that this test does not know: " << field.full_name();
  }
}

// Changes one field after the other, however deep, calls `changed`, and puts it back.
void ChangeEach(Message& message, const std::function<void(const std::string&)>& changed) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message& child = field.is_repeated() ? *reflection.MutableRepeatedMessage(&message, &field, 0)
                                           : *reflection.MutableMessage(&message, &field);
      ChangeEach(child, changed);
      continue;
    }
    const std::unique_ptr<Message> before(message.New());
    before->CopyFrom(message);
    Change(message, field);
    changed(field.full_name());
    message.CopyFrom(*before);
  }
}

TEST(Content, DigestChangesWithEveryField) {
  v1::Content content = FullContent();
  std::set<base::Digest> digests{Seal(content).digest};
  std::set<std::string> fields;
  ChangeEach(content, [&](const std::string& field) {
    fields.insert(field);
    // Seal itself says what the magic is.
    if (field == "gongkai.intake.v1.Content.magic") return;
    EXPECT_TRUE(digests.insert(Seal(content).digest).second) << field;
  });
  EXPECT_TRUE(fields.contains("gongkai.intake.v1.Content.body_sha256"));
  EXPECT_TRUE(fields.contains("gongkai.intake.v1.Attachment.sha256"));
  EXPECT_TRUE(fields.contains("google.protobuf.Timestamp.nanos"));
}

TEST(Content, DigestChangesWithTheNumberOfAttachments) {
  v1::Content content = FullContent();
  const base::Digest one = Seal(content).digest;
  *content.add_attachments() = content.attachments(0);
  EXPECT_NE(Seal(content).digest, one);
}

TEST(Content, DigestIsThatOfTheBytes) {
  const SealedContent sealed = Seal(FullContent());
  EXPECT_EQ(sealed.digest, base::Sha256(sealed.bytes));
}

// Published digests must stay reproducible: if this fails, contents are written differently now.
TEST(Content, DigestOfAKnownContentNeverChanges) {
  EXPECT_EQ(Seal(FullContent()).digest.ToHex(),
            "6d904e1ec93a7ea77e0f6b2d346f1a5a58d4f8f1c7f35f0a32020fb7956b9119");
}

TEST(Content, IsReadBackAsItWas) {
  const v1::Content content = FullContent();
  const Result<v1::Content> read = Unseal(Seal(content).bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->magic(), "gongkai.intake.v1.Content");
  EXPECT_EQ(read->body_sha256(), content.body_sha256());
  EXPECT_EQ(Seal(*read).bytes, Seal(content).bytes);
}

TEST(Content, ADepositHoldsTheBodyAndNamesTheAttachmentsThatTheContentNames) {
  v1::Content content = FullContent();
  NameBody("the body", content);
  for (v1::Attachment& attachment : *content.mutable_attachments()) {
    attachment.set_sha256(base::Sha256(attachment.file_name()).ToHex());
  }
  const Deposit deposit = *DepositOf(content, "the body");
  EXPECT_EQ(deposit.content.digest, Seal(content).digest);
  EXPECT_EQ(deposit.body_digest, base::Sha256("the body"));
  EXPECT_EQ(deposit.body, "the body");
  ASSERT_GT(content.attachments_size(), 0);
  ASSERT_EQ(deposit.attachments.size(), static_cast<std::size_t>(content.attachments_size()));
  EXPECT_EQ(deposit.attachments[0].ToHex(), content.attachments(0).sha256());
  EXPECT_EQ(DepositOf(content, "another body")->body, "") << "which the content does not name";
  content.mutable_attachments(0)->set_sha256("damaged");
  EXPECT_EQ(DepositOf(content, "the body").error().reason, Reason::kContentCorrupt);
}

TEST(Content, LeavesOutWhatThisProgramDoesNotKnow) {
  v1::Content content = FullContent();
  const SealedContent known = Seal(content);
  content.mutable_disclosure()
      ->GetReflection()
      ->MutableUnknownFields(content.mutable_disclosure())
      ->AddVarint(99, 1);
  EXPECT_EQ(Seal(content).digest, known.digest);
}

TEST(Content, IsCorruptIfItsBytesAreOfSomethingElse) {
  v1::Report report;
  report.set_title("no content");
  for (const std::string& bytes : {std::string("\xff\xff"), report.SerializeAsString()}) {
    const Result<v1::Content> read = Unseal(bytes);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, Reason::kContentCorrupt);
  }
}

}  // namespace
}  // namespace gongkai::intake
