#include "services/publish/convert.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

namespace gongkai::publish {
namespace {

namespace wf = workflow::v1;

template <class Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

template <class Message>
void ExpectSays(const Message& message, const std::string& expected) {
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(message, FromText<Message>(expected)))
      << message.DebugString();
}

constexpr char kRecord[] = R"(
  name: "reports/annual-2021" etag: "e7" department: "清河县人民政府办公室" content_sha256: "abc"
  corrects: "reports/annual-2020" publish_time { seconds: 300 } newest_comment: "发现差错" )";

TEST(PublicationMessage, SaysWhatTheLedgerKnows) {
  ExpectSays(ToPublication(FromText<wf::Record>(std::string(kRecord) + "state: PUBLISHED")), R"(
      name: "publications/annual-2021" report: "reports/annual-2021" state: PUBLISHED etag: "e7"
      content_sha256: "abc" publish_time { seconds: 300 } corrects: "reports/annual-2020" )");
}

TEST(PublicationMessage, SaysWhyItWasRetracted) {
  ExpectSays(ToPublication(FromText<wf::Record>(std::string(kRecord) + "state: RETRACTED")), R"(
      name: "publications/annual-2021" report: "reports/annual-2021" state: RETRACTED etag: "e7"
      content_sha256: "abc" publish_time { seconds: 300 } corrects: "reports/annual-2020"
      retract_reason: "发现差错" )");
}

TEST(PublicationMessage, SaysWhatReplacedIt) {
  const auto record = FromText<wf::Record>(
      std::string(kRecord) + "state: SUPERSEDED superseded_by: 'reports/annual-2021b'");
  EXPECT_EQ(ToPublication(record).superseded_by(), "reports/annual-2021b");
}

TEST(UnpublishedMessage, SaysWhatWasDecidedAndWhenItIsLookedAtAgain) {
  const std::string record = R"(
      name: "reports/minutes" etag: "e7" department: "办公室" content_sha256: "abc"
      disclosure: ON_REQUEST state_time { seconds: 300 } newest_comment: "同意" )";
  const std::string said = R"(
      report: "reports/minutes" etag: "e7" department: "办公室" content_sha256: "abc"
      disclosure: ON_REQUEST decide_time { seconds: 300 } reassess_time { seconds: 173100 } )";
  ExpectSays(ToUnpublished(FromText<wf::Record>(record + "state: FILED"), std::chrono::days(2)),
             said + "state: FILED");
  ExpectSays(ToUnpublished(FromText<wf::Record>(record + "state: WITHHELD"), std::chrono::days(2)),
             said + "state: WITHHELD reason: '同意'");
}

TEST(PublicationMessage, TakesItsTitleFromTheHeading) {
  v1::Publication publication;
  AddHeading({.heading = FromText<intake::v1::Heading>(
                  "title: '年报' document_number: '3号' issuing_department: '办公室'"),
              .problem = ""},
             publication);
  ExpectSays(publication, "title: '年报' document_number: '3号' issuing_department: '办公室'");
}

TEST(PublicChange, IsOneThatLeadsToAPublicState) {
  for (int number = 1; number < wf::State_ARRAYSIZE; ++number) {
    wf::WatchChangesResponse change = FromText<wf::WatchChangesResponse>(R"(
        position: 42 report: "reports/annual-2021" action: PUBLISH from_state: CLEARED
        actor: "user/liu-yang" content_sha256: "abc" time { seconds: 300 }
        related_report: "reports/annual-2020" )");
    change.set_to_state(static_cast<wf::State>(number));
    const bool is_public =
        number == wf::PUBLISHED || number == wf::RETRACTED || number == wf::SUPERSEDED;
    const auto told = ToPublicChange(change);
    ASSERT_EQ(told.has_value(), is_public) << wf::State_Name(change.to_state());
    if (!is_public) continue;
    ExpectSays(*told, R"(
        position: 42 report: "reports/annual-2021" content_sha256: "abc" time { seconds: 300 }
        related_report: "reports/annual-2020" state: )" +
                          wf::State_Name(change.to_state()));
  }
}

TEST(PublicChange, IsNoneThatLeavesTheReportWhereItIs) {
  EXPECT_FALSE(ToPublicChange(FromText<wf::WatchChangesResponse>(
      "position: 42 action: PURGE from_state: PUBLISHED to_state: PUBLISHED")));
  const auto leak = ToPublicChange(FromText<wf::WatchChangesResponse>(
      "position: 42 action: REPORT_LEAK from_state: PUBLISHED to_state: RETRACTED"));
  ASSERT_TRUE(leak);
  EXPECT_TRUE(leak->leak());
}

}  // namespace
}  // namespace gongkai::publish
