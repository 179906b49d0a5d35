#include <gtest/gtest.h>

#include <string>

#include "services/intake/attachment/attachment_name.h"
#include "services/intake/report/report_id.h"
#include "services/lib/request/fields.h"
#include "workflow/base/report_id.h"

namespace gongkai::intake {
namespace {

constexpr char kEarlier[] = "01890a5d-ac96-774b-bcce-b302099a8057";
constexpr char kLater[] = "01890a5e-0000-7000-8000-000000000000";

TEST(NewReportId, IsTheSameForARetry) {
  EXPECT_EQ(NewReportId(base::ActorId("user/zhang-wei"), kEarlier),
            NewReportId(base::ActorId("user/zhang-wei"), kEarlier));
}

TEST(NewReportId, IsAnotherForAnotherCallerOrRequest) {
  EXPECT_NE(NewReportId(base::ActorId("user/zhang-wei"), kEarlier),
            NewReportId(base::ActorId("user/li-na"), kEarlier));
  EXPECT_NE(NewReportId(base::ActorId("user/zhang-wei"), kEarlier),
            NewReportId(base::ActorId("user/zhang-wei"), kLater));
}

TEST(NewReportId, IsInTheOrderOfTimeOrderedRequestIds) {
  EXPECT_LT(NewReportId(base::ActorId("user/zhang-wei"), kEarlier),
            NewReportId(base::ActorId("user/zhang-wei"), kLater));
  EXPECT_TRUE(
      NewReportId(base::ActorId("user/zhang-wei"), kEarlier).text().starts_with("r01890a5dac96-"));
}

TEST(NewReportId, IsNewEachTimeWithoutARequestId) {
  EXPECT_NE(NewReportId(base::ActorId("user/zhang-wei"), ""),
            NewReportId(base::ActorId("user/zhang-wei"), ""));
}

TEST(NewReportId, IsAnIdByTheRulesOfTheApi) {
  for (const char* request_id : {"", kEarlier, "01890A5D-AC96-774B-BCCE-B302099A8057",
                                 "ffffffff-ffff-ffff-ffff-ffffffffffff"}) {
    const base::ReportId id = NewReportId(base::ActorId("bot/pipeline"), request_id);
    EXPECT_TRUE(base::ReportId::IsValid(id.text())) << id.text();
  }
}

TEST(AttachmentName, IsReadAndWritten) {
  const auto name = ParseAttachmentName("reports/annual-2021/attachments/附表 1.pdf");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->report.Name(), "reports/annual-2021");
  EXPECT_EQ(name->file_name, "附表 1.pdf");
  EXPECT_EQ(ToString(*name), "reports/annual-2021/attachments/附表 1.pdf");
}

TEST(AttachmentName, IsNothingElse) {
  for (const char* name :
       {"", "reports/annual-2021", "reports/annual-2021/attachments/", "annual-2021/attachments/a",
        "reports/annual-2021/attachments/..", "reports/annual-2021/attachments/a/b",
        "reports/A/attachments/a", "reports//attachments/a", "reports/annual-2021/files/a",
        "reports/annual-2021/attachments/a\\b", "reports/x/y/attachments/a"}) {
    EXPECT_FALSE(ParseAttachmentName(name)) << name;
  }
}

}  // namespace
}  // namespace gongkai::intake
