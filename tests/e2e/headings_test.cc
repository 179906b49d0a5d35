// Titles in lists and in answers, between real processes: where they come from, what a bad disk or
// an absent service does to them, and to whom they are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "gongkai/publish/v1/publish_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/damage.h"
#include "tests/e2e/text_call.h"

namespace gongkai::e2e {
namespace {

using publish::v1::PublishService;
using review::v1::ReviewService;
using workflow::v1::WorkflowService;

class Headings : public ClusterTest<Headings> {
 protected:
  std::string InLegalReview(const std::string& title) {
    const std::string report = lifecycle_.Create(Lifecycle::Content(title));
    lifecycle_.Submit(report);
    return report;
  }

  std::string Published(const std::string& title) {
    const std::string report = InLegalReview(title);
    lifecycle_.ApproveLegal(report);
    lifecycle_.ApproveSecrecy(report);
    lifecycle_.Publish(report);
    return report;
  }

  std::string ContentOf(const std::string& report) {
    workflow::v1::GetRecordRequest request;
    request.set_name(report);
    workflow::v1::Record record;
    EXPECT_EQ(ReasonOf(cluster_->As<WorkflowService>(kDrafter)->GetRecord(Context().get(), request,
                                                                          &record)),
              "");
    return record.content_sha256();
  }

  // Runs the statement for the content, as nobody but who has the disk can.
  void Meddle(const std::string& statement, const std::string& content) {
    ExecuteUnguarded(cluster_->Data(Service::kIntake) / "intake.db",
                     statement + " WHERE sha256 = x'" + content + "'");
  }
  void Damage(const std::string& content) { Meddle("UPDATE content SET bytes = x'00'", content); }
  void Lose(const std::string& content) { Meddle("DELETE FROM content", content); }

  std::map<std::string, review::v1::Task> Tasks() {
    review::v1::ListTasksRequest request;
    request.set_stage(review::v1::LEGAL);
    request.set_page_size(1000);
    review::v1::ListTasksResponse page;
    EXPECT_EQ(
        ReasonOf(cluster_->As<ReviewService>(kLegal)->ListTasks(Context().get(), request, &page)),
        "");
    std::map<std::string, review::v1::Task> tasks;
    for (const review::v1::Task& task : page.tasks()) tasks[task.report()] = task;
    return tasks;
  }

  std::map<std::string, publish::v1::Publication> Publications() {
    publish::v1::ListPublicationsRequest request;
    request.set_page_size(1000);
    publish::v1::ListPublicationsResponse page;
    EXPECT_EQ(ReasonOf(cluster_->As<PublishService>("bot/website")
                           ->ListPublications(Context().get(), request, &page)),
              "");
    std::map<std::string, publish::v1::Publication> publications;
    for (const publish::v1::Publication& publication : page.publications()) {
      publications[publication.report()] = publication;
    }
    return publications;
  }

  // The answer to a claim of the task.
  review::v1::Task Claim(const std::string& report) {
    review::v1::ClaimTaskRequest request;
    request.set_name(report + "/tasks/legal");
    review::v1::Task task;
    EXPECT_EQ(
        ReasonOf(cluster_->As<ReviewService>(kLegal)->ClaimTask(Context().get(), request, &task)),
        "");
    return task;
  }

  std::string Ask(const std::string& key, const std::string& person, const std::string& method,
                  const std::string& text) {
    return ReasonOf(CallWithText(*cluster_, key, method, {text},
                                 person.empty() ? Context() : ContextFor(person)));
  }
};

TEST_F(Headings, AreShownInListsAndOneThatIsDamagedOrLostHidesNoOther) {
  const std::string sound = InLegalReview("完好的");
  const std::string damaged = InLegalReview("损坏的");
  const std::string lost = InLegalReview("丢失的");
  for (const auto& [report, title] :
       {std::pair(sound, "完好的"), {damaged, "损坏的"}, {lost, "丢失的"}}) {
    EXPECT_EQ(Tasks()[report].title(), title);
  }
  Damage(ContentOf(damaged));
  Lose(ContentOf(lost));
  auto tasks = Tasks();
  EXPECT_EQ(tasks[sound].title(), "完好的");
  EXPECT_EQ(tasks[sound].content_problem(), "");
  for (const std::string& report : {damaged, lost}) {
    EXPECT_EQ(tasks[report].name(), report + "/tasks/legal");
    EXPECT_EQ(tasks[report].title(), "");
    EXPECT_EQ(tasks[report].content_problem(), "CONTENT_CORRUPT");
    EXPECT_EQ(Claim(report).content_problem(), "CONTENT_CORRUPT") << "as it was read last";
  }
}

TEST_F(Headings, AreShownOfPublicationsLikewise) {
  const std::string sound = Published("公开的");
  const std::string damaged = Published("公开后损坏的");
  EXPECT_EQ(Publications()[sound].title(), "公开的");
  EXPECT_EQ(Publications()[damaged].title(), "公开后损坏的");
  EXPECT_NE(Publications()[sound].issuing_department(), "");
  Damage(ContentOf(damaged));
  auto publications = Publications();
  EXPECT_EQ(publications[sound].title(), "公开的");
  EXPECT_EQ(publications[damaged].title(), "");
  EXPECT_EQ(publications[damaged].content_problem(), "CONTENT_CORRUPT");
}

TEST_F(Headings, AreNotWaitedForByDecisionsWhileIntakeIsAwayAndListsSayThatItIs) {
  const std::string read = InLegalReview("读过的");
  const std::string unread = InLegalReview("没读过的");
  review::v1::GetTaskRequest get;
  get.set_name(read + "/tasks/legal");
  review::v1::Task task;
  ASSERT_EQ(ReasonOf(cluster_->As<ReviewService>(kLegal)->GetTask(Context().get(), get, &task)),
            "");
  EXPECT_EQ(cluster_->Stop(Service::kIntake), 0);

  EXPECT_EQ(Claim(read).title(), "读过的");
  const review::v1::Task claimed = Claim(unread);
  EXPECT_EQ(claimed.claimed_by(), kLegal);
  EXPECT_EQ(claimed.title(), "");
  EXPECT_EQ(claimed.content_problem(), "");

  review::v1::ListTasksRequest list;
  list.set_stage(review::v1::LEGAL);
  review::v1::ListTasksResponse page;
  EXPECT_EQ(ReasonOf(cluster_->As<ReviewService>(kLegal)->ListTasks(Context().get(), list, &page)),
            "PEER_UNAVAILABLE");
  cluster_->Start(Service::kIntake);
  cluster_->WaitUntilServing(Service::kIntake);
  EXPECT_EQ(Tasks()[unread].title(), "没读过的");
}

TEST_F(Headings, AndWholeContentsAreForTheServicesThatShowThemToPeople) {
  const std::string report = InLegalReview("内部的");
  const std::string headings = "content_sha256s: '" + ContentOf(report) + "'";
  const std::string content = "name: '" + report + "'";
  for (const std::string person : {kDrafter, kLegal, kPublisher, kAuditor, "bot/website"}) {
    EXPECT_EQ(Ask(person, "", "BatchGetHeadings", headings), "SERVICE_ONLY") << person;
    EXPECT_EQ(Ask(person, "", "DownloadContent", content), "SERVICE_ONLY") << person;
    EXPECT_EQ(Ask(person, kLegal, "BatchGetHeadings", headings), "SERVICE_ONLY") << person;
  }
  struct Row {
    const char* key;
    std::string headings;  // what it hears for a person
    std::string content;
  };
  for (const Row& row : {Row{"workflow", "ASSERTION_NOT_ALLOWED", "ASSERTION_NOT_ALLOWED"},
                         {"intake", "ASSERTION_NOT_ALLOWED", "ASSERTION_NOT_ALLOWED"},
                         {"review", "", "ASSERTION_NOT_ALLOWED"},
                         {"publish", "", "REPORT_NOT_FOUND"}}) {
    const std::string key = std::string("service/") + row.key;
    EXPECT_EQ(Ask(key, "", "BatchGetHeadings", headings), "ROLE_REQUIRED") << key;
    EXPECT_EQ(Ask(key, "", "DownloadContent", content), "ROLE_REQUIRED") << key;
    EXPECT_EQ(Ask(key, kPublisher, "BatchGetHeadings", headings), row.headings) << key;
    // The ledger is asked whether the person may read the content.
    EXPECT_EQ(Ask(key, kPublisher, "DownloadContent", content), row.content) << key;
  }
  EXPECT_EQ(Ask("service/publish", kDrafter, "DownloadContent", content), "");
}

}  // namespace
}  // namespace gongkai::e2e
