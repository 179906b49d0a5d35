// Attachments: whole, or not at all.
#include <gtest/gtest.h>
#include <openssl/rand.h>

#include <filesystem>
#include <set>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/trace_check.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;
using intake::v1::IntakeService;

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
  return bytes;
}

class UploadLimits : public ClusterTest<UploadLimits> {
 protected:
  std::set<fs::path> Blobs() {
    std::set<fs::path> files;
    for (const auto& entry :
         fs::recursive_directory_iterator(cluster_->Data(Service::kIntake) / "blobs")) {
      if (entry.is_regular_file()) files.insert(entry.path());
    }
    return files;
  }
};

TEST_F(UploadLimits, AHalfSentUploadLeavesNothingBehind) {
  const std::string report = CreateWithAttachment(*cluster_, "a.bin", RandomBytes(1000));
  const std::string bytes = RandomBytes(600'000);
  const std::set<fs::path> before = Blobs();
  TraceCheck trace(*cluster_, report);

  intake::v1::UploadStart start = StartOf(report, "b.bin", bytes);
  EXPECT_EQ(
      trace.Refused(Upload(*cluster_, kDrafter, start, bytes.substr(1)), Reason::kUploadIncomplete),
      "")
      << "too few bytes";
  EXPECT_EQ(
      trace.Refused(Upload(*cluster_, kDrafter, start, bytes + "x"), Reason::kUploadIncomplete), "")
      << "too many bytes";
  EXPECT_EQ(trace.Refused(Upload(*cluster_, kDrafter, start, ""), Reason::kUploadIncomplete), "")
      << "no bytes";
  start.set_sha256(std::string(64, '0'));
  EXPECT_EQ(trace.Refused(Upload(*cluster_, kDrafter, start, bytes), Reason::kUploadIncomplete), "")
      << "other bytes";

  // Cut off in the middle.
  {
    const auto context = Context();
    const auto stub = cluster_->As<IntakeService>(kDrafter);
    intake::v1::UploadAttachmentResponse response;
    const auto writer = stub->UploadAttachment(context.get(), &response);
    intake::v1::UploadAttachmentRequest part;
    *part.mutable_start() = StartOf(report, "b.bin", bytes);
    EXPECT_TRUE(writer->Write(part));
    part.set_chunk(bytes.substr(0, 256 << 10));
    EXPECT_TRUE(writer->Write(part));
    EXPECT_TRUE(support::Eventually([&] { return Blobs().size() == before.size() + 1; }));
    context->TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(trace.NoTrace(), "");
  EXPECT_TRUE(support::Eventually([&] { return Blobs() == before; }))
      << "its bytes are left behind";
}

TEST_F(UploadLimits, SixtyFourMebibytesGoUpAndDownIntactAndNotOneMore) {
  const std::string bytes = RandomBytes(64 << 20);
  const std::string report = CreateWithAttachment(*cluster_, "地图.bin", bytes);
  std::string read;
  const grpc::Status status = Download(*cluster_, kDrafter, report + "/attachments/地图.bin", read);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(read == bytes);

  const std::set<fs::path> before = Blobs();
  TraceCheck trace(*cluster_, report);
  const std::string more = bytes + "x";
  EXPECT_EQ(trace.Refused(Upload(*cluster_, kDrafter, StartOf(report, "b.bin", more), more),
                          Reason::kInvalidField),
            "");
  EXPECT_EQ(Blobs(), before);
}

}  // namespace
}  // namespace gongkai::e2e
