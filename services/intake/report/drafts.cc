#include "services/intake/report/drafts.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/intake/content/content.h"
#include "services/intake/report/report_view.h"
#include "workflow/base/digest.h"
#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

namespace wf = workflow::v1;

// Says in `detail`, a CreateDetail or an EditDetail, what the ledger needs of the content: the
// digests of its body, if it has one, and of its attachments, and who issues it, too.
template <class Detail>
void Describe(const Deposit& deposit, Detail& detail) {
  for (const base::Digest& part : deposit.attachments) detail.add_part_sha256(part.ToHex());
  if (deposit.body_digest) detail.add_part_sha256(deposit.body_digest->ToHex());
  for (const std::string& department : deposit.co_issuers) {
    detail.add_co_issuing_departments(department);
  }
}

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

Result<v1::Report> Drafts::Create(const rpc::Call& call, wf::Command create, v1::Content content,
                                  std::string_view body) {
  Result<Deposit> made = DepositOf(std::move(content), body);
  if (!made) return std::move(made).error();
  Deposit& deposit = *made;
  deposit.report = create.name();
  const Result<rpc::Standing> allowed = workflow_.Admit(call, create);
  if (!allowed) return allowed.error();
  if (allowed->replayed) return ShowChanged(contents_, allowed->record);
  deposit.department = call.caller.department;
  create.set_content_sha256(deposit.content.digest.ToHex());
  Describe(deposit, *create.mutable_create());
  std::vector<ContentStore::Hold> holds;
  const Result<wf::Record> created = Record(call, deposit, /*file=*/nullptr, create, holds);
  if (!created) return created.error();
  return ShowChanged(contents_, *created);
}

Result<v1::Report> Drafts::CheckCreate(const rpc::Call& call, wf::Command create,
                                       v1::Content content, std::string_view body) {
  Result<Deposit> made = DepositOf(content, body);
  if (!made) return std::move(made).error();
  Deposit& deposit = *made;
  deposit.department = call.caller.department;
  create.set_content_sha256(deposit.content.digest.ToHex());
  Describe(deposit, *create.mutable_create());
  const Result<rpc::Standing> allowed = workflow_.Apply(call, create, /*validate_only=*/true);
  if (!allowed) return allowed.error();
  if (Status fits = contents_.Fits(deposit, department_bytes_()); !fits) return fits.error();
  wf::Record record;
  record.set_name(create.name());
  record.set_state(wf::DRAFT);
  record.set_department(call.caller.department);
  record.set_creator(call.caller.id.text());
  return ShowProposed(record, std::move(content), body);
}

Result<v1::Report> Drafts::Check(const rpc::Call& call, const Change& change, const Edit& edit) {
  wf::Command command = EditCommand(change);
  command.clear_request_id();
  const Result<rpc::Standing> allowed = workflow_.Check(call, command, /*whole=*/false);
  if (!allowed) return allowed.error();
  const std::string& sha256 = allowed->record.content_sha256();
  Result<v1::Content> content = ReadContent(contents_, sha256);
  if (!content) return std::move(content).error();
  Result<std::string> body = ReadBody(contents_, *content);
  if (!body) return std::move(body).error();
  const std::string named = content->body_sha256();
  if (Status ok = edit.change(*content); !ok) return std::move(ok).error();
  const bool new_body = content->body_sha256() != named;
  Result<Deposit> deposit = DepositOf(*content, edit.body);
  if (!deposit) return std::move(deposit).error();
  deposit->department = allowed->record.department();
  if (Status fits = contents_.Fits(*deposit, department_bytes_()); !fits) return fits.error();
  return ShowProposed(allowed->record, *std::move(content), new_body ? edit.body : *body);
}

Result<v1::Report> Drafts::Apply(const rpc::Call& call, const Change& change, const Edit& edit) {
  const auto turn = TakeTurn(call, change.report);
  if (!turn) return turn.error();
  // Until the end, because a file is placed once, whichever attempt succeeds.
  std::vector<ContentStore::Hold> holds;
  for (int attempt = 1;; ++attempt) {
    Result<Draft> draft = Prepare(call, change, edit);
    if (!draft) return std::move(draft).error();
    if (!draft->changes) return ShowChanged(contents_, draft->base);

    wf::Command request = EditCommand(change);
    request.set_etag(draft->base.etag());
    request.set_content_sha256(draft->deposit.content.digest.ToHex());
    Describe(draft->deposit, *request.mutable_edit());
    const Result<wf::Record> edited = Record(call, draft->deposit, edit.file, request, holds);
    if (edited) return ShowChanged(contents_, *edited);
    const bool lost_race = edited.error().reason == Reason::kEtagMismatch && change.etag.empty();
    if (!lost_race || attempt == kAttempts) return edited.error();
  }
}

Result<std::optional<v1::Report>> Drafts::Rehearse(const rpc::Call& call, const Change& change,
                                                   const Edit& edit) {
  const Result<Draft> draft = Prepare(call, change, edit);
  if (!draft) return draft.error();
  if (draft->changes) {
    if (Status fits = contents_.Fits(draft->deposit, department_bytes_()); !fits) {
      return std::move(fits).error();
    }
    return std::optional<v1::Report>();
  }
  return std::optional(ShowChanged(contents_, draft->base));
}

Result<Drafts::Draft> Drafts::Prepare(const rpc::Call& call, const Change& change,
                                      const Edit& edit) {
  const wf::Command request = EditCommand(change);
  Result<rpc::Standing> allowed = workflow_.Admit(call, request);
  if (!allowed) return std::move(allowed).error();
  Draft draft{.base = std::move(allowed->record)};
  if (allowed->replayed) return draft;
  // Also where the draft names it already, so that nothing would be stored.
  if (edit.attachment) {
    if (Status ok = contents_.CheckNotPurged(edit.attachment->digest); !ok) {
      return std::move(ok).error();
    }
  }

  Result<v1::Content> content = ReadContent(contents_, draft.base.content_sha256());
  // What is destroyed is no rule that refuses the caller.
  if (!content && content.error().reason == Reason::kContentPurged) return content.error();
  if (Status ok = content ? edit.change(*content) : Status(content.error()); !ok) {
    return workflow_.Refuse(call, request, std::move(ok).error());
  }
  Result<Deposit> deposit = DepositOf(*std::move(content), edit.body);
  if (!deposit) return std::move(deposit).error();
  draft.deposit = *std::move(deposit);
  draft.deposit.attachment = edit.attachment;
  draft.deposit.report = change.report;
  draft.deposit.replaced = base::Digest::FromHex(draft.base.content_sha256());
  draft.deposit.department = draft.base.department();
  draft.changes = draft.deposit.content.digest != draft.deposit.replaced;
  return draft;
}

Result<wf::Record> Drafts::Record(const rpc::Call& call, const Deposit& deposit,
                                  BlobStore::Writer* file, const wf::Command& action,
                                  std::vector<ContentStore::Hold>& holds) {
  Result<ContentStore::Hold> hold = contents_.Put(deposit, department_bytes_());
  if (!hold) return std::move(hold).error();
  holds.push_back(*std::move(hold));
  if (file != nullptr) {
    file->Place();
    // A purge is noted before it destroys files, so either it sees this one, or this sees the purge.
    if (Status ok = contents_.CheckNotPurged(deposit.attachment->digest); !ok) {
      file->Destroy();
      return std::move(ok).error();
    }
  }
  Result<rpc::Standing> applied = workflow_.Apply(call, action);
  if (!applied) return std::move(applied).error();
  return std::move(applied->record);
}

Result<std::unique_lock<std::timed_mutex>> Drafts::TakeTurn(const rpc::Call& call,
                                                            const std::string& report) {
  const auto until =
      std::min(call.deadline, std::chrono::system_clock::now() + rpc::Peer::kLongestCall);
  std::timed_mutex& mutex = turns_[std::hash<std::string>()(report) % turns_.size()];
  std::unique_lock lock(mutex, until);
  if (!lock) return errors::Overloaded(kRetryAfter);
  return lock;
}

}  // namespace gongkai::intake
