// A website's bot, which holds no role and knows nothing but the publish service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/services/all/way_of_a_report.h"
#include "workflow/base/digest.h"

namespace gongkai::all {
namespace {

namespace fs = std::filesystem;
namespace v1 = publish::v1;
namespace wf = workflow::v1;

constexpr char kBot[] = "bot/website";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Carries what is published to files, by calls of the publish service alone.
class Website {
 public:
  Website(TestOffice& office, fs::path folder) : office_(office), folder_(std::move(folder)) {}

  // Carries the next publication that the stream tells of; its content's digest.
  std::string CarryNext() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    const auto stream = Publish(office_.As(kBot)).WatchPublications(&context, {});
    v1::WatchPublicationsResponse told;
    if (!stream->Read(&told)) throw std::runtime_error(stream->Finish().error_message());
    context.TryCancel();
    (void)stream->Finish();
    EXPECT_EQ(told.state(), wf::PUBLISHED);

    v1::GetPublicationContentRequest get;
    get.set_name("publications/" + told.report().substr(told.report().find('/') + 1));
    const auto content = Must(office_.Call(kBot, &Publish::GetPublicationContent, get));
    EXPECT_EQ(content.content_sha256(), told.content_sha256());
    support::WriteFile(folder_ / "body.md", content.body());
    support::WriteFile(folder_ / "content", content.content());
    for (const v1::PublicationAttachment& attachment : content.attachments()) Download(attachment);
    return content.content_sha256();
  }

 private:
  void Download(const v1::PublicationAttachment& attachment) {
    grpc::ClientContext context;
    v1::DownloadPublicationAttachmentRequest request;
    request.set_name(attachment.name());
    const auto stream = Publish(office_.As(kBot)).DownloadPublicationAttachment(&context, request);
    std::ofstream file(folder_ / attachment.file_name(), std::ios::binary);
    v1::DownloadPublicationAttachmentResponse part;
    while (stream->Read(&part)) file << part.chunk();
    const grpc::Status status = stream->Finish();
    if (!status.ok()) throw std::runtime_error(status.error_message());
  }

  TestOffice& office_;
  const fs::path folder_;
};

TEST(Website, CarriesTextAndAttachmentsToFilesWithoutARole) {
  const support::TestFolder folder;
  TestOffice office;
  const auto policy = office.policy().current();
  ASSERT_EQ(policy->Find(base::ActorId(kBot))->roles, machine::Roles());
  const std::string report = CreateReport(office, "annual-2021").name();
  std::string bytes;
  for (int i = 0; i < 200'000; ++i) bytes += std::to_string(i);  // no chunk like another
  Attach(office, report, "附表.csv", bytes);
  const std::string approved = Clear(office, report);
  PublishReport(office, report);

  EXPECT_EQ(Website(office, folder.path()).CarryNext(), approved);

  const std::string body = ReadFile(folder / "body.md");
  EXPECT_THAT(body, testing::HasSubstr("主动公开政府信息4894条"));
  EXPECT_TRUE(ReadFile(folder / "附表.csv") == bytes);
  // Without trust in any service: what was carried is what was approved.
  const std::string content_bytes = ReadFile(folder / "content");
  EXPECT_EQ(base::Sha256(content_bytes).ToHex(), approved);
  intake::v1::Content content;
  ASSERT_TRUE(content.ParseFromString(content_bytes));
  EXPECT_EQ(content.body_sha256(), base::Sha256(body).ToHex());
  EXPECT_EQ(content.attachments(0).sha256(), base::Sha256(bytes).ToHex());
}

TEST(Website, TakesNothingBackAndMayNotPublish) {
  TestOffice office;
  const std::string report = CreateReport(office, "annual-2021").name();
  Clear(office, report);
  ExpectReason(office.Call(kBot, &Publish::PublishReport, PublicationOf(report)),
               "REPORT_NOT_FOUND");
  PublishReport(office, report);
  v1::RetractReportRequest retract;
  retract.set_name(report);
  retract.set_reason("x");
  ExpectReason(office.Call(kBot, &Publish::RetractReport, retract), "ROLE_REQUIRED");
  EXPECT_EQ(GetRecord(office, report).state(), wf::PUBLISHED);
}

}  // namespace
}  // namespace gongkai::all
