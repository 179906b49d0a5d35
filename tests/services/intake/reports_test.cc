// Reports through the service, with the real ledger behind it.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "services/lib/request/fields.h"
#include "tests/services/intake/intake_world.h"
#include "tests/services/intake/sample.h"
#include "workflow/base/digest.h"

namespace gongkai::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = v1::IntakeService::Stub;

class ReportsTest : public ::testing::Test {
 protected:
  v1::Report Create(Stub& stub, const std::string& id = "annual-2021",
                    const v1::Report& report = CompleteReport()) {
    v1::CreateReportRequest request;
    request.set_report_id(id);
    *request.mutable_report() = report;
    const auto created = Ask(stub, &Stub::CreateReport, request);
    EXPECT_EQ(created.reason(), "OK");
    return created.response;
  }

  static v1::UpdateReportRequest NewBody(const std::string& name, const std::string& body) {
    v1::UpdateReportRequest request;
    request.mutable_report()->set_name(name);
    request.mutable_report()->set_body(body);
    request.mutable_update_mask()->add_paths("body");
    return request;
  }

  static v1::SubmitReportRequest Submission(const std::string& name) {
    v1::SubmitReportRequest request;
    request.set_name(name);
    return request;
  }

  static Answer<v1::Report> Get(Stub& stub, const std::string& name,
                                const std::string& content_sha256 = "") {
    v1::GetReportRequest request;
    request.set_name(name);
    request.set_content_sha256(content_sha256);
    return Ask(stub, &Stub::GetReport, request);
  }

  int StoredContents() const {
    SQLite::Database database((world_.data() / "intake.db").string(), SQLite::OPEN_READONLY);
    return database.execAndGet("SELECT count(*) FROM content").getInt();
  }

  IntakeWorld world_;
  std::unique_ptr<Stub> drafter_ = world_.As(kDrafter);
};

TEST_F(ReportsTest, ANewReportIsADraftOfTheCallersDepartment) {
  const v1::Report created = Create(*drafter_);
  EXPECT_EQ(created.name(), "reports/annual-2021");
  EXPECT_EQ(created.state(), wf::DRAFT);
  EXPECT_EQ(created.department(), "清河县人民政府办公室");
  EXPECT_EQ(created.issuing_department(), "清河县人民政府办公室");
  EXPECT_EQ(created.creator(), kDrafter);
  EXPECT_TRUE(created.has_create_time());
  EXPECT_EQ(Get(*drafter_, created.name())->SerializeAsString(), created.SerializeAsString());
}

TEST_F(ReportsTest, TheServerChoosesAnIdAndARetryMeetsTheSameReport) {
  v1::CreateReportRequest request;
  *request.mutable_report() = CompleteReport();
  request.set_request_id(RequestId(1));
  const auto first = Ask(*drafter_, &Stub::CreateReport, request);
  ASSERT_EQ(first.reason(), "OK");
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request)->name(), first->name());

  request.mutable_report()->set_title("另一题");
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "REQUEST_ID_REUSED");
}

TEST_F(ReportsTest, AnIdIsTakenOnce) {
  Create(*drafter_);
  v1::CreateReportRequest request;
  request.set_report_id("annual-2021");
  *request.mutable_report() = CompleteReport();
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "REPORT_EXISTS");
}

TEST_F(ReportsTest, BadRequestsAreRefusedBeforeAnythingIsStored) {
  v1::CreateReportRequest request;
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "INVALID_FIELD");  // no report
  *request.mutable_report() = CompleteReport();
  for (const char* id : {"x", "Annual-2021", "annual/2021", "annual-"}) {
    request.set_report_id(id);
    EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "INVALID_FIELD") << id;
  }
  request.clear_report_id();
  request.set_request_id("1");
  EXPECT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "INVALID_FIELD");
  EXPECT_EQ(StoredContents(), 0);
}

TEST_F(ReportsTest, NothingIsStoredForSomebodyWhoMayNotCreate) {
  v1::CreateReportRequest request;
  request.set_report_id("annual-2021");
  *request.mutable_report() = CompleteReport();
  EXPECT_EQ(Ask(*world_.As(kReviewer), &Stub::CreateReport, request).reason(), "ROLE_REQUIRED");
  EXPECT_EQ(StoredContents(), 0);
  EXPECT_THAT(world_.Denials("reports/annual-2021"), ElementsAre("ROLE_REQUIRED"));
}

TEST_F(ReportsTest, AnUpdateTakesOverWhatItsMaskNames) {
  const v1::Report created = Create(*drafter_);
  const auto updated =
      Ask(*world_.As(kColleague), &Stub::UpdateReport, NewBody(created.name(), "新文"));
  ASSERT_EQ(updated.reason(), "OK");
  EXPECT_EQ(updated->body(), "新文");
  EXPECT_EQ(updated->title(), created.title());
  EXPECT_NE(updated->content_sha256(), created.content_sha256());
  EXPECT_NE(updated->etag(), created.etag());
}

TEST_F(ReportsTest, AnUpdateOfAnOlderReadIsRefused) {
  const v1::Report created = Create(*drafter_);
  auto request = NewBody(created.name(), "甲");
  request.mutable_report()->set_etag(created.etag());
  ASSERT_EQ(Ask(*drafter_, &Stub::UpdateReport, request).reason(), "OK");
  request.mutable_report()->set_body("乙");
  EXPECT_EQ(Ask(*drafter_, &Stub::UpdateReport, request).reason(), "ETAG_MISMATCH");
  EXPECT_EQ(Get(*drafter_, created.name())->body(), "甲");
}

TEST_F(ReportsTest, UpdatesAtTheSameTimeAllTakeEffect) {
  const v1::Report created = Create(*drafter_);
  const std::vector<std::string> fields{"title", "document_number", "category", "body"};
  {
    std::vector<std::jthread> threads;
    for (const std::string& field : fields) {
      threads.emplace_back([&] {
        const auto stub = world_.As(kDrafter);
        for (int i = 0; i < 5; ++i) {
          v1::UpdateReportRequest request;
          request.mutable_report()->set_name(created.name());
          const auto* descriptor = v1::Report::descriptor()->FindFieldByName(field);
          request.mutable_report()->GetReflection()->SetString(request.mutable_report(), descriptor,
                                                               "新" + std::to_string(i));
          request.mutable_update_mask()->add_paths(field);
          EXPECT_EQ(Ask(*stub, &Stub::UpdateReport, request).reason(), "OK");
        }
      });
    }
  }
  const auto report = Get(*drafter_, created.name());
  EXPECT_EQ(report->title() + report->document_number() + report->category() + report->body(),
            "新4新4新4新4");
  EXPECT_THAT(world_.Denials(created.name()), IsEmpty()) << "nobody was refused anything";
}

TEST_F(ReportsTest, EarlierContentsStayReadableUnderTheirReport) {
  const v1::Report first = Create(*drafter_);
  Create(*drafter_, "annual-2020");
  const auto second = Ask(*drafter_, &Stub::UpdateReport, NewBody(first.name(), "新文"));
  ASSERT_EQ(second.reason(), "OK");

  const auto earlier = Get(*drafter_, first.name(), first.content_sha256());
  ASSERT_EQ(earlier.reason(), "OK");
  EXPECT_EQ(earlier->body(), first.body());
  EXPECT_EQ(earlier->content_sha256(), first.content_sha256());

  EXPECT_EQ(Get(*drafter_, "reports/annual-2020", second->content_sha256()).reason(),
            "REPORT_NOT_FOUND");
  EXPECT_EQ(Get(*drafter_, first.name(), std::string(64, '0')).reason(), "REPORT_NOT_FOUND");
  EXPECT_EQ(Get(*drafter_, first.name(), "no digest").reason(), "INVALID_FIELD");
}

TEST_F(ReportsTest, AContentThatTheLedgerRefusedIsNobodysEarlierContent) {
  const v1::Report created = Create(*drafter_);
  v1::Report other = CompleteReport();
  other.set_body("从未是它的内容");
  v1::CreateReportRequest request;
  request.set_report_id("annual-2020");
  *request.mutable_report() = other;
  const auto stored = Ask(*drafter_, &Stub::CreateReport, request);
  ASSERT_EQ(stored.reason(), "OK");
  request.set_report_id("annual-2021");
  ASSERT_EQ(Ask(*drafter_, &Stub::CreateReport, request).reason(), "REPORT_EXISTS");
  EXPECT_EQ(Get(*drafter_, created.name(), stored->content_sha256()).reason(), "REPORT_NOT_FOUND");
}

TEST_F(ReportsTest, TheContentsBytesHaveItsDigest) {
  const v1::Report created = Create(*drafter_);
  v1::GetContentRequest request;
  request.set_name(created.name());
  const auto content = Ask(*drafter_, &Stub::GetContent, request);
  ASSERT_EQ(content.reason(), "OK");
  EXPECT_EQ(base::Sha256(content->content()).ToHex(), created.content_sha256());
  v1::Content parsed;
  ASSERT_TRUE(parsed.ParseFromString(content->content()));
  EXPECT_EQ(parsed.title(), created.title());
}

TEST_F(ReportsTest, AnIncompleteReportIsNotSubmitted) {
  v1::Report incomplete;
  incomplete.set_title("只有题目");
  const v1::Report created = Create(*drafter_, "annual-2021", incomplete);
  const auto refused = Ask(*drafter_, &Stub::SubmitReport, Submission(created.name()));
  EXPECT_EQ(refused.reason(), "CONTENT_INCOMPLETE");
  for (const char* field :
       {"report.kind", "report.category", "report.disclosure.attribute", "report.body"}) {
    EXPECT_THAT(refused.status.error_message(), ::testing::HasSubstr(field));
  }
  EXPECT_EQ(Get(*drafter_, created.name())->state(), wf::DRAFT);
  EXPECT_THAT(world_.Denials(created.name()), ElementsAre("CONTENT_INCOMPLETE"));
}

TEST_F(ReportsTest, ARefusedSubmissionNamesEachRuleForPrograms) {
  v1::Report incomplete = CompleteReport();
  incomplete.set_kind(v1::NORMATIVE_DOCUMENT);
  incomplete.clear_title();
  const v1::Report created = Create(*drafter_, "rules-2026", incomplete);
  const auto refused = Ask(*drafter_, &Stub::SubmitReport, Submission(created.name()));
  ASSERT_EQ(refused.reason(), "CONTENT_INCOMPLETE");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(refused.status.error_details()));
  std::vector<std::string> rules;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) rules.push_back(violation.reason());
  }
  EXPECT_THAT(rules, ElementsAre("TITLE_MISSING", "INTERPRETATION_MISSING"));
}

TEST_F(ReportsTest, ACheckSaysWhatASubmissionWouldAndRecordsNothing) {
  v1::Report late;
  late.set_title("只有题目");
  late.mutable_disclosure()->set_attribute(wf::ACTIVE);
  late.mutable_formed_date()->set_year(2025);
  late.mutable_formed_date()->set_month(1);
  late.mutable_formed_date()->set_day(2);
  const v1::Report created = Create(*drafter_, "late-2025", late);
  v1::CheckReportRequest request;
  request.set_name(created.name());
  const auto checked = Ask(*drafter_, &Stub::CheckReport, request);
  ASSERT_EQ(checked.reason(), "OK");
  EXPECT_EQ(checked->content_sha256(), created.content_sha256());
  std::vector<std::string> rules;
  for (const wf::FormFinding& finding : checked->findings()) rules.push_back(finding.rule());
  EXPECT_THAT(
      rules, ElementsAre("KIND_MISSING", "CATEGORY_MISSING", "BODY_MISSING", "DISCLOSURE_OVERDUE"));
  EXPECT_THAT(world_.Denials(created.name()), IsEmpty());
  EXPECT_EQ(Ask(*world_.As(kOutsider), &Stub::CheckReport, request).reason(), "REPORT_NOT_FOUND");
  request.set_content_sha256(std::string(64, 'a'));
  EXPECT_EQ(Ask(*drafter_, &Stub::CheckReport, request).reason(), "REPORT_NOT_FOUND");
}

TEST_F(ReportsTest, TheFormIsPartOfTheContentAndLeftOutOfLists) {
  v1::Report report = CompleteReport();
  report.add_co_issuing_departments("清河县财政局");
  report.set_drafter("张伟");
  report.set_telephone("0319-8161234");
  report.set_carrier(v1::OFFICIAL_DOCUMENT);
  report.add_channels(v1::PORTAL);
  report.set_index_number("113417020032563511/202504-00057");
  report.mutable_formed_date()->set_year(2026);
  report.mutable_formed_date()->set_month(3);
  report.mutable_formed_date()->set_day(2);
  report.mutable_forwarded_document()->set_title("上级通知");
  const v1::Report created = Create(*drafter_, "annual-2021", report);
  const auto read = Get(*drafter_, created.name());
  EXPECT_THAT(read->co_issuing_departments(), ElementsAre("清河县财政局"));
  EXPECT_EQ(read->telephone(), "0319-8161234");
  EXPECT_EQ(read->formed_date().day(), 2);
  EXPECT_EQ(read->forwarded_document().title(), "上级通知");
  EXPECT_THAT(read->channels(), ElementsAre(v1::PORTAL));

  v1::UpdateReportRequest update;
  update.mutable_report()->set_name(created.name());
  update.mutable_report()->set_telephone("0319-8161235");
  const auto changed = Ask(*drafter_, &Stub::UpdateReport, update);
  ASSERT_EQ(changed.reason(), "OK");
  EXPECT_NE(changed->content_sha256(), created.content_sha256()) << "it is in the digest";
  EXPECT_EQ(changed->drafter(), "张伟");

  const auto list = Ask(*drafter_, &Stub::ListReports, v1::ListReportsRequest());
  ASSERT_EQ(list->reports_size(), 1);
  const v1::Report& row = list->reports(0);
  EXPECT_EQ(row.telephone() + row.drafter(), "");
  EXPECT_TRUE(row.co_issuing_departments().empty());
  EXPECT_FALSE(row.has_forwarded_document());
  EXPECT_EQ(row.index_number(), "113417020032563511/202504-00057");
}

TEST_F(ReportsTest, ASubmittedReportIsNotEdited) {
  const v1::Report created = Create(*drafter_);
  const auto submitted = Ask(*drafter_, &Stub::SubmitReport, Submission(created.name()));
  ASSERT_EQ(submitted.reason(), "OK");
  EXPECT_EQ(submitted->state(), wf::LEGAL_REVIEW);
  EXPECT_EQ(Ask(*drafter_, &Stub::UpdateReport, NewBody(created.name(), "新文")).reason(),
            "ACTION_NOT_ALLOWED");
  EXPECT_EQ(Ask(*drafter_, &Stub::SubmitReport, Submission(created.name())).reason(),
            "ACTION_NOT_ALLOWED");
  EXPECT_THAT(world_.Denials(created.name()),
              ElementsAre("ACTION_NOT_ALLOWED", "ACTION_NOT_ALLOWED"));
}

TEST_F(ReportsTest, ARetryAnswersAsTheFirstTimeThoughTheReportHasMovedOn) {
  const v1::Report created = Create(*drafter_);
  auto request = NewBody(created.name(), "新文");
  request.set_request_id(RequestId(1));
  const auto first = Ask(*drafter_, &Stub::UpdateReport, request);
  ASSERT_EQ(first.reason(), "OK");
  ASSERT_EQ(Ask(*drafter_, &Stub::UpdateReport, NewBody(created.name(), "更新")).reason(), "OK");
  ASSERT_EQ(Ask(*drafter_, &Stub::SubmitReport, Submission(created.name())).reason(), "OK");

  const auto again = Ask(*drafter_, &Stub::UpdateReport, request);
  ASSERT_EQ(again.reason(), "OK");
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(ReportsTest, AReportIsWithdrawnWithAReason) {
  const v1::Report created = Create(*drafter_);
  v1::WithdrawReportRequest request;
  request.set_name(created.name());
  EXPECT_EQ(Ask(*drafter_, &Stub::WithdrawReport, request).reason(), "INVALID_FIELD");
  request.set_reason("重复");
  const auto withdrawn = Ask(*drafter_, &Stub::WithdrawReport, request);
  ASSERT_EQ(withdrawn.reason(), "OK");
  EXPECT_EQ(withdrawn->state(), wf::WITHDRAWN);
  EXPECT_EQ(withdrawn->newest_comment(), "重复");
}

TEST_F(ReportsTest, SomebodyWhoMayNotKnowOfAReportDoesNotFindItAndHisAttemptsAreRecorded) {
  const v1::Report created = Create(*drafter_);
  const auto outsider = world_.As(kOutsider);
  EXPECT_EQ(Get(*outsider, created.name()).reason(), "REPORT_NOT_FOUND");
  EXPECT_EQ(Get(*outsider, created.name(), created.content_sha256()).reason(), "REPORT_NOT_FOUND");
  EXPECT_EQ(Ask(*outsider, &Stub::UpdateReport, NewBody(created.name(), "新文")).reason(),
            "REPORT_NOT_FOUND");
  EXPECT_EQ(Ask(*outsider, &Stub::SubmitReport, Submission(created.name())).reason(),
            "REPORT_NOT_FOUND");
  EXPECT_THAT(world_.Denials(created.name()), ElementsAre("REPORT_NOT_FOUND", "REPORT_NOT_FOUND"));
  EXPECT_EQ(Get(*drafter_, created.name())->etag(), created.etag());
}

TEST_F(ReportsTest, AListShowsWhatTheCallerMaySeeWithoutBodies) {
  for (const char* id : {"annual-2019", "annual-2020", "annual-2021"}) Create(*drafter_, id);
  Create(*world_.As(kOutsider), "budget-2021");
  v1::ListReportsRequest request;
  request.set_page_size(2);
  const auto first = Ask(*drafter_, &Stub::ListReports, request);
  ASSERT_EQ(first.reason(), "OK");
  ASSERT_EQ(first->reports_size(), 2);
  EXPECT_EQ(first->reports(0).name(), "reports/annual-2021");
  EXPECT_EQ(first->reports(0).title(), CompleteReport().title());
  EXPECT_EQ(first->reports(0).body(), "");
  request.set_page_token(first->next_page_token());
  const auto second = Ask(*drafter_, &Stub::ListReports, request);
  ASSERT_EQ(second->reports_size(), 1);
  EXPECT_EQ(second->reports(0).name(), "reports/annual-2019");
  EXPECT_EQ(second->next_page_token(), "");

  request.set_filter("state = ");
  EXPECT_EQ(Ask(*drafter_, &Stub::ListReports, request).reason(), "INVALID_FILTER");
}

TEST_F(ReportsTest, ABatchNamesWhatIsNotFound) {
  Create(*drafter_);
  Create(*world_.As(kOutsider), "budget-2021");
  v1::BatchGetReportsRequest request;
  for (const char* id : {"budget-2021", "annual-2021", "no-such-report"}) {
    request.add_names(std::string("reports/") + id);
  }
  const auto batch = Ask(*drafter_, &Stub::BatchGetReports, request);
  ASSERT_EQ(batch.reason(), "OK");
  ASSERT_EQ(batch->reports_size(), 1);
  EXPECT_EQ(batch->reports(0).name(), "reports/annual-2021");
  EXPECT_EQ(batch->reports(0).body(), "");
  EXPECT_THAT(batch->missing(),
              ::testing::ElementsAre("reports/budget-2021", "reports/no-such-report"));

  EXPECT_EQ(Ask(*drafter_, &Stub::BatchGetReports, {}).reason(), "INVALID_FIELD");
  request.add_names("reports/annual-2021");
  EXPECT_EQ(Ask(*drafter_, &Stub::BatchGetReports, request).reason(), "INVALID_FIELD") << "twice";
  request.mutable_names()->RemoveLast();
  request.add_names("annual-2021");
  EXPECT_EQ(Ask(*drafter_, &Stub::BatchGetReports, request).reason(), "INVALID_FIELD");
}

// AIP-163: a dry run answers as the change would, and leaves no trace, not even of a refusal.
TEST_F(ReportsTest, WhatIsOnlyCheckedLeavesNoTrace) {
  const auto drafter = world_.As(kDrafter);
  v1::CreateReportRequest create;
  create.set_report_id("annual-2021");
  *create.mutable_report() = CompleteReport();
  create.set_validate_only(true);
  const auto proposed = Ask(*drafter, &Stub::CreateReport, create);
  ASSERT_EQ(proposed.reason(), "OK");
  EXPECT_EQ(proposed.response.body(), CompleteReport().body());
  EXPECT_EQ(StoredContents(), 0);
  EXPECT_EQ(world_.Entries("reports/annual-2021"), 0);

  const v1::Report report = Create(*drafter);
  EXPECT_EQ(proposed.response.content_sha256(), report.content_sha256());
  v1::UpdateReportRequest update = NewBody(report.name(), "另一段正文");
  update.set_validate_only(true);
  const auto changed = Ask(*drafter, &Stub::UpdateReport, update);
  ASSERT_EQ(changed.reason(), "OK");
  EXPECT_EQ(changed.response.body(), "另一段正文");
  EXPECT_NE(changed.response.content_sha256(), report.content_sha256());
  v1::SubmitReportRequest submit = Submission(report.name());
  submit.set_validate_only(true);
  EXPECT_EQ(Ask(*drafter, &Stub::SubmitReport, submit).reason(), "OK");
  EXPECT_EQ(Ask(*world_.As("user/wang-fang"), &Stub::SubmitReport, submit).reason(),
            "REPORT_NOT_FOUND");
  update.mutable_report()->set_etag("stale");
  EXPECT_EQ(Ask(*drafter, &Stub::UpdateReport, update).reason(), "ETAG_MISMATCH");
  EXPECT_EQ(StoredContents(), 1);
  EXPECT_EQ(world_.Entries(report.name()), 1) << "no change, and no refusal";
  EXPECT_EQ(Get(*drafter, report.name()).response.body(), report.body());
}

}  // namespace
}  // namespace gongkai::intake
