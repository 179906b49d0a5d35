#include "services/review/convert.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

namespace gongkai::review {
namespace {

template <class Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

void ExpectTask(const v1::Task& task, const std::string& expected) {
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(task, FromText<v1::Task>(expected)))
      << task.DebugString();
}

constexpr char kRecord[] = R"(
  name: "reports/annual-2021" state: SECRECY_REVIEW etag: "e7" department: "清河县人民政府办公室"
  creator: "user/zhang-wei" content_sha256: "abc" disclosure: ACTIVE claimed_by: "user/chen-jie"
  claim_expire_time { seconds: 900 } state_time { seconds: 300 } newest_comment: "同意。" )";

constexpr char kTask[] = R"(
  name: "reports/annual-2021/tasks/secrecy" report: "reports/annual-2021" stage: SECRECY
  state: SECRECY_REVIEW etag: "e7" content_sha256: "abc" department: "清河县人民政府办公室"
  disclosure: ACTIVE state_time { seconds: 300 } claimed_by: "user/chen-jie"
  claim_expire_time { seconds: 900 } newest_comment: "同意。" )";

TEST(TaskMessage, SaysWhatTheLedgerKnows) {
  ExpectTask(ToTask(FromText<workflow::v1::Record>(kRecord), InfoOf(v1::SECRECY)), kTask);
}

TEST(TaskMessage, SaysWhoseOpinionIsWantedAndWhatWasDecided) {
  const auto record = FromText<workflow::v1::Record>(R"(
      name: "reports/abcd" state: DRAFT disclosure: ON_REQUEST proposed_disclosure: ACTIVE
      disclosure_reason: "第三方" form_number { year: 2026 number: 3 } missing_endorsements: "财政局" )");
  const v1::Task task = ToTask(record, InfoOf(v1::ENDORSEMENT));
  EXPECT_EQ(task.name(), "reports/abcd/tasks/endorsement");
  EXPECT_EQ(task.proposed_disclosure(), workflow::v1::ACTIVE);
  EXPECT_EQ(task.disclosure_reason(), "第三方");
  EXPECT_EQ(task.form_number().number(), 3);
  ASSERT_EQ(task.missing_endorsements_size(), 1);
  EXPECT_EQ(ToTask(record, InfoOf(v1::LEGAL)).missing_endorsements_size(), 0);
}

TEST(TaskMessage, HasNoClaimWhereNobodyHasClaimed) {
  const auto record = FromText<workflow::v1::Record>("name: 'reports/abcd' state: LEGAL_REVIEW");
  EXPECT_FALSE(ToTask(record, InfoOf(v1::LEGAL)).has_claim_expire_time());
}

TEST(TaskMessage, TakesItsTitleFromTheHeading) {
  v1::Task task = FromText<v1::Task>(kTask);
  AddHeading({.heading = FromText<intake::v1::Heading>(
                  "title: '年报' document_number: '清政办〔2022〕3号'"),
              .problem = ""},
             task);
  ExpectTask(task, std::string(kTask) + "title: '年报' document_number: '清政办〔2022〕3号'");
}

TEST(TaskMessage, SaysWhyThereIsNoHeading) {
  v1::Task task = FromText<v1::Task>(kTask);
  AddHeading({.heading = {}, .problem = "CONTENT_CORRUPT"}, task);
  ExpectTask(task, std::string(kTask) + "content_problem: 'CONTENT_CORRUPT'");
}

TEST(TaskMessage, HoldsAllThatIsToBeReviewed) {
  v1::Task task = FromText<v1::Task>(kTask);
  AddContent(FromText<intake::v1::Content>(R"(
      magic: "gongkai.intake.v1.Content" title: "年报" document_number: "清政办〔2022〕3号"
      kind: ANNUAL_REPORT issuing_department: "清河县人民政府办公室" category: "年报"
      disclosure { attribute: NOT_DISCLOSED ground: DELIBERATIVE reason: "过程稿" }
      body_sha256: "e" body_size_bytes: 6
      attachments {
        file_name: "表.pdf" mime_type: "application/pdf" size_bytes: 7 sha256: "d"
        disclosure { attribute: NOT_DISCLOSED ground: STATE_SECRET reason: "密" }
      }
      corrects: "reports/annual-2020" planned_publish_time { seconds: 5 }
      co_issuing_departments: "财政局" drafter: "张伟" telephone: "0319-8161234"
      formed_date { year: 2026 month: 3 day: 2 } carrier: OFFICIAL_DOCUMENT channels: PORTAL
      channels: WECHAT interpretation: "reports/why" index_number: "1/2"
      forwarded_document { document_number: "省1号" title: "通知" attribute: ACTIVE } )"),
             "正文", InfoOf(v1::SECRECY), task);
  std::string expected = kTask + std::string(R"(
      title: "年报" document_number: "清政办〔2022〕3号"
      content {
        kind: "ANNUAL_REPORT" issuing_department: "清河县人民政府办公室" category: "年报"
        disclosure_reason: "过程稿" ground: DELIBERATIVE body: "正文"
        attachments {
          name: "reports/annual-2021/attachments/表.pdf" mime_type: "application/pdf"
          size_bytes: 7 sha256: "d" disclosure: NOT_DISCLOSED ground: STATE_SECRET
          disclosure_reason: "密"
        }
        corrects: "reports/annual-2020" planned_publish_time { seconds: 5 }
        co_issuing_departments: "财政局" drafter: "张伟" telephone: "0319-8161234"
        formed_date { year: 2026 month: 3 day: 2 } carrier: "OFFICIAL_DOCUMENT"
        channels: "PORTAL" channels: "WECHAT" interpretation: "reports/why"
        forwarded_document_number: "省1号" forwarded_title: "通知" forwarded_attribute: ACTIVE
        index_number: "1/2"
      } )");
  expected += "questions_version: 2 ";
  for (const form::Question* asked :
       form::QuestionsOf(form::Review::kSecrecy, form::Kind::kAnnualReport)) {
    v1::Question question;
    question.set_id(std::string(asked->id));
    question.set_text(std::string(asked->text.english));
    question.set_text_zh(std::string(asked->text.chinese));
    question.set_source(std::string(asked->source));
    question.set_may_not_apply(asked->may_not_apply);
    expected += "questions { " + question.ShortDebugString() + " } ";
  }
  ExpectTask(task, expected);
}

}  // namespace
}  // namespace gongkai::review
