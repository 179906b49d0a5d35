// Attachments through the service, with the real ledger behind it.
#include <fstream>
#include <thread>

#include "services/lib/catalog/limits.h"
#include "tests/services/intake/attachment_client.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(AttachmentsTest, TheLargestComesBackAsItWas) {
  const std::string bytes = Bytes(limits::kAttachmentBytes);
  const auto uploaded = UploadAll(*drafter_, bytes, "附表.pdf");
  ASSERT_EQ(uploaded.reason(), "OK");
  const v1::Report& report = uploaded->report();
  ASSERT_EQ(report.attachments_size(), 1);
  EXPECT_EQ(report.attachments(0).name(), "reports/annual-2021/attachments/附表.pdf");
  EXPECT_EQ(report.attachments(0).size_bytes(), limits::kAttachmentBytes);
  EXPECT_EQ(Report().SerializeAsString(), report.SerializeAsString());

  const Downloaded downloaded = Download(*drafter_, "附表.pdf");
  EXPECT_EQ(downloaded.reason, "OK");
  EXPECT_EQ(downloaded.largest_chunk, limits::kChunkBytes);
  EXPECT_TRUE(downloaded.bytes == bytes);
}

TEST_F(AttachmentsTest, ChunksMayBeOfAnySize) {
  const std::string bytes = Bytes(1000);
  for (const std::size_t chunk : {1, 7, 999, 1000}) {
    Upload upload(*drafter_);
    upload.Send(Start(bytes, "a.pdf"));
    upload.SendChunks(bytes, chunk);
    EXPECT_EQ(upload.End().reason(), "OK") << chunk;
  }
  EXPECT_EQ(Download(*drafter_, "a.pdf").bytes, bytes);
}

TEST_F(AttachmentsTest, AnUploadVoidsTheDigestOfTheContent) {
  const std::string before = Report().content_sha256();
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  EXPECT_NE(Report().content_sha256(), before);
}

TEST_F(AttachmentsTest, AreSortedAndReplacedByName) {
  for (const char* name : {"c.pdf", "a.pdf", "b.pdf"}) {
    ASSERT_EQ(UploadAll(*drafter_, "first", name).reason(), "OK");
  }
  ASSERT_EQ(UploadAll(*drafter_, "second", "b.pdf").reason(), "OK");
  EXPECT_THAT(FileNames(), ElementsAre("a.pdf", "b.pdf", "c.pdf"));
  EXPECT_EQ(Download(*drafter_, "b.pdf").bytes, "second");
  EXPECT_EQ(Download(*drafter_, "c.pdf").bytes, "first");
}

// A corrected file is not disclosed for having been corrected.
TEST_F(AttachmentsTest, WhatReplacesAnotherKeepsItsAttributeUnlessItHasOne) {
  const auto upload = [this](const std::string& bytes, const auto& describe) {
    auto start = Start(bytes, "名单.pdf");
    describe(*start.mutable_start());
    Upload stream(*drafter_);
    stream.Send(start);
    stream.SendChunks(bytes, 7);
    const auto ended = stream.End();
    EXPECT_EQ(ended.reason(), "OK");
    return ended->report().attachments(0);
  };
  const auto silent = [](v1::UploadStart&) {};
  EXPECT_FALSE(upload("first", silent).has_disclosure());
  upload("second", [](v1::UploadStart& start) {
    start.mutable_disclosure()->set_attribute(wf::NOT_DISCLOSED);
    start.mutable_disclosure()->set_ground(wf::THIRD_PARTY_RIGHTS);
    start.mutable_disclosure()->set_reason("隐私");
  });
  const v1::Attachment corrected = upload("third", silent);
  EXPECT_EQ(corrected.disclosure().attribute(), wf::NOT_DISCLOSED);
  EXPECT_EQ(corrected.disclosure().reason(), "隐私");
  const v1::Attachment other = upload("fourth", [](v1::UploadStart& start) {
    start.mutable_disclosure()->set_attribute(wf::ACTIVE);
  });
  EXPECT_EQ(other.disclosure().attribute(), wf::ACTIVE);
  EXPECT_EQ(other.disclosure().reason(), "");
  EXPECT_FALSE(
      upload("fifth", [](v1::UploadStart& start) { start.mutable_disclosure(); }).has_disclosure())
      << "given and empty: none";
}

TEST_F(AttachmentsTest, AnAttributeIsCheckedBeforeAnythingIsSent) {
  auto start = Start("bytes", "a.pdf");
  start.mutable_start()->mutable_disclosure()->set_reason(std::string(201, 'x'));
  Upload upload(*drafter_);
  upload.Send(start);
  EXPECT_EQ(upload.End().reason(), "INVALID_FIELD");
}

TEST_F(AttachmentsTest, UploadsAtTheSameTimeAllStay) {
  constexpr int kCount = 8;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kCount; ++i) {
      threads.emplace_back([&, i] {
        const std::string name = std::to_string(i) + ".pdf";
        EXPECT_EQ(UploadAll(*world_.As(kDrafter), "bytes of " + name, name).reason(), "OK");
      });
    }
  }
  EXPECT_EQ(FileNames().size(), kCount);
  EXPECT_THAT(world_.Denials(kReport), IsEmpty());
}

TEST_F(AttachmentsTest, AreAtMostSixtyFour) {
  for (int i = 0; i < limits::kAttachments; ++i) {
    ASSERT_EQ(UploadAll(*drafter_, "bytes", std::to_string(i)).reason(), "OK");
  }
  EXPECT_EQ(UploadAll(*drafter_, "bytes", "one more").reason(), "TOO_MANY_ATTACHMENTS");
  EXPECT_THAT(world_.Denials(kReport), ElementsAre("TOO_MANY_ATTACHMENTS"));
  EXPECT_EQ(UploadAll(*drafter_, "other", "7").reason(), "OK") << "replacing one is possible";
  EXPECT_EQ(Report().attachments_size(), limits::kAttachments);
}

TEST_F(AttachmentsTest, AreTakenOffAndTheRetrySaysSoAgain) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  const std::string with = Report().content_sha256();
  const auto removed = Delete("a.pdf", RequestId(1));
  ASSERT_EQ(removed.reason(), "OK");
  EXPECT_TRUE(removed->attachments().empty());
  EXPECT_EQ(Delete("a.pdf", RequestId(1))->SerializeAsString(), removed->SerializeAsString());
  EXPECT_EQ(Delete("a.pdf").reason(), "ATTACHMENT_NOT_FOUND");
  EXPECT_THAT(world_.Denials(kReport), ElementsAre("ATTACHMENT_NOT_FOUND"));
  EXPECT_EQ(Delete("").reason(), "INVALID_FIELD");

  EXPECT_EQ(Download(*drafter_, "a.pdf").reason, "ATTACHMENT_NOT_FOUND");
  EXPECT_EQ(Download(*drafter_, "a.pdf", with).bytes, "bytes") << "of the earlier content";
}

TEST_F(AttachmentsTest, ADownloadIsForThoseWhoMaySeeTheReport) {
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  EXPECT_EQ(Download(*world_.As(kOutsider), "a.pdf").reason, "REPORT_NOT_FOUND");
  EXPECT_EQ(Download(*world_.As(kColleague), "a.pdf").bytes, "bytes");
  EXPECT_EQ(Download(*drafter_, "a/b").reason, "INVALID_FIELD");
}

TEST_F(AttachmentsTest, ADamagedFileIsNotGivenOutWhole) {
  const std::string bytes = Bytes(3 * limits::kChunkBytes);
  ASSERT_EQ(UploadAll(*drafter_, bytes, "a.pdf").reason(), "OK");
  std::fstream(world_.Blobs().front(), std::ios::in | std::ios::out).seekp(1000).put('x').put('y');
  const Downloaded downloaded = Download(*drafter_, "a.pdf");
  EXPECT_EQ(downloaded.reason, "CONTENT_CORRUPT");
  EXPECT_LT(downloaded.bytes.size(), bytes.size());
}

}  // namespace
}  // namespace gongkai::intake
