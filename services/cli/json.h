// Messages as the JSON of protobuf, for programs: names in lowerCamelCase, enumerations by name,
// times as RFC 3339, 64-bit numbers as strings, and fields that hold nothing as well.
#pragma once

#include <google/protobuf/message.h>

#include <iosfwd>
#include <string>

namespace gongkai::cli {

// Over several lines.
std::string ToJson(const google::protobuf::Message& message);

// On one line: streams print one message a line.
std::string ToJsonLine(const google::protobuf::Message& message);

// One array, whatever the number of pages its elements come in.
class JsonArray {
 public:
  explicit JsonArray(std::ostream& out) : out_(out) {}

  void Add(const google::protobuf::Message& element);
  void End();

 private:
  std::ostream& out_;
  bool empty_ = true;
};

}  // namespace gongkai::cli
