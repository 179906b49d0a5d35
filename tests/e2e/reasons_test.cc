// Every reason the API can give, given.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "tests/e2e/provocations.h"
#include "tests/e2e/trace_check.h"
#include "workflow/error/reason.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;

// The codes by their names in gRPC's documentation.
const std::map<Code, std::string> kCodeNames{
    {Code::kCancelled, "CANCELLED"},
    {Code::kInvalidArgument, "INVALID_ARGUMENT"},
    {Code::kDeadlineExceeded, "DEADLINE_EXCEEDED"},
    {Code::kNotFound, "NOT_FOUND"},
    {Code::kAlreadyExists, "ALREADY_EXISTS"},
    {Code::kPermissionDenied, "PERMISSION_DENIED"},
    {Code::kResourceExhausted, "RESOURCE_EXHAUSTED"},
    {Code::kFailedPrecondition, "FAILED_PRECONDITION"},
    {Code::kAborted, "ABORTED"},
    {Code::kInternal, "INTERNAL"},
    {Code::kUnavailable, "UNAVAILABLE"},
    {Code::kDataLoss, "DATA_LOSS"},
    {Code::kUnauthenticated, "UNAUTHENTICATED"},
};

class Reasons : public Provocations {
 protected:
  // What each reason is provoked by. A row answers what is wrong; empty: it was given.
  std::map<Reason, std::function<std::string()>> Rows();
};

std::map<Reason, std::function<std::string()>> Reasons::Rows() {
  std::map<Reason, std::function<std::string()>> rows;
  const auto row = [&rows](Reason reason, std::function<grpc::Status()> provoke) {
    rows[reason] = [reason, provoke = std::move(provoke)] { return NotRefused(provoke(), reason); };
  };
  const auto call = [&](Reason reason, const char* who, const char* method, std::string text) {
    row(reason, [=, this] { return Call(who, method, text); });
  };
  call(Reason::kInvalidField, kDrafter, "GetReport", "name: 'x'");
  call(Reason::kInvalidFilter, kDrafter, "ListReports", "filter: 'colour = RED'");
  call(Reason::kInvalidPageToken, kDrafter, "ListReports", "page_token: 'x'");
  row(Reason::kUploadIncomplete, [this] { return UploadTooLittle(); });
  call(Reason::kReportNotFound, kDrafter, "GetReport", "name: 'reports/nowhere'");
  row(Reason::kAttachmentNotFound, [this] {
    return Call(kDrafter, "DownloadAttachment", Named(lifecycle_.Create() + "/attachments/a.pdf"));
  });
  call(Reason::kEntryNotFound, kAuditor, "GetEntry", "name: 'entries/999999999'");
  row(Reason::kReportExists, [this] {
    const std::string report = lifecycle_.Create();
    return Call(kDrafter, "CreateReport",
                "report_id: '" + report.substr(report.find('/') + 1) + "' report { title: 'x' }");
  });
  row(Reason::kRequestIdReused, [this] { return ReuseARequestId(); });
  row(Reason::kNoIdentity, [this] { return CallAsNobody(); });
  call(Reason::kUnknownCaller, "tests/unknown", "ListRecords", "");
  row(Reason::kServiceOnly, [this] {
    return Call(
        kLegal, "ApplyAction",
        "command { " + Named(lifecycle_.InLegalReview()) + "action: RETURN comment: '退' }");
  });
  row(Reason::kAssertionNotAllowed, [this] {
    return CallWithText(
        *cluster_, "service/intake", "ApplyAction",
        {"command { " + Named(lifecycle_.InLegalReview()) + "action: RETURN comment: '退' }"},
        ContextFor(kLegal));
  });
  row(Reason::kRoleRequired,
      [this] { return Call(kAuditor, "SubmitReport", Named(lifecycle_.Create())); });
  row(Reason::kDepartmentRequired, [this] {
    return Call(kElsewhere, "WithdrawReport", Named(lifecycle_.Create()) + "reason: '不办了'");
  });
  row(Reason::kOwnReport, [this] { return ApproveOwn(); });
  row(Reason::kSameReviewer, [this] { return ApproveBoth(); });
  row(Reason::kAlreadyApproved, [this] { return ApproveTwice(); });
  row(Reason::kBotMayNotDecide, [this] {
    return Call(kPublishingBot, "ReturnReport", Named(lifecycle_.Cleared()) + "reason: '退'");
  });
  row(Reason::kActionNotAllowed,
      [this] { return Call(kPublisher, "PublishReport", Named(lifecycle_.Published())); });
  row(Reason::kClaimedByAnother, [this] { return ApproveWhatAnotherHasClaimed(); });
  row(Reason::kSupervisorRequired, [this] { return TakeOverWithoutSupervising(); });
  row(Reason::kClaimTimeUsedUp, [this] { return ClaimForTooLong(); });
  row(Reason::kContentIncomplete, [this] {
    return Call(kDrafter, "SubmitReport", Named(lifecycle_.Create(intake::v1::Report())));
  });
  row(Reason::kContentChanged, [this] {
    return Call(kPublisher, "PublishReport",
                Named(lifecycle_.Cleared()) + "content_sha256: '" + std::string(64, '0') + "'");
  });
  row(Reason::kApprovalNotFresh, [this] { return PublishBelowTheQuorum(); });
  row(Reason::kFindingsOpen, [this] { return ApproveWithAnOpenFinding(); });
  row(Reason::kFindingsChanged, [this] { return AdjudicateAnotherList(); });
  row(Reason::kNoEligibleReviewer, [this] { return SubmitToTooFew(); });
  row(Reason::kNotActiveDisclosure, [this] { return PublishWhatIsNotActive(); });
  row(Reason::kActiveDisclosure, [this] { return FileWhatIsActive(); });
  row(Reason::kBeforePlannedTime, [this] { return PublishTooEarly(); });
  row(Reason::kCorrectionNotPossible, [this] {
    return Call(kDrafter, "CreateReport",
                "report { title: '更正' corrects: '" + lifecycle_.Create() + "' }");
  });
  row(Reason::kPurgeNotPossible, [this] { return PurgeWhatIsPublic(); });
  row(Reason::kContentPurged, [this] { return ReadWhatIsPurged(); });
  call(Reason::kTreeSizeBeyondLog, kAuditor, "GetConsistencyProof",
       "first_tree_size: 1 second_tree_size: 999999999");
  row(Reason::kTooManyAttachments, [this] { return AttachOneTooMany(); });
  row(Reason::kEtagMismatch, [this] {
    return Call(kDrafter, "SubmitReport", Named(lifecycle_.Create()) + "etag: 'stale'");
  });
  row(Reason::kOverloaded,
      [this] { return Overload(*cluster_, lifecycle_.InLegalReview()).front(); });
  row(Reason::kTooManyStreams, [this] { return OpenOneStreamTooMany(); });
  row(Reason::kQueryTooExpensive, [this] { return AskForTooMuch(); });
  row(Reason::kDiskFull, [this] { return UploadToAFullDisk(); });
  row(Reason::kQuotaExceeded, [this] { return ChangeTooOften(); });
  row(Reason::kPeerUnavailable, [this] { return CallWhileAPeerStandsStill(); });
  row(Reason::kShuttingDown, [this] { return FollowToTheEnd(); });
  rows[Reason::kCancelled] = [this] { return Cancel(); };
  rows[Reason::kDeadlineExceeded] = [this] { return WaitTooShort(); };
  row(Reason::kContentCorrupt, [this] { return ReadADamagedAttachment(); });
  row(Reason::kLogCorrupt, [this] { return ReadADamagedEntry(); });
  row(Reason::kInternal, [this] { return UploadToNowhere(); });
  return rows;
}

TEST_F(Reasons, EachIsGivenByARealCall) {
  const auto rows = Rows();
  for (const ReasonInfo& info : kReasons) {
    const auto row = rows.find(info.reason);
    if (row == rows.end()) {
      ADD_FAILURE() << info.name << " has no row: say how it is provoked";
      continue;
    }
    EXPECT_EQ(row->second(), "") << info.name;
  }
  EXPECT_FALSE(lifecycle_.Published().empty()) << "after all that";
}

TEST(ReasonsInTheDocumentation, EachStandsThereWithItsCode) {
  const std::string page = ReadFile(fs::path(GONGKAI_SOURCE_DIR) / "docs" / "api.md");
  for (const ReasonInfo& info : kReasons) {
    const std::string row =
        "| " + std::string(info.name) + " | " + std::string(kCodeNames.at(info.code)) + " | ";
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace gongkai::e2e
