// Makes the messages about publications from what the ledger and intake say. No other code does.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/headings.h"

namespace gongkai::publish {

// Lists the states in which a report is, or was, a publication.
inline constexpr std::array kPublicStates = {workflow::v1::PUBLISHED, workflow::v1::RETRACTED,
                                             workflow::v1::SUPERSEDED};

// Returns true if `state` is in kPublicStates.
bool WasPublic(workflow::v1::State state);

// Returns all that the ledger knows of a publication. The title, the document number and the
// issuing department are not set.
v1::Publication ToPublication(const workflow::v1::Record& record);

// Sets title, document number and issuing department of the publication, or sets content_problem to
// the reason why these fields are missing.
void AddHeading(const rpc::HeadingRead& read, v1::Publication& publication);

// Returns the message for followers of publications, or nullopt if the change does not lead to a
// state of kPublicStates.
std::optional<v1::WatchPublicationsResponse> ToPublicChange(
    const workflow::v1::WatchChangesResponse& change);

}  // namespace gongkai::publish
