#include "tests/fault/ledger_clerk.h"

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <thread>

#include "workflow/base/digest.h"

namespace gongkai::fault {
namespace {

namespace wf = workflow::v1;

struct Step {
  const char* service;
  const char* actor;
  wf::Action action;
};

constexpr Step kLife[] = {
    {"service/intake", e2e::kDrafter, wf::CREATE},
    {"service/intake", e2e::kColleague, wf::EDIT},
    {"service/intake", e2e::kDrafter, wf::SUBMIT},
    {"service/review", e2e::kLegal, wf::APPROVE_LEGAL},
    {"service/review", e2e::kSecrecy, wf::APPROVE_SECRECY},
    {"service/publish", e2e::kPublisher, wf::PUBLISH},
};

// The check of a content in which nothing was found.
wf::LeakCheck NothingFound() {
  wf::LeakCheck check;
  check.set_rules_version(1);
  check.set_findings_sha256(base::Sha256("no findings").ToHex());
  return check;
}

wf::ApplyActionRequest RequestFor(const Step& step, const std::string& report,
                                  const std::string& content) {
  wf::ApplyActionRequest request;
  wf::Command& command = *request.mutable_command();
  command.set_name(report);
  command.set_action(step.action);
  command.set_request_id(e2e::NewRequestId());
  command.set_request_sha256(base::Sha256(command.request_id()).ToHex());
  command.set_content_sha256(content);
  switch (step.action) {
    case wf::CREATE:
      command.mutable_create()->add_part_sha256(content);
      break;
    case wf::EDIT:
      command.mutable_edit()->add_part_sha256(content);
      break;
    case wf::SUBMIT:
      command.mutable_submit()->set_disclosure(wf::ACTIVE);
      break;
    case wf::PUBLISH:
      *command.mutable_publish()->mutable_leak_check() = NothingFound();
      break;
    case wf::APPROVE_LEGAL:
    case wf::APPROVE_SECRECY: {
      command.set_comment("同意公开");
      wf::OpinionForm& form = *command.mutable_approve()->mutable_form();
      form.set_questions_version(2);
      wf::QuestionAnswer& answer = *form.add_answers();
      answer.set_question("LEGAL_CONTENT");
      answer.set_answer(wf::YES);
      if (step.action == wf::APPROVE_SECRECY) {
        *command.mutable_approve()->mutable_leak_check() = NothingFound();
      }
      break;
    }
    default:
      break;
  }
  return request;
}

}  // namespace

LedgerClerk::LedgerClerk(e2e::Cluster& cluster, Tallies& tallies, std::uint64_t seed)
    : client_(tallies, seed) {
  for (const Step& step : kLife) {
    services_[step.service] = cluster.As<wf::WorkflowService>(step.service);
  }
}

void LedgerClerk::Work(const std::stop_token& stop) try {
  while (!stop.stop_requested()) TakeThroughItsLife();
} catch (const std::exception& failure) {
  failure_ = failure.what();
}

void LedgerClerk::TakeThroughItsLife() {
  const std::string report = "reports/r" + e2e::NewRequestId();
  std::string content;
  for (const Step& step : kLife) {
    if (step.action == wf::CREATE || step.action == wf::EDIT) {
      content = base::Sha256(e2e::NewRequestId()).ToHex();
    }
    const wf::ApplyActionRequest request = RequestFor(step, report, content);
    wf::ApplyActionResponse response;
    client_.Send(wf::Action_Name(step.action), [&](grpc::ClientContext* context) {
      context->AddMetadata("gongkai-caller", step.actor);
      return services_[step.service]->ApplyAction(context, request, &response);
    });
    acknowledged_.push_back({.request_id = request.command().request_id(),
                             .report = response.record().name(),
                             .action = step.action,
                             .state = response.record().state(),
                             .etag = response.record().etag(),
                             .content_sha256 = response.record().content_sha256()});
    ++count_;
    if (response.replayed()) ++replayed_;
  }
}

LedgerClerks::LedgerClerks(e2e::Cluster& cluster, int number, std::uint64_t seed) {
  for (int i = 0; i < number; ++i) {
    clerks_.push_back(std::make_unique<LedgerClerk>(cluster, tallies_, seed + i));
  }
  for (const auto& clerk : clerks_) {
    threads_.emplace_back([this, &clerk = *clerk](const std::stop_token& stop) {
      clerk.Work(stop);
      ++ended_;
    });
  }
}

int LedgerClerks::count() const {
  int sum = 0;
  for (const auto& clerk : clerks_) sum += clerk->count();
  return sum;
}

int LedgerClerks::replayed() const {
  int sum = 0;
  for (const auto& clerk : clerks_) sum += clerk->replayed();
  return sum;
}

bool LedgerClerks::WaitFor(int more) const {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  const int enough = count() + more;
  while (count() < enough) {
    if (ended_ > 0 || std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

std::vector<Acknowledged> LedgerClerks::Finish() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
  std::vector<Acknowledged> acknowledged;
  for (const auto& clerk : clerks_) {
    EXPECT_EQ(clerk->failure(), "");
    acknowledged.insert(acknowledged.end(), clerk->acknowledged().begin(),
                        clerk->acknowledged().end());
  }
  return acknowledged;
}

}  // namespace gongkai::fault
