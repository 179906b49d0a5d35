#include "services/all/office.h"

#include <stdexcept>
#include <utility>

#include "services/publish/publish_service.h"
#include "services/review/review_service.h"
#include "services/workflow/api/service_context.h"

namespace gongkai::all {
namespace {

using Services = std::vector<std::unique_ptr<grpc::Service>>;

std::unique_ptr<rpc::Server> ServeInside(runtime::Drain& drain, Services services) {
  auto started = rpc::Server::Start({}, drain, std::move(services));
  if (!started) throw std::runtime_error(started.error().message);
  return *std::move(started);
}

Services JustOne(std::unique_ptr<grpc::Service> service) {
  Services services;
  services.push_back(std::move(service));
  return services;
}

}  // namespace

Office::Office(const workflow::LedgerHost::Options& ledger, const identity::PolicyFile& policy,
               const workflow::Calendars& calendars, runtime::Drain& drain,
               identity::ChangeQuota& changes, const intake::IntakeHost::Options& options)
    : policy_(policy),
      ledger_(ledger, policy, calendars),
      contents_(ledger.data, options),
      workflow_executor_({.threads = workflow::kReadThreads}),
      intake_executor_({}),
      review_executor_({}),
      publish_executor_({}),
      changes_(workflow::kStreams),
      task_watchers_(review::kWatchers),
      publications_(publish::kFollowers),
      publication_downloads_(publish::kDownloads),
      publication_stalls_(publish::kStall),
      workflow_inside_(policy, &token_, workflow_executor_, inside_drain_, changes),
      intake_inside_(policy, &token_, intake_executor_, inside_drain_, changes),
      workflow_server_(
          ServeInside(inside_drain_, ledger_.MakeServices(workflow_inside_, changes_))),
      intake_to_workflow_("workflow", workflow_server_->InProcessChannel(),
                          token_.Credential("intake")),
      collector_(contents_.MakeCollector(intake_to_workflow_)),
      purger_(contents_.MakePurger(intake_to_workflow_)),
      review_to_workflow_("workflow", workflow_server_->InProcessChannel(),
                          token_.Credential("review")),
      publish_to_workflow_("workflow", workflow_server_->InProcessChannel(),
                           token_.Credential("publish")),
      intake_server_(ServeInside(
          inside_drain_, JustOne(contents_.MakeService(intake_inside_, intake_to_workflow_)))),
      review_to_intake_("intake", intake_server_->InProcessChannel(), token_.Credential("review")),
      publish_to_intake_("intake", intake_server_->InProcessChannel(),
                         token_.Credential("publish")),
      workflow_gate_(policy, /*local=*/nullptr, workflow_executor_, drain, changes),
      intake_gate_(policy, /*local=*/nullptr, intake_executor_, drain, changes),
      review_gate_(policy, /*local=*/nullptr, review_executor_, drain, changes),
      publish_gate_(policy, /*local=*/nullptr, publish_executor_, drain, changes) {}

Services Office::MakeServices() {
  Services services = ledger_.MakeServices(workflow_gate_, changes_);
  services.push_back(contents_.MakeService(intake_gate_, intake_to_workflow_));
  services.push_back(review::MakeReviewService(review_gate_, task_watchers_, review_to_workflow_,
                                               review_to_intake_));
  services.push_back(publish::MakePublishService({.policy = policy_,
                                                  .gate = publish_gate_,
                                                  .followers = publications_,
                                                  .downloads = publication_downloads_,
                                                  .stalls = publication_stalls_,
                                                  .workflow = publish_to_workflow_,
                                                  .intake = publish_to_intake_}));
  return services;
}

}  // namespace gongkai::all
