#include "workflow/error/localize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/chinese.h"
#include "workflow/base/words.h"
#include "workflow/error/errors.h"

namespace gongkai {
namespace {

using support::HoldsChinese;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAreArray;

constexpr char kReport[] = "reports/annual-2021";
constexpr char kPerson[] = "user/wang-fang";
constexpr char kTime[] = "2026-03-01T08:00:00Z";

const std::string kHeader = GONGKAI_SOURCE_DIR "/workflow/error/errors.h";

struct Row {
  std::string function;
  Error error;
};

// Every function of errors.h; one that makes several reasons has a row for each.
std::vector<Row> Rows() {
  constexpr std::chrono::milliseconds kLater(500);
  const errors::Newest newest{.action = "APPROVE_LEGAL",
                              .actor = kPerson,
                              .state = "SECRECY_REVIEW",
                              .time = kTime,
                              .etag = "e1"};
  const base::BilingualView rule{"Must be given.", "必须填写。"};
  std::vector<Row> rows{
      {"InvalidField", errors::InvalidField("report.title", rule)},
      {"InvalidFields", errors::InvalidFields({{"report.title", base::Bilingual(rule)}})},
      {"InvalidFile", errors::InvalidFile("policy.yaml", "cannot be read.")},
      {"InvalidFilter", errors::InvalidFilter(rule)},
      {"InvalidPageToken", errors::InvalidPageToken()},
      {"UploadIncomplete", errors::UploadIncomplete(rule)},
      {"ReportNotFound", errors::ReportNotFound(kReport)},
      {"ReportNotFound", errors::ReportNotFound(kReport, {"as public content", "的公开内容"})},
      {"AttachmentNotFound", errors::AttachmentNotFound("reports/a/attachments/a.pdf")},
      {"EntryNotFound", errors::EntryNotFound("entries/7")},
      {"ReportExists", errors::ReportExists(kReport)},
      {"RequestIdReused", errors::RequestIdReused("01890a5d-ac96-774b-bcce-b302099a8057")},
      {"NoIdentity", errors::NoIdentity()},
      {"UnknownCaller", errors::UnknownCaller(kPerson)},
      {"ServiceOnly", errors::ServiceOnly(kPerson, "ApplyAction")},
      {"AssertionNotAllowed", errors::AssertionNotAllowed("service/intake", "RETURN")},
      {"DelegationNotAllowed", errors::DelegationNotAllowed("review", kPerson, "ListTasks")},
      {"RoleRequired", errors::RoleRequired(kPerson, "PUBLISHER", "PUBLISH")},
      {"DepartmentRequired", errors::DepartmentRequired("法规科", "EDIT")},
      {"ReportOfOthers", errors::ReportOfOthers(kReport, "财政局", "APPROVE_LEGAL")},
      {"OwnReport", errors::OwnReport(kReport, kPerson)},
      {"SameReviewer", errors::SameReviewer(kReport)},
      {"AlreadyApproved", errors::AlreadyApproved(kReport, kPerson)},
      {"BotMayNotDecide", errors::BotMayNotDecide("bot/website", "RETURN")},
      {"SupervisorRequired", errors::SupervisorRequired(kPerson, "LEGAL_REVIEWER")},
      {"ActionNotAllowed", errors::ActionNotAllowed(kReport, "PUBLISH", newest)},
      {"NothingToTakeOver", errors::NothingToTakeOver(kReport)},
      {"ClaimedByAnother", errors::ClaimedByAnother(kReport, kPerson, kTime)},
      {"ClaimTimeUsedUp", errors::ClaimTimeUsedUp(kReport, kTime, 48)},
      {"ContentIncomplete",
       errors::ContentIncomplete(kReport, {{"report.kind", base::Bilingual(rule)}})},
      {"ContentChanged", errors::ContentChanged(kReport, "ab", "cd")},
      {"NoEligibleReviewer",
       errors::NoEligibleReviewer(kReport, "legal", 2, 1, true, "user/a OWN_REPORT")},
      {"ApprovalNotFresh", errors::ApprovalNotFresh(kReport, "legal")},
      {"FindingsOpen", errors::FindingsOpen(kReport, 2, 1, 3)},
      {"FindingsChanged", errors::FindingsChanged(kReport, 2)},
      {"EndorsementMissing", errors::EndorsementMissing(kReport, "法规科")},
      {"ApprovalRevoked", errors::ApprovalRevoked(kReport, kPerson)},
      {"NotActiveDisclosure", errors::NotActiveDisclosure(kReport, "ON_REQUEST")},
      {"ApprovedAsRestricted", errors::ApprovedAsRestricted(kReport, "ON_REQUEST")},
      {"ActiveDisclosure", errors::ActiveDisclosure(kReport, "ACTIVE")},
      {"BeforePlannedTime", errors::BeforePlannedTime(kReport, kTime)},
      {"CorrectionNotPossible", errors::CorrectionNotPossible(kReport, "reports/old", rule)},
      {"PurgeNotPossible", errors::PurgeNotPossible(kReport, rule)},
      {"ContentPurged", errors::ContentPurged("ab", 7)},
      {"TreeSizeBeyondLog", errors::TreeSizeBeyondLog(9, 7)},
      {"TooManyAttachments", errors::TooManyAttachments(kReport, 64)},
      {"EtagMismatch", errors::EtagMismatch(kReport, "e0", newest)},
      {"Overloaded", errors::Overloaded(kLater)},
      {"TooManyStreams", errors::TooManyStreams(128)},
      {"QueryTooExpensive", errors::QueryTooExpensive()},
      {"DiskFull", errors::DiskFull(kLater)},
      {"QuotaExceeded", errors::QuotaExceeded("department_bytes", "法规科", 1000, kLater)},
      {"PeerUnavailable", errors::PeerUnavailable("workflow")},
      {"ShuttingDown", errors::ShuttingDown()},
      {"Cancelled", errors::Cancelled()},
      {"DeadlineExceeded", errors::DeadlineExceeded()},
      {"ContentCorrupt", errors::ContentCorrupt({"The content of reports/a", "reports/a 的内容"})},
      {"LogCorrupt", errors::LogCorrupt("entries/7 is not in the tree.")},
      {"Internal", errors::Internal("no such table: entry")},
  };
  for (const Reason rule_of_service :
       {Reason::kAssertionNotAllowed, Reason::kContentCorrupt, Reason::kContentIncomplete,
        Reason::kTooManyAttachments, Reason::kAttachmentNotFound}) {
    rows.push_back({"RefusedByService", errors::RefusedByService(rule_of_service, "intake")});
  }
  return rows;
}

// The functions that errors.h declares, each as often as it is overloaded.
std::vector<std::string> Declared() {
  std::ifstream file(kHeader);
  const std::string header{std::istreambuf_iterator<char>(file), {}};
  const std::regex function("\nError ([A-Za-z]+)\\(");
  std::vector<std::string> names;
  for (std::sregex_iterator at(header.begin(), header.end(), function), end; at != end; ++at) {
    names.push_back((*at)[1]);
  }
  return names;
}

// The keys of the text, "report" of "{report}".
std::vector<std::string> KeysOf(std::string_view text) {
  const std::string all(text);
  const std::regex key("\\{([a-z_]+)\\}");
  std::vector<std::string> keys;
  for (std::sregex_iterator at(all.begin(), all.end(), key), end; at != end; ++at) {
    keys.push_back((*at)[1]);
  }
  return keys;
}

TEST(Localize, HasARowHereForEveryFunctionThatMakesAnError) {
  std::vector<std::string> rows;
  for (const Row& row : Rows()) {
    if (row.function != "RefusedByService" || row.error.reason == Reason::kAssertionNotAllowed) {
      rows.push_back(row.function);
    }
  }
  EXPECT_THAT(rows, UnorderedElementsAreArray(Declared()));
}

TEST(Localize, TellsEveryErrorInChineseWithAllItsFacts) {
  for (const Row& row : Rows()) {
    const std::string text = Localize(row.error);
    EXPECT_TRUE(HoldsChinese(text)) << row.function << ": " << text;
    EXPECT_EQ(text.find_first_of("{}[]"), std::string::npos) << row.function << ": " << text;
    EXPECT_THAT(text, Not(HasSubstr("…"))) << row.function << " lacks a fact";
  }
}

TEST(Localize, NamesNoFactThatNoErrorOfTheReasonHas) {
  const std::vector<Row> rows = Rows();
  for (const ReasonInfo& info : kReasons) {
    for (const std::string& key : KeysOf(info.chinese)) {
      EXPECT_TRUE(std::ranges::any_of(rows,
                                      [&](const Row& row) {
                                        if (row.error.reason != info.reason) return false;
                                        return row.error.metadata.contains(key) ||
                                               !row.error.chinese.empty() ||
                                               (key == "fields" && !row.error.fields.empty());
                                      }))
          << info.name << ": " << key;
    }
  }
}

TEST(Localize, CallsStatesActionsAndRolesByTheirChineseWords) {
  EXPECT_EQ(
      Localize(errors::ActionNotAllowed(kReport, "PUBLISH",
                                        {.action = "APPROVE_LEGAL",
                                         .actor = kPerson,
                                         .state = "SECRECY_REVIEW",
                                         .time = kTime,
                                         .etag = "e1"})),
      "报告 reports/annual-2021 现处于“保密审查”状态，不能办理“发布”。最近一次办理：user/wang-fang "
      "于 2026年3月1日 16:00:00（北京时间） 办理“合法性审查通过”。");
  EXPECT_THAT(Localize(errors::NotActiveDisclosure(kReport, "ON_REQUEST")),
              HasSubstr("“依申请公开”"));
  EXPECT_THAT(Localize(errors::ApprovalNotFresh(kReport, "legal")), HasSubstr("“合法性审查”"));
}

TEST(Localize, TellsTimesAsTheyAreInBeijing) {
  EXPECT_EQ(Localize(errors::BeforePlannedTime(kReport, "2025-12-31T16:00:00Z")),
            "报告 reports/annual-2021 计划于 2026年1月1日 00:00:00（北京时间） 公开，时间未到。");
  EXPECT_THAT(Localize(errors::BeforePlannedTime(kReport, "soon")), HasSubstr("计划于 soon 公开"));
}

TEST(Localize, TellsWhoMayUseAMethod) {
  EXPECT_EQ(Localize(errors::RoleRequired(kPerson, "AUDITOR or PUBLISHER", "ListEntries")),
            "“ListEntries”需要“审计员或发布员”的角色，user/wang-fang 没有这一角色。");
  EXPECT_THAT(
      Localize(errors::RoleRequired("service/intake", base::kPersonOrBot.name, "ListTasks")),
      HasSubstr("“个人或机器人”"));
}

TEST(Localize, SaysOfAReasonWithSeveralMeaningsOnlyWhatIsTrue) {
  EXPECT_EQ(Localize(errors::AssertionNotAllowed("service/intake", "RETURN")),
            "该服务无权这样代人办理。service/intake 无权办理“退回”。");
  EXPECT_EQ(Localize(errors::DelegationNotAllowed("review", kPerson, "ListTasks")),
            "该服务无权这样代人办理。经由 review 的调用不得代表 user/wang-fang 使用 ListTasks。");
  EXPECT_EQ(Localize(errors::RefusedByService(Reason::kAssertionNotAllowed, "intake")),
            "该服务无权这样代人办理。");
  EXPECT_EQ(Localize(errors::RefusedByService(Reason::kContentIncomplete, "intake")),
            "报告的内容不完整，不能送审。");
  EXPECT_EQ(Localize(errors::RefusedByService(Reason::kTooManyAttachments, "intake")),
            "报告的附件已经达到上限。");
  EXPECT_EQ(
      Localize(errors::ApprovalNotFresh(kReport, "secrecy")),
      "审查意见不符合要求。报告 reports/annual-2021 缺少对当前内容有效的“保密审查”通过意见。");
  EXPECT_EQ(Localize(errors::ApprovalNotFresh(kReport, "signature")),
            "审查意见不符合要求。报告 reports/annual-2021 缺少对当前内容有效的“签发”通过意见。");
  EXPECT_EQ(Localize(errors::EndorsementMissing(kReport, "法规科")),
            "审查意见不符合要求。报告 reports/annual-2021 缺少对当前内容有效的“部门审签”通过意见。"
            "应由 法规科 的负责人审签。");
  EXPECT_EQ(Localize(errors::ApprovalRevoked(kReport, kPerson)),
            "审查意见不符合要求。user/wang-fang 对报告 reports/annual-2021 "
            "的审查意见不计入：该审查资格已依策略撤销，台账有记录。");
}

TEST(Localize, ListsTheRulesThatFieldsBreak) {
  EXPECT_EQ(Localize(errors::InvalidFields(
                {{"name", {"Must be given.", "必须填写。"}}, {"etag", {"Too long.", ""}}})),
            "请求的内容不符合规则。name：必须填写。etag：Too long.")
      << "a peer of another version may have sent no Chinese rule";
}

TEST(Localize, KeepsTheTextThatAnErrorBrings) {
  Error error = errors::ReportExists(kReport);
  error.chinese = "另一进程的说法。";
  EXPECT_EQ(Localize(error), "另一进程的说法。");
}

TEST(Localize, ShowsWhatIsMissingAndReadsNothingIntoTheFacts) {
  EXPECT_EQ(Localize(Error{Reason::kReportExists, "Why."}), "报告 … 已经存在。");
  EXPECT_EQ(Localize(errors::ReportExists("{report}[x]")), "报告 {report}[x] 已经存在。");
}

}  // namespace
}  // namespace gongkai
