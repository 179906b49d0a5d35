// Names, filters and page tokens that are none.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/wrong_requests.h"

namespace gongkai::e2e {
namespace {

class BadInputNames : public WrongRequests<BadInputNames> {};

TEST_F(BadInputNames, MalformedNames) {
  const std::string report = lifecycle_.InLegalReview();
  std::vector<Row> rows;
  for (const std::string id :
       {"", "abc", "-abcd", "abcd-", "Abcd", "ab/cd", "ab cd", "1abc", "ab%2Fcd", "../../etc"}) {
    for (const char* method :
         {"GetReport", "SubmitReport", "GetContent", "GetRecord", "ListActions", "PublishReport"}) {
      rows.push_back({kDrafter, method, "name: 'reports/" + id + "'", "name"});
    }
    rows.push_back({kAuditor, "BatchGetRecords", "names: 'reports/" + id + "'", "names"});
    rows.push_back({kDrafter, "UpdateReport", "report { name: 'reports/" + id + "' title: 'x' }",
                    "report.name"});
    rows.push_back({kLegal, "GetTask", "name: 'reports/" + id + "/tasks/legal'", "name"});
    rows.push_back({kPublisher, "GetPublication", "name: 'publications/" + id + "'", "name"});
    rows.push_back(
        {kDrafter, "DownloadAttachment", "name: 'reports/" + id + "/attachments/a'", "name"});
  }
  for (const std::string task : {"$", "$/tasks", "$/tasks/", "$/tasks/budget", "$/tasks/legal/"}) {
    rows.push_back({kLegal, "GetTask", "name: '" + task + "'", "name"});
    rows.push_back({kLegal, "ClaimTask", "name: '" + task + "'", "name"});
  }
  for (const std::string file :
       {"$/attachments/", "$/attachments/..", "$/attachments/a/b", "$/a"}) {
    rows.push_back({kDrafter, "DeleteAttachment", "name: '" + file + "'", "name"});
    rows.push_back({kDrafter, "DownloadAttachment", "name: '" + file + "'", "name"});
  }
  for (const std::string entry : {"", "entries/", "entries/-1", "entries/01", "entries/1x", "1",
                                  "entries/99999999999999999999"}) {
    rows.push_back({kAuditor, "GetEntry", "name: '" + entry + "'", "name"});
    rows.push_back({kAuditor, "GetInclusionProof", "name: '" + entry + "'", "name"});
  }
  rows.push_back({kDrafter, "CreateReport", "report { corrects: 'r' }", "report.corrects"});
  rows.push_back({kAuditor, "TailEntries", "from_position: -2", "from_position"});
  rows.push_back({kAuditor, "WatchChanges", "from_position: 999999999", "from_position"});
  rows.push_back({kAuditor, "WatchChanges", "from_position: 1 new_only: true", "from_position"});
  rows.push_back({kAuditor, "WatchPublications", "from_position: -1", "from_position"});
  rows.push_back({kLegal, "WatchTasks", "from_position: -1", "from_position"});
  rows.push_back({kLegal, "WatchTasks", "from_position: 999999999", "from_position"});
  rows.push_back({kDrafter, "WatchReports", "from_position: -1", "from_position"});
  rows.push_back({kDrafter, "WatchReports", "from_position: 999999999", "from_position"});
  ExpectRefused(report, rows);
}

TEST_F(BadInputNames, FiltersThatDoNotParse) {
  std::vector<Row> rows;
  for (const std::string filter :
       {"state =", "= DRAFT", "state DRAFT", "state = NOWHERE", "colour = RED", "state = DRAFT AND",
        "(state = DRAFT", "state = DRAFT)", "state = \"DRAFT", "state < DRAFT",
        "drop table entry"}) {
    rows.push_back({kDrafter, "ListReports", "filter: '" + filter + "'", "filter"});
    rows.push_back({kAuditor, "ListRecords", "filter: '" + filter + "'", "filter"});
    rows.push_back({kLegal, "ListTasks", "stage: LEGAL filter: '" + filter + "'", "filter"});
    rows.push_back({kPublisher, "ListPublications", "filter: '" + filter + "'", "filter"});
    rows.push_back({kAuditor, "ListEntries", "filter: '" + filter + "'", "filter"});
  }
  std::string many = "position = 0";
  for (int i = 0; i < 32; ++i) many += " OR position = 0";
  for (const std::string& filter :
       {std::string("time > yesterday"), std::string("position = x"),
        std::string("report = annual"), many, std::string("actor = ") + std::string(4096, 'x'),
        std::string(9, '(') + "position = 0" + std::string(9, ')')}) {
    rows.push_back({kAuditor, "ListEntries", "filter: '" + filter + "'", "filter"});
  }
  ExpectRefused(lifecycle_.Create(), rows, Reason::kInvalidFilter);
}

TEST_F(BadInputNames, MalformedPageTokens) {
  const std::string report = lifecycle_.InLegalReview();
  lifecycle_.InLegalReview();
  intake::v1::ListReportsRequest request;
  request.set_page_size(1);
  request.set_filter("state = LEGAL_REVIEW");
  intake::v1::ListReportsResponse page;
  ASSERT_TRUE(cluster_->As<intake::v1::IntakeService>(kDrafter)
                  ->ListReports(Context().get(), request, &page)
                  .ok());
  const std::string token = page.next_page_token();
  ASSERT_FALSE(token.empty());
  std::string changed = token;
  changed[3] = changed[3] == 'A' ? 'B' : 'A';

  std::vector<Row> rows;
  for (const std::string& bad : {std::string("x"), std::string("!!!"), std::string(40, 'A'),
                                 token.substr(1), changed, token}) {  // of another list
    rows.push_back({kAuditor, "ListEntries", "page_token: '" + bad + "'", "page_token"});
    rows.push_back({kLegal, "ListTasks", "stage: SECRECY page_token: '" + bad + "'", "page_token"});
    rows.push_back({kPublisher, "ListPublications", "page_token: '" + bad + "'", "page_token"});
    rows.push_back({kDrafter, "ListReports", "page_token: '" + bad + "'", "page_token"});
    rows.push_back({kDrafter, "ListRecords", "page_token: '" + bad + "'", "page_token"});
  }
  ExpectRefused(report, rows, Reason::kInvalidPageToken);
}

}  // namespace
}  // namespace gongkai::e2e
