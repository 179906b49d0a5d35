// The fields of a report that people fill in, with their limits.
#pragma once

#include <span>
#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/lib/request/fields.h"

namespace gongkai::intake {

// A field of a report that its content has too, by the same name.
struct Field {
  std::string_view name;
  // Checks the field against its limits.
  void (*check)(const v1::Report& report, request::FieldCheck& check);
};

// Returns the fields that an update may change.
std::span<const Field> Fields();

// Checks the attribute at `field`, such as "report.disclosure". `reason` is the limit of its reason.
void CheckDisclosure(std::string_view field, const v1::DisclosureAttribute& disclosure,
                     limits::Length reason, request::FieldCheck& check);

}  // namespace gongkai::intake
