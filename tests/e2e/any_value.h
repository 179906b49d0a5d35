// Values from the whole range of every field's type, found by reflection: a field that is added to
// a request is covered without a change here.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace gongkai::e2e {

// The way from a message to one of its fields, or of the messages in it. Empty: to the message
// itself, which gets unknown fields.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

std::string ToString(const FieldPath& path);  // "report.planned_publish_time.seconds"

// Every field that a message of this type may hold, at whatever depth.
std::vector<FieldPath> EveryField(const google::protobuf::Descriptor* type);

// Not thread-safe. Its choices follow from the seed.
class AnyValue {
 public:
  explicit AnyValue(std::uint64_t seed) : random_(seed) {}

  // Gives the field another value, makes it absent, or, of a repeated one, changes how many there
  // are.
  void Put(google::protobuf::Message& message, const FieldPath& path);

  // Any bytes that a text may be written with, UTF-8 or not.
  std::string Text(const std::string& now);

  // True once in `times`, at random.
  bool OnceIn(int times) { return Below(times) == 0; }
  // 0 to `count` - 1.
  int Below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }
  template <class T>
  const T& OneOf(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(Below(static_cast<int>(values.size())))];
  }

 private:
  void PutUnknown(google::protobuf::Message& message);
  void PutSingle(google::protobuf::Message& message,
                 const google::protobuf::FieldDescriptor* field);
  void PutMessage(google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor* field);
  void PutRepeated(google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor* field);
  void Add(google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);
  std::int64_t Integer(std::int64_t now, std::int64_t least, std::int64_t most);
  int Enumerator(const google::protobuf::EnumDescriptor* type);
  std::string Characters();

  std::mt19937_64 random_;
};

}  // namespace gongkai::e2e
