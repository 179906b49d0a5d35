#include "services/workflow/api/convert.h"

#include <google/protobuf/generated_enum_reflection.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "workflow/base/disclosure.h"

namespace gongkai::workflow {
namespace {

// Protos and the machine name the same things by the same numbers: ToProto only casts.
template <class Ours, class Protos>
void ExpectSame(std::size_t count) {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Protos>();
  ASSERT_EQ(static_cast<std::size_t>(descriptor->value_count()), count) << descriptor->full_name();
  for (std::size_t i = 1; i < count; ++i) {
    const auto* value = descriptor->FindValueByNumber(static_cast<int>(i));
    ASSERT_NE(value, nullptr) << descriptor->full_name() << " has no " << i;
    EXPECT_EQ(value->name(), ToString(static_cast<Ours>(i)));
  }
}

TEST(Messages, NameStatesActionsAndRolesAsTheMachineDoes) {
  ExpectSame<machine::State, v1::State>(machine::kStateCount);
  ExpectSame<machine::Action, v1::Action>(machine::kActionCount);
  ExpectSame<machine::Role, v1::Role>(machine::kRoleCount);
}

TEST(Messages, HaveAsManyDisclosuresAsTheLedger) {
  EXPECT_EQ(static_cast<std::size_t>(v1::Disclosure_descriptor()->value_count()),
            static_cast<std::size_t>(base::kDisclosureCount));
}

}  // namespace
}  // namespace gongkai::workflow
