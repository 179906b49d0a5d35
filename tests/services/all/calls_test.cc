// docs/architecture.md shows which calls each call makes to other services. This test counts them,
// by the access log, which has one line for each call. After a change of these calls, run it once
// with GONGKAI_UPDATE_DOCS=1 in the environment, and it writes the table anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/identity/access.h"
#include "tests/services/all/probes.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"

namespace gongkai::all {
namespace {

using testing::ElementsAre;

const std::string kPage = GONGKAI_SOURCE_DIR "/docs/architecture.md";
const std::string kTableHead =
    "| call | calls to workflow | calls to intake |\n| --- | --- | --- |\n";
constexpr int kAttachments = 3;

// A call that one of our services has made to another.
struct InnerCall {
  std::string method;      // "/gongkai.workflow.v1.WorkflowService/GetRecord"
  bool by_intake = false;  // made by intake, which was called by another service
};

// Collects the lines of the access log.
class CallSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  // Returns the calls that services made since the last Clear, in the order in which they ended.
  // The call `outer` is not among them.
  std::vector<InnerCall> Calls(const std::string& outer) {
    const std::scoped_lock lock(mutex_);
    std::vector<InnerCall> calls;
    for (const std::string& line : lines_) {
      std::istringstream words(line);
      std::string method;
      std::string caller;
      std::string via;
      words >> method >> caller >> via;
      if (!method.starts_with("/gongkai.") || method == outer) continue;
      const bool for_a_person = via == "via";
      if (for_a_person) words >> via;
      if (!for_a_person && !caller.starts_with("service/")) continue;  // by a client
      calls.push_back(
          {.method = method,
           .by_intake = via.ends_with(",intake") && !outer.starts_with("/gongkai.intake.")});
    }
    return calls;
  }

  void Clear() {
    const std::scoped_lock lock(mutex_);
    lines_.clear();
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    lines_.emplace_back(message.payload.begin(), message.payload.end());
  }
  void flush_() override {}

 private:
  std::vector<std::string> lines_;
};

std::string ShortName(std::string_view method) {
  return std::string(method.substr(method.rfind('/') + 1));
}

// Logs to a CallSink for as long as it lives. Must outlive all that logs.
class CallLog {
 public:
  CallLog() : previous_(spdlog::default_logger()) {
    auto logger = std::make_shared<spdlog::logger>("calls", sink_);
    logger->set_level(spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
  }
  ~CallLog() { spdlog::set_default_logger(std::move(previous_)); }

  CallLog(const CallLog&) = delete;
  CallLog& operator=(const CallLog&) = delete;

  CallSink& sink() { return *sink_; }

 private:
  std::shared_ptr<CallSink> sink_ = std::make_shared<CallSink>();
  std::shared_ptr<spdlog::logger> previous_;
};

class CallsTest : public ::testing::Test {
 protected:
  using Calls = std::vector<InnerCall>;

  // Makes one call of `method` and returns the calls behind it.
  Calls Behind(const std::string& method, const std::function<void()>& call) {
    log_.sink().Clear();
    call();
    return log_.sink().Calls(method);
  }

  // The names of the calls to the service, such as "GetRecord by intake".
  static std::vector<std::string> To(const std::string& service, const Calls& calls) {
    std::vector<std::string> names;
    for (const InnerCall& call : calls) {
      if (!call.method.starts_with("/gongkai." + service + ".")) continue;
      names.push_back('`' + ShortName(call.method) + '`' + (call.by_intake ? " by intake" : ""));
    }
    return names;
  }

  // Adds the row of this call to the table.
  void Add(const std::string& method, const std::function<void()>& call,
           const std::string& remark = "") {
    AddRow(method, Behind(method, call), remark);
  }

  void AddRow(const std::string& method, const Calls& calls, const std::string& remark = "") {
    measured_.insert(method);
    const auto joined = [](const std::vector<std::string>& names) {
      std::string all;
      for (const std::string& name : names) (all += all.empty() ? "" : ", ") += name;
      return all.empty() ? "–" : all;
    };
    const std::string interface = method.substr(0, method.rfind('/'));
    table_ += "| `" + interface.substr(interface.rfind('.') + 1) + '.' + ShortName(method) + '`' +
              remark + " | " + joined(To("workflow", calls)) + " | " + joined(To("intake", calls)) +
              " |\n";
  }

  // Adds the row of a stream that goes on, of which the first message is read.
  void AddWatch(const std::string& identity, const Probe& probe) {
    Behind(probe.method, [&] {
      AskAll(identity, probe, [](const std::string& bytes) { return !bytes.empty(); });
    });
    // A stream has its line when it has ended.
    const auto calls = [&] { return log_.sink().Calls(probe.method); };
    EXPECT_TRUE(support::Eventually([&] { return !calls().empty(); }));
    AddRow(probe.method, calls());
  }

  void AddIntake();
  void AddReview();
  void AddTakeOver(const std::string& task);
  void AddPurge();
  void AddLeak();
  void AddAdjudication();
  void AddOpinions();
  void AddPublish();

  // A call that is answered with a stream, all of it; or one that goes on until `enough` has come.
  void AskAll(const std::string& identity, const Probe& probe,
              const std::function<bool(const std::string&)>& enough = {}) {
    const Heard heard = Ask(office_.As(identity), probe, enough);
    if (!enough && !heard.status.ok()) throw std::runtime_error(heard.status.error_message());
  }

  // One unary call by one of our services, for a person.
  template <class Stub, class Request, class Response>
  void CallFor(const std::string& person, const std::string& service,
               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("gongkai-caller", person);
    Response response;
    const grpc::Status status = (Stub(office_.As(service)).*method)(&context, request, &response);
    if (!status.ok()) throw std::runtime_error(status.error_message());
  }

  // The name of a new report, and files attached to it.
  std::string NewReport(const std::string& id) {
    const std::string report = CreateReport(office_, id).name();
    for (int i = 0; i < kAttachments; ++i) {
      Attach(office_, report, std::to_string(i) + ".csv", "附件" + std::to_string(i));
    }
    return report;
  }

  std::string NewTask(const std::string& id) {
    const std::string report = NewReport(id);
    Submit(office_, report);
    return report;
  }

  CallLog log_;
  TestOffice office_;
  std::string table_ = kTableHead;
  std::set<std::string> measured_;
};

const std::string kIntakeService = "/gongkai.intake.v1.IntakeService/";
const std::string kReviewService = "/gongkai.review.v1.ReviewService/";
const std::string kPublishService = "/gongkai.publish.v1.PublishService/";

void CallsTest::AddIntake() {
  const std::string report = "reports/for-intake";
  const auto ask = [this](const std::string& name, auto method, const auto& request) {
    Add(kIntakeService + name, [&] { Must(office_.Call(kDrafter, method, request)); });
  };
  Add(kIntakeService + "CreateReport", [&] { CreateReport(office_, "for-intake"); });
  intake::v1::UpdateReportRequest update;
  update.mutable_report()->set_name(report);
  update.mutable_report()->set_body("另一文");
  ask("UpdateReport", &Intake::UpdateReport, update);
  Add(kIntakeService + "UploadAttachment", [&] { Attach(office_, report, "a.csv", "甲"); });
  Add(kIntakeService + "DownloadAttachment", [&] {
    AskAll(kDrafter, probes::Make<intake::v1::DownloadAttachmentRequest>(
                         probes::kIntake, "DownloadAttachment",
                         [&](auto& m) { m.set_name(report + "/attachments/a.csv"); }));
  });
  intake::v1::DeleteAttachmentRequest remove;
  remove.set_name(report + "/attachments/a.csv");
  ask("DeleteAttachment", &Intake::DeleteAttachment, remove);
  intake::v1::GetReportRequest get;
  get.set_name(report);
  ask("GetReport", &Intake::GetReport, get);
  intake::v1::CheckReportRequest check;
  check.set_name(report);
  ask("CheckReport", &Intake::CheckReport, check);
  intake::v1::ListFindingsRequest findings;
  findings.set_name(report);
  ask("ListFindings", &Intake::ListFindings, findings);
  ask("ListReports", &Intake::ListReports, intake::v1::ListReportsRequest());
  AddWatch(kDrafter, probes::Make<intake::v1::WatchReportsRequest>(
                         probes::kIntake, "WatchReports", [](auto& m) { m.set_from_position(0); }));
  intake::v1::BatchGetReportsRequest batch;
  batch.add_names(report);
  ask("BatchGetReports", &Intake::BatchGetReports, batch);
  intake::v1::GetContentRequest content;
  content.set_name(report);
  ask("GetContent", &Intake::GetContent, content);
  Add(kIntakeService + "DownloadContent", [&] {
    grpc::ClientContext context;
    context.AddMetadata("gongkai-caller", kDrafter);
    intake::v1::DownloadContentRequest request;
    request.set_name(report);
    const auto reader = Intake(office_.As("service/publish")).DownloadContent(&context, request);
    for (intake::v1::DownloadContentResponse part; reader->Read(&part);) continue;
    if (!reader->Finish().ok()) throw std::runtime_error("DownloadContent");
  });
  intake::v1::BatchGetHeadingsRequest headings;
  headings.add_content_sha256s(ContentOf(office_, report));
  Add(kIntakeService + "BatchGetHeadings",
      [&] { CallFor(kLegalReviewer, "service/review", &Intake::BatchGetHeadings, headings); });
  Add(kIntakeService + "SubmitReport", [&] { Submit(office_, report); });
  intake::v1::WithdrawReportRequest withdraw;
  withdraw.set_name(report);
  withdraw.set_reason("x");
  ask("WithdrawReport", &Intake::WithdrawReport, withdraw);
}

// A supervisor takes the claim of a reviewer over, and gives it back.
void CallsTest::AddTakeOver(const std::string& task) {
  constexpr char kSupervisor[] = "user/zhao-min";
  review::v1::ClaimTaskRequest claim;
  claim.set_name(task);
  Must(office_.Call(kLegalReviewer, &Review::ClaimTask, claim));
  review::v1::TakeOverTaskRequest over;
  over.set_name(task);
  over.set_reason("x");
  Add(kReviewService + "TakeOverTask",
      [&] { Must(office_.Call(kSupervisor, &Review::TakeOverTask, over)); });
  review::v1::ReleaseTaskRequest release;
  release.set_name(task);
  Must(office_.Call(kSupervisor, &Review::ReleaseTask, release));
}

void CallsTest::AddReview() {
  const std::string report = NewTask("for-review");
  for (const char* id : {"for-review-2", "for-review-3"}) NewTask(id);
  const auto ask = [this](const std::string& name, auto method, auto request,
                          const std::string& of = "reports/for-review") {
    request.set_name(TaskOf(of, review::v1::LEGAL));
    Add(kReviewService + name, [&] { Must(office_.Call(kLegalReviewer, method, request)); });
  };
  review::v1::ListTasksRequest list;
  list.set_stage(review::v1::LEGAL);
  Add(
      kReviewService + "ListTasks",
      [&] {
        const auto page = Must(office_.Call(kLegalReviewer, &Review::ListTasks, list));
        EXPECT_EQ(page.tasks_size(), 3);
        for (const review::v1::Task& task : page.tasks()) EXPECT_NE(task.title(), "");
      },
      ", a page");
  AddWatch(kLegalReviewer,
           probes::Make<review::v1::WatchTasksRequest>(probes::kReview, "WatchTasks",
                                                       [](auto& m) { m.set_from_position(0); }));
  ask("GetTask", &Review::GetTask, review::v1::GetTaskRequest());
  review::v1::GetReviewSheetRequest sheet;
  sheet.set_name(report);
  Add(
      kReviewService + "GetReviewSheet",
      [&] { Must(office_.Call(kLegalReviewer, &Review::GetReviewSheet, sheet)); },
      ", with a page of events");
  ask("ClaimTask", &Review::ClaimTask, review::v1::ClaimTaskRequest());
  ask("ReleaseTask", &Review::ReleaseTask, review::v1::ReleaseTaskRequest());
  AddTakeOver(TaskOf(report, review::v1::LEGAL));
  review::v1::ReferTaskRequest refer;
  refer.set_authority("市保密局");
  refer.set_question("x");
  ask("ReferTask", &Review::ReferTask, refer);
  review::v1::ResolveTaskRequest resolve;
  resolve.set_answer("x");
  ask("ResolveTask", &Review::ResolveTask, resolve);
  const auto approval = ApprovalOf(GetTask(office_, kLegalReviewer, report, review::v1::LEGAL));
  ask("ApproveTask", &Review::ApproveTask, approval);
  review::v1::ReturnTaskRequest back;
  back.set_reason("x");
  ask("ReturnTask", &Review::ReturnTask, back, "reports/for-review-2");
  AddAdjudication();
  review::v1::WithholdTaskRequest withhold;
  withhold.set_ground(workflow::v1::STATE_SECRET);
  withhold.set_reason("x");
  ask("WithholdTask", &Review::WithholdTask, withhold, "reports/for-review-3");
  AddPurge();
  AddOpinions();
}

// A proposal and its confirmation, of what came to the secrecy review and was withdrawn.
void CallsTest::AddPurge() {
  const std::string report = NewTask("for-purge");
  Approve(office_, kLegalReviewer, report, review::v1::LEGAL);
  intake::v1::WithdrawReportRequest withdraw;
  withdraw.set_name(report);
  withdraw.set_reason("x");
  Must(office_.Call(kDrafter, &Intake::WithdrawReport, withdraw));
  const std::string digest = ContentOf(office_, report);
  review::v1::ProposePurgeRequest propose;
  propose.set_name(report);
  propose.add_sha256(digest);
  propose.set_reason("x");
  Add(kReviewService + "ProposePurge",
      [&] { Must(office_.Call(kSecrecyReviewer, &Review::ProposePurge, propose)); });
  review::v1::ConfirmPurgeRequest confirm;
  confirm.set_name(report);
  confirm.set_proposal(GetRecord(office_, report).newest_position());
  confirm.add_sha256(digest);
  confirm.set_reason("x");
  Add(kReviewService + "ConfirmPurge",
      [&] { Must(office_.Call(kLegalReviewer, &Review::ConfirmPurge, confirm)); });
}

// A verdict on a finding, and the approval after it.
void CallsTest::AddAdjudication() {
  const std::string report = NewReport("with-finding");
  intake::v1::UpdateReportRequest update;
  update.mutable_report()->set_name(report);
  update.mutable_report()->set_body("手机 13800138000");
  update.mutable_update_mask()->add_paths("body");
  Must(office_.Call(kDrafter, &Intake::UpdateReport, update));
  Submit(office_, report);
  Approve(office_, kLegalReviewer, report, review::v1::LEGAL);
  const auto verdicts = support::FalseAlarms(report, FindingsOf(office_, kSecrecyReviewer, report));
  ASSERT_EQ(verdicts.size(), 1u);
  Add(kReviewService + "AdjudicateFindings",
      [&] { Must(office_.Call(kSecrecyReviewer, &Review::AdjudicateFindings, verdicts[0])); });
  const auto approval = ApprovalOf(GetTask(office_, kSecrecyReviewer, report, review::v1::SECRECY));
  Add(
      kReviewService + "ApproveTask",
      [&] { Must(office_.Call(kSecrecyReviewer, &Review::ApproveTask, approval)); },
      ", for secrecy");
}

void CallsTest::AddOpinions() {
  const auto fill = [&](auto& request, const std::string& report, review::v1::Stage stage) {
    request.set_name(TaskOf(report, stage));
    request.set_content_sha256(ContentOf(office_, report));
    request.set_opinion("x");
  };
  const std::string draft = NewReport("for-endorsement");
  review::v1::EndorseTaskRequest endorse;
  fill(endorse, draft, review::v1::ENDORSEMENT);
  Add(kReviewService + "EndorseTask",
      [&] { Must(office_.Call("user/ma-chao", &Review::EndorseTask, endorse)); });
  const std::string cleared = NewReport("for-signature");
  Clear(office_, cleared);
  review::v1::SignTaskRequest sign;
  fill(sign, cleared, review::v1::SIGNATURE);
  sign.mutable_decision()->set_attribute(workflow::v1::ACTIVE);
  Add(kReviewService + "SignTask",
      [&] { Must(office_.Call("user/he-jun", &Review::SignTask, sign)); });
}

void CallsTest::AddPublish() {
  const std::string report = NewReport("for-publish");
  const std::string other = NewReport("for-return");
  for (const std::string& name : {report, other}) Clear(office_, name);
  const auto ask = [this](const std::string& name, auto method, const auto& request,
                          const std::string& remark = "") {
    Add(
        kPublishService + name, [&] { Must(office_.Call(kPublisher, method, request)); }, remark);
  };
  Add(
      kPublishService + "PublishReport",
      [&] { EXPECT_NE(PublishReport(office_, report).title(), ""); }, ", whatever is attached");
  publish::v1::ReturnReportRequest back;
  back.set_name(other);
  back.set_reason("x");
  ask("ReturnReport", &Publish::ReturnReport, back);
  const std::string publication = "publications/for-publish";
  publish::v1::GetPublicationRequest get;
  get.set_name(publication);
  ask("GetPublication", &Publish::GetPublication, get);
  publish::v1::GetPublicationContentRequest content;
  content.set_name(publication);
  ask("GetPublicationContent", &Publish::GetPublicationContent, content);
  Add(kPublishService + "DownloadPublicationAttachment", [&] {
    AskAll(kPublisher, probes::Make<publish::v1::DownloadPublicationAttachmentRequest>(
                           probes::kPublish, "DownloadPublicationAttachment",
                           [&](auto& m) { m.set_name(publication + "/attachments/0.csv"); }));
  });
  ask("ListPublications", &Publish::ListPublications, publish::v1::ListPublicationsRequest(),
      ", a page");
  AddWatch("bot/website", probes::Make<publish::v1::WatchPublicationsRequest>(
                              probes::kPublish, "WatchPublications", [](auto&) {}));
  ask("CheckPublications", &Publish::CheckPublications, publish::v1::CheckPublicationsRequest(),
      ", of one");
  publish::v1::RetractReportRequest retract;
  retract.set_name(report);
  retract.set_reason("x");
  ask("RetractReport", &Publish::RetractReport, retract);
  AddLeak();

  const std::string minutes =
      CreateReport(office_, "for-filing", "", workflow::v1::ON_REQUEST).name();
  Clear(office_, minutes);
  ask("FileReport", &Publish::FileReport, FilingOf(minutes), ", whatever is attached");
  ask("ListUnpublishedReports", &Publish::ListUnpublishedReports,
      publish::v1::ListUnpublishedReportsRequest(), ", a page");
  publish::v1::ReassessReportRequest reassess;
  reassess.set_name(minutes);
  reassess.set_reason("x");
  ask("ReassessReport", &Publish::ReassessReport, reassess);
}

void CallsTest::AddLeak() {
  const std::string report = CreateReport(office_, "for-leak").name();
  Clear(office_, report);
  PublishReport(office_, report);
  publish::v1::ReportLeakRequest leak;
  leak.set_name(report);
  leak.set_reason("x");
  Add(kPublishService + "ReportLeak",
      [&] { Must(office_.Call(kSecrecyReviewer, &Publish::ReportLeak, leak)); });
}

TEST_F(CallsTest, AreThoseOfTheTableInTheDocumentation) {
  AddIntake();
  AddReview();
  AddPublish();
  for (const identity::MethodAccess& row : identity::AccessTable()) {
    // Workflow, which serves these two, calls nobody.
    const bool calls_nobody =
        row.method.starts_with("/gongkai.workflow.") || row.method.starts_with("/gongkai.audit.");
    EXPECT_EQ(measured_.contains(std::string(row.method)), !calls_nobody) << row.method;
  }

  std::ifstream file(kPage);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = page.find(kTableHead);
  ASSERT_NE(begin, std::string::npos) << "no table in " << kPage;
  const std::size_t end = page.find("\n\n", begin) + 1;
  if (std::getenv("GONGKAI_UPDATE_DOCS") != nullptr) {
    std::ofstream(kPage) << page.substr(0, begin) + table_ + page.substr(end);
  } else {
    EXPECT_EQ(page.substr(begin, end - begin), table_)
        << "if the calls were meant to change: GONGKAI_UPDATE_DOCS=1 "
           "build/asan/bin/office_calls_test";
  }
}

TEST_F(CallsTest, ToWorkflowAreThreeOfAPublicationHoweverManyAttachmentsItHas) {
  for (const int attachments : {0, 1, 5}) {
    const std::string report = CreateReport(office_, "with-" + std::to_string(attachments)).name();
    for (int i = 0; i < attachments; ++i) {
      Attach(office_, report, std::to_string(i) + ".csv", "附件" + std::to_string(i));
    }
    Clear(office_, report);
    const Calls calls =
        Behind(kPublishService + "PublishReport", [&] { PublishReport(office_, report); });
    EXPECT_THAT(To("workflow", calls),
                ElementsAre("`CheckAction`", "`GetRecord` by intake", "`ApplyAction`"));
    EXPECT_THAT(To("intake", calls), ElementsAre("`DownloadContent`"));
  }
}

TEST_F(CallsTest, OfAListAreTwoHoweverManyRowsItHas) {
  constexpr int kRows = 60;
  for (int i = 0; i < kRows; ++i) {
    const std::string report = CreateReport(office_, "row-" + std::to_string(i)).name();
    Submit(office_, report);
  }
  review::v1::ListTasksRequest list;
  list.set_stage(review::v1::LEGAL);
  list.set_page_size(1000);
  const Calls calls = Behind(kReviewService + "ListTasks", [&] {
    const auto page = Must(office_.Call(kLegalReviewer, &Review::ListTasks, list));
    EXPECT_EQ(page.tasks_size(), kRows);
    for (const review::v1::Task& task : page.tasks()) EXPECT_NE(task.title(), "");
  });
  EXPECT_THAT(To("workflow", calls), ElementsAre("`ListRecords`"));
  EXPECT_THAT(To("intake", calls), ElementsAre("`BatchGetHeadings`"));
}

}  // namespace
}  // namespace gongkai::all
