// Reports, for people and programs.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/cli/session.h"

namespace gongkai::cli {

// All of a report: its fields, its attachments, its text.
void PrintReport(const Session& session, const intake::v1::Report& report);

// What a change led to: one line that begins with `done` ("created"), and what may come next; for a
// program the report.
void PrintOutcome(const Session& session, std::string_view done, const intake::v1::Report& report,
                  std::string_view next = "");

}  // namespace gongkai::cli
