// How the tests upload and download, and the report they do it with.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "services/intake/api/attachment_upload.h"
#include "services/lib/catalog/limits.h"
#include "tests/services/intake/intake_world.h"
#include "tests/services/intake/sample.h"
#include "tests/support/eventually.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {

using Stub = v1::IntakeService::Stub;

inline constexpr char kReport[] = "reports/annual-2021";

// Bytes that no chunk of them repeats.
inline std::string Bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24U);
  return bytes;
}

inline v1::UploadAttachmentRequest Start(const std::string& bytes, const std::string& file_name) {
  v1::UploadAttachmentRequest request;
  v1::UploadStart& start = *request.mutable_start();
  start.set_report(kReport);
  start.set_file_name(file_name);
  start.set_mime_type("application/pdf");
  start.set_size_bytes(static_cast<std::int64_t>(bytes.size()));
  start.set_sha256(base::Sha256(bytes).ToHex());
  return request;
}

// One upload, message by message.
class Upload {
 public:
  explicit Upload(Stub& stub) : writer_(stub.UploadAttachment(&context_, &answer_.response)) {}

  // Whether the server takes it.
  bool Send(const v1::UploadAttachmentRequest& request) { return writer_->Write(request); }
  void SendChunks(const std::string& bytes, std::size_t chunk = limits::kChunkBytes) {
    v1::UploadAttachmentRequest request;
    for (std::size_t at = 0; at < bytes.size(); at += chunk) {
      request.set_chunk(bytes.substr(at, chunk));
      if (!Send(request)) return;
    }
  }
  void Cancel() { context_.TryCancel(); }
  Answer<v1::UploadAttachmentResponse> End() {
    writer_->WritesDone();
    return WaitForEnd();
  }
  Answer<v1::UploadAttachmentResponse> WaitForEnd() {
    answer_.status = writer_->Finish();
    return answer_;
  }

 private:
  grpc::ClientContext context_;
  Answer<v1::UploadAttachmentResponse> answer_;
  std::unique_ptr<grpc::ClientWriter<v1::UploadAttachmentRequest>> writer_;
};

inline Answer<v1::UploadAttachmentResponse> UploadAll(Stub& stub, const std::string& bytes,
                                                      const std::string& file_name) {
  Upload upload(stub);
  upload.Send(Start(bytes, file_name));
  upload.SendChunks(bytes);
  return upload.End();
}

struct Downloaded {
  std::string reason;
  std::string bytes;
  std::size_t largest_chunk = 0;
};

inline Downloaded Download(Stub& stub, const std::string& file_name,
                           const std::string& content_sha256 = "") {
  v1::DownloadAttachmentRequest request;
  request.set_name(std::string(kReport) + "/attachments/" + file_name);
  request.set_content_sha256(content_sha256);
  grpc::ClientContext context;
  const auto reader = stub.DownloadAttachment(&context, request);
  Downloaded all;
  for (v1::DownloadAttachmentResponse response; reader->Read(&response);) {
    all.largest_chunk = std::max(all.largest_chunk, response.chunk().size());
    all.bytes += response.chunk();
  }
  all.reason = ReasonOf(reader->Finish());
  return all;
}

class AttachmentsTest : public ::testing::Test {
 protected:
  explicit AttachmentsTest(const IntakeHost::Options& options = {}, int changes_per_minute = 0)
      : world_(options, {}, changes_per_minute) {
    v1::CreateReportRequest request;
    request.set_report_id("annual-2021");
    *request.mutable_report() = CompleteReport();
    EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "OK");
  }

  v1::Report Report() {
    v1::GetReportRequest request;
    request.set_name(kReport);
    return Ask(*drafter_, &Stub::GetReport, request).response;
  }

  std::vector<std::string> FileNames() {
    std::vector<std::string> names;
    const v1::Report report = Report();
    for (const v1::Attachment& attachment : report.attachments()) {
      names.push_back(attachment.file_name());
    }
    return names;
  }

  Answer<v1::Report> Delete(const std::string& file_name, const std::string& request_id = "") {
    v1::DeleteAttachmentRequest request;
    request.set_name(std::string(kReport) + "/attachments/" + file_name);
    request.set_request_id(request_id);
    return Ask(*drafter_, &Stub::DeleteAttachment, request);
  }

  // What an upload that failed must leave: nothing. The file goes after the answer at the latest.
  void ExpectNothingChanged() {
    EXPECT_TRUE(support::Eventually([this] { return world_.Blobs().empty(); }));
    EXPECT_THAT(FileNames(), ::testing::IsEmpty());
  }

  IntakeWorld world_;
  std::unique_ptr<Stub> drafter_ = world_.As(kDrafter);
};

}  // namespace gongkai::intake
