// Reads the pages of the streams of WatchChanges.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.pb.h"
#include "services/lib/rpc/follow.h"
#include "services/workflow/api/service_context.h"
#include "workflow/error/result.h"
#include "workflow/ledger/record.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {

// Returns OK if the request is well formed. Errors: INVALID_FIELD.
Status CheckFields(const v1::WatchChangesRequest& request);

// Reads the pages of one stream, one after the other. Leaves out what the caller of each page may
// not see and what the request does not ask for. Not thread-safe.
class ChangePages {
 public:
  // `request` has passed CheckFields. The objects of `context` must outlive this.
  ChangePages(const ServiceContext& context, const v1::WatchChangesRequest& request);

  // Returns the position of the first page.
  std::uint64_t from() const { return from_; }

  // Reads the page from position `from` on, as rpc::ReadPage says.
  // Errors: INVALID_FIELD (the position is beyond the log), LOG_CORRUPT, QUERY_TOO_EXPENSIVE.
  Result<rpc::Page<v1::WatchChangesResponse>> Read(const rpc::Call& call, std::uint64_t from,
                                                   std::size_t limit);

 private:
  using Items = std::vector<v1::WatchChangesResponse>;

  // Adds the change, if the viewer may see it and the request asks for it.
  void Add(const machine::Actor& viewer, const ledger::Sealed& sealed, Items& items) const;
  // Adds a message without a change where the client would otherwise not know how far the stream
  // is.
  void AddProgress(rpc::Page<v1::WatchChangesResponse>& page);

  const ServiceContext context_;
  const v1::WatchChangesRequest request_;
  const std::uint64_t there_;  // the number of entries when the stream was opened
  const std::uint64_t from_;
  bool told_all_that_was_there_ = false;
  std::uint64_t told_;  // the next position that the client knows of
};

}  // namespace gongkai::workflow
