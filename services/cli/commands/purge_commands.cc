// purge: destroys bytes that must not exist any more, by two people.
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/cli/commands/command_line.h"
#include "services/cli/commands/commands.h"
#include "services/cli/commands/failure.h"
#include "services/cli/view/json.h"
#include "services/cli/view/names.h"
#include "services/lib/client/client.h"
#include "workflow/base/digest.h"

namespace gongkai::cli {
namespace {

using intake::v1::IntakeService;
using review::v1::Purge;
using review::v1::ReviewService;
using workflow::v1::ReportEvent;
using workflow::v1::WorkflowService;

struct PurgeArgs {
  std::string report;
  std::vector<std::string> digests;
  std::string content;  // of which the text and the attachments are meant, too
  std::int64_t proposal = 0;
  std::string reason;
  ChangeOptions change;
};

// Returns the digests of the content, of its text and of its attachments.
std::vector<std::string> DigestsOf(Session& session, const PurgeArgs& args) {
  client::Client<IntakeService> intake(session.connection, client::Peer::kIntake);
  intake::v1::GetReportRequest request;
  request.set_name(ReportName(args.report));
  request.set_content_sha256(args.content);
  const intake::v1::Report report = intake.Call(&IntakeService::Stub::GetReport, request);
  std::vector<std::string> digests{report.content_sha256()};
  if (!report.body().empty()) digests.push_back(base::Sha256(report.body()).ToHex());
  for (const auto& attachment : report.attachments()) digests.push_back(attachment.sha256());
  return digests;
}

// Returns what the proposal at the position names.
std::vector<std::string> DigestsOf(Session& session, const std::string& report,
                                   std::int64_t proposal) {
  client::Client<WorkflowService> workflow(session.connection, client::Peer::kWorkflow);
  workflow::v1::ListReportEventsRequest request;
  request.set_parent(report);
  std::vector<std::string> digests;
  workflow.List(&WorkflowService::Stub::ListReportEvents, request,
                &workflow::v1::ListReportEventsResponse::report_events,
                std::numeric_limits<int>::max(), [&](const ReportEvent& event) {
                  if (event.position() != proposal) return;
                  digests.assign(event.purge().sha256().begin(), event.purge().sha256().end());
                });
  if (digests.empty()) {
    throw UsageError(
        {"entry " + std::to_string(proposal) + " proposes nothing about " + report,
         "第 " + std::to_string(proposal) + " 号条目不是对 " + report + " 的销毁提请"});
  }
  return digests;
}

template <class Request>
Request RequestOf(const PurgeArgs& args, const std::vector<std::string>& digests) {
  Request request;
  request.set_name(ReportName(args.report));
  request.mutable_sha256()->Assign(digests.begin(), digests.end());
  request.set_reason(args.reason);
  request.set_etag(args.change.etag);
  request.set_request_id(args.change.RequestId());
  return request;
}

void Propose(Session& session, const PurgeArgs& args) {
  if (args.digests.empty() == args.content.empty()) {
    throw UsageError({"give either digests or --content", "请指定摘要，或者用 --content 指定内容"});
  }
  const auto digests = args.content.empty() ? args.digests : DigestsOf(session, args);
  client::Client<ReviewService> review(session.connection, client::Peer::kReview);
  const Purge purge = review.Call(&ReviewService::Stub::ProposePurge,
                                  RequestOf<review::v1::ProposePurgeRequest>(args, digests));
  if (session.json) {
    std::cout << ToJson(purge);
    return;
  }
  std::cout << "proposed to destroy, of " << purge.report() << ":\n";
  for (const std::string& digest : purge.sha256()) std::cout << "  " << digest << '\n';
  std::cout << "a legal reviewer confirms with: gongkai purge confirm " << ShortName(purge.report())
            << ' ' << purge.position() << " --reason …\n";
}

void Confirm(Session& session, const PurgeArgs& args) {
  const auto digests = DigestsOf(session, ReportName(args.report), args.proposal);
  auto request = RequestOf<review::v1::ConfirmPurgeRequest>(args, digests);
  request.set_proposal(args.proposal);
  client::Client<ReviewService> review(session.connection, client::Peer::kReview);
  const Purge purge = review.Call(&ReviewService::Stub::ConfirmPurge, request);
  if (session.json) {
    std::cout << ToJson(purge);
    return;
  }
  std::cout << "destroyed, by entry " << purge.position() << ", of " << purge.report() << ":\n";
  for (const std::string& digest : purge.sha256()) std::cout << "  " << digest << '\n';
  std::cout << "backups keep it until they are destroyed, too\n";
}

}  // namespace

void AddPurgeCommands(CLI::App& parent, Session& session) {
  CLI::App& purge =
      AddGroup(parent, "purge", "Destroy bytes that must not exist any more, by two people (销毁)",
               "gongkai purge propose annual-2021 3fa9… --reason 误传涉密附件\n"
               "gongkai purge confirm annual-2021 118 --reason 情况属实");

  const auto [propose, propose_args] = AddCommand<PurgeArgs>(
      purge, session, "propose", "Propose it, as a secrecy reviewer (提请销毁)",
      "gongkai purge propose annual-2021 3fa9… --reason 误传涉密附件\n"
      "gongkai purge propose annual-2021 --content 77c0… --reason 全文涉密",
      Propose);
  AddPositional(propose, "REPORT", propose_args.report, "Its name");
  propose
      .add_option("SHA256", propose_args.digests, "The digests of contents, texts and attachments")
      ->type_name("");
  AddText(propose, "--content", propose_args.content, "SHA256",
          "A content of it, with its text and all its attachments");
  AddText(propose, "-r,--reason", propose_args.reason, "TEXT",
          "Why; the reason must not repeat what is destroyed")
      ->required();
  AddChangeOptions(propose, propose_args.change);

  const auto [confirm, confirm_args] = AddCommand<PurgeArgs>(
      purge, session, "confirm", "Confirm a proposal, as a legal reviewer; cannot be undone (销毁)",
      "gongkai purge confirm annual-2021 118 --reason 情况属实", Confirm);
  AddPositional(confirm, "REPORT", confirm_args.report, "Its name");
  AddNumber(confirm, "PROPOSAL", confirm_args.proposal, {.least = 1},
            "The position of the proposal in the ledger")
      ->required();
  AddText(confirm, "-r,--reason", confirm_args.reason, "TEXT",
          "Why; the reason must not repeat what is destroyed")
      ->required();
  AddChangeOptions(confirm, confirm_args.change);
}

}  // namespace gongkai::cli
