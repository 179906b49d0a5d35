#include "services/workflow/api/stuck_reports.h"

#include <utility>

#include "services/lib/request/time.h"
#include "services/workflow/api/commands.h"
#include "services/workflow/api/convert.h"
#include "services/workflow/api/reading.h"
#include "services/workflow/api/reviewers.h"
#include "workflow/ledger/authorship.h"
#include "workflow/ledger/reviewers.h"

namespace gongkai::workflow {
namespace {

using machine::State;

constexpr int kMostNamed = 20;

void Show(const ledger::Record& record, const ledger::Shortage& shortage, v1::StuckReport& out) {
  out.set_report(record.id.Name());
  out.set_state(ToProto(record.state));
  out.set_department(record.department);
  *out.mutable_state_time() = request::ToTimestamp(record.state_time);
  out.set_stage(ToProto(shortage.stage));
  out.set_needed(shortage.needed);
  out.set_able(shortage.able);
  out.set_of_departments(shortage.of_departments);
  for (const ledger::Exclusion& excluded : shortage.excluded) {
    if (out.excluded_size() == kMostNamed) break;
    v1::ExcludedReviewer& row = *out.add_excluded();
    row.set_identity(excluded.id.text());
    row.set_reason(std::string(InfoOf(excluded.reason).name));
  }
}

}  // namespace

Result<StuckPage> FindStuck(ledger::Reader& log, const identity::Policy& policy,
                            const machine::Actor& viewer, std::int32_t page_size,
                            const std::string& page_token, ledger::Deadline deadline) {
  const ledger::RecordQuery query{.viewer = viewer,
                                  .states = {State::kLegalReview, State::kLegalReferred,
                                             State::kSecrecyReview, State::kSecrecyReferred},
                                  .order = ledger::RecordOrder::kLongestWaiting,
                                  .page_size = page_size,
                                  .page_token = page_token};
  // Read first: the reader's connection is not held while authors are looked up.
  std::vector<ledger::Record> records;
  Result<std::string> next = log.ListRecords(
      query,
      [&](const ledger::Record& record) {
        records.push_back(record);
        return true;
      },
      deadline);
  if (!next) return std::move(next).error();
  StuckPage page{.stuck = {}, .next_page_token = *std::move(next)};
  const ledger::ReviewPolicy rules = ReviewPolicyOf(policy);
  const ledger::Revocations revocations = RevocationsInForce(policy, log);
  const base::Time now = request::Now();
  const auto holders = [&](machine::Role role) { return HoldersOf(policy, role, now); };
  for (ledger::Record& record : records) {
    const ledger::Reviewers reviewers =
        ReviewersAmong(holders, ledger::AuthorsOf(log, record), revocations, now);
    auto shortage = FindShortage(record, nullptr, rules, reviewers, &revocations);
    if (shortage) {
      page.stuck.push_back({.record = std::move(record), .shortage = *std::move(shortage)});
    }
  }
  return page;
}

Status ListStuckReports(const ServiceContext& context, const rpc::Call& call,
                        const v1::ListStuckReportsRequest& request,
                        v1::ListStuckReportsResponse& response) {
  Result<StuckPage> page =
      FindStuck(context.log, *context.policy.current(), ViewerOf(call.caller), request.page_size(),
                request.page_token(), QueryDeadline(call));
  if (!page) return std::move(page).error();
  for (const Stuck& stuck : page->stuck) {
    Show(stuck.record, stuck.shortage, *response.add_stuck_reports());
  }
  response.set_next_page_token(std::move(page->next_page_token));
  return {};
}

}  // namespace gongkai::workflow
