#include "services/workflow/api/deadlines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/request/time.h"
#include "tests/services/all/way_of_a_report.h"

namespace gongkai::all {
namespace {

namespace wf = workflow::v1;
using testing::ElementsAre;
using testing::SizeIs;

// A calendar without days off for the years to come, so that no test depends on when it runs.
std::filesystem::path WriteCalendar(const support::TestFolder& folder) {
  const std::filesystem::path file = folder.path() / "calendar.yaml";
  std::ofstream out(file);
  out << "years:\n";
  for (int year = 2027; year < 2090; ++year) {
    out << "  " << year << ":\n    source: test\n    off: [" << year << "-01-01]\n    worked: []\n";
  }
  out << "...\n";
  return file;
}

class DeadlinesTest : public testing::Test {
 protected:
  // A report of a document that was formed on this day, submitted.
  std::string SubmitFormed(const std::string& id, int year, int month, int day) {
    const intake::v1::Report created = CreateReport(office_, id);
    intake::v1::UpdateReportRequest update;
    *update.mutable_report() = created;
    google::type::Date& formed = *update.mutable_report()->mutable_formed_date();
    formed.set_year(year);
    formed.set_month(month);
    formed.set_day(day);
    update.mutable_update_mask()->add_paths("formed_date");
    Must(office_.Call(kDrafter, &Intake::UpdateReport, update));
    Submit(office_, created.name());
    return created.name();
  }

  Result<wf::DeadlineExplanation> Explain(const std::string& caller, const std::string& report) {
    wf::ExplainDeadlineRequest request;
    request.set_name(report);
    return office_.Call(caller, &Workflow::ExplainDeadline, request);
  }

  std::vector<wf::ReportEvent> EventsOf(const std::string& report, wf::Action action) {
    wf::ListReportEventsRequest request;
    request.set_parent(report);
    const auto all = Must(office_.Call(kDrafter, &Workflow::ListReportEvents, request));
    std::vector<wf::ReportEvent> found;
    std::ranges::copy_if(all.report_events(), std::back_inserter(found),
                         [action](const auto& event) { return event.action() == action; });
    return found;
  }

  // Blocks until the report has so many events of this kind.
  std::vector<wf::ReportEvent> Await(const std::string& report, wf::Action action,
                                     std::size_t count) {
    for (int i = 0; i < 600; ++i) {
      auto events = EventsOf(report, action);
      if (events.size() >= count) return events;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return EventsOf(report, action);
  }

  const support::TestFolder folder_;
  TestOffice office_{GONGKAI_SOURCE_DIR "/deploy/policy.yaml", WriteCalendar(folder_)};
};

TEST_F(DeadlinesTest, AreExplainedDayByDay) {
  const std::string report = SubmitFormed("annual-2021", 2025, 9, 26);
  const auto why = Must(Explain(kDrafter, report));
  EXPECT_EQ(why.report(), report);
  EXPECT_THAT(why.calendar(), testing::StartsWith("2019-2089 (sha256:"));
  ASSERT_THAT(why.deadlines(), SizeIs(2));
  EXPECT_EQ(why.deadlines(0).kind(), wf::STAGE_TERM);
  EXPECT_EQ(why.deadlines(0).working_days(), 5);
  EXPECT_EQ(why.deadlines(0).days_over(), 0);
  EXPECT_GT(why.deadlines(0).due_time().seconds(), request::ToTimestamp(request::Now()).seconds());

  const wf::Deadline& law = why.deadlines(1);
  EXPECT_EQ(law.kind(), wf::STATUTORY_TERM);
  EXPECT_EQ(law.status(), wf::PASSED);
  EXPECT_EQ(law.working_days(), 20);
  EXPECT_EQ(law.days_over(), 20);
  EXPECT_EQ(base::Rfc3339(request::ToTime(law.due_time())), "2025-10-30T16:00:00Z");
  EXPECT_EQ(base::Rfc3339(request::ToTime(law.near_time())), "2025-10-23T16:00:00Z");
  ASSERT_THAT(law.days(), SizeIs(34));
  EXPECT_EQ(law.days(0).kind(), wf::WEEKEND);
  EXPECT_EQ(law.days(0).number(), 0);
  EXPECT_EQ(law.days(1).kind(), wf::WORKED_WEEKEND);
  EXPECT_EQ(law.days(1).number(), 1);
  EXPECT_EQ(law.days(4).kind(), wf::DAY_OFF);
  EXPECT_EQ(law.days(33).number(), 20);
  EXPECT_EQ(law.days(33).date().day(), 30);
}

TEST_F(DeadlinesTest, AreForWhoMaySeeAllOfTheReport) {
  const std::string report = CreateReport(office_, "annual-2021").name();
  Clear(office_, report);
  PublishReport(office_, report);
  EXPECT_TRUE(Must(Explain(kDrafter, report)).deadlines().empty()) << "it is published";
  const auto outsider = Explain("user/wu-hao", report);
  ASSERT_FALSE(outsider);
  EXPECT_EQ(outsider.error().reason, Reason::kReportNotFound);
  const auto nobody = Explain(kAuditor, "reports/no-such-report");
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().reason, Reason::kReportNotFound);
  const auto unnamed = Explain(kAuditor, "");
  ASSERT_FALSE(unnamed);
  EXPECT_EQ(unnamed.error().reason, Reason::kInvalidField);
}

TEST_F(DeadlinesTest, ThatHavePassedAreEventsOnceAlsoAfterARestart) {
  const std::string report = SubmitFormed("annual-2021", 2025, 9, 26);
  const std::string etag = GetRecord(office_, report).etag();
  const auto events = Await(report, wf::OVERDUE, 1);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].actor(), "service/workflow");
  EXPECT_EQ(events[0].notice().term(), wf::STATUTORY_TERM);
  EXPECT_EQ(GetRecord(office_, report).etag(), etag) << "in nobody's way";
  office_.Stop();
  office_.Start();
  const std::string other = SubmitFormed("annual-2022", 2025, 9, 26);
  EXPECT_THAT(Await(other, wf::OVERDUE, 1), SizeIs(1));
  EXPECT_THAT(EventsOf(report, wf::OVERDUE), SizeIs(1));
}

TEST_F(DeadlinesTest, StopWhileAnAuthorityIsAsked) {
  const std::string report = SubmitFormed("annual-2021", 2025, 9, 26);
  review::v1::ReferTaskRequest refer;
  refer.set_name(TaskOf(report, review::v1::LEGAL));
  refer.set_authority("市司法局");
  refer.set_question("是否合法？");
  EXPECT_FALSE(Must(office_.Call(kLegalReviewer, &Review::ReferTask, refer)).has_due_time());
  const auto why = Must(Explain(kLegalReviewer, report));
  ASSERT_THAT(why.deadlines(), SizeIs(2));
  EXPECT_EQ(why.deadlines(0).status(), wf::STOPPED);
  EXPECT_FALSE(why.deadlines(0).has_due_time());
  review::v1::ResolveTaskRequest resolve;
  resolve.set_name(refer.name());
  resolve.set_answer("合法。");
  EXPECT_TRUE(Must(office_.Call(kLegalReviewer, &Review::ResolveTask, resolve)).has_due_time());
}

TEST_F(DeadlinesTest, SortAndFilterTheQueues) {
  const std::string late = SubmitFormed("annual-2021", 2025, 9, 26);
  const std::string later = SubmitFormed("annual-2022", 2025, 3, 3);
  const std::string none = CreateReport(office_, "annual-2023").name();
  Submit(office_, none);
  review::v1::ListTasksRequest request;
  request.set_stage(review::v1::LEGAL);
  const auto reports = [&] {
    std::vector<std::string> names;
    const auto page = Must(office_.Call(kLegalReviewer, &Review::ListTasks, request));
    for (const auto& task : page.tasks()) names.push_back(task.report());
    return names;
  };
  EXPECT_THAT(reports(), ElementsAre(late, later, none)) << "longest waiting first";
  request.set_order_by("due_time");
  EXPECT_THAT(reports(), ElementsAre(later, late, none));
  request.set_filter("due_time < \"2025-06-01T00:00:00+08:00\"");
  EXPECT_THAT(reports(), ElementsAre(later));
  request.set_order_by("title");
  const auto refused = office_.Call(kLegalReviewer, &Review::ListTasks, request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.at(0).field, "order_by");
}

}  // namespace
}  // namespace gongkai::all
