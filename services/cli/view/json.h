// Prints messages as the JSON of protobuf, for programs. Names are in lowerCamelCase, enumerations
// are names, times are RFC 3339, and 64-bit numbers are strings. Empty fields are printed too, but
// not messages that are not set.
#pragma once

#include <google/protobuf/message.h>

#include <iosfwd>
#include <string>

namespace gongkai::cli {

// Returns the JSON on several lines.
std::string ToJson(const google::protobuf::Message& message);

// Returns the JSON on one line with a line feed. Streams print one message per line.
std::string ToJsonLine(const google::protobuf::Message& message);

// Prints one JSON array, whose elements may come from several pages.
//
//   JsonArray array(std::cout);
//   for (const auto& report : page.reports()) array.Add(report);
//   array.End();
class JsonArray {
 public:
  // `out` must outlive this.
  explicit JsonArray(std::ostream& out) : out_(out) {}

  // Prints the next element.
  void Add(const google::protobuf::Message& element);
  // Ends the array. Must be called once, also for an empty array.
  void End();

 private:
  std::ostream& out_;
  bool empty_ = true;
};

}  // namespace gongkai::cli
