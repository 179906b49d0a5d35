// Prints reports for people and programs.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/cli/session.h"

namespace gongkai::cli {

// Prints all of a report: its fields, its attachments and its text.
void PrintReport(const Session& session, const intake::v1::Report& report);

// Prints the result of a change. People get one line with `done`, such as "created", and the new
// state; on a terminal, also the possible `next` command. Programs (--json) get the report.
void PrintOutcome(const Session& session, std::string_view done, const intake::v1::Report& report,
                  std::string_view next = "");

}  // namespace gongkai::cli
