// What the protos and docs/api.md say of limits is what the limits are.
#include "services/lib/catalog/limits.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>

#include "services/lib/catalog/services.h"
#include "services/lib/rpc/contract.h"
#include "workflow/base/report_id.h"

namespace gongkai::limits {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using testing::HasSubstr;

// "67,108,864".
std::string Count(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

// "64 MiB".
std::string Size(std::int64_t bytes) {
  constexpr std::int64_t kMebibyte = 1 << 20;
  return bytes % kMebibyte == 0 ? Count(bytes / kMebibyte) + " MiB" : Count(bytes >> 10) + " KiB";
}

// "1 to 2,000 characters", "at most 200 characters".
std::string Characters(Length length) {
  const std::string most = Count(static_cast<std::int64_t>(length.max)) + " characters";
  return length.min == 0 ? "at most " + most
                         : Count(static_cast<std::int64_t>(length.min)) + " to " + most;
}

const std::string kPage = "0: " + Count(kDefaultPage) + "; more than " + Count(kLargestPage) +
                          " counts as " + Count(kLargestPage);
const std::string kFilter =
    "at most " + Size(kFilterBytes) + " and " + Count(kFilterComparisons) + " comparisons";
const std::string kChunk = "1 byte to " + Size(kChunkBytes);
const std::string kName = Characters(kFileName) + ", at most " + Count(kFileNameBytes) + " bytes";
const std::string kSize = "1 to " + Count(kAttachmentBytes) + " (" + Size(kAttachmentBytes) + ")";
const std::string kId =
    Count(base::ReportId::kLeast) + " to " + Count(base::ReportId::kMost) + " of `a-z`";
const std::string kFiles = "at most " + Count(kAttachments);
const std::string kSealed = "at most " + Size(kContentBytes);

// What the comment of each field with a limit must say.
const std::map<std::string, std::string> kStated{
    {"audit.v1.ListEntriesRequest.filter", kFilter},
    {"audit.v1.ListEntriesRequest.page_size", kPage},
    {"intake.v1.Attachment.file_name", kName},
    {"intake.v1.Attachment.mime_type", "at most " + Count(kMediaTypeBytes) + " characters"},
    {"intake.v1.Attachment.size_bytes", kSize},
    {"intake.v1.BatchGetHeadingsRequest.content_sha256s", "1 to " + Count(kHeadingsAtOnce)},
    {"intake.v1.BatchGetReportsRequest.names", "1 to " + Count(kReportsAtOnce)},
    {"intake.v1.Content.body_size_bytes",
     "0 to " + Count(kBodyBytes) + " (" + Size(kBodyBytes) + ")"},
    {"intake.v1.CreateReportRequest.report_id", kId},
    {"intake.v1.DeleteAttachmentRequest.etag", Characters(kEtag)},
    {"intake.v1.CheckReportResponse.findings", "at most " + Count(kFindings)},
    {"intake.v1.DisclosureAttribute.reason",
     Characters(kDisclosureReason) + "; of an attachment at most " + Count(kAttachmentReason.max)},
    {"intake.v1.DownloadAttachmentResponse.chunk", kChunk},
    {"intake.v1.DownloadContentResponse.chunk", kChunk},
    {"intake.v1.GetContentResponse.body", "at most " + Size(kBodyBytes)},
    {"intake.v1.GetContentResponse.content", kSealed},
    {"intake.v1.ListReportsRequest.page_size", kPage},
    {"intake.v1.Report.attachments", kFiles},
    {"intake.v1.Report.body", "at most " + Size(kBodyBytes)},
    {"intake.v1.Report.category", Characters(kCategory)},
    {"intake.v1.ForwardedDocument.document_number", Characters(kDocumentNumber)},
    {"intake.v1.ForwardedDocument.title", Characters(kTitle)},
    {"intake.v1.Report.channels", "at most " + Count(kChannels)},
    {"intake.v1.Report.co_issuing_departments", "at most " + Count(kCoIssuers) + ", each " +
                                                    Count(kCoIssuer.min) + " to " +
                                                    Count(kCoIssuer.max) + " characters"},
    {"intake.v1.Report.document_number", Characters(kDocumentNumber)},
    {"intake.v1.Report.drafter", Characters(kDrafter)},
    {"intake.v1.Report.formed_date", std::to_string(kFirstYear) + "-01-01 to 9999-12-31"},
    {"intake.v1.Report.index_number", Characters(kIndexNumber)},
    {"intake.v1.Report.telephone", "at most " + Count(kTelephone.max) + " of the digits"},
    {"intake.v1.Report.etag", Characters(kEtag)},
    {"intake.v1.Report.issuing_department", Characters(kIssuingDepartment)},
    {"intake.v1.Report.title", Characters(kTitle)},
    {"intake.v1.SubmitReportRequest.etag", Characters(kEtag)},
    {"intake.v1.UploadAttachmentRequest.chunk", kChunk},
    {"intake.v1.UploadStart.etag", Characters(kEtag)},
    {"intake.v1.UploadStart.size_bytes", kSize},
    {"intake.v1.WithdrawReportRequest.etag", Characters(kEtag)},
    {"intake.v1.WithdrawReportRequest.reason", Characters(kComment)},
    {"publish.v1.DownloadPublicationAttachmentResponse.chunk", kChunk},
    {"publish.v1.ListPublicationsRequest.page_size", kPage},
    {"publish.v1.ListUnpublishedReportsRequest.page_size", kPage},
    {"publish.v1.CheckPublicationsRequest.page_size",
     "0: " + Count(kDefaultSelfCheck) + "; more than " + Count(kLargestSelfCheck) + " counts as " +
         Count(kLargestSelfCheck)},
    {"publish.v1.PublicationAttachment.file_name", kName},
    {"publish.v1.PublicationAttachment.size_bytes", kSize},
    {"publish.v1.PublicationContent.attachments", kFiles},
    {"publish.v1.PublicationContent.content", kSealed},
    {"publish.v1.FileReportRequest.etag", Characters(kEtag)},
    {"publish.v1.PublishReportRequest.etag", Characters(kEtag)},
    {"publish.v1.ReassessReportRequest.etag", Characters(kEtag)},
    {"publish.v1.ReassessReportRequest.reason", Characters(kComment)},
    {"publish.v1.ReportLeakRequest.etag", Characters(kEtag)},
    {"publish.v1.ReportLeakRequest.reason", Characters(kComment)},
    {"publish.v1.RetractReportRequest.etag", Characters(kEtag)},
    {"publish.v1.RetractReportRequest.reason", Characters(kComment)},
    {"publish.v1.ReturnReportRequest.etag", Characters(kEtag)},
    {"publish.v1.ReturnReportRequest.reason", Characters(kComment)},
    {"review.v1.Task.findings", "at most " + Count(kFindings)},
    {"workflow.v1.OpinionForm.answers", "at most " + Count(kAnswers)},
    {"workflow.v1.OpinionForm.basis", Characters(kBasis)},
    {"workflow.v1.OpinionForm.clause_remarks", "at most " + Count(kClauseRemarks)},
    {"workflow.v1.OpinionForm.withheld_parts", "at most " + Count(kWithheldParts)},
    {"workflow.v1.QuestionAnswer.question",
     Count(kRuleName.min) + " to " + Count(kRuleName.max) + " of"},
    {"workflow.v1.QuestionAnswer.remark", Characters(kRemark)},
    {"workflow.v1.ClauseRemark.clause", Characters(kClause)},
    {"workflow.v1.ClauseRemark.remark", "1 to " + Count(kRemark.max) + " characters"},
    {"workflow.v1.WithheldPart.attachment", Count(kFileName.max)},
    {"workflow.v1.WithheldPart.part", Characters(kPart)},
    {"workflow.v1.DisclosureDecision.reason", Characters(kDecisionReason)},
    {"workflow.v1.CreateDetail.co_issuing_departments", "at most " + Count(kCoIssuers) + ", each " +
                                                            Count(kCoIssuer.min) + " to " +
                                                            Count(kCoIssuer.max) + " characters"},
    {"review.v1.EndorseTaskRequest.etag", Characters(kEtag)},
    {"review.v1.AdjudicateFindingsRequest.first_finding", "1 to " + Count(kLeakFindings)},
    {"review.v1.AdjudicateFindingsRequest.finding_count", "1 to " + Count(kLeakFindings)},
    {"review.v1.AdjudicateFindingsRequest.reason", Characters(kComment)},
    {"intake.v1.ListFindingsRequest.page_size", kPage},
    {"intake.v1.ListFindingsRequest.skip", "0 to " + Count(2 * kLeakFindings)},
    {"workflow.v1.LeakCheck.rules_version", "1 to " + Count(kRulesVersion)},
    {"workflow.v1.LeakCheck.finding_count", "0 to " + Count(kLeakFindings)},
    {"workflow.v1.LeakCheck.carried", "at most " + Count(kCarriedFindings)},
    {"workflow.v1.CarriedFindings.first_finding", "1 to " + Count(kLeakFindings)},
    {"workflow.v1.CarriedFindings.finding_count", "1 to " + Count(kLeakFindings)},
    {"workflow.v1.CarriedFindings.first_before", "1 to " + Count(kLeakFindings)},
    {"workflow.v1.AdjudicateDetail.first_finding", "1 to " + Count(kLeakFindings)},
    {"workflow.v1.AdjudicateDetail.finding_count", "1 to " + Count(kLeakFindings)},
    {"review.v1.EndorseTaskRequest.opinion", Characters(kComment)},
    {"review.v1.SignTaskRequest.etag", Characters(kEtag)},
    {"review.v1.SignTaskRequest.opinion", Characters(kComment)},
    {"review.v1.ApproveTaskRequest.etag", Characters(kEtag)},
    {"review.v1.ApproveTaskRequest.opinion", Characters(kComment)},
    {"review.v1.ClaimTaskRequest.claim_duration",
     Count(kShortestClaim.count()) + " s to " + Count(kLongestClaim.count() / 3600) +
         " h, in whole seconds; absent: " + Count(kDefaultClaim.count() / 3600) + " h"},
    {"review.v1.ClaimTaskRequest.etag", Characters(kEtag)},
    {"review.v1.ListTasksRequest.page_size", kPage},
    {"review.v1.ReferTaskRequest.authority", Characters(kAuthority)},
    {"review.v1.ReferTaskRequest.etag", Characters(kEtag)},
    {"review.v1.ReferTaskRequest.question", Characters(kComment)},
    {"review.v1.ReleaseTaskRequest.etag", Characters(kEtag)},
    {"review.v1.ResolveTaskRequest.answer", Characters(kComment)},
    {"review.v1.ResolveTaskRequest.etag", Characters(kEtag)},
    {"review.v1.ReturnTaskRequest.etag", Characters(kEtag)},
    {"review.v1.ReturnTaskRequest.reason", Characters(kComment)},
    {"review.v1.TakeOverTaskRequest.claim_duration",
     Count(kShortestClaim.count()) + " s to " + Count(kLongestClaim.count() / 3600) +
         " h, in whole seconds; absent: " + Count(kDefaultClaim.count() / 3600) + " h"},
    {"review.v1.TakeOverTaskRequest.etag", Characters(kEtag)},
    {"review.v1.TakeOverTaskRequest.reason", Characters(kComment)},
    {"review.v1.ProposePurgeRequest.etag", Characters(kEtag)},
    {"review.v1.ProposePurgeRequest.reason", Characters(kComment)},
    {"review.v1.ProposePurgeRequest.sha256", "1 to " + Count(kPurged)},
    {"review.v1.ConfirmPurgeRequest.etag", Characters(kEtag)},
    {"review.v1.ConfirmPurgeRequest.reason", Characters(kComment)},
    {"review.v1.ConfirmPurgeRequest.sha256", "1 to " + Count(kPurged)},
    {"workflow.v1.PurgeDetail.sha256", "1 to " + Count(kPurged)},
    {"review.v1.WithholdTaskRequest.etag", Characters(kEtag)},
    {"review.v1.WithholdTaskRequest.reason", Characters(kComment)},
    {"workflow.v1.BatchGetRecordsRequest.names", "1 to " + Count(kRecordsAtOnce)},
    {"workflow.v1.BatchGetRecordsResponse.records", "at most " + Size(kAnswerBytes)},
    {"workflow.v1.ClaimDetail.seconds",
     Count(kShortestClaim.count()) + " to " + Count(kLongestClaim.count())},
    {"workflow.v1.Command.comment", Characters(kComment)},
    {"workflow.v1.Command.etag", Characters(kEtag)},
    {"workflow.v1.Command.from_states", "at most " + Count(kStates)},
    {"workflow.v1.Command.name", kId},
    {"workflow.v1.CreateDetail.part_sha256", "at most " + Count(kAttachments + 1)},
    {"workflow.v1.ListRecordsRequest.filter", kFilter},
    {"workflow.v1.ListRecordsRequest.page_size", kPage},
    {"workflow.v1.ListReportEventsRequest.page_size", kPage},
    {"workflow.v1.ListStuckReportsRequest.page_size", kPage},
    {"workflow.v1.ListRecordsRequest.states", "at most " + Count(kStates)},
    {"workflow.v1.WatchChangesRequest.states", "at most " + Count(kStates)},
    {"workflow.v1.ReferDetail.authority", Characters(kAuthority)},
    {"workflow.v1.SubmitDetail.warnings", "at most " + Count(kWarnings) + ", each " +
                                              Count(kRuleName.min) + " to " + Count(kRuleName.max)},
};

std::string InSmallLetters(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return c == '\n' ? ' ' : static_cast<char>(std::tolower(c));
  });
  return std::regex_replace(text, std::regex(" +"), " ");
}

// The comments of all fields of our protos, by the field's name without "gongkai.".
std::map<std::string, std::string> Comments() {
  std::map<std::string, std::string> comments;
  std::set<const FileDescriptor*> files;
  const std::function<void(const Descriptor&)> add = [&](const Descriptor& message) {
    for (int i = 0; i < message.field_count(); ++i) {
      google::protobuf::SourceLocation location;
      if (!message.field(i)->GetSourceLocation(&location)) continue;
      comments[message.field(i)->full_name().substr(std::string("gongkai.").size())] =
          InSmallLetters(location.leading_comments);
    }
    for (int i = 0; i < message.nested_type_count(); ++i) add(*message.nested_type(i));
  };
  const std::function<void(const FileDescriptor&)> read = [&](const FileDescriptor& file) {
    if (!file.package().starts_with("gongkai.") || !files.insert(&file).second) return;
    for (int i = 0; i < file.message_type_count(); ++i) add(*file.message_type(i));
    for (int i = 0; i < file.dependency_count(); ++i) read(*file.dependency(i));
  };
  for (const catalog::Service& service : catalog::kServices) {
    for (const std::string_view name : service.interfaces) {
      if (name.empty()) continue;
      read(*rpc::Contract().FindServiceByName(std::string(name))->file());
    }
  }
  return comments;
}

TEST(Limits, AreWhatTheProtosSay) {
  const auto comments = Comments();
  for (const auto& [field, limit] : kStated) {
    ASSERT_TRUE(comments.contains(field)) << field;
    const std::size_t at = comments.at(field).find(InSmallLetters(limit));
    ASSERT_NE(at, std::string::npos)
        << field << ": " << limit << " is not in" << comments.at(field);
    const std::string rest = comments.at(field).substr(at + limit.size());
    EXPECT_FALSE(std::regex_search(rest, std::regex("^,?[0-9]"))) << field << ": " << rest;
  }
}

TEST(Limits, AreComparedWhereverAProtoSaysOne) {
  const std::regex limit(
      "at most [0-9]|[0-9] to [0-9]|[0-9] byte to [0-9]|[0-9] s to [0-9]|counts as");
  for (const auto& [field, comment] : Comments()) {
    EXPECT_TRUE(kStated.contains(field) || !std::regex_search(comment, limit))
        << field << ":" << comment;
  }
}

TEST(Limits, AreWhatTheGuideOfTheApiSays) {
  std::ifstream file(GONGKAI_SOURCE_DIR "/docs/api.md");
  const std::string guide(std::istreambuf_iterator<char>(file), {});
  for (const std::string& stated : {
           "a body " + Size(kBodyBytes) + "; a chunk of an attachment " + Size(kChunkBytes),
           "| an attachment | " + Size(kAttachmentBytes) + "; " + Count(kAttachments) +
               " of them a report |",
           "| an answer | " + Size(kAnswerBytes) + "; `BatchGetReports` takes " +
               Count(kReportsAtOnce) + " names, `BatchGetHeadings` " + Count(kHeadingsAtOnce) +
               " digests",
           "| a query | " + Count(kQueryTime.count()) + " s,",
           "At most " + Size(kFilterBytes) + ", " + Count(kFilterComparisons) + " comparisons, " +
               Count(kFilterDepth) + " levels.",
       }) {
    EXPECT_THAT(guide, HasSubstr(stated));
  }
}

}  // namespace
}  // namespace gongkai::limits
