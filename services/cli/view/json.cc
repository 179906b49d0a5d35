#include "services/cli/view/json.h"

#include <google/protobuf/util/json_util.h>

#include <ostream>

namespace gongkai::cli {
namespace {

std::string Print(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.add_whitespace = pretty;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) throw std::runtime_error("JSON: " + status.ToString());
  return json;
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) {
  return Print(message, /*pretty=*/true);
}

std::string ToJsonLine(const google::protobuf::Message& message) {
  return Print(message, /*pretty=*/false) + "\n";
}

void JsonArray::Add(const google::protobuf::Message& element) {
  out_ << (empty_ ? "[\n" : ",\n") << Print(element, /*pretty=*/false);
  empty_ = false;
}

void JsonArray::End() { out_ << (empty_ ? "[]\n" : "\n]\n"); }

}  // namespace gongkai::cli
