#include "workflow/error/errors.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace gongkai::errors {
namespace {

using std::chrono::milliseconds;

TEST(ErrorsTest, TheMessageNamesEveryRuleThatIsBroken) {
  const Error error = InvalidFields(
      {{"name", {"Must be given.", "必须填写。"}}, {"etag", {"Too long.", "过长。"}}});
  EXPECT_EQ(error.reason, Reason::kInvalidField);
  EXPECT_EQ(error.message, "name: Must be given. etag: Too long.");
  EXPECT_EQ(error.metadata.at("field"), "name");
  ASSERT_EQ(error.fields.size(), 2U);
  EXPECT_EQ(error.fields[1].rule.chinese, "过长。");
  EXPECT_TRUE(InvalidFields({}).metadata.empty());
}

TEST(ErrorsTest, WhatIsMissingOfAContentIsNamed) {
  const Error error =
      ContentIncomplete("reports/a", {{"report.kind", {"Required.", "必须填写。"}}});
  EXPECT_NE(error.message.find(" report.kind: Required."), std::string::npos) << error.message;
  EXPECT_EQ(error.fields.at(0).field, "report.kind");
}

TEST(ErrorsTest, AnEndorsementThatIsMissingNamesWhoseItIs) {
  const Error error = EndorsementMissing("reports/a", "法规科");
  EXPECT_EQ(error.reason, Reason::kApprovalNotFresh);
  EXPECT_EQ(error.metadata.at("report"), "reports/a");
  EXPECT_EQ(error.metadata.at("stage"), "endorsement");
  EXPECT_EQ(error.metadata.at("department"), "法规科");
  EXPECT_NE(error.message.find("法规科"), std::string::npos) << error.message;
}

TEST(ErrorsTest, WhatLostARaceNamesWhatWon) {
  const Newest newest{.action = "RETURN",
                      .actor = "user/a",
                      .state = "DRAFT",
                      .time = "2026-03-01T08:00:00Z",
                      .etag = "e1"};
  for (const Error& error : {ActionNotAllowed("reports/a", "PUBLISH", newest),
                             EtagMismatch("reports/a", "e0", newest)}) {
    EXPECT_EQ(error.metadata.at("report"), "reports/a");
    EXPECT_EQ(error.metadata.at("state"), "DRAFT");
    EXPECT_EQ(error.metadata.at("last_action"), "RETURN");
    EXPECT_EQ(error.metadata.at("last_actor"), "user/a");
    EXPECT_EQ(error.metadata.at("last_time"), "2026-03-01T08:00:00Z");
    EXPECT_EQ(error.metadata.at("etag"), "e1");
  }
  EXPECT_EQ(ActionNotAllowed("reports/a", "PUBLISH", newest).metadata.at("action"), "PUBLISH");
  EXPECT_EQ(EtagMismatch("reports/a", "e0", newest).metadata.at("sent"), "e0");
}

TEST(ErrorsTest, WhatPassesSaysWhenToTryAgain) {
  EXPECT_EQ(Overloaded(milliseconds(7)).retry_after, milliseconds(7));
  EXPECT_EQ(DiskFull(milliseconds(7)).retry_after, milliseconds(7));
  EXPECT_EQ(QuotaExceeded("department_bytes", "法规科", 1, milliseconds(7)).retry_after,
            milliseconds(7));
  EXPECT_EQ(PeerUnavailable("workflow").retry_after, milliseconds(500));
  EXPECT_EQ(ShuttingDown().retry_after, std::nullopt);
}

TEST(ErrorsTest, APieceOfASentenceIsInTheChineseTextInChinese) {
  const Error error = ContentCorrupt({"The content of reports/a", "reports/a 的内容"});
  EXPECT_EQ(error.metadata.at("what"), "The content of reports/a");
  EXPECT_NE(error.chinese.find("reports/a 的内容"), std::string::npos) << error.chinese;
}

TEST(ErrorsTest, WhatIsInternalIsOfThatReason) {
  EXPECT_EQ(Internal("no such table").reason, Reason::kInternal);
  EXPECT_EQ(Internal("no such table").code(), Code::kInternal);
}

}  // namespace
}  // namespace gongkai::errors
