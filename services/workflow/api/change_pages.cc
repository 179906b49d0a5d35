#include "services/workflow/api/change_pages.h"

#include <algorithm>

#include "services/lib/catalog/limits.h"
#include "services/lib/request/fields.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/api/stream_page.h"
#include "workflow/ledger/visibility.h"

namespace gongkai::workflow {
namespace {

// After so many entries that are left out the client is told how far the stream is.
constexpr std::uint64_t kSilence = 1000;

bool AsksFor(const v1::WatchChangesRequest& request, const ledger::Entry& entry) {
  return request.states().empty() || std::ranges::any_of(request.states(), [&](int state) {
           return state == ToProto(entry.from) || state == ToProto(entry.to);
         });
}

}  // namespace

Status CheckFields(const v1::WatchChangesRequest& request) {
  request::FieldCheck check;
  check
      .Require(!request.new_only() || request.from_position() == 0, "from_position",
               {"Must be 0 with `new_only`.", "有 `new_only` 时必须为 0。"})
      .AtMost("states", request.states_size(), limits::kStates);
  for (const int state : request.states()) check.Enum("states", state, v1::State_IsValid);
  return check.Done();
}

ChangePages::ChangePages(const ServiceContext& context, const v1::WatchChangesRequest& request)
    : context_(context),
      request_(request),
      there_(context.log_size.value()),
      from_(request.new_only() ? there_ : static_cast<std::uint64_t>(request.from_position())),
      told_(from_) {}

Result<rpc::Page<v1::WatchChangesResponse>> ChangePages::Read(const rpc::Call& call,
                                                              std::uint64_t from,
                                                              std::size_t limit) {
  const machine::Actor viewer = ViewerOf(call.caller);
  auto page = ReadPage<v1::WatchChangesResponse>(
      context_, from, limit,
      [&](const ledger::Sealed& sealed, Items& items) { Add(viewer, sealed, items); });
  if (page && request_.with_progress()) AddProgress(*page);
  return page;
}

void ChangePages::Add(const machine::Actor& viewer, const ledger::Sealed& sealed,
                      Items& items) const {
  const ledger::Entry& entry = sealed.entry;
  if (!AsksFor(request_, entry)) return;
  std::optional<std::optional<ledger::Record>> read;
  const auto now = [&]() -> const ledger::Record* {
    if (!read) read.emplace(context_.log.FindRecord(entry.subject.Report()));
    return *read ? &**read : nullptr;
  };
  const ledger::ChangeSight sight = ledger::SightOfChange(viewer, entry, now);
  if (sight == ledger::ChangeSight::kNothing) return;
  if (request_.own_department()) {
    const ledger::Record* const record = now();
    const bool own =
        record != nullptr && !viewer.department.empty() && record->department == viewer.department;
    if (!own) return;
  }
  v1::WatchChangesResponse& change = items.emplace_back();
  ToProto(sealed, change);
  if (sight != ledger::ChangeSight::kWhole) change.clear_content_sha256();
  // Digests of what the viewer may never have read.
  if (!viewer.roles.Has(machine::Role::kAuditor)) change.clear_purged_sha256();
}

void ChangePages::AddProgress(rpc::Page<v1::WatchChangesResponse>& page) {
  if (!page.items.empty()) {
    told_ = static_cast<std::uint64_t>(page.items.back().next_position());
  }
  const bool all_that_was_there = !told_all_that_was_there_ && page.next >= there_;
  if (!all_that_was_there && page.next - told_ < kSilence) return;
  told_all_that_was_there_ |= all_that_was_there;
  told_ = page.next;
  page.items.emplace_back().set_next_position(static_cast<std::int64_t>(page.next));
}

}  // namespace gongkai::workflow
