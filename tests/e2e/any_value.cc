#include "tests/e2e/any_value.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <limits>

namespace gongkai::e2e {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void Collect(const Descriptor* type, FieldPath& path, std::vector<FieldPath>& paths) {
  constexpr std::size_t kDeepest = 5;  // for types that hold themselves
  for (int i = 0; i < type->field_count(); ++i) {
    path.push_back(type->field(i));
    paths.push_back(path);
    if (path.back()->message_type() != nullptr && path.size() < kDeepest) {
      Collect(path.back()->message_type(), path, paths);
    }
    path.pop_back();
  }
}

std::string Times(const std::string& text, int count) {
  std::string all;
  while (count-- > 0) all += text;
  return all;
}

// Characters that somebody may forget: controls, the byte order mark, what turns the direction of
// writing, what is no character at all, and each length of UTF-8.
const std::vector<std::string> kCharacters{std::string(1, '\0'),
                                           "\x01",
                                           "\t",
                                           "\n",
                                           "\r",
                                           "\x1b",
                                           " ",
                                           "\x7f",
                                           "\xc2\x85",
                                           "\xc2\xa0",
                                           "\xe2\x80\x8b",
                                           "\xe2\x80\xa8",
                                           "\xe2\x80\xae",
                                           "'",
                                           "\"",
                                           "\\",
                                           "%",
                                           ",",
                                           "/",
                                           "é",
                                           "公",
                                           "\xef\xbb\xbf",
                                           "\xef\xbf\xbd",
                                           "\xef\xbf\xbf",
                                           "e\xcc\x81",
                                           "😀",
                                           "\xf0\xa0\xae\xb7",
                                           "\xf4\x8f\xbf\xbf",
                                           "x",
                                           "$1"};

// What is not UTF-8: single bytes, overlong forms, surrogates, beyond the last code point, cut off,
// and GBK.
const std::vector<std::string> kNotUtf8{"\x80",
                                        "\xff",
                                        "\xc0\x80",
                                        "\xe0\x80\xaf",
                                        "\xed\xa0\x80",
                                        "\xed\xbf\xbf",
                                        "\xf4\x90\x80\x80",
                                        "\xf8\x88\x80\x80\x80",
                                        "\xe5\x85",
                                        "\xb9\xab\xbf\xaa"};

// Numbers of characters, bytes and elements that limits of ours are at, and one more.
const std::vector<int> kLengths{1,   2,   3,   4,   20,  21,  60,  61,   63,   64,   65,   100, 101,
                                120, 121, 200, 201, 300, 301, 999, 1000, 1001, 2000, 2001, 4097};

// Other things that one of our texts may be taken for.
const std::vector<std::string> kOtherTexts{
    "reports/",
    "reports/none-of-this-name",
    "reports/../x",
    "reports/a/tasks/legal",
    "policy",
    "user/zhang-wei",
    "service/workflow",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-7FFF-BFFF-FFFFFFFFFFFF",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
    "application/pdf",
    "title",
    "*",
};

}  // namespace

std::string ToString(const FieldPath& path) {
  std::string text;
  for (const FieldDescriptor* field : path) (text += text.empty() ? "" : ".") += field->name();
  return text.empty() ? "(unknown fields)" : text;
}

std::vector<FieldPath> EveryField(const Descriptor* type) {
  std::vector<FieldPath> paths{{}};
  FieldPath path;
  Collect(type, path, paths);
  return paths;
}

void AnyValue::Put(Message& message, const FieldPath& path) {
  if (path.empty()) return PutUnknown(message);
  Message* inner = &message;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const Reflection* reflection = inner->GetReflection();
    if (!path[i]->is_repeated()) {
      inner = reflection->MutableMessage(inner, path[i]);
    } else if (const int size = reflection->FieldSize(*inner, path[i]); size == 0) {
      inner = reflection->AddMessage(inner, path[i]);
    } else {
      inner = reflection->MutableRepeatedMessage(inner, path[i], Below(size));
    }
  }
  const FieldDescriptor* field = path.back();
  if (field->is_repeated()) {
    PutRepeated(*inner, field);
  } else if (field->message_type() != nullptr) {
    PutMessage(*inner, field);
  } else {
    PutSingle(*inner, field);
  }
}

void AnyValue::PutUnknown(Message& message) {
  auto* fields = message.GetReflection()->MutableUnknownFields(&message);
  const int number = OneOf<int>({99, 1000, 19'000, FieldDescriptor::kMaxNumber});
  switch (Below(4)) {
    case 0:
      fields->AddVarint(number, std::numeric_limits<std::uint64_t>::max());
      break;
    case 1:
      fields->AddFixed64(number, 1);
      break;
    case 2:
      fields->AddLengthDelimited(number, Text(""));
      break;
    default:
      fields->AddGroup(number)->AddVarint(1, 1);
  }
}

void AnyValue::PutSingle(Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(
          &message, field,
          static_cast<std::int32_t>(Integer(reflection->GetInt32(message, field),
                                            std::numeric_limits<std::int32_t>::min(),
                                            std::numeric_limits<std::int32_t>::max())));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->SetUInt32(
          &message, field,
          static_cast<std::uint32_t>(Integer(reflection->GetUInt32(message, field), 0,
                                             std::numeric_limits<std::uint32_t>::max())));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(
          &message, field,
          Integer(reflection->GetInt64(message, field), std::numeric_limits<std::int64_t>::min(),
                  std::numeric_limits<std::int64_t>::max()));
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection->SetUInt64(
          &message, field,
          OneOf<std::uint64_t>({0, 1, std::numeric_limits<std::uint64_t>::max(), random_()}));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection->SetFloat(&message, field,
                                  OneOf<float>({0, -1, std::numeric_limits<float>::max(),
                                                std::numeric_limits<float>::infinity(),
                                                std::numeric_limits<float>::quiet_NaN()}));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->SetDouble(&message, field,
                                   OneOf<double>({0, -1, std::numeric_limits<double>::max(),
                                                  std::numeric_limits<double>::infinity(),
                                                  std::numeric_limits<double>::quiet_NaN()}));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&message, field, !reflection->GetBool(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(&message, field, Enumerator(field->enum_type()));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->SetString(&message, field, Text(reflection->GetString(message, field)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return PutMessage(message, field);
  }
}

void AnyValue::PutMessage(Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  if (OnceIn(3)) return reflection->ClearField(&message, field);
  Message* inner = reflection->MutableMessage(&message, field);
  inner->Clear();
  auto* time = dynamic_cast<google::protobuf::Timestamp*>(inner);
  if (time == nullptr) return;
  // From the year 1 to 9999, the range that protobuf states, and beyond it; what the ledger counts
  // from; and some time in reach.
  time->set_seconds(OneOf<std::int64_t>(
      {-62'135'596'800, -62'135'596'801, -1, 0, 1, 1'000'000'000, 1'800'000'000, 4'102'444'800,
       253'402'300'799, 253'402'300'800, Below(std::numeric_limits<std::int32_t>::max()),
       -Below(std::numeric_limits<std::int32_t>::max()), std::numeric_limits<std::int64_t>::min(),
       std::numeric_limits<std::int64_t>::max()}));
  time->set_nanos(OneOf<std::int32_t>({0, 0, 0, 1, 999, 1000, 999'999'999, 1'000'000'000, -1}));
}

void AnyValue::PutRepeated(Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  const int size = reflection->FieldSize(message, field);
  if (size > 0 && OnceIn(3)) {  // one of them, another
    reflection->SwapElements(&message, field, Below(size), size - 1);
    reflection->RemoveLast(&message, field);
    return Add(message, field);
  }
  if (OnceIn(4)) return reflection->ClearField(&message, field);
  for (int more = OneOf<int>({1, 2, 16, 17, 20, 21, 64, 65, 66, 1001}); more > 0; --more) {
    Add(message, field);
  }
}

void AnyValue::Add(Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  const bool twice = reflection->FieldSize(message, field) > 0 && !OnceIn(3);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string now = twice ? reflection->GetRepeatedString(message, field, 0) : "";
      return reflection->AddString(&message, field, twice ? now : Text(now));
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->AddEnumValue(&message, field,
                                      twice ? reflection->GetRepeatedEnumValue(message, field, 0)
                                            : Enumerator(field->enum_type()));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message* added = reflection->AddMessage(&message, field);
      if (twice) added->CopyFrom(reflection->GetRepeatedMessage(message, field, 0));
      return;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->AddInt32(&message, field, static_cast<std::int32_t>(random_()));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->AddInt64(&message, field, static_cast<std::int64_t>(random_()));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->AddUInt32(&message, field, static_cast<std::uint32_t>(random_()));
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection->AddUInt64(&message, field, random_());
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->AddBool(&message, field, OnceIn(2));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection->AddFloat(&message, field, std::numeric_limits<float>::quiet_NaN());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->AddDouble(&message, field, std::numeric_limits<double>::quiet_NaN());
  }
}

std::int64_t AnyValue::Integer(std::int64_t now, std::int64_t least, std::int64_t most) {
  const std::vector<std::int64_t> values{
      least,
      most,
      0,
      1,
      least == 0 ? 1 : -1,
      now == most ? now : now + 1,
      now == least ? now : now - 1,
      60,
      86'400,
      86'401,
      std::uniform_int_distribution<std::int64_t>(least, most)(random_)};
  return OneOf(values);
}

int AnyValue::Enumerator(const google::protobuf::EnumDescriptor* type) {
  if (!OnceIn(3)) return type->value(Below(type->value_count()))->number();
  return OneOf<int>({-1, type->value(type->value_count() - 1)->number() + 1, 127, 128, 1000,
                     std::numeric_limits<int>::min(), std::numeric_limits<int>::max()});
}

std::string AnyValue::Characters() {
  std::string text;
  for (int count = 1 + Below(40); count > 0; --count) text += OneOf(kCharacters);
  return text;
}

std::string AnyValue::Text(const std::string& now) {
  constexpr int kHuge = (512 << 10) + 1;
  switch (Below(12)) {
    case 0:
      return "";
    case 1:
      return OneOf(kCharacters);
    case 2:
      return now + OneOf(kCharacters);
    case 3:
      return OneOf(kCharacters) + now;
    case 4:
      return OneOf(kCharacters) + "x" + OneOf(kCharacters);
    case 5:
      return Times(OneOf(kCharacters), OneOf(kLengths));
    case 6:
      return Times(OneOf<std::string>({"x", "公", "😀"}), OneOf(kLengths));
    case 7:
      return now.substr(0, now.empty() ? 0 : now.size() - 1);
    case 8:
      return now + OneOf(kNotUtf8);
    case 9:
      return OneOf(kOtherTexts);
    case 10:
      return OnceIn(8) ? std::string(static_cast<std::size_t>(kHuge - Below(2)), 'x')
                       : Characters();
    default:
      return Characters();
  }
}

}  // namespace gongkai::e2e
