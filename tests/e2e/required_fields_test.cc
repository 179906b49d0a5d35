// AIP-203: what the protos call REQUIRED must be given, of every request of every service.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "services/lib/catalog/services.h"
#include "services/lib/rpc/status.h"
#include "tests/e2e/any_value.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/sound_commands.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"

namespace gongkai::e2e {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsRequired(const FieldDescriptor& field) {
  const auto& behaviors = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::ranges::find(behaviors, google::api::REQUIRED) != behaviors.end();
}

// Whether the error names the field, or one in it.
bool Names(const grpc::Status& status, const std::string& field) {
  const Error error = rpc::FromGrpcStatus(status, "the service");
  return std::ranges::any_of(error.fields, [&](const FieldViolation& violation) {
    return violation.field == field || violation.field.starts_with(field + ".");
  });
}

// Returns the path of the field as an error names it, after it took the field away. Returns an
// empty text if the message does not hold the field.
std::string Clear(Message& message, const FieldPath& path) {
  std::string name;
  Message* holder = &message;
  for (const FieldDescriptor* field : path) {
    const Reflection& reflection = *holder->GetReflection();
    name += (name.empty() ? "" : ".") + field->name();
    const bool given = field->is_repeated() ? reflection.FieldSize(*holder, field) > 0
                                            : reflection.HasField(*holder, field);
    if (!given) return "";
    if (field == path.back()) {
      reflection.ClearField(holder, field);
    } else if (field->is_repeated()) {
      holder = reflection.MutableRepeatedMessage(holder, field, 0);
      name += "[0]";
    } else {
      holder = reflection.MutableMessage(holder, field);
    }
  }
  return name;
}

class RequiredFieldsTest : public ClusterTest<RequiredFieldsTest> {
 protected:
  // Returns the answer to the first of a few callers whom the service lets in.
  grpc::Status Admitted(const std::string& method, const std::string& bytes) {
    const auto callers = std::to_array<std::pair<const char*, const char*>>({
        {kDrafter, ""},
        {kAuditor, ""},
        {"service/intake", kDrafter},
        {"service/review", kLegal},
        {"service/publish", kPublisher},
    });
    grpc::Status status;
    for (const auto& [who, person] : callers) {
      auto context = *person == '\0' ? Context() : ContextFor(person);
      status = CallWithBytes(*cluster_, who, method, {bytes}, std::move(context));
      if (status.error_code() != grpc::StatusCode::PERMISSION_DENIED) return status;
    }
    return status;
  }

  // Sends the method an empty request. Returns how many fields the answer had to name.
  int ExpectAllAsked(const google::protobuf::MethodDescriptor& method) {
    if (method.client_streaming()) return 0;  // its first message is a sound command's
    std::vector<std::string> required;
    for (int i = 0; i < method.input_type()->field_count(); ++i) {
      const FieldDescriptor& field = *method.input_type()->field(i);
      if (IsRequired(field)) required.push_back(field.name());
    }
    if (required.empty()) return 0;
    const grpc::Status status = Admitted(method.name(), "");
    // Of no action, nobody may ask whether it is allowed.
    if (method.name() == "CheckAction") {
      EXPECT_EQ(NotRefused(status, Reason::kAssertionNotAllowed), "");
      return 0;
    }
    EXPECT_EQ(NotRefused(status, Reason::kInvalidField), "") << method.full_name();
    for (const std::string& field : required) {
      EXPECT_TRUE(Names(status, field)) << method.full_name() << ": " << field;
    }
    return static_cast<int>(required.size());
  }

  Requests requests_{*cluster_};
};

TEST_F(RequiredFieldsTest, AnEmptyRequestIsToldOfEach) {
  int asked = 0;
  for (const catalog::Service& service : catalog::kServices) {
    for (const std::string_view name : service.interfaces) {
      if (name.empty()) continue;
      const auto* api = DescriptorPool::generated_pool()->FindServiceByName(std::string(name));
      ASSERT_NE(api, nullptr) << name;
      for (int i = 0; i < api->method_count(); ++i) asked += ExpectAllAsked(*api->method(i));
    }
  }
  EXPECT_GT(asked, 40);
}

TEST_F(RequiredFieldsTest, ASoundCommandWithoutOneIsRefused) {
  int cleared = 0;
  for (const SoundCommand& command : SoundCommands()) {
    const std::string report = requests_.ReportAt(command.stand);
    const auto sound = requests_.Make(command, report);
    TraceCheck trace(*cluster_, report);
    for (const FieldPath& path : EveryField(sound.front()->GetDescriptor())) {
      if (path.empty() || !IsRequired(*path.back())) continue;
      const auto messages = requests_.Make(command, report);
      const std::string field = Clear(*messages.front(), path);
      if (field.empty()) continue;
      SCOPED_TRACE(command.Name() + " without " + field);
      std::vector<std::string> bytes;
      for (const auto& message : messages) bytes.push_back(message->SerializeAsString());
      auto context = *command.person == '\0' ? Context() : ContextFor(command.person);
      const grpc::Status status =
          CallWithBytes(*cluster_, command.who, command.method, bytes, std::move(context));
      EXPECT_EQ(trace.Refused(status, Reason::kInvalidField), "");
      EXPECT_TRUE(Names(status, field)) << status.error_message();
      ++cleared;
    }
  }
  EXPECT_GT(cleared, 50);
}

}  // namespace
}  // namespace gongkai::e2e
