// A report's way through the services, as their users take it. Each step must succeed.
#pragma once

#include <string>

#include "gongkai/intake/v1/intake_service.pb.h"
#include "gongkai/publish/v1/publish_service.pb.h"
#include "gongkai/review/v1/review_service.pb.h"
#include "tests/e2e/cluster.h"

namespace gongkai::e2e {

class Lifecycle {
 public:
  explicit Lifecycle(Cluster& cluster) : cluster_(cluster) {}

  // Complete content of an annual report, each time another one: whoever brought a content once is
  // its author wherever it comes again.
  static intake::v1::Report Content(const std::string& title = "2021年政府信息公开工作年度报告");
  // The same with one finding of the leak check, a telephone of a person.
  static intake::v1::Report ContentWithFinding();
  // The same, which is not for active disclosure.
  static intake::v1::Report ContentOnRequest();

  // A new draft; its name.
  std::string Create(const intake::v1::Report& content = Content(),
                     const std::string& who = kDrafter);
  void Submit(const std::string& report, const std::string& who = kDrafter);
  // Calls each open finding of the leak check a false alarm.
  void AdjudicateAll(const std::string& report, const std::string& who = kSecrecy);
  // Reads the task, answers its checklist and approves what was read; ApproveSecrecy adjudicates first.
  void ApproveLegal(const std::string& report, const std::string& who = kLegal);
  void ApproveSecrecy(const std::string& report, const std::string& who = kSecrecy);
  publish::v1::Publication Publish(const std::string& report, const std::string& who = kPublisher);
  publish::v1::UnpublishedReport File(const std::string& report);

  // Shortcuts: a new report that stands there.
  std::string InLegalReview();
  std::string InSecrecyReview(const intake::v1::Report& content = Content());
  std::string Cleared(const intake::v1::Report& content = Content());
  std::string Published(const intake::v1::Report& content = Content());
  std::string Filed();

  // The whole request to approve what `who` reads now.
  review::v1::ApproveTaskRequest Approval(const std::string& report, const std::string& stage,
                                          const std::string& who);

 private:
  void Approve(const std::string& report, const std::string& stage, const std::string& who);

  Cluster& cluster_;
};

}  // namespace gongkai::e2e
