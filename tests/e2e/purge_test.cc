// Bytes that must not exist any more, between real processes: two people destroy them, and what proves the
// history stays.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/text_call.h"
#include "tests/support/eventually.h"
#include "workflow/base/digest.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;

constexpr char kSecretText[] = "此处误写了不该存在的内容：代号红松";
constexpr char kSecretFile[] = "附件里也有不该存在的内容：代号白桦";

class Purge : public ClusterTest<Purge> {
 protected:
  std::string Call(const std::string& who, const char* method, const std::string& text) {
    return ReasonOf(CallWithText(*cluster_, who, method, {text}));
  }

  std::int64_t Newest(const std::string& report) {
    workflow::v1::GetRecordRequest request;
    request.set_name(report);
    workflow::v1::Record record;
    EXPECT_EQ(ReasonOf(cluster_->As<workflow::v1::WorkflowService>(kDrafter)->GetRecord(
                  Context().get(), request, &record)),
              "");
    return record.newest_position();
  }

  intake::v1::Report Get(const std::string& report) {
    intake::v1::GetReportRequest request;
    request.set_name(report);
    intake::v1::Report got;
    EXPECT_EQ(ReasonOf(cluster_->As<intake::v1::IntakeService>(kDrafter)->GetReport(Context().get(),
                                                                                    request, &got)),
              "");
    return got;
  }

  // Whether any file of the service has these bytes.
  bool Holds(const std::string& bytes) {
    for (const auto& file : fs::recursive_directory_iterator(cluster_->Data(Service::kIntake))) {
      if (!file.is_regular_file()) continue;
      if (ReadFile(file.path()).find(bytes) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(Purge, DestroysWhatMustNotExistAndKeepsWhatProvesTheHistory) {
  intake::v1::Report content = Lifecycle::Content();
  content.set_body(kSecretText);
  const std::string report = lifecycle_.Create(content);
  ASSERT_EQ(
      ReasonOf(Upload(*cluster_, kDrafter, StartOf(report, "名单.txt", kSecretFile), kSecretFile)),
      "");
  const intake::v1::Report wrong = Get(report);
  lifecycle_.Submit(report);
  lifecycle_.ApproveLegal(report);
  ASSERT_EQ(Call(kSecrecy, "ReturnTask", "name: '" + report + "/tasks/secrecy' reason: '误传'"),
            "");
  const std::string digests = "sha256: '" + wrong.content_sha256() + "' sha256: '" +
                              base::Sha256(kSecretText).ToHex() + "' sha256: '" +
                              wrong.attachments(0).sha256() + "' ";
  const std::string named = "name: '" + report + "' ";
  const std::string propose = named + digests + "reason: '误传涉密内容' ";
  EXPECT_EQ(Call(kSecrecy, "ProposePurge", propose), "PURGE_NOT_POSSIBLE") << "the draft has it";
  ASSERT_EQ(Call(kDrafter, "DeleteAttachment", "name: '" + report + "/attachments/名单.txt'"), "");
  ASSERT_EQ(Call(kDrafter, "UpdateReport", "report { " + named + "body: '年报' }"), "");

  ASSERT_EQ(Call(kSecrecy, "ProposePurge", propose), "");
  const std::string confirm = named + digests + "reason: '属实' proposal: ";
  const std::string proposal = std::to_string(Newest(report));
  EXPECT_TRUE(Holds(kSecretText) && Holds(kSecretFile)) << "nothing is destroyed yet";
  EXPECT_EQ(Call(kSecrecy, "ConfirmPurge", confirm + proposal), "ROLE_REQUIRED");
  EXPECT_EQ(Call(kLegal, "ConfirmPurge", confirm + "1"), "PURGE_NOT_POSSIBLE");
  ASSERT_EQ(Call(kLegal, "ConfirmPurge", confirm + proposal), "");

  EXPECT_TRUE(support::Eventually([&] { return !Holds(kSecretText) && !Holds(kSecretFile); }));
  const std::string read = named + "content_sha256: '" + wrong.content_sha256() + "'";
  EXPECT_EQ(Call(kDrafter, "GetReport", read), "CONTENT_PURGED");
  EXPECT_EQ(
      ReasonOf(Upload(*cluster_, kDrafter, StartOf(report, "b.txt", kSecretFile), kSecretFile)),
      "CONTENT_PURGED");
  EXPECT_EQ(Call(kDrafter, "UpdateReport",
                 "report { " + named + "body: '" + std::string(kSecretText) + "' }"),
            "CONTENT_PURGED");

  // What is left goes on its way, and the log still proves all of it.
  lifecycle_.Submit(report);
  lifecycle_.ApproveLegal(report);
  lifecycle_.ApproveSecrecy(report);
  lifecycle_.Publish(report);
  EXPECT_EQ(Call(kAuditor, "GetEntry", "name: 'entries/" + proposal + "'"), "");
  EXPECT_EQ(Call(kAuditor, "GetInclusionProof", "name: 'entries/" + proposal + "'"), "");
  EXPECT_EQ(cluster_->Stop(Service::kIntake), 0);
  cluster_->Start(Service::kIntake);
  cluster_->WaitUntilServing(Service::kIntake);
  EXPECT_EQ(Call(kDrafter, "GetReport", read), "CONTENT_PURGED") << "after a restart";
}

// What a copy brings back is destroyed again, though the copy knows of no purge.
TEST_F(Purge, DestroysAgainWhatACopyOfTheDataBringsBack) {
  // Not the text of the other test, which is never stored again.
  constexpr char kText[] = "此处也误写了不该存在的内容：代号青松";
  intake::v1::Report content = Lifecycle::Content();
  content.set_body(kText);
  const std::string report = lifecycle_.Create(content);
  const std::string read =
      "name: '" + report + "' content_sha256: '" + Get(report).content_sha256() + "'";
  const std::string named = "name: '" + report + "' ";
  lifecycle_.Submit(report);
  lifecycle_.ApproveLegal(report);
  ASSERT_EQ(Call(kSecrecy, "ReturnTask", "name: '" + report + "/tasks/secrecy' reason: '误传'"),
            "");
  ASSERT_EQ(Call(kDrafter, "UpdateReport", "report { " + named + "body: '年报' }"), "");
  const fs::path data = cluster_->Data(Service::kIntake);
  const fs::path copy = data.parent_path() / "intake-copy";
  ASSERT_EQ(cluster_->Stop(Service::kIntake), 0);
  fs::copy(data, copy, fs::copy_options::recursive);
  cluster_->Start(Service::kIntake);
  cluster_->WaitUntilServing(Service::kIntake);

  const std::string digest = "sha256: '" + base::Sha256(kText).ToHex() + "' ";
  ASSERT_EQ(Call(kSecrecy, "ProposePurge", named + digest + "reason: '误传涉密内容'"), "");
  ASSERT_EQ(Call(kLegal, "ConfirmPurge",
                 named + digest + "reason: '属实' proposal: " + std::to_string(Newest(report))),
            "");
  EXPECT_TRUE(support::Eventually([&] { return !Holds(kText); }));

  ASSERT_EQ(cluster_->Stop(Service::kIntake), 0);
  fs::remove_all(data);
  fs::copy(copy, data, fs::copy_options::recursive);
  fs::remove_all(copy);
  fs::permissions(data, fs::perms::owner_all);
  EXPECT_TRUE(Holds(kText));
  cluster_->Start(Service::kIntake);
  cluster_->WaitUntilServing(Service::kIntake);
  EXPECT_TRUE(support::Eventually([&] { return !Holds(kText); }));
  EXPECT_EQ(Call(kDrafter, "GetReport", read), "CONTENT_PURGED");
}

}  // namespace
}  // namespace gongkai::e2e
