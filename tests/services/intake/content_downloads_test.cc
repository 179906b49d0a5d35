// A content with all that belongs to it in one stream, as the service publish asks for it.
#include <filesystem>
#include <fstream>

#include "services/lib/catalog/limits.h"
#include "tests/services/all/damage.h"
#include "tests/services/intake/attachment_client.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct DownloadedContent {
  std::string reason;
  v1::GetContentResponse content;
  std::vector<std::string> chunks;

  std::string Bytes() const {
    std::string all;
    for (const std::string& chunk : chunks) all += chunk;
    return all;
  }
};

class ContentDownloadsTest : public AttachmentsTest {
 protected:
  DownloadedContent DownloadAs(const std::string& key, const std::string& person,
                               const std::string& report = kReport,
                               const std::string& content_sha256 = "") {
    v1::DownloadContentRequest request;
    request.set_name(report);
    request.set_content_sha256(content_sha256);
    grpc::ClientContext context;
    if (!person.empty()) context.AddMetadata("gongkai-caller", person);
    const auto stub = world_.As(key);
    const auto reader = stub->DownloadContent(&context, request);
    DownloadedContent all;
    for (v1::DownloadContentResponse part; reader->Read(&part);) {
      if (part.has_content()) {
        EXPECT_THAT(all.chunks, IsEmpty());
        all.content = part.content();
      } else {
        all.chunks.push_back(part.chunk());
      }
    }
    all.reason = ReasonOf(reader->Finish());
    return all;
  }

  DownloadedContent DownloadForDrafter(const std::string& content_sha256 = "") {
    return DownloadAs("service/publish", kDrafter, kReport, content_sha256);
  }
};

TEST_F(ContentDownloadsTest, BringTheContentItsBodyAndEveryAttachmentInOrder) {
  const std::string large = Bytes(2 * limits::kChunkBytes + 1);
  ASSERT_EQ(UploadAll(*drafter_, "last", "c.pdf").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, large, "a.pdf").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, "small", "b.pdf").reason(), "OK");
  const DownloadedContent all = DownloadForDrafter();
  ASSERT_EQ(all.reason, "OK");
  EXPECT_EQ(base::Sha256(all.content.content()).ToHex(), Report().content_sha256());
  EXPECT_EQ(all.content.body(), Report().body());
  EXPECT_TRUE(all.Bytes() == large + "small" + "last");
  std::vector<std::size_t> sizes;
  for (const std::string& chunk : all.chunks) sizes.push_back(chunk.size());
  EXPECT_THAT(sizes, ElementsAre(limits::kChunkBytes, limits::kChunkBytes, 1, 5, 4))
      << "no chunk has bytes of two";
}

TEST_F(ContentDownloadsTest, BringAContentWithoutAttachments) {
  const DownloadedContent all = DownloadForDrafter();
  EXPECT_EQ(all.reason, "OK");
  EXPECT_EQ(all.content.body(), Report().body());
  EXPECT_THAT(all.chunks, IsEmpty());
}

TEST_F(ContentDownloadsTest, BringOnlyWhatThePersonMayRead) {
  const std::string before = Report().content_sha256();
  ASSERT_EQ(UploadAll(*drafter_, "bytes", "a.pdf").reason(), "OK");
  EXPECT_EQ(DownloadForDrafter(before).reason, "OK") << "the department reads every revision";
  EXPECT_THAT(DownloadForDrafter(before).chunks, IsEmpty());
  EXPECT_EQ(DownloadForDrafter(std::string(64, 'a')).reason, "REPORT_NOT_FOUND");
  for (const char* person : {kOutsider, kReviewer, "bot/website"}) {
    const DownloadedContent hidden = DownloadAs("service/publish", person, kReport, before);
    EXPECT_EQ(hidden.reason, "REPORT_NOT_FOUND") << person;
    EXPECT_EQ(hidden.content.ByteSizeLong(), 0U) << person;
  }
  EXPECT_EQ(DownloadAs("service/publish", kDrafter, "annual-2021").reason, "INVALID_FIELD");
  EXPECT_EQ(DownloadForDrafter("ABC").reason, "INVALID_FIELD");
}

TEST_F(ContentDownloadsTest, EndBeforeTheLastBytesOfWhatHasRotten) {
  const std::string large = Bytes(limits::kChunkBytes + 1);
  ASSERT_EQ(UploadAll(*drafter_, "sound", "a.pdf").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, large, "b.pdf").reason(), "OK");
  ASSERT_EQ(UploadAll(*drafter_, "never", "c.pdf").reason(), "OK");
  for (const std::filesystem::path& file : world_.Blobs()) {
    if (std::filesystem::file_size(file) != large.size()) continue;
    std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    std::fstream blob(file, std::ios::in | std::ios::out | std::ios::binary);
    blob.put(static_cast<char>(large[0] + 1));
  }
  const DownloadedContent rotten = DownloadForDrafter();
  EXPECT_EQ(rotten.reason, "CONTENT_CORRUPT");
  EXPECT_EQ(rotten.Bytes().size(), 5 + limits::kChunkBytes);

  DamageContent(world_.data(), Report().content_sha256());
  const DownloadedContent nothing = DownloadForDrafter();
  EXPECT_EQ(nothing.reason, "CONTENT_CORRUPT");
  EXPECT_EQ(nothing.content.ByteSizeLong(), 0U);
}

TEST_F(ContentDownloadsTest, AreForTheServicePublishThatAsksForAPersonOnly) {
  for (const char* person : {kDrafter, kReviewer, kAuditor, "bot/website"}) {
    EXPECT_EQ(DownloadAs(person, "").reason, "SERVICE_ONLY") << person;
  }
  for (const char* key : {"service/workflow", "service/intake", "service/review"}) {
    EXPECT_EQ(DownloadAs(key, kDrafter).reason, "ASSERTION_NOT_ALLOWED") << key;
  }
  for (const char* key :
       {"service/workflow", "service/intake", "service/review", "service/publish"}) {
    EXPECT_EQ(DownloadAs(key, "").reason, "ROLE_REQUIRED") << key << " for itself";
  }
}

}  // namespace
}  // namespace gongkai::intake
