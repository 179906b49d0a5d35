// Prints reports for people and programs.
#pragma once

#include <string_view>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "services/cli/view/terminal.h"

namespace gongkai::cli {

// Prints all of a report: its fields, its attachments and its text.
void PrintReport(const Terminal& out, Format format, const intake::v1::Report& report);

// Prints the result of a change. People get one line with `done`, such as "created", and the new
// state; on a terminal, also the possible `next` command. Programs (Format::kJson) get the report.
void PrintOutcome(const Terminal& out, Format format, std::string_view done,
                  const intake::v1::Report& report, std::string_view next = "");

}  // namespace gongkai::cli
