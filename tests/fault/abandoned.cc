#include "tests/fault/abandoned.h"

#include <stdexcept>

#include "services/intake/attachment/blob_store.h"
#include "services/intake/content/content.h"
#include "services/intake/content/content_store.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster.h"
#include "workflow/base/digest.h"

namespace gongkai::fault {

void Abandon(const std::filesystem::path& data, int count, const std::string& report,
             const std::string& body) {
  intake::ContentStore contents(data);
  intake::BlobStore blobs(data / "blobs");
  for (int i = 0; i < count; ++i) {
    const std::string own = e2e::NewRequestId();
    const intake::v1::UploadStart start = e2e::StartOf(report, "附件.txt", own);
    intake::v1::Content content;
    content.set_title(own);
    intake::v1::Attachment& attachment = *content.add_attachments();
    attachment.set_file_name(start.file_name());
    attachment.set_mime_type(start.mime_type());
    attachment.set_size_bytes(start.size_bytes());
    attachment.set_sha256(start.sha256());
    const std::string& text = i % 2 == 0 ? body : own;
    intake::NameBody(text, content);

    intake::Deposit deposit = *intake::DepositOf(content, text);
    deposit.attachment = {.digest = base::Sha256(own), .size_bytes = start.size_bytes()};
    deposit.report = report;
    deposit.department = "清河县人民政府办公室";
    intake::BlobStore::Writer file = blobs.Begin();
    file.Write(own);
    const auto stored = contents.Put(deposit, 0);
    if (!stored || !file.Finish(base::Sha256(own))) throw std::runtime_error("cannot store " + own);
    if (i % 3 != 0) file.Place();
  }
}

}  // namespace gongkai::fault
