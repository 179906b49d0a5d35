// What the key of one of our services is worth in other hands: its own service's calls, no others.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/process.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;
using workflow::v1::Action;

class ConfusedDeputy : public ClusterTest<ConfusedDeputy> {
 protected:
  // One process with this certificate and an empty data directory; its exit code.
  int Run(const std::string& name, const std::string& identity) {
    std::vector<std::string> command{"timeout",
                                     "30",
                                     std::string(GONGKAI_BINARY_DIR) + "/" + name,
                                     "--listen",
                                     "127.0.0.1:0",
                                     "--data",
                                     Data(),
                                     "--certificates",
                                     cluster_->Certificates(identity),
                                     "--policy",
                                     cluster_->Policy()};
    if (name != "gongkai-workflow" && name != "gongkai-all") {
      command.insert(command.end(), {"--workflow", cluster_->Address(Service::kWorkflow)});
    }
    if (name == "gongkai-review" || name == "gongkai-publish") {
      command.insert(command.end(), {"--intake", cluster_->Address(Service::kIntake)});
    }
    fs::remove_all(Data());
    fs::remove(Log());
    return RunToEnd(std::move(command), Log());
  }

  fs::path Data() const { return cluster_->directory() / "imposter"; }
  fs::path Log() const { return cluster_->directory() / "imposter.log"; }
};

// The attack: with intake's key alone, a report is reviewed and published in other people's names.
TEST_F(ConfusedDeputy, AServiceKeyApprovesAndPublishesNothingThroughOthers) {
  const std::string reviewed = lifecycle_.InLegalReview();
  const std::string cleared = lifecycle_.Cleared();
  const auto approval = lifecycle_.Approval(reviewed, "legal", kLegal);
  struct Attempt {
    Service at;
    const char* method;
    std::string request;
    const char* person;
    std::string report;
    Action action = workflow::v1::ACTION_UNSPECIFIED;  // that is recorded as refused; or none is
  };
  const std::vector<Attempt> attempts = {
      {Service::kReview, "ApproveTask", approval.ShortDebugString(), kLegal, reviewed,
       workflow::v1::APPROVE_LEGAL},
      {Service::kReview, "ClaimTask", "name: '" + approval.name() + "'", kLegal, reviewed,
       workflow::v1::CLAIM},
      {Service::kReview, "ReturnTask", "name: '" + approval.name() + "' reason: '退'", kLegal,
       reviewed, workflow::v1::RETURN},
      {Service::kReview, "GetTask", "name: '" + approval.name() + "'", kLegal, reviewed},
      {Service::kPublish, "PublishReport", "name: '" + cleared + "'", kPublisher, cleared,
       workflow::v1::PUBLISH},
      {Service::kPublish, "ReturnReport", "name: '" + cleared + "' reason: '退'", kPublisher,
       cleared, workflow::v1::RETURN},
      {Service::kWorkflow, "ListEntries", "", kAuditor, reviewed},
      {Service::kWorkflow, "ListActions", "name: '" + reviewed + "'", kLegal, reviewed},
  };
  for (const Attempt& attempt : attempts) {
    for (const std::string key : {"intake", "workflow", "review", "publish"}) {
      TraceCheck trace(*cluster_, attempt.report);
      const grpc::Status status = CallWithText(*cluster_, "service/" + key, attempt.method,
                                               {attempt.request}, ContextFor(attempt.person));
      const bool recorded = attempt.action != workflow::v1::ACTION_UNSPECIFIED;
      EXPECT_EQ(recorded ? trace.Denied(status, Reason::kAssertionNotAllowed, attempt.person,
                                        attempt.action, key + ',' + NameOf(attempt.at))
                         : trace.Refused(status, Reason::kAssertionNotAllowed),
                "")
          << key << " " << attempt.method;
    }
    EXPECT_TRUE(support::Eventually([&] {
      return ReadFile(cluster_->Log(attempt.at))
                 .find(std::string("may not speak for ") + attempt.person) != std::string::npos;
    })) << attempt.method;
  }
  // The people themselves are served.
  EXPECT_EQ(
      ReasonOf(CallWithText(*cluster_, kPublisher, "PublishReport", {"name: '" + cleared + "'"})),
      "");
}

TEST_F(ConfusedDeputy, AServiceKeyChangesNothingForItself) {
  const std::string cleared = lifecycle_.Cleared();
  for (const std::string key : {"intake", "workflow", "review", "publish"}) {
    TraceCheck trace(*cluster_, cleared);
    EXPECT_EQ(trace.Refused(CallWithText(*cluster_, "service/" + key, "ReturnReport",
                                         {"name: '" + cleared + "' reason: '退'"}),
                            Reason::kRoleRequired),
              "")
        << key;
  }
}

TEST_F(ConfusedDeputy, AProcessDoesNotRunAsSomebodyElse) {
  const std::vector<std::string> names = {"workflow", "intake", "review", "publish", "all"};
  for (const std::string& name : names) {
    for (const std::string identity : {"user/zhang-wei", "user/guo-lei", "bot/website",
                                       "service/intake", "service/workflow", "service/all"}) {
      if (identity == "service/" + name) continue;
      EXPECT_EQ(Run("gongkai-" + name, identity), 78) << name << " as " << identity;
      EXPECT_NE(
          ReadFile(Log()).find("is the certificate of " + identity + ", not of service/" + name),
          std::string::npos)
          << ReadFile(Log());
      EXPECT_FALSE(fs::exists(Data() / "tls")) << name << " as " << identity;
    }
  }
}

}  // namespace
}  // namespace gongkai::e2e
