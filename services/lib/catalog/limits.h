// The limits of the fields of requests and answers. The comments of the protos' fields and
// docs/api.md state them, and a test compares. Servers check them; clients need them to split what
// they send. How many streams and calls a service takes is said where it is counted.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gongkai::limits {

// How many characters (code points) a text has.
struct Length {
  std::size_t min;
  std::size_t max;
};

// Texts of a report.
inline constexpr Length kTitle{0, 200};
inline constexpr Length kDocumentNumber{0, 60};
inline constexpr Length kIssuingDepartment{1, 100};
inline constexpr Length kCategory{0, 100};
inline constexpr Length kDisclosureReason{0, 1000};
inline constexpr Length kAttachmentReason{0, 200};  // of the attribute of an attachment
inline constexpr int kCoIssuers = 10;
inline constexpr Length kCoIssuer{1, 100};
inline constexpr Length kDrafter{0, 50};
inline constexpr Length kTelephone{0, 40};
inline constexpr int kFirstYear = 1900;  // in which a document was formed
inline constexpr int kChannels = 5;
inline constexpr Length kIndexNumber{0, 60};
// Rules of the review form.
inline constexpr int kFindings = 256;
inline constexpr int kWarnings = 20;
inline constexpr Length kRuleName{1, 60};
inline constexpr std::size_t kBodyBytes = 512 << 10;
// What the fields of a serialized intake.v1.Content come to.
inline constexpr std::size_t kContentBytes = 128 << 10;

// Attachments.
inline constexpr int kAttachments = 64;  // of one report
inline constexpr std::int64_t kAttachmentBytes = 64 << 20;
inline constexpr std::size_t kChunkBytes = 256 << 10;  // of an attachment, in one message
inline constexpr Length kFileName{1, 120};
inline constexpr std::size_t kFileNameBytes = 255;  // Linux stores no longer one
inline constexpr std::size_t kMediaTypeBytes = 100;

// What is said with an action: a reason, an opinion, a question or an answer.
inline constexpr Length kComment{1, 2000};
inline constexpr Length kAuthority{1, 200};
// What a reviewer fills in beside the opinion.
inline constexpr int kAnswers = 16;
inline constexpr Length kRemark{0, 300};  // on an answer, or on a clause
inline constexpr Length kBasis{0, 500};   // of a conclusion
inline constexpr int kClauseRemarks = 10;
inline constexpr Length kClause{1, 50};
inline constexpr int kWithheldParts = 10;
inline constexpr Length kPart{1, 100};
inline constexpr Length kDecisionReason{0, 500};
inline constexpr Length kEtag{0, 64};
inline constexpr int kStates = 16;  // in a list of them

// How long a task may be claimed at once.
inline constexpr std::chrono::seconds kShortestClaim{60};
inline constexpr std::chrono::seconds kLongestClaim{86'400};
inline constexpr std::chrono::seconds kDefaultClaim{3600};

// Lists.
inline constexpr int kDefaultPage = 50;  // rows
inline constexpr int kLargestPage = 1000;
inline constexpr std::size_t kFilterBytes = 4 << 10;
inline constexpr int kFilterComparisons = 32;
inline constexpr int kFilterDepth = 8;
inline constexpr std::chrono::seconds kQueryTime{5};

// Batches, in names or digests.
inline constexpr int kReportsAtOnce = 200;
inline constexpr int kRecordsAtOnce = 1000;
inline constexpr int kHeadingsAtOnce = 1000;

// The leak check.
inline constexpr int kRulesVersion = 1'000'000;
inline constexpr int kLeakFindings = 10'000;   // of one content, that must be adjudicated
inline constexpr int kCarriedFindings = 1000;  // rows of one check

// Digests that are destroyed at once: of a content, its text and its attachments.
inline constexpr int kPurged = 66;

// A check of what is public.
inline constexpr int kDefaultSelfCheck = 5;  // publications in a page
inline constexpr int kLargestSelfCheck = 20;
inline constexpr std::chrono::seconds kSelfCheckTime{5};  // after which a page begins no other one

// Messages.
inline constexpr std::size_t kAnswerBytes = 3 << 20;

}  // namespace gongkai::limits
