#include "services/lib/identity/delegation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/catalog/services.h"
#include "services/lib/identity/access.h"
#include "services/lib/identity/caller.h"
#include "tests/support/log_capture.h"

namespace gongkai::identity {
namespace {

machine::Actor By(const std::string& via) { return {.id = base::ActorId("user/wu"), .via = via}; }

std::string Reason(const std::string& via, const std::string& method) {
  const Status status = CheckDelegation(By(via), method);
  return status ? "" : std::string(InfoOf(status.error().reason).name);
}

// "ApplyAction" of "/gongkai.workflow.v1.WorkflowService/ApplyAction".
std::string ShortName(std::string_view method) {
  return std::string(method.substr(method.rfind('/') + 1));
}

// "intake" of "/gongkai.intake.v1.IntakeService/GetContent".
std::string ServiceOf(std::string_view method) {
  const std::string_view rest = method.substr(method.find('.') + 1);
  return std::string(rest.substr(0, rest.find('.')));
}

// The rows of all services.
std::vector<catalog::Delegation> Table() {
  std::vector<catalog::Delegation> rows;
  for (const catalog::Service& service : catalog::kServices) {
    rows.insert(rows.end(), service.speaks.begin(), service.speaks.end());
  }
  return rows;
}

TEST(DelegationTable, IsWhatTheServicesNeedAndNoMore) {
  std::set<std::pair<std::string, std::string>> rows;
  for (const catalog::Delegation& row : Table()) {
    EXPECT_TRUE(rows.emplace(row.via, ServiceOf(row.method) + " " + ShortName(row.method)).second);
  }
  const std::set<std::pair<std::string, std::string>> needed = {
      {"intake", "workflow ApplyAction"},       {"intake", "workflow CheckAction"},
      {"intake", "workflow RecordRefusal"},     {"intake", "workflow GetRecord"},
      {"intake", "workflow BatchGetRecords"},   {"intake", "workflow ListRecords"},
      {"review", "workflow ApplyAction"},       {"review", "workflow CheckAction"},
      {"review", "workflow RecordRefusal"},     {"review", "workflow GetRecord"},
      {"review", "workflow ListRecords"},       {"review", "workflow ListReportEvents"},
      {"review", "intake BatchGetHeadings"},    {"review", "intake GetContent"},
      {"publish", "workflow ApplyAction"},      {"publish", "workflow CheckAction"},
      {"publish", "workflow RecordRefusal"},    {"publish", "workflow GetRecord"},
      {"publish", "workflow ListRecords"},      {"publish", "intake BatchGetHeadings"},
      {"publish", "intake GetContent"},         {"publish", "intake DownloadAttachment"},
      {"publish", "intake DownloadContent"},    {"review,intake", "workflow GetRecord"},
      {"publish,intake", "workflow GetRecord"}, {"intake", "workflow WatchChanges"},
      {"review", "workflow WatchChanges"},      {"review", "intake ListFindings"},
      {"publish", "intake ListFindings"}};
  EXPECT_EQ(rows, needed);
}

TEST(DelegationTable, NamesMethodsThatThereAreAndWaysThatThereCanBe) {
  const std::vector<catalog::Delegation> table = Table();
  for (const catalog::Delegation& row : table) {
    EXPECT_TRUE(std::ranges::any_of(AccessTable(), [&](const MethodAccess& access) {
      return access.method == row.method;
    })) << row.method;
    EXPECT_TRUE(IsVia(row.via)) << row.via;
    EXPECT_EQ(row.via.find(ServiceOf(row.method)), std::string_view::npos)
        << row.via << " comes back to where it was";
    const std::size_t comma = row.via.rfind(',');
    if (comma == std::string_view::npos) continue;
    const std::string_view before = row.via.substr(0, comma);
    const std::string_view sender = row.via.substr(comma + 1);
    EXPECT_TRUE(std::ranges::any_of(table,
                                    [&](const catalog::Delegation& hop) {
                                      return hop.via == before && ServiceOf(hop.method) == sender;
                                    }))
        << row.via << ": nothing of " << before << " reaches " << sender;
  }
}

TEST(CheckDelegation, AsksNothingOfWhoSpeaksForHimself) {
  for (const MethodAccess& row : AccessTable()) {
    EXPECT_EQ(Reason("", std::string(row.method)), "") << row.method;
  }
}

TEST(CheckDelegation, JudgesTheWholeWay) {
  const std::string read = "/gongkai.workflow.v1.WorkflowService/GetRecord";
  const std::string change = "/gongkai.workflow.v1.WorkflowService/ApplyAction";
  EXPECT_EQ(Reason("review,intake", read), "");
  EXPECT_EQ(Reason("intake,review", read), "ASSERTION_NOT_ALLOWED");
  EXPECT_EQ(Reason("review,review", read), "ASSERTION_NOT_ALLOWED");
  EXPECT_EQ(Reason("review,publish,intake", read), "ASSERTION_NOT_ALLOWED");
  EXPECT_EQ(Reason("review,intake", change), "ASSERTION_NOT_ALLOWED")
      << "intake changes nothing while it answers review";
}

TEST(CheckDelegation, NamesWayPersonAndMethod) {
  const Status status = CheckDelegation(By("intake"), "/gongkai.review.v1.ReviewService/ClaimTask");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "A call by way of intake may not speak for user/wu on "
            "/gongkai.review.v1.ReviewService/ClaimTask.");
  EXPECT_EQ(status.error().metadata.at("via"), "intake");
  EXPECT_EQ(status.error().metadata.at("caller"), "user/wu");
}

TEST(RefusedAssertions, AreCountedAndLoggedAsWarnings) {
  const support::LogCapture log;
  const Error refusal = CheckDelegation(By("intake"), "/x").error();
  LogRefusedAssertion("/x", refusal);
  LogRefusedAssertion("/x", refusal);
  EXPECT_EQ(log.Count("may not speak for user/wu on /x. Refused assertions since the start: 1."),
            1);
  EXPECT_EQ(log.Count("Refused assertions since the start: 2."), 1);
}

}  // namespace
}  // namespace gongkai::identity
