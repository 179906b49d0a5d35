// What the program sends, and what it makes of the answers.
#include "tests/services/cli/office.h"
#include "workflow/base/digest.h"

#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gongkai/audit/v1/audit_service.grpc.pb.h"
#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "tests/support/test_folder.h"
#include "workflow/merkle/hash.h"

namespace gongkai::cli {
namespace {

using support::TestFolder;
using support::WriteFile;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

const grpc::Status kAway(grpc::StatusCode::UNAVAILABLE, "away");

// The first `failures` calls find it away.
class ForgetfulIntake final : public intake::v1::IntakeService::Service {
 public:
  explicit ForgetfulIntake(int failures) : failures_(failures) {}

  grpc::Status CreateReport(grpc::ServerContext*, const intake::v1::CreateReportRequest* request,
                            intake::v1::Report* response) override {
    requests.push_back(*request);
    if (failures_-- > 0) return kAway;
    *response = request->report();
    response->set_name("reports/x");
    response->set_state(workflow::v1::DRAFT);
    return grpc::Status::OK;
  }

  std::vector<intake::v1::CreateReportRequest> requests;

 private:
  int failures_;
};

TEST(Create, SendsTheSameRequestIdUntilItIsAnswered) {
  const TestFolder folder;
  WriteFile(folder / "a.md", "# 年报\r\n正文\r\n");
  ForgetfulIntake intake(2);
  const Office office({&intake});
  const Outcome outcome = office.Run({"report", "create", folder / "a.md", "--kind", "年度报告"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "reports/x created, now DRAFT 起草\n");
  ASSERT_EQ(intake.requests.size(), 3U);
  for (const auto& request : intake.requests) {
    EXPECT_EQ(request.request_id(), intake.requests.front().request_id());
  }
  EXPECT_THAT(intake.requests.front().request_id(), MatchesRegex("[0-9a-f-]{14}7[0-9a-f-]{21}"));
  const intake::v1::Report& sent = intake.requests.front().report();
  EXPECT_EQ(sent.title(), "年报");
  EXPECT_EQ(sent.body(), "# 年报\n正文\n");
  EXPECT_EQ(sent.kind(), intake::v1::ANNUAL_REPORT);
}

TEST(Create, GivesUpAfterFiveAttempts) {
  const TestFolder folder;
  WriteFile(folder / "a.md", "年报");
  ForgetfulIntake intake(100);
  const Office office({&intake});
  EXPECT_EQ(office.Run({"report", "create", folder / "a.md"}).exit_code, 7);
  EXPECT_EQ(intake.requests.size(), 5U);
}

// Has a report with one attachment, and sends other bytes for it than its digest says.
class LyingIntake final : public intake::v1::IntakeService::Service {
 public:
  grpc::Status GetReport(grpc::ServerContext*, const intake::v1::GetReportRequest*,
                         intake::v1::Report* report) override {
    report->set_name("reports/x");
    report->set_title("年报\x1b[2J");
    report->set_content_sha256(std::string(64, 'a'));
    auto& file = *report->add_attachments();
    file.set_name("reports/x/attachments/" + file_name);
    file.set_file_name(file_name);
    file.set_size_bytes(3);
    file.set_sha256(base::Sha256("abc").ToHex());
    return grpc::Status::OK;
  }

  grpc::Status DownloadAttachment(
      grpc::ServerContext*, const intake::v1::DownloadAttachmentRequest*,
      grpc::ServerWriter<intake::v1::DownloadAttachmentResponse>* writer) override {
    intake::v1::DownloadAttachmentResponse part;
    part.set_chunk(bytes);
    writer->Write(part);
    return grpc::Status::OK;
  }

  grpc::Status GetContent(grpc::ServerContext*, const intake::v1::GetContentRequest*,
                          intake::v1::GetContentResponse* response) override {
    response->set_content("other");
    return grpc::Status::OK;
  }

  std::string file_name = "a.pdf";
  std::string bytes = "abd";
};

TEST(Download, KeepsNothingThatIsNotWhatTheReportSays) {
  const TestFolder folder;
  LyingIntake intake;
  const Office office({&intake});
  const Outcome outcome = office.Run({"report", "download", "x", "-o", folder.path()});
  EXPECT_EQ(outcome.exit_code, 8);
  EXPECT_THAT(outcome.err, StartsWith("error: DIGEST_MISMATCH: "));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Download, OverwritesNothingUnlessForced) {
  const TestFolder folder;
  WriteFile(folder / "a.pdf", "mine");
  LyingIntake intake;
  intake.bytes = "abc";
  const Office office({&intake});
  EXPECT_EQ(office.Run({"report", "download", "x", "-o", folder.path()}).exit_code, 2);
  EXPECT_EQ(support::ReadFile(folder / "a.pdf"), "mine");
  EXPECT_EQ(office.Run({"report", "download", "x", "-o", folder.path(), "--force"}).exit_code, 0);
  EXPECT_EQ(support::ReadFile(folder / "a.pdf"), "abc");
}

TEST(Download, IsNotLedOutOfItsFolder) {
  const TestFolder folder;
  std::filesystem::create_directory(folder / "inner");
  LyingIntake intake;
  intake.bytes = "abc";
  intake.file_name = "../a.pdf";
  const Office office({&intake});
  EXPECT_EQ(office.Run({"report", "download", "x", "-o", folder / "inner"}).exit_code, 8);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.pdf"));
}

TEST(Content, IsNotBelievedWithoutItsDigest) {
  LyingIntake intake;
  const Office office({&intake});
  const Outcome outcome = office.Run({"report", "content", "x"});
  EXPECT_EQ(outcome.exit_code, 8);
  EXPECT_EQ(outcome.out, "");
}

TEST(Show, PrintsNothingThatATerminalObeys) {
  LyingIntake intake;
  const Office office({&intake});
  EXPECT_THAT(office.Run({"report", "show", "x"}).out, Not(HasSubstr("\x1b")));
}

// Gives out reports 0, 1, 2 … two a page.
class PagedIntake final : public intake::v1::IntakeService::Service {
 public:
  grpc::Status ListReports(grpc::ServerContext*, const intake::v1::ListReportsRequest* request,
                           intake::v1::ListReportsResponse* response) override {
    filters.push_back(request->filter());
    const int begin = request->page_token().empty() ? 0 : std::stoi(request->page_token());
    for (int i = begin; i < begin + 2; ++i) {
      response->add_reports()->set_name("reports/r" + std::to_string(i));
    }
    if (begin + 2 < kReports) response->set_next_page_token(std::to_string(begin + 2));
    return grpc::Status::OK;
  }

  static constexpr int kReports = 6;
  std::vector<std::string> filters;
};

TEST(List, FollowsPagesUpToItsLimit) {
  PagedIntake intake;
  const Office office({&intake});
  const Outcome three =
      office.Run({"report", "list", "-n", "3", "--filter", "state = DRAFT", "--json"});
  const auto reports = nlohmann::json::parse(three.out);
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_EQ(reports[2].at("name"), "reports/r2");
  EXPECT_THAT(intake.filters, testing::ElementsAre("state = DRAFT", "state = DRAFT"));

  EXPECT_EQ(nlohmann::json::parse(office.Run({"report", "list", "--all", "--json"}).out).size(),
            6U);
  EXPECT_THAT(office.Run({"report", "list", "-n", "2"}).err, HasSubstr("the first 2 only"));
  EXPECT_EQ(office.Run({"report", "list", "-n", "6"}).err, "");
}

// One task; approvals are kept for the test to look at.
class Desk final : public review::v1::ReviewService::Service {
 public:
  grpc::Status GetTask(grpc::ServerContext*, const review::v1::GetTaskRequest* request,
                       review::v1::Task* task) override {
    task->set_name(request->name());
    task->set_report("reports/x");
    task->set_state(workflow::v1::SECRECY_REVIEW);
    task->set_etag("etag-as-read");
    task->set_content_sha256(std::string(64, 'c'));
    task->set_stage(review::v1::SECRECY);
    task->set_disclosure(workflow::v1::ACTIVE);
    task->set_questions_version(2);
    task->add_questions()->set_id("STATE_SECRETS");
    return grpc::Status::OK;
  }

  grpc::Status ApproveTask(grpc::ServerContext*, const review::v1::ApproveTaskRequest* request,
                           review::v1::Task* task) override {
    approvals.push_back(*request);
    task->set_report("reports/x");
    task->set_state(workflow::v1::CLEARED);
    return grpc::Status::OK;
  }

  std::vector<review::v1::ApproveTaskRequest> approvals;
};

class Records final : public workflow::v1::WorkflowService::Service {
 public:
  explicit Records(workflow::v1::State state) : state_(state) {}

  grpc::Status GetRecord(grpc::ServerContext*, const workflow::v1::GetRecordRequest* request,
                         workflow::v1::Record* record) override {
    record->set_name(request->name());
    record->set_state(state_);
    return grpc::Status::OK;
  }

 private:
  const workflow::v1::State state_;
};

TEST(Approve, SendsExactlyWhatWasRead) {
  Desk desk;
  Records records(workflow::v1::SECRECY_REVIEW);
  const Office office({&desk, &records});
  const Outcome outcome = office.Run({"task", "approve", "x", "--opinion", "同意公开", "--basis",
                                      "条例第十九条", "--answer", "1=yes:不涉密"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "reports/x approved, now CLEARED 待公开\n");
  EXPECT_THAT(outcome.err, HasSubstr(std::string(64, 'c'))) << "the digest is shown";
  ASSERT_EQ(desk.approvals.size(), 1U);
  const auto& sent = desk.approvals.front();
  EXPECT_EQ(sent.name(), "reports/x/tasks/secrecy") << "the stage the report is in";
  EXPECT_EQ(sent.etag(), "etag-as-read");
  EXPECT_EQ(sent.content_sha256(), std::string(64, 'c'));
  EXPECT_EQ(sent.opinion(), "同意公开");
  EXPECT_EQ(sent.form().questions_version(), 2);
  ASSERT_EQ(sent.form().answers_size(), 1);
  EXPECT_EQ(sent.form().answers(0).question(), "STATE_SECRETS");
  EXPECT_EQ(sent.form().answers(0).answer(), workflow::v1::YES);
  EXPECT_EQ(sent.form().answers(0).remark(), "不涉密");
  EXPECT_EQ(sent.form().conclusion(), workflow::v1::DISCLOSE);
  EXPECT_EQ(sent.form().basis(), "条例第十九条");
  EXPECT_FALSE(sent.has_decision());
}

TEST(Approve, SendsNothingUnlessAllIsAnswered) {
  Desk desk;
  const Office office({&desk});
  const std::vector<std::string> approve{"task", "approve", "x", "--stage", "secrecy"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = approve;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return office.Run(arguments).exit_code;
  };
  EXPECT_EQ(with({"--opinion", "同意"}), 2);
  EXPECT_EQ(with({"--yes-to-all"}), 2);
  EXPECT_EQ(with({"--yes-to-all", "--opinion", "同意"}), 2) << "no basis";
  EXPECT_EQ(with({"--yes-to-all", "--opinion", "同意", "--basis", "条例", "--withhold", "x"}), 2);
  EXPECT_EQ(with({"--opinion", "同意", "--answer", "1=no"}), 3);
  EXPECT_TRUE(desk.approvals.empty());
}

TEST(Task, OfAReportThatIsNotInReviewIsRefused) {
  Desk desk;
  Records records(workflow::v1::PUBLISHED);
  const Office office({&desk, &records});
  const Outcome outcome = office.Run({"task", "show", "x"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("reports/x is PUBLISHED 已公开"));
}

// Streams two entries, then breaks off, as often as it is asked.
class BreakingAudit final : public audit::v1::AuditService::Service {
 public:
  grpc::Status TailEntries(grpc::ServerContext*, const audit::v1::TailEntriesRequest* request,
                           grpc::ServerWriter<audit::v1::TailEntriesResponse>* writer) override {
    for (int i = 0; i < 2; ++i) {
      audit::v1::TailEntriesResponse response;
      response.mutable_entry()->set_position(request->from_position() + i);
      response.mutable_entry()->set_actor("user/li-na");
      writer->Write(response);
    }
    return kAway;
  }

  grpc::Status GetInclusionProof(grpc::ServerContext*, const audit::v1::GetInclusionProofRequest*,
                                 audit::v1::InclusionProof* proof) override {
    proof->set_leaf("leaf");
    proof->set_entry_hash(merkle::ToHex(merkle::LeafHash(std::string_view("leaf"))));
    proof->mutable_tree_head()->set_tree_size(1);
    proof->mutable_tree_head()->set_root_hash(std::string(64, '0'));
    return grpc::Status::OK;
  }

  grpc::Status ListEntries(grpc::ServerContext*, const audit::v1::ListEntriesRequest*,
                           audit::v1::ListEntriesResponse*) override {
    return {grpc::StatusCode::PERMISSION_DENIED, "not for you"};
  }
};

// Of entries, one a line.
std::vector<std::string> PositionsIn(const std::string& json_lines) {
  std::istringstream lines(json_lines);
  std::vector<std::string> positions;
  for (std::string line; std::getline(lines, line);) {
    positions.push_back(nlohmann::json::parse(line).at("position"));
  }
  return positions;
}

TEST(Tail, ResumesWhereTheStreamBroke) {
  BreakingAudit audit;
  const Office office({&audit});
  const Outcome outcome = office.Run({"audit", "tail", "--from", "5", "--count", "5", "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(PositionsIn(outcome.out), testing::ElementsAre("5", "6", "7", "8", "9"));
}

// Streams one entry, then is away, and says when that is so.
class EndingAudit final : public audit::v1::AuditService::Service {
 public:
  grpc::Status TailEntries(grpc::ServerContext*, const audit::v1::TailEntriesRequest* request,
                           grpc::ServerWriter<audit::v1::TailEntriesResponse>* writer) override {
    if (request->from_position() == 5) {
      audit::v1::TailEntriesResponse response;
      response.mutable_entry()->set_position(5);
      writer->Write(response);
    } else if (!away_.exchange(true)) {
      seen.set_value();
    }
    return kAway;
  }

  std::promise<void> seen;  // the entry, by whoever asks for the next

 private:
  std::atomic<bool> away_ = false;
};

TEST(Tail, GoesOnWhenTheServerHasRestarted) {
  EndingAudit before;
  auto office = std::make_unique<Office>(std::vector<grpc::Service*>{&before});
  const int port = office->port();
  auto run = std::async(std::launch::async, [environment = office->Environment()] {
    return RunGongkai({"audit", "tail", "--from", "5", "--count", "3", "--json"}, environment);
  });
  before.seen.get_future().wait();
  office.reset();

  BreakingAudit after;
  const Office restarted({&after}, "service/intake", port);
  const Outcome outcome = run.get();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(PositionsIn(outcome.out), testing::ElementsAre("5", "6", "7"));
}

// Ends a stream that has no end, as if all were well.
class ContentAudit final : public audit::v1::AuditService::Service {
 public:
  grpc::Status TailEntries(grpc::ServerContext*, const audit::v1::TailEntriesRequest*,
                           grpc::ServerWriter<audit::v1::TailEntriesResponse>*) override {
    return grpc::Status::OK;
  }
};

TEST(Tail, TakesNoEndForSuccess) {
  ContentAudit audit;
  const Office office({&audit});
  const Outcome outcome = office.Run({"audit", "tail", "--from", "5", "--count", "1"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("ended a stream that has no end"));
}

TEST(Proof, ThatDoesNotVerifyIsEight) {
  BreakingAudit audit;
  const Office office({&audit});
  const Outcome outcome = office.Run({"audit", "proof", "0"});
  EXPECT_EQ(outcome.exit_code, 8);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("error: PROOF_INVALID: "));
}

TEST(Timeline, SaysWhichRoleItNeeds) {
  BreakingAudit audit;
  const Office office({&audit});
  const Outcome outcome = office.Run({"timeline", "x"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("needs the role AUDITOR"));
}

TEST(Server, MustBeAService) {
  BreakingAudit audit;
  const Office office({&audit}, "user/li-na");
  const Outcome outcome = office.Run({"audit", "proof", "0"});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_THAT(outcome.err, HasSubstr("the server is no service of Gongkai"));
}

}  // namespace
}  // namespace gongkai::cli
