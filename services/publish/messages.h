// What is told of publications, made of what the ledger and intake say. The one place that makes
// it.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"

namespace gongkai::publish {

// Where a report is, or was, a publication.
inline constexpr std::array kPublicStates = {workflow::v1::PUBLISHED, workflow::v1::RETRACTED,
                                             workflow::v1::SUPERSEDED};

bool WasPublic(workflow::v1::State state);

// All that the ledger knows of a publication; no title.
v1::Publication ToPublication(const workflow::v1::Record& record);

// Adds title, document number and issuing department of the publication's report, or why they are
// missing.
void AddTitle(const intake::v1::Report& report, v1::Publication& publication);

// What the change tells those who follow publications; nothing where it is no matter of theirs.
std::optional<v1::WatchPublicationsResponse> ToPublicChange(
    const workflow::v1::WatchChangesResponse& change);

}  // namespace gongkai::publish
