// `gongkai why`: whom and what it asks about, and what it says of the answer.
#include <gmock/gmock.h>

#include <string>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/services/cli/office.h"

namespace gongkai::cli {
namespace {

using testing::HasSubstr;
namespace wf = workflow::v1;

// Answers that whoever it is may not publish, and may do all else.
class Rules final : public wf::WorkflowService::Service {
 public:
  grpc::Status ExplainPermission(grpc::ServerContext*, const wf::ExplainPermissionRequest* request,
                                 wf::PermissionExplanation* response) override {
    asked = *request;
    const bool allowed = request->action() != wf::PUBLISH;
    response->set_allowed(allowed);
    if (allowed) {
      response->set_to(wf::LEGAL_REVIEW);
    } else {
      response->set_reason("FOUR_EYES");
    }
    auto& fact = *response->add_facts();
    fact.set_rule("FOUR_EYES");
    fact.set_holds(allowed);
    fact.set_text("the text of the rule");
    fact.set_text_zh("规则的说明");
    fact.add_entries("entries/3");
    return grpc::Status::OK;
  }

  wf::ExplainPermissionRequest asked;
};

class WhyTest : public ::testing::Test {
 protected:
  Rules rules_;
  const Office office_{{&rules_}, "service/workflow"};
};

TEST_F(WhyTest, SaysWhereItWouldLead) {
  const Outcome outcome = office_.Run({"why", "me", "submit", "annual-2021"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("you may SUBMIT"));
  EXPECT_THAT(outcome.out, HasSubstr("LEGAL_REVIEW"));
  EXPECT_EQ(rules_.asked.name(), "reports/annual-2021");
  EXPECT_EQ(rules_.asked.action(), wf::SUBMIT);
  EXPECT_EQ(rules_.asked.identity(), "") << "the caller";
}

TEST_F(WhyTest, SaysEachRuleAndWhatItRestsOnAndEndsWithThree) {
  const Outcome outcome = office_.Run({"why", "user/wang-fang", "publish", "annual-2021"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("the text of the rule"));
  EXPECT_THAT(outcome.out, HasSubstr("entries/3"));
  EXPECT_THAT(outcome.err, HasSubstr("FOUR_EYES"));
  EXPECT_THAT(outcome.err, HasSubstr("user/wang-fang may not PUBLISH"));
  EXPECT_EQ(rules_.asked.identity(), "user/wang-fang");
}

TEST_F(WhyTest, NamesTheActionsThatThereAre) {
  const Outcome outcome = office_.Run({"why", "me", "dance", "annual-2021"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("`dance` is none of "));
}

}  // namespace
}  // namespace gongkai::cli
