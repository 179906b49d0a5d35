#include "services/intake/drafts.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/intake/content.h"
#include "services/intake/report_view.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;

constexpr int kAttempts = 5;
constexpr std::chrono::milliseconds kRetryAfter{250};

wf::Command EditCommand(const Change& change) {
  wf::Command request;
  request.set_name(change.report);
  request.set_action(wf::EDIT);
  request.set_etag(change.etag);
  request.set_request_id(change.request_id);
  request.set_request_sha256(change.request_sha256);
  return request;
}

}  // namespace

Result<v1::Report> Drafts::Apply(const server::Call& call, const Change& change, const Edit& edit) {
  const auto turn = TakeTurn(call, change.report);
  if (!turn) return turn.error();
  for (int attempt = 1;; ++attempt) {
    Result<Draft> draft = Prepare(call, change, edit);
    if (!draft) return std::move(draft).error();
    if (draft->replayed) return ShowReport(contents_, draft->base);

    const SealedContent content = Seal(std::move(draft->content));
    contents_.Put(content, {.report = change.report, .sha256 = draft->base.content_sha256()});

    wf::Command edit_command = EditCommand(change);
    edit_command.set_etag(draft->base.etag());
    edit_command.set_content_sha256(content.sha256);
    *edit_command.mutable_edit()->mutable_part_sha256() = PartsOf(content);
    const Result<server::Standing> applied = workflow_.Apply(call, edit_command);
    if (applied) return ShowReport(contents_, applied->record);
    const bool lost_race = applied.error().reason == Reason::kEtagMismatch && change.etag.empty();
    if (!lost_race || attempt == kAttempts) return applied.error();
  }
}

Result<std::optional<v1::Report>> Drafts::Rehearse(const server::Call& call, const Change& change,
                                                   const Edit& edit) {
  const Result<Draft> draft = Prepare(call, change, edit);
  if (!draft) return draft.error();
  if (!draft->replayed) return std::optional<v1::Report>();
  Result<v1::Report> report = ShowReport(contents_, draft->base);
  if (!report) return std::move(report).error();
  return std::optional(*std::move(report));
}

Result<Drafts::Draft> Drafts::Prepare(const server::Call& call, const Change& change,
                                      const Edit& edit) {
  const wf::Command command = EditCommand(change);
  Result<server::Standing> allowed = workflow_.Admit(call, command);
  if (!allowed) return std::move(allowed).error();
  Draft draft{.base = std::move(allowed->record), .replayed = allowed->replayed};
  if (draft.replayed) return draft;

  Result<v1::Content> content = ReadContent(contents_, draft.base.content_sha256());
  if (Status ok = content ? edit(*content) : Status(content.error()); !ok) {
    return workflow_.Refuse(call, command, std::move(ok).error());
  }
  draft.content = *std::move(content);
  return draft;
}

Result<std::unique_lock<std::timed_mutex>> Drafts::TakeTurn(const server::Call& call,
                                                            const std::string& report) {
  const auto until =
      std::min(call.deadline, std::chrono::system_clock::now() + server::Peer::kLongestCall);
  std::timed_mutex& mutex = turns_[std::hash<std::string>()(report) % turns_.size()];
  std::unique_lock lock(mutex, until);
  if (!lock) return errors::Overloaded(kRetryAfter);
  return lock;
}

}  // namespace gongkai::intake
