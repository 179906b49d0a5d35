#include "services/lib/request/output_only.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <vector>

#include "google/api/field_behavior.pb.h"

namespace gongkai::request {
namespace {

using google::protobuf::FieldDescriptor;

bool IsOutputOnly(const FieldDescriptor& field) {
  const auto& behaviors = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::ranges::find(behaviors, google::api::OUTPUT_ONLY) != behaviors.end();
}

}  // namespace

void ClearOutputOnly(google::protobuf::Message& request) {
  const google::protobuf::Reflection* reflection = request.GetReflection();
  std::vector<const FieldDescriptor*> given;
  reflection->ListFields(request, &given);
  for (const FieldDescriptor* field : given) {
    if (IsOutputOnly(*field)) {
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

}  // namespace gongkai::request
