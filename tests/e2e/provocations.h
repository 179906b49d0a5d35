// What provokes the refusals that take more than one call.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/attachment.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/damage.h"
#include "tests/e2e/process.h"
#include "tests/e2e/small_disk.h"
#include "tests/e2e/standstill.h"
#include "tests/e2e/text_call.h"
#include "tests/support/eventually.h"
#include "workflow/base/digest.h"

namespace gongkai::e2e {

inline constexpr char kManyHats[] = "user/he-ping";  // a drafter who reviews both
inline constexpr char kElsewhere[] = "user/xu-lan";  // drafts in another department, and sees all
inline constexpr char kPublishingBot[] = "bot/hasty";
inline constexpr char kNobody[] = "tests/nobody";  // has a certificate of ours that names nobody

// Each leaves the cluster as it found it.
class Provocations : public ClusterTest<Provocations> {
 public:
  static Cluster::Identities Identities() {
    return {{kManyHats,
             "{department: 清河县人民政府办公室, roles: [DRAFTER, LEGAL_REVIEWER, "
             "SECRECY_REVIEWER]}"},
            {kPublishingBot, "{department: 政务公开办, roles: [PUBLISHER]}"},
            {kElsewhere, "{department: 清河县财政局, roles: [DRAFTER, AUDITOR]}"}};
  }

 protected:
  grpc::Status Call(const std::string& who, const char* method, const std::string& text) {
    return CallWithText(*cluster_, who, method, {text});
  }
  static std::string Named(const std::string& report) { return "name: '" + report + "' "; }

  void Do(const std::string& who, const char* method, const std::string& text) {
    const grpc::Status status = Call(who, method, text);
    EXPECT_TRUE(status.ok()) << method << ": " << status.error_message();
  }

  grpc::Status Approve(const std::string& report, const std::string& stage, const char* who,
                       const char* reader) {
    review::v1::Task task;
    return cluster_->As<review::v1::ReviewService>(who)->ApproveTask(
        Context().get(), lifecycle_.Approval(report, stage, reader), &task);
  }

  std::string Logged(Service service, const std::string& words) {
    const bool said = support::Eventually(
        [&] { return ReadFile(cluster_->Log(service)).find(words) != std::string::npos; });
    return said ? "" : "the log does not say: " + words;
  }

  grpc::Status UploadTooLittle() {
    const std::string report = lifecycle_.Create();
    return Upload(*cluster_, kDrafter, StartOf(report, "a.bin", "xx"), "x");
  }

  grpc::Status ReuseARequestId() {
    const std::string id = NewRequestId();
    const std::string report = lifecycle_.Create();
    Do(kDrafter, "SubmitReport", Named(report) + "request_id: '" + id + "'");
    return Call(kDrafter, "WithdrawReport",
                Named(report) + "reason: '不办了' request_id: '" + id + "'");
  }

  grpc::Status CallAsNobody() {
    const std::filesystem::path folder = cluster_->Certificates(kNobody);
    const std::filesystem::path authority = cluster_->directory() / "certificates";
    const std::filesystem::path log = cluster_->directory() / "nobody.log";
    std::filesystem::create_directories(folder);
    EXPECT_EQ(RunToEnd({"openssl", "req", "-new", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-noenc", "-keyout", folder / "key.pem", "-out",
                        folder / "request.pem", "-subj", "/CN=nobody"},
                       log),
              0);
    EXPECT_EQ(RunToEnd({"openssl", "x509", "-req", "-in", folder / "request.pem", "-days", "1",
                        "-CA", authority / "ca.pem", "-CAkey", authority / "ca-key.pem", "-out",
                        folder / "cert.pem"},
                       log),
              0);
    return Call(kNobody, "ListRecords", "");
  }

  grpc::Status ApproveWhatAnotherHasClaimed() {
    const std::string report = lifecycle_.InLegalReview();
    Do(kLegal2, "ClaimTask", Named(report + "/tasks/legal"));
    return Approve(report, "legal", kLegal, kLegal);
  }

  grpc::Status ApproveWithAnOpenFinding() {
    const std::string report = lifecycle_.InSecrecyReview(Lifecycle::ContentWithFinding());
    return Approve(report, "secrecy", kSecrecy, kSecrecy);
  }

  grpc::Status AdjudicateAnotherList() {
    const std::string report = lifecycle_.InSecrecyReview(Lifecycle::ContentWithFinding());
    const auto read = lifecycle_.Approval(report, "secrecy", kSecrecy);
    return Call(kSecrecy, "AdjudicateFindings",
                Named(report + "/tasks/secrecy") + "content_sha256: '" + read.content_sha256() +
                    "' findings_sha256: '" + std::string(64, '0') +
                    "' first_finding: 1 verdict: FALSE_ALARM reason: '误报'");
  }

  workflow::v1::Record RecordOf(const std::string& report) {
    workflow::v1::GetRecordRequest request;
    request.set_name(report);
    workflow::v1::Record record;
    EXPECT_TRUE(cluster_->As<workflow::v1::WorkflowService>(kDrafter)
                    ->GetRecord(Context().get(), request, &record)
                    .ok());
    return record;
  }

  std::string Purging(const std::string& report) {
    return Named(report) + "reason: '涉密' sha256: '" + RecordOf(report).content_sha256() + "' ";
  }

  grpc::Status PurgeWhatIsPublic() {
    return Call(kSecrecy, "ProposePurge", Purging(lifecycle_.Published()));
  }

  // Of a content that no other report has.
  grpc::Status ReadWhatIsPurged() {
    intake::v1::Report content = Lifecycle::Content();
    content.set_title("误传的内容");
    const std::string report = lifecycle_.Published(content);
    Do(kPublisher, "RetractReport", Named(report) + "reason: '涉密'");
    Do(kSecrecy, "ProposePurge", Purging(report));
    Do(kLegal, "ConfirmPurge",
       Purging(report) + "proposal: " + std::to_string(RecordOf(report).newest_position()));
    grpc::Status status;
    EXPECT_TRUE(support::Eventually([&] {
      status = Call(kDrafter, "GetReport", Named(report));
      return !status.ok();
    }));
    return status;
  }

  grpc::Status TakeOverWithoutSupervising() {
    const std::string report = lifecycle_.InLegalReview();
    Do(kLegal2, "ClaimTask", Named(report + "/tasks/legal"));
    return Call(kLegal, "TakeOverTask", Named(report + "/tasks/legal") + "reason: '休假'");
  }

  grpc::Status ApproveBoth() {
    const std::string report = lifecycle_.InLegalReview();
    lifecycle_.ApproveLegal(report, kManyHats);
    return Approve(report, "secrecy", kManyHats, kManyHats);
  }

  grpc::Status ApproveOwn() {
    const std::string report = lifecycle_.Create(Lifecycle::Content(), kManyHats);
    lifecycle_.Submit(report);
    return Approve(report, "legal", kManyHats, kLegal);
  }

  // The policy with `words` in place of `old`, while this lives and no longer than that. What it
  // leads to is waited for by its user.
  class OtherPolicy {
   public:
    OtherPolicy(const Cluster& cluster, const std::string& old, const std::string& words)
        : file_(cluster.Policy()), policy_(ReadFile(file_)) {
      std::string other = policy_;
      other.replace(other.find(old), old.size(), words);
      Install(other);
    }
    ~OtherPolicy() { Install(policy_); }

    OtherPolicy(const OtherPolicy&) = delete;
    OtherPolicy& operator=(const OtherPolicy&) = delete;

   private:
    void Install(const std::string& policy) const { std::ofstream(file_) << policy; }

    const std::filesystem::path file_;
    const std::string policy_;
  };

  static constexpr char kQuorum[] = "quorum: {legal: 1, secrecy: 1}";
  static constexpr char kThreeLegal[] = "quorum: {legal: 3, secrecy: 1}";
  static constexpr char kTwoLegal[] = "quorum: {legal: 2, secrecy: 1}";

  // Cleared when one legal reviewer was enough, and published when two are needed.
  grpc::Status PublishBelowTheQuorum() {
    const std::string report = lifecycle_.Cleared();
    grpc::Status status;
    {
      const OtherPolicy stricter(*cluster_, kQuorum, kTwoLegal);
      EXPECT_TRUE(
          support::Eventually([&] { return WhyNotPublished(report) == "APPROVAL_NOT_FRESH"; }));
      status = Call(kPublisher, "PublishReport", Named(report));
    }
    EXPECT_TRUE(support::Eventually([&] { return WhyNotPublished(report).empty(); }));
    return status;
  }

  // Three must approve in legal review, of whom one has written it.
  grpc::Status SubmitToTooFew() {
    const std::string known = lifecycle_.Cleared();
    const std::string report = lifecycle_.Create(Lifecycle::Content(), kManyHats);
    grpc::Status status;
    {
      const OtherPolicy stricter(*cluster_, kQuorum, kThreeLegal);
      EXPECT_TRUE(
          support::Eventually([&] { return WhyNotPublished(known) == "APPROVAL_NOT_FRESH"; }));
      status = Call(kManyHats, "SubmitReport", Named(report));
    }
    EXPECT_TRUE(support::Eventually([&] { return WhyNotPublished(known).empty(); }));
    return status;
  }

  grpc::Status ApproveTwice() {
    const std::string known = lifecycle_.Cleared();
    const std::string report = lifecycle_.InLegalReview();
    grpc::Status status;
    {
      const OtherPolicy stricter(*cluster_, kQuorum, kTwoLegal);
      EXPECT_TRUE(
          support::Eventually([&] { return WhyNotPublished(known) == "APPROVAL_NOT_FRESH"; }));
      lifecycle_.ApproveLegal(report);
      status = Approve(report, "legal", kLegal, kLegal);
    }
    EXPECT_TRUE(support::Eventually([&] { return WhyNotPublished(known).empty(); }));
    return status;
  }

  // One change a minute, of which there have been many.
  grpc::Status ChangeTooOften() {
    const std::string report = lifecycle_.Create();
    grpc::Status status;
    int titles = 0;
    const auto change = [&] {
      return Call(kDrafter, "UpdateReport",
                  "report { " + Named(report) + "title: '" + std::to_string(titles++) + "' }");
    };
    {
      const OtherPolicy stricter(*cluster_, "changes_per_minute: " + std::to_string(kManyChanges),
                                 "changes_per_minute: 1");
      EXPECT_TRUE(
          support::Eventually([&] { return ReasonOf(status = change()) == "QUOTA_EXCEEDED"; }));
    }
    EXPECT_TRUE(support::Eventually([&] { return change().ok(); }));
    return status;
  }

  // The longest claim is used up when the clock goes on by more than that.
  grpc::Status ClaimForTooLong() {
    constexpr std::chrono::hours kMoreThanTheLongest{49};
    const std::string claim = Named(lifecycle_.InLegalReview() + "/tasks/legal");
    Do(kLegal, "ClaimTask", claim + "claim_duration { seconds: 86400 }");
    EXPECT_EQ(cluster_->Stop(Service::kWorkflow), 0);
    cluster_->Start(Service::kWorkflow, {.clock = kMoreThanTheLongest, .flags = {kAcceptClock}});
    for (const Service service : kServices) cluster_->WaitUntilServing(service);
    const grpc::Status status =
        Call(kLegal, "ClaimTask", claim + "claim_duration { seconds: 86400 }");
    EXPECT_EQ(cluster_->Stop(Service::kWorkflow), 0);
    cluster_->Start(Service::kWorkflow, {.flags = {kAcceptClock}});
    for (const Service service : kServices) cluster_->WaitUntilServing(service);
    return status;
  }

  // The folder that uploads go to is a small disk of its own.
  grpc::Status UploadToAFullDisk() {
    const SmallDisk disk(cluster_->Data(Service::kIntake) / "blobs" / "incoming", "64k");
    EXPECT_TRUE(disk.mounted());
    const std::string bytes(300'000, 'x');
    return Upload(*cluster_, kDrafter, StartOf(lifecycle_.Create(), "a.bin", bytes), bytes);
  }

  std::string WhyNotPublished(const std::string& report) {
    workflow::v1::ListActionsRequest request;
    request.set_name(report);
    workflow::v1::ListActionsResponse response;
    EXPECT_TRUE(cluster_->As<workflow::v1::WorkflowService>(kPublisher)
                    ->ListActions(Context().get(), request, &response)
                    .ok());
    for (const auto& row : response.actions()) {
      if (row.action() == workflow::v1::PUBLISH) return row.reason();
    }
    return "the API does not say";
  }

  grpc::Status PublishWhatIsNotActive() {
    return Call(kPublisher, "PublishReport",
                Named(lifecycle_.Cleared(Lifecycle::ContentOnRequest())));
  }

  grpc::Status FileWhatIsActive() {
    return Call(kPublisher, "FileReport", Named(lifecycle_.Cleared()));
  }

  grpc::Status PublishTooEarly() {
    intake::v1::Report content = Lifecycle::Content();
    constexpr std::int64_t kIn2100 = 4'102'444'800;
    content.mutable_planned_publish_time()->set_seconds(kIn2100);
    return Call(kPublisher, "PublishReport", Named(lifecycle_.Cleared(content)));
  }

  grpc::Status AttachOneTooMany() {
    constexpr int kMost = 64;
    const std::string report = lifecycle_.Create();
    grpc::Status status;
    for (int i = 0; i <= kMost && status.ok(); ++i) {
      status = Upload(*cluster_, kDrafter, StartOf(report, std::to_string(i), "x"), "x");
      EXPECT_EQ(status.ok(), i < kMost) << i;
    }
    return status;
  }

  grpc::Status OpenOneStreamTooMany() {
    constexpr std::size_t kMost = 16;  // of one caller, at publish
    const auto stub = cluster_->As<publish::v1::PublishService>(kPublisher);
    std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
    std::vector<std::unique_ptr<grpc::ClientReader<publish::v1::WatchPublicationsResponse>>> open;
    lifecycle_.Published();
    publish::v1::WatchPublicationsResponse publication;
    while (open.size() < kMost) {
      contexts.push_back(Context());
      open.push_back(stub->WatchPublications(contexts.back().get(), {}));
      EXPECT_TRUE(open.back()->Read(&publication)) << open.size();
    }
    const grpc::Status status = Call(kPublisher, "WatchPublications", "");
    for (std::size_t i = 0; i < open.size(); ++i) {
      contexts[i]->TryCancel();
      (void)open[i]->Finish();
    }
    return status;
  }

  // A table that never ends takes the place of the reports.
  grpc::Status AskForTooMuch() {
    const std::filesystem::path file = cluster_->Data(Service::kWorkflow) / "ledger.db";
    ExecuteSql(file,
               "ALTER TABLE record RENAME TO record_kept;"
               "CREATE VIEW record AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
               "n) SELECT record_kept.* FROM record_kept, n;");
    const grpc::Status status = Call(kAuditor, "ListRecords", "");
    ExecuteSql(file, "DROP VIEW record; ALTER TABLE record_kept RENAME TO record;");
    return status;
  }

  grpc::Status CallWhileAPeerStandsStill() {
    const std::string report = lifecycle_.Create();
    const Standstill standstill(*cluster_, Service::kWorkflow);
    return Call(kDrafter, "GetReport", Named(report));
  }

  grpc::Status FollowToTheEnd() {
    lifecycle_.Published();
    const auto context = Context();
    const auto stub = cluster_->As<publish::v1::PublishService>(kPublisher);
    const auto news = stub->WatchPublications(context.get(), {});
    publish::v1::WatchPublicationsResponse publication;
    EXPECT_TRUE(news->Read(&publication));
    EXPECT_EQ(cluster_->Stop(Service::kPublish), 0);
    while (news->Read(&publication)) {
    }
    const grpc::Status status = news->Finish();
    cluster_->Start(Service::kPublish);
    cluster_->WaitUntilServing(Service::kPublish);
    return status;
  }

  // Nobody is told who does not wait; what the service saw is in its log.
  std::string Cancel() {
    lifecycle_.Create();
    const auto context = Context();
    const auto stub = cluster_->As<workflow::v1::WorkflowService>(kAuditor);
    const auto watch = stub->WatchChanges(context.get(), {});
    workflow::v1::WatchChangesResponse change;
    EXPECT_TRUE(watch->Read(&change));
    context->TryCancel();
    EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
    return Logged(Service::kWorkflow, "WatchChanges user/guo-lei CANCELLED");
  }

  std::string WaitTooShort() {
    const std::string report = lifecycle_.InLegalReview();
    Backlog backlog;
    {
      const Standstill standstill(*cluster_, Service::kWorkflow);
      backlog.Add(*cluster_, kColleague, report, 64);  // far more than intake has threads
      const grpc::Status status = CallWithText(*cluster_, kColleague, "GetReport", {Named(report)},
                                               Context(std::chrono::seconds(4)));
      EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
    }
    backlog.Wait();
    return Logged(Service::kIntake, "GetReport user/li-na DEADLINE_EXCEEDED");
  }

  grpc::Status ReadADamagedAttachment() {
    const std::string bytes = "附件";
    const std::string report = CreateWithAttachment(*cluster_, "a.txt", bytes);
    const std::filesystem::path blob = BlobOf(*cluster_, base::Sha256(bytes).ToHex());
    FlipByte(blob, 0);
    std::string read;
    grpc::Status status = Download(*cluster_, kDrafter, report + "/attachments/a.txt", read);
    FlipByte(blob, 0);
    return status;
  }

  grpc::Status ReadADamagedEntry() {
    lifecycle_.Create();
    const std::filesystem::path file = cluster_->Data(Service::kWorkflow) / "ledger.db";
    ExecuteSql(file,
               "CREATE TABLE kept AS SELECT bytes FROM entry WHERE idx = 0;"
               "DROP TRIGGER entry_is_never_changed;"
               "UPDATE entry SET bytes = zeroblob(length(bytes)) WHERE idx = 0;");
    const grpc::Status status = Call(kAuditor, "GetEntry", "name: 'entries/0'");
    ExecuteSql(file,
               "UPDATE entry SET bytes = (SELECT bytes FROM kept) WHERE idx = 0; DROP TABLE kept;");
    return status;
  }

  // There is no folder any more that uploads go to.
  grpc::Status UploadToNowhere() {
    const std::string report = lifecycle_.Create();
    const std::filesystem::path incoming = cluster_->Data(Service::kIntake) / "blobs" / "incoming";
    const std::filesystem::path away = cluster_->directory() / "away";
    std::filesystem::rename(incoming, away);
    grpc::Status status = Upload(*cluster_, kDrafter, StartOf(report, "a.bin", "x"), "x");
    std::filesystem::rename(away, incoming);
    EXPECT_EQ(status.error_message(), "Internal error.") << "what is inside is nobody's business";
    return status;
  }
};

}  // namespace gongkai::e2e
