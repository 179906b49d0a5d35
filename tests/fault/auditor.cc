#include "tests/fault/auditor.h"

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <set>
#include <thread>
#include <utility>

#include "workflow/base/digest.h"

namespace gongkai::fault {
namespace {

std::string DigestOf(const std::string& bytes) { return base::Sha256(bytes).ToHex(); }

}  // namespace

Auditor::Auditor(e2e::Cluster& cluster, Tallies& tallies, std::uint64_t seed)
    : client_(tallies, seed),
      audit_(cluster.As<audit::v1::AuditService>(e2e::kAuditor)),
      // Every revision is read by its own department alone.
      intake_(cluster.As<intake::v1::IntakeService>(e2e::kDrafter)) {}

void Auditor::Watch(const std::stop_token& stop) try {
  while (!stop.stop_requested()) {
    audit::v1::TreeHead head;
    client_.Send("read tree", [&](grpc::ClientContext* context) {
      return audit_->GetTreeHead(context, {}, &head);
    });
    seen_.push_back({static_cast<std::uint64_t>(head.tree_size()), head.root_hash()});
    std::this_thread::sleep_for(std::chrono::milliseconds(client_.Upto(100)));
  }
} catch (const std::exception& failure) {
  failure_ = failure.what();
}

std::vector<audit::v1::Entry> Auditor::ReadLog() {
  audit::v1::ListEntriesRequest request;
  request.set_page_size(1000);
  request.set_view(audit::v1::ENTRY_VIEW_FULL);
  std::vector<audit::v1::Entry> log;
  do {
    audit::v1::ListEntriesResponse response;
    client_.Send("list entries", [&](grpc::ClientContext* context) {
      return audit_->ListEntries(context, request, &response);
    });
    for (audit::v1::Entry& entry : *response.mutable_entries()) log.push_back(std::move(entry));
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return log;
}

void Auditor::ExpectContents(const std::vector<audit::v1::Entry>& log) {
  std::set<std::pair<std::string, std::string>> contents;
  for (const audit::v1::Entry& entry : log) {
    if (entry.subject() == "policy") continue;
    contents.emplace(entry.subject(), entry.content_sha256());
  }
  for (const auto& [report, digest] : contents) {
    intake::v1::GetContentRequest request;
    request.set_name(report);
    request.set_content_sha256(digest);
    intake::v1::GetContentResponse response;
    client_.Send("get content", [&](grpc::ClientContext* context) {
      return intake_->GetContent(context, request, &response);
    });
    EXPECT_EQ(DigestOf(response.content()), digest) << report;

    intake::v1::Content content;
    ASSERT_TRUE(content.ParseFromString(response.content())) << report;
    EXPECT_EQ(response.body().empty() ? "" : DigestOf(response.body()), content.body_sha256())
        << report;
    for (const intake::v1::Attachment& attachment : content.attachments()) {
      const std::string name = report + "/attachments/" + attachment.file_name();
      EXPECT_EQ(DigestOf(Download(name, digest)), attachment.sha256()) << name;
    }
  }
}

std::string Auditor::Download(const std::string& attachment, const std::string& content_sha256) {
  intake::v1::DownloadAttachmentRequest request;
  request.set_name(attachment);
  request.set_content_sha256(content_sha256);
  std::string bytes;
  client_.Send("download", [&](grpc::ClientContext* context) {
    bytes.clear();
    const auto reader = intake_->DownloadAttachment(context, request);
    intake::v1::DownloadAttachmentResponse part;
    while (reader->Read(&part)) bytes += part.chunk();
    return reader->Finish();
  });
  return bytes;
}

}  // namespace gongkai::fault
