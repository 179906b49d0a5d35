#include "services/review/decisions.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/review/answers.h"

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

constexpr char kDigest[] = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

template <class Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// What the decision asks of the ledger, as the text format has it.
template <class Request>
void ExpectAction(const std::string& request, const std::string& action) {
  const Result<Decision> decision = ReadDecision(FromText<Request>(request));
  ASSERT_TRUE(decision) << decision.error().message;
  const auto expected = FromText<wf::Command>(action);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(decision->action, expected))
      << decision->action.DebugString();
}

constexpr char kLegalCommon[] = R"(
  name: "reports/annual-2021" etag: "e7" request_id: "01890a5d-ac96-774b-bcce-b302099a8057"
  from_states: [LEGAL_REVIEW, LEGAL_REFERRED] )";
constexpr char kSecrecyCommon[] = R"(
  name: "reports/annual-2021" etag: "e7" request_id: "01890a5d-ac96-774b-bcce-b302099a8057"
  from_states: [SECRECY_REVIEW, SECRECY_REFERRED] )";
constexpr char kLegalTask[] = R"(
  name: "reports/annual-2021/tasks/legal" etag: "e7"
  request_id: "01890a5d-ac96-774b-bcce-b302099a8057" )";
constexpr char kSecrecyTask[] = R"(
  name: "reports/annual-2021/tasks/secrecy" etag: "e7"
  request_id: "01890a5d-ac96-774b-bcce-b302099a8057" )";

TEST(Decision, AsksTheLedgerForTheActionOfTheStage) {
  const std::string legal = kLegalTask;
  const std::string secrecy = kSecrecyTask;
  const std::string of_legal = kLegalCommon;
  const std::string of_secrecy = kSecrecyCommon;
  ExpectAction<v1::ClaimTaskRequest>(legal + "claim_duration { seconds: 600 }",
                                     of_legal + "action: CLAIM claim { seconds: 600 }");
  ExpectAction<v1::ClaimTaskRequest>(secrecy, of_secrecy + "action: CLAIM claim { seconds: 3600 }");
  ExpectAction<v1::ReleaseTaskRequest>(secrecy, of_secrecy + "action: RELEASE");
  ExpectAction<v1::TakeOverTaskRequest>(
      legal + "reason: '休假' claim_duration { seconds: 600 }",
      of_legal + "action: TAKE_OVER comment: '休假' claim { seconds: 600 }");
  ExpectAction<v1::ReturnTaskRequest>(legal + "reason: '总数不符'",
                                      of_legal + "action: RETURN comment: '总数不符'");
  ExpectAction<v1::ReferTaskRequest>(
      secrecy + "authority: '市保密局' question: '可否公开？'",
      of_secrecy + "action: REFER refer { authority: '市保密局' } comment: '可否公开？'");
  ExpectAction<v1::ResolveTaskRequest>(secrecy + "answer: '可以公开。'",
                                       of_secrecy + "action: RESOLVE comment: '可以公开。'");
  ExpectAction<v1::WithholdTaskRequest>(
      legal + "ground: DELIBERATIVE reason: '过程稿'",
      of_legal + "action: WITHHOLD withhold { ground: DELIBERATIVE } comment: '过程稿'");
}

TEST(Decision, ApprovesTheContentNamedWithTheFormOfItsStage) {
  for (const v1::Stage stage : {v1::LEGAL, v1::SECRECY}) {
    v1::ApproveTaskRequest request;
    request.set_name(TaskNameOf("reports/annual-2021", InfoOf(stage)));
    request.set_content_sha256(kDigest);
    request.set_opinion("同意。");
    *request.mutable_form() = ApprovingForm(stage);
    request.mutable_decision()->set_attribute(wf::ACTIVE);
    const Result<Decision> decision = ReadDecision(request);
    ASSERT_TRUE(decision) << decision.error().message;
    EXPECT_EQ(decision->action.action(),
              stage == v1::LEGAL ? wf::APPROVE_LEGAL : wf::APPROVE_SECRECY);
    EXPECT_EQ(decision->action.content_sha256(), kDigest);
    EXPECT_EQ(decision->action.comment(), "同意。");
    ASSERT_TRUE(decision->action.has_approve());
    EXPECT_EQ(decision->action.approve().form().answers_size(), request.form().answers_size());
    EXPECT_EQ(decision->action.approve().decision().attribute(), wf::ACTIVE);
    EXPECT_TRUE(decision->ReadsContent());
    EXPECT_EQ(decision->task.stage->stage, stage);
  }
}

constexpr char kOfContent[] = R"(
  content_sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" )";

TEST(Decision, EndorsesADraftAndSignsWhatIsCleared) {
  const std::string common = R"(
    etag: "e7" request_id: "01890a5d-ac96-774b-bcce-b302099a8057" opinion: "同意。" )";
  const std::string action = R"(
    name: "reports/annual-2021" etag: "e7" comment: "同意。"
    request_id: "01890a5d-ac96-774b-bcce-b302099a8057" )";
  ExpectAction<v1::EndorseTaskRequest>(
      common + kOfContent + "name: 'reports/annual-2021/tasks/endorsement'",
      action + kOfContent + "action: ENDORSE from_states: DRAFT");
  const std::string decision =
      "decision { attribute: NOT_DISCLOSED ground: DELIBERATIVE reason: '过程稿' }";
  ExpectAction<v1::SignTaskRequest>(
      common + kOfContent + decision + "name: 'reports/annual-2021/tasks/signature'",
      action + kOfContent + "action: SIGN from_states: CLEARED sign { " + decision + "}");
}

TEST(Decision, ReturnsWithTheFormAsFarAsItIsFilledIn) {
  const std::string form = R"(form {
    questions_version: 2 conclusion: REVISE_CLAUSES
    answers { question: "LEGAL_CONTENT" answer: NO remark: "与上位法不一致" }
    clause_remarks { clause: "第三条" remark: "与上位法不一致" } } )";
  ExpectAction<v1::ReturnTaskRequest>(
      kLegalTask + std::string("reason: '见意见'") + form,
      kLegalCommon + std::string("action: RETURN comment: '见意见' returned {") + form + "}");
}

template <class Request>
std::vector<std::string> BrokenFields(const std::string& request) {
  const Result<Decision> decision = ReadDecision(FromText<Request>(request));
  std::vector<std::string> fields;
  if (decision) return fields;
  EXPECT_EQ(decision.error().reason, Reason::kInvalidField);
  for (const FieldViolation& violation : decision.error().fields) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(Decision, NamesEveryFieldThatBreaksARule) {
  using testing::ElementsAre;
  using testing::UnorderedElementsAre;
  const std::string task = kLegalTask;
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>("name: 'reports/annual-2021' request_id: 'x'"),
              UnorderedElementsAre("name", "request_id"));
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>(task + "claim_duration { seconds: 59 }"),
              ElementsAre("claim_duration"));
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>(task + "claim_duration { seconds: 86401 }"),
              ElementsAre("claim_duration"));
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>(task + "claim_duration { seconds: -1 }"),
              ElementsAre("claim_duration"));
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>(task + "claim_duration {}"),
              ElementsAre("claim_duration"));
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>(task + "claim_duration { seconds: 60 nanos: 1 }"),
              ElementsAre("claim_duration"));
  EXPECT_THAT(BrokenFields<v1::ReleaseTaskRequest>(""), ElementsAre("name"));
  EXPECT_THAT(BrokenFields<v1::TakeOverTaskRequest>(""), UnorderedElementsAre("name", "reason"));
  EXPECT_THAT(BrokenFields<v1::TakeOverTaskRequest>(task + "reason: 'r' claim_duration {}"),
              ElementsAre("claim_duration"));
  EXPECT_THAT(BrokenFields<v1::ReturnTaskRequest>(task), ElementsAre("reason"));
  EXPECT_THAT(BrokenFields<v1::ReturnTaskRequest>(task + "reason: ' '"), ElementsAre("reason"));
  EXPECT_THAT(BrokenFields<v1::ReferTaskRequest>(task),
              UnorderedElementsAre("authority", "question"));
  EXPECT_THAT(BrokenFields<v1::ReferTaskRequest>(task + "authority: 'a\\nb' question: 'q'"),
              ElementsAre("authority"));
  EXPECT_THAT(BrokenFields<v1::ResolveTaskRequest>(task), ElementsAre("answer"));
  EXPECT_THAT(BrokenFields<v1::WithholdTaskRequest>(task + "reason: 'r'"), ElementsAre("ground"));
  EXPECT_THAT(BrokenFields<v1::ApproveTaskRequest>(task),
              UnorderedElementsAre("content_sha256", "opinion", "form"));
  EXPECT_THAT(BrokenFields<v1::ApproveTaskRequest>("name: 'reports/annual-2021/tasks/other'"),
              UnorderedElementsAre("name", "content_sha256", "opinion", "form"));

  // Each decision has its stages.
  const std::string signature = "name: 'reports/annual-2021/tasks/signature' ";
  const std::string opinion = std::string(kOfContent) + "opinion: 'o' ";
  EXPECT_THAT(BrokenFields<v1::ClaimTaskRequest>(signature), ElementsAre("name"));
  EXPECT_THAT(BrokenFields<v1::TakeOverTaskRequest>(signature + "reason: 'r'"),
              ElementsAre("name"));
  EXPECT_THAT(BrokenFields<v1::ReturnTaskRequest>(signature + "reason: 'r'"), ElementsAre("name"));
  EXPECT_THAT(BrokenFields<v1::EndorseTaskRequest>(signature + opinion), ElementsAre("name"));
  EXPECT_THAT(BrokenFields<v1::SignTaskRequest>(task + opinion + "decision { attribute: ACTIVE }"),
              ElementsAre("name"));
  EXPECT_THAT(BrokenFields<v1::EndorseTaskRequest>(""),
              UnorderedElementsAre("name", "content_sha256", "opinion"));
  EXPECT_THAT(BrokenFields<v1::SignTaskRequest>(signature),
              UnorderedElementsAre("content_sha256", "opinion", "decision"));
  EXPECT_THAT(BrokenFields<v1::SignTaskRequest>(signature + opinion +
                                                "decision { attribute: NOT_DISCLOSED }"),
              ElementsAre("decision.ground"));
  EXPECT_THAT(BrokenFields<v1::SignTaskRequest>(
                  signature + opinion + "decision { attribute: ACTIVE ground: DELIBERATIVE }"),
              ElementsAre("decision.ground"));

  v1::WithholdTaskRequest unknown = FromText<v1::WithholdTaskRequest>(task + "reason: 'r'");
  unknown.set_ground(static_cast<wf::Ground>(99));
  EXPECT_EQ(ReadDecision(unknown).error().fields.front().field, "ground");
  v1::ReturnTaskRequest longest = FromText<v1::ReturnTaskRequest>(task);
  for (int i = 0; i < 2000; ++i) longest.mutable_reason()->append("长");
  EXPECT_TRUE(ReadDecision(longest));
  longest.mutable_reason()->append("长");
  EXPECT_FALSE(ReadDecision(longest));
}

}  // namespace
}  // namespace gongkai::review
