// `gongkai audit policy`, `audit roles` and `task take-over`: what they ask, and what they say.
#include <gmock/gmock.h>

#include <string>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/services/cli/office.h"
#include "workflow/base/digest.h"

namespace gongkai::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kText[] = "quorum: {legal: 2}\n...\n";

class Policies final : public audit::v1::AuditService::Service {
 public:
  grpc::Status GetPolicy(grpc::ServerContext*, const audit::v1::GetPolicyRequest* request,
                         audit::v1::Policy* response) override {
    policy_of = request->entry();
    response->set_entry("entries/4");
    response->set_text(text);
    response->set_sha256(base::Sha256(kText).ToHex());
    return grpc::Status::OK;
  }

  grpc::Status ExplainRoles(grpc::ServerContext*, const audit::v1::ExplainRolesRequest* request,
                            audit::v1::RolesExplanation* response) override {
    roles_of = request->identity() + " at " + request->entry();
    response->set_identity(request->identity());
    response->set_listed(true);
    response->set_department("法规科");
    response->add_roles(workflow::v1::LEGAL_REVIEWER);
    auto& delegated = *response->add_delegated_roles();
    delegated.set_role(workflow::v1::LEGAL_REVIEWER);
    delegated.set_delegator("user/wang-fang");
    delegated.set_decided_by("user/he-jun");
    delegated.add_reports_of_departments("财政局");
    delegated.mutable_until_time()->set_seconds(1'780'000'000);
    return grpc::Status::OK;
  }

  std::string text = kText;
  std::string policy_of;
  std::string roles_of;
};

class Desk final : public review::v1::ReviewService::Service {
 public:
  grpc::Status TakeOverTask(grpc::ServerContext*, const review::v1::TakeOverTaskRequest* request,
                            review::v1::Task* response) override {
    asked = *request;
    response->set_name(request->name());
    response->set_claimed_by("user/zhao-min");
    return grpc::Status::OK;
  }

  review::v1::TakeOverTaskRequest asked;
};

class PolicyTest : public ::testing::Test {
 protected:
  Policies policies_;
  const Office office_{{&policies_}, "service/workflow"};
};

TEST_F(PolicyTest, IsShownOfAnEntryOrTheNewest) {
  const Outcome newest = office_.Run({"audit", "policy"});
  EXPECT_EQ(newest.exit_code, 0) << newest.err;
  EXPECT_EQ(policies_.policy_of, "");
  EXPECT_THAT(newest.out, HasSubstr("entries/4"));
  EXPECT_THAT(newest.out, HasSubstr(base::Sha256(kText).ToHex()));
  EXPECT_THAT(newest.out, Not(HasSubstr("quorum")));
  EXPECT_EQ(office_.Run({"audit", "policy", "--at", "17", "--text"}).out, kText);
  EXPECT_EQ(policies_.policy_of, "entries/17");
  EXPECT_THAT(office_.Run({"audit", "policy", "--json"}).out, HasSubstr("\"text\": \"quorum"));
}

TEST_F(PolicyTest, WithoutItsDigestIsNoPolicy) {
  policies_.text += "# and more\n";
  for (const char* form : {"--text", "--json"}) {
    const Outcome outcome = office_.Run({"audit", "policy", form});
    EXPECT_EQ(outcome.exit_code, 8);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("does not have its digest"));
  }
}

TEST_F(PolicyTest, TellsTheRolesAndFromWhomTheyAre) {
  const Outcome outcome = office_.Run({"audit", "roles", "user/li-na", "--at", "entries/9"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(policies_.roles_of, "user/li-na at entries/9");
  EXPECT_THAT(outcome.out, HasSubstr("LEGAL_REVIEWER"));
  EXPECT_THAT(outcome.out, HasSubstr("from user/wang-fang until 2026-"));
  EXPECT_THAT(outcome.out, HasSubstr("by user/he-jun, for the reports of 财政局"));
}

TEST(TakeOverTest, AsksForTheClaimWithAReason) {
  Desk desk;
  const Office office{{&desk}, "service/review"};
  const Outcome outcome = office.Run({"task", "take-over", "annual-2021", "--stage", "legal",
                                      "--reason", "经办人休假", "--minutes", "30"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(desk.asked.name(), "reports/annual-2021/tasks/legal");
  EXPECT_EQ(desk.asked.reason(), "经办人休假");
  EXPECT_EQ(desk.asked.claim_duration().seconds(), 1800);
  EXPECT_THAT(outcome.out, HasSubstr("taken over"));
  EXPECT_EQ(office.Run({"task", "take-over", "annual-2021"}).exit_code, 2) << "why?";
}

}  // namespace
}  // namespace gongkai::cli
