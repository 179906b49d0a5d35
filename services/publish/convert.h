// Makes the messages about publications from what the ledger and intake say. No other code does.
#pragma once

#include <array>
#include <chrono>
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

// Returns all that the ledger knows of a report that was filed or withheld. `after` is the time from
// the decision until it is looked at again. The title, the document number and the issuing
// department are not set.
v1::UnpublishedReport ToUnpublished(const workflow::v1::Record& record, std::chrono::days after);

// Returns where a report stands that has gone back to its department.
template <class Response>
Response ToDeparture(const workflow::v1::Record& record) {
  Response response;
  response.set_report(record.name());
  response.set_state(record.state());
  response.set_etag(record.etag());
  return response;
}

// Sets title, document number and issuing department of a Publication or an UnpublishedReport, or
// sets content_problem to the reason why these fields are missing.
template <class Message>
void AddHeading(const rpc::HeadingRead& read, Message& message) {
  message.set_title(read.heading.title());
  message.set_document_number(read.heading.document_number());
  message.set_issuing_department(read.heading.issuing_department());
  message.set_content_problem(read.problem);
}

// Returns the message for followers of publications, or nullopt if the change does not lead to a
// state of kPublicStates.
std::optional<v1::WatchPublicationsResponse> ToPublicChange(
    const workflow::v1::WatchChangesResponse& change);

}  // namespace gongkai::publish
