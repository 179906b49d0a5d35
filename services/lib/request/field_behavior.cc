#include "services/lib/request/field_behavior.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "google/api/field_behavior.pb.h"

namespace gongkai::request {
namespace {

using google::api::FieldBehavior;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool Has(const FieldDescriptor& field, FieldBehavior behavior) {
  const auto& behaviors = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::ranges::find(behaviors, behavior) != behaviors.end();
}

// Adds what is missing in `message`. A path is made from its end, so what is given costs none.
void AddMissing(const Message& message, std::size_t most, std::vector<std::string>& missing) {
  const Reflection& reflection = *message.GetReflection();
  const auto add_of = [&](const Message& part, const auto& path) {
    const std::size_t first = missing.size();
    AddMissing(part, most, missing);
    for (std::size_t i = first; i < missing.size(); ++i) missing[i] = path() + "." + missing[i];
  };
  for (int i = 0; i < message.GetDescriptor()->field_count() && missing.size() < most; ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const bool given = field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                                           : reflection.HasField(message, &field);
    if (!given) {
      if (Has(field, google::api::REQUIRED)) missing.push_back(field.name());
    } else if (field.message_type() == nullptr) {
      continue;
    } else if (!field.is_repeated()) {
      add_of(reflection.GetMessage(message, &field), [&] { return field.name(); });
    } else {
      for (int k = 0; k < reflection.FieldSize(message, &field) && missing.size() < most; ++k) {
        add_of(reflection.GetRepeatedMessage(message, &field, k),
               [&] { return fmt::format("{}[{}]", field.name(), k); });
      }
    }
  }
}

}  // namespace

void ClearOutputOnly(Message& request) {
  const Reflection* reflection = request.GetReflection();
  std::vector<const FieldDescriptor*> given;
  reflection->ListFields(request, &given);
  for (const FieldDescriptor* field : given) {
    if (Has(*field, google::api::OUTPUT_ONLY)) {
      reflection->ClearField(&request, field);
    } else if (field->message_type() != nullptr && !field->is_repeated()) {
      ClearOutputOnly(*reflection->MutableMessage(&request, field));
    } else if (field->message_type() != nullptr) {
      for (int i = 0; i < reflection->FieldSize(request, field); ++i) {
        ClearOutputOnly(*reflection->MutableRepeatedMessage(&request, field, i));
      }
    }
  }
}

std::vector<std::string> MissingFields(const Message& request, std::size_t most) {
  std::vector<std::string> missing;
  AddMissing(request, most, missing);
  return missing;
}

}  // namespace gongkai::request
