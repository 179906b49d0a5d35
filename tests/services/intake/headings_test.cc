// Headings by digest, as the services review and publish ask for them.
#include "tests/services/all/damage.h"
#include "tests/services/intake/attachment_client.h"
#include "tests/support/log_capture.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kMostHeadings = 1000;

class HeadingsTest : public AttachmentsTest {
 protected:
  Answer<v1::BatchGetHeadingsResponse> AskAs(const std::string& key, const std::string& person,
                                             const std::vector<std::string>& digests) {
    v1::BatchGetHeadingsRequest request;
    for (const std::string& sha256 : digests) request.add_content_sha256s(sha256);
    grpc::ClientContext context;
    if (!person.empty()) context.AddMetadata("gongkai-caller", person);
    Answer<v1::BatchGetHeadingsResponse> answer;
    answer.status = world_.As(key)->BatchGetHeadings(&context, request, &answer.response);
    return answer;
  }

  Answer<v1::BatchGetHeadingsResponse> AskForReviewer(const std::vector<std::string>& digests) {
    return AskAs("service/review", kReviewer, digests);
  }

  // Of another report than that of the fixture.
  std::string Create(const std::string& id, const std::string& title) {
    v1::CreateReportRequest request;
    request.set_report_id(id);
    *request.mutable_report() = CompleteReport();
    request.mutable_report()->set_title(title);
    return Ask(*drafter_, &Stub::CreateReport, request)->content_sha256();
  }
};

std::string DigestOf(const std::string& text) { return base::Sha256(text).ToHex(); }

TEST_F(HeadingsTest, AreThoseOfTheDigestsInTheOrderAskedFor) {
  const v1::Report report = Report();
  const std::string second = Create("annual-2022", "第二件");
  const auto got = AskForReviewer({second, report.content_sha256()});
  ASSERT_EQ(got.reason(), "OK");
  ASSERT_EQ(got->headings_size(), 2);
  EXPECT_THAT(got->missing(), IsEmpty());
  EXPECT_EQ(got->headings(0).content_sha256(), second);
  EXPECT_EQ(got->headings(0).title(), "第二件");
  const v1::Heading& first = got->headings(1);
  EXPECT_EQ(first.content_sha256(), report.content_sha256());
  EXPECT_EQ(first.title(), report.title());
  EXPECT_EQ(first.document_number(), report.document_number());
  EXPECT_EQ(first.issuing_department(), report.issuing_department());
  EXPECT_EQ(first.kind(), v1::ANNUAL_REPORT);
  EXPECT_EQ(first.disclosure(), wf::ACTIVE);
}

TEST_F(HeadingsTest, OfAnEarlierContentAreStillThoseOfItsDigest) {
  const v1::Report before = Report();
  v1::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_title("改过的标题");
  const auto after = Ask(*drafter_, &Stub::UpdateReport, update);
  const auto got = AskForReviewer({before.content_sha256(), after->content_sha256()});
  ASSERT_EQ(got->headings_size(), 2);
  EXPECT_EQ(got->headings(0).title(), before.title());
  EXPECT_EQ(got->headings(1).title(), "改过的标题");
}

TEST_F(HeadingsTest, SayWhichAreMissing) {
  const std::string sound = Report().content_sha256();
  const std::string damaged = Create("annual-2022", "损坏的");
  DamageContent(world_.data(), damaged);
  // A digest, but of a body.
  const std::string body = DigestOf(Report().body());
  const std::string unknown = DigestOf("unknown");
  const support::LogCapture log;
  const auto got = AskForReviewer({unknown, damaged, sound, body});
  ASSERT_EQ(got.reason(), "OK");
  EXPECT_EQ(log.Count("[error] no heading: The content with the digest " + unknown), 1)
      << "the operator hears of it, once for a call";
  ASSERT_EQ(got->headings_size(), 1);
  EXPECT_EQ(got->headings(0).content_sha256(), sound);
  EXPECT_THAT(got->missing(), ElementsAre(unknown, damaged, body));
}

TEST_F(HeadingsTest, ReadNoBody) {
  const v1::Report report = Report();
  DamageContent(world_.data(), DigestOf(report.body()), "body");
  const auto got = AskForReviewer({report.content_sha256()});
  ASSERT_EQ(got->headings_size(), 1);
  EXPECT_EQ(got->headings(0).title(), report.title());
}

TEST_F(HeadingsTest, AreAskedForByUpToAThousandDigestsEachOnce) {
  std::vector<std::string> digests{Report().content_sha256()};
  while (digests.size() < kMostHeadings)
    digests.push_back(DigestOf(std::to_string(digests.size())));
  const auto got = AskForReviewer(digests);
  ASSERT_EQ(got.reason(), "OK");
  EXPECT_EQ(got->headings_size(), 1);
  EXPECT_EQ(got->missing_size(), kMostHeadings - 1);

  digests.push_back(DigestOf("one more"));
  EXPECT_EQ(AskForReviewer(digests).reason(), "INVALID_FIELD");
  EXPECT_EQ(AskForReviewer({}).reason(), "INVALID_FIELD");
  EXPECT_EQ(AskForReviewer({digests[0], digests[0]}).reason(), "INVALID_FIELD");
  EXPECT_EQ(AskForReviewer({"ABC"}).reason(), "INVALID_FIELD");
}

TEST_F(HeadingsTest, FitAnAnswerHoweverLongTheyAre) {
  v1::CreateReportRequest create;
  create.set_report_id("longest");
  *create.mutable_report() = CompleteReport();
  const auto repeated = [](int times) {
    std::string all;
    while (times-- > 0) all += "𠮷";
    return all;
  };
  create.mutable_report()->set_title(repeated(200));
  create.mutable_report()->set_document_number(repeated(60));
  create.mutable_report()->set_issuing_department(repeated(100));
  const auto created = Ask(*drafter_, &Stub::CreateReport, create);
  ASSERT_EQ(created.reason(), "OK");
  const auto got = AskForReviewer({created->content_sha256()});
  ASSERT_EQ(got->headings_size(), 1);
  EXPECT_GT(got->ByteSizeLong(), 1440U);
  EXPECT_LT(got->ByteSizeLong(), 2U << 10);
}

TEST_F(HeadingsTest, AreForServicesThatAskForAPersonOnly) {
  const std::vector<std::string> digests{Report().content_sha256()};
  for (const char* person : {kDrafter, kReviewer, kAuditor, "bot/website"}) {
    const auto refused = AskAs(person, "", digests);
    EXPECT_EQ(refused.reason(), "SERVICE_ONLY") << person;
    EXPECT_EQ(refused->headings_size(), 0) << person;
    EXPECT_EQ(AskAs(person, kReviewer, digests).reason(), "SERVICE_ONLY") << person;
  }
  for (const char* key : {"service/workflow", "service/intake"}) {
    EXPECT_EQ(AskAs(key, kReviewer, digests).reason(), "ASSERTION_NOT_ALLOWED") << key;
  }
  for (const char* key :
       {"service/workflow", "service/intake", "service/review", "service/publish"}) {
    EXPECT_EQ(AskAs(key, "", digests).reason(), "ROLE_REQUIRED") << key << " for itself";
  }
  EXPECT_EQ(AskAs("service/publish", "bot/website", digests).reason(), "OK");
  EXPECT_EQ(AskAs("service/review", "user/nobody", digests).reason(), "UNKNOWN_CALLER");
}

}  // namespace
}  // namespace gongkai::intake
