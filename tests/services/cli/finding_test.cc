// `gongkai report findings` and `task adjudicate`: what they ask, and what they say.
#include <gmock/gmock.h>

#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "gongkai/review/v1/review_service.grpc.pb.h"
#include "tests/services/cli/office.h"

namespace gongkai::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kList(64, 'b');

// Two mobile numbers in the body, two in a table, and a telephone of an office; two findings a page.
class Intake final : public intake::v1::IntakeService::Service {
 public:
  grpc::Status ListFindings(grpc::ServerContext*, const intake::v1::ListFindingsRequest* request,
                            intake::v1::ListFindingsResponse* response) override {
    response->set_content_sha256(std::string(64, 'a'));
    response->mutable_leak_check()->set_findings_sha256(kList);
    response->mutable_leak_check()->set_finding_count(4);
    response->set_open_count(4);
    const int begin = request->page_token().empty() ? 0 : std::stoi(request->page_token());
    for (int i = begin; i < begin + 2 && i < 5; ++i) {
      intake::v1::Finding& finding = *response->add_findings();
      const bool info = i == 4;
      finding.set_number(info ? 0 : i + 1);
      finding.set_part(i < 2 ? "body" : "attachments/名单.csv");
      finding.set_kind(info ? intake::v1::LANDLINE : intake::v1::MOBILE);
      finding.set_severity(info ? intake::v1::INFO : intake::v1::BLOCK);
      finding.set_line(3 + i);
      finding.set_column(5);
      finding.set_byte_end(11);
      finding.set_excerpt(info ? "0319-8161234" : "138****8000");
    }
    if (begin + 2 < 5) response->set_next_page_token(std::to_string(begin + 2));
    return grpc::Status::OK;
  }
};

class Desk final : public review::v1::ReviewService::Service {
 public:
  grpc::Status AdjudicateFindings(grpc::ServerContext*,
                                  const review::v1::AdjudicateFindingsRequest* request,
                                  review::v1::Task* response) override {
    asked = *request;
    response->set_name(request->name());
    return grpc::Status::OK;
  }

  review::v1::AdjudicateFindingsRequest asked;
};

class FindingTest : public ::testing::Test {
 protected:
  Desk desk_;
  Intake intake_;
  const Office office_{{&intake_, &desk_}, "service/all"};
};

TEST_F(FindingTest, AreListedByNumberAndInfoOnlyIfAskedFor) {
  const Outcome listed = office_.Run({"report", "findings", "x"});
  EXPECT_EQ(listed.exit_code, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("attachments/名单.csv:6:5"));
  EXPECT_THAT(listed.out, HasSubstr("138****8000"));
  EXPECT_THAT(listed.out, HasSubstr("4 to be adjudicated, 4 of them open"));
  EXPECT_THAT(listed.out, HasSubstr(kList));
  EXPECT_THAT(listed.out, Not(HasSubstr("0319")));
  EXPECT_THAT(office_.Run({"report", "findings", "x", "--info"}).out, HasSubstr("0319"));
}

TEST_F(FindingTest, AVerdictNamesTheListThatWasRead) {
  const Outcome outcome =
      office_.Run({"task", "adjudicate", "x", "--stage", "secrecy", "--finding", "2-3", "--verdict",
                   "allow", "--ground", "required-by-law", "--reason", "依法公布"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(desk_.asked.name(), "reports/x/tasks/secrecy");
  EXPECT_EQ(desk_.asked.first_finding(), 2);
  EXPECT_EQ(desk_.asked.finding_count(), 2);
  EXPECT_EQ(desk_.asked.verdict(), workflow::v1::ALLOW);
  EXPECT_EQ(desk_.asked.ground(), workflow::v1::REQUIRED_BY_LAW);
  EXPECT_EQ(desk_.asked.findings_sha256(), kList);
  office_.Run({"task", "adjudicate", "x", "--stage", "secrecy", "--finding", "1", "--list",
               std::string(64, 'c'), "--verdict", "mask", "--reason", "须掩码"});
  EXPECT_EQ(desk_.asked.findings_sha256(), std::string(64, 'c'));
}

TEST_F(FindingTest, AllOfOneKindAreThoseInOnePart) {
  const std::vector<std::string> all{"task",        "adjudicate", "x",       "--stage",
                                     "secrecy",     "--all-of",   "mobile",  "--verdict",
                                     "false-alarm", "--reason",   "示例号码"};
  const Outcome refused = office_.Run(all);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--part"));
  std::vector<std::string> in_table = all;
  in_table.insert(in_table.end(), {"--part", "attachments/名单.csv"});
  EXPECT_EQ(office_.Run(in_table).exit_code, 0);
  EXPECT_EQ(desk_.asked.first_finding(), 3);
  EXPECT_EQ(desk_.asked.finding_count(), 2);
}

TEST_F(FindingTest, WrongNumbersAreRefusedBeforeAnythingIsAsked) {
  for (const char* numbers : {"0", "x", "3-2", "-1", "1-", "1-2-3", "99999999999"}) {
    const Outcome outcome =
        office_.Run({"task", "adjudicate", "x", "--stage", "secrecy",
                     std::string("--finding=") + numbers, "--verdict", "mask", "--reason", "x"});
    EXPECT_EQ(outcome.exit_code, 2) << numbers;
  }
  EXPECT_EQ(desk_.asked.name(), "");
  EXPECT_EQ(
      office_.Run({"task", "adjudicate", "x", "--verdict", "mask", "--reason", "x"}).exit_code, 2);
}

}  // namespace
}  // namespace gongkai::cli
