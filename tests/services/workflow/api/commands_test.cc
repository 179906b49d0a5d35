#include "services/workflow/api/commands.h"

#include <gtest/gtest.h>

#include <string>

#include "services/lib/identity/policy_file.h"

namespace gongkai::workflow {
namespace {

// A field of a later version, as bytes.
constexpr char kLaterField[] = "\xfa\x3f\x05later";

ledger::Command Read(const v1::Command& request) {
  const auto policy = identity::OpenPolicy(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  EXPECT_TRUE(policy);
  const machine::Actor caller{.id = base::ActorId("user/wang-jing"), .via = "review"};
  const Result<ledger::Command> command =
      ReadCommand(request, caller, *(*policy)->current(), Completeness::kWhole);
  EXPECT_TRUE(command) << command.error().message;
  return *command;
}

template <class Detail>
void AddLaterField(Detail& message) {
  ASSERT_TRUE(message.MergeFromString(kLaterField));
}

// What nobody has checked is not recorded, however deep it is.
TEST(ReadCommand, LeavesOutOfTheDetailWhatThisVersionDoesNotKnow) {
  v1::Command approve;
  approve.set_name("reports/annual-2021");
  approve.set_action(v1::APPROVE_LEGAL);
  v1::OpinionForm& form = *approve.mutable_approve()->mutable_form();
  form.set_questions_version(2);
  v1::QuestionAnswer& answer = *form.add_answers();
  answer.set_question("LEGAL_CONTENT");
  answer.set_answer(v1::YES);
  const std::string known = approve.approve().SerializeAsString();
  EXPECT_EQ(Read(approve).detail, known);

  v1::Command outside = approve;
  AddLaterField(*outside.mutable_approve());
  EXPECT_EQ(Read(outside).detail, known);

  AddLaterField(answer);
  EXPECT_NE(approve.approve().SerializeAsString(), known);
  EXPECT_EQ(Read(approve).detail, known);
}

TEST(ReadCommand, LeavesItOutOfAMessageInTheDetailToo) {
  v1::Command submit;
  submit.set_name("reports/annual-2021");
  submit.set_action(v1::SUBMIT);
  submit.mutable_submit()->set_disclosure(v1::ACTIVE);
  EXPECT_EQ(Read(submit).detail, submit.submit().SerializeAsString());
  submit.mutable_submit()->mutable_planned_publish_time()->set_seconds(4'102'444'800);
  const std::string known = submit.submit().SerializeAsString();
  AddLaterField(*submit.mutable_submit()->mutable_planned_publish_time());
  EXPECT_NE(submit.submit().SerializeAsString(), known);
  EXPECT_EQ(Read(submit).detail, known);
}

}  // namespace
}  // namespace gongkai::workflow
