// One page that the disk has lost ends no process: what meets it is refused, and all else goes on.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "tests/e2e/cluster_test.h"
#include "tests/e2e/damaged_page.h"
#include "tests/e2e/readable_log.h"
#include "tests/e2e/text_call.h"
#include "tests/support/eventually.h"

namespace gongkai::e2e {
namespace {

using testing::_;
using testing::AnyOf;
using testing::Contains;
using testing::Not;
using testing::Pair;

class DamagedPageTest : public ClusterTest<DamagedPageTest> {
 protected:
  std::filesystem::path File() const { return cluster_->Data(Service::kWorkflow) / "ledger.db"; }

  grpc::Status Call(const std::string& who, const char* method, const std::string& text) {
    return CallWithText(*cluster_, who, method, {text});
  }

  static std::string Named(const std::string& report) { return "name: '" + report + "' "; }

  // What creates a report, and what does it again.
  static std::string Creating(const std::string& corrects = "") {
    intake::v1::CreateReportRequest request;
    *request.mutable_report() = Lifecycle::Content();
    request.mutable_report()->set_corrects(corrects);
    request.set_request_id(NewRequestId());
    return request.ShortDebugString();
  }

  // Changes and reads that need every table and index between them, each with its answer.
  using Answers = std::map<std::string, std::string>;
  Answers CallEverything() {
    Answers answers;
    const auto call = [&](const std::string& what, const char* who, const char* method,
                          const std::string& text) {
      answers[what] = ReasonOf(Call(who, method, text));
    };
    call("create", kDrafter, "CreateReport", Creating());
    call("create again", kDrafter, "CreateReport", created_);
    call("correct", kDrafter, "CreateReport", Creating(published_));
    call("edit", kDrafter, "UpdateReport",
         "report { " + Named(draft_) + "title: '" + NewRequestId() + "' }");
    call("claim", kLegal, "ClaimTask",
         Named(reviewed_ + "/tasks/legal") +
             "claim_duration { seconds: " + std::to_string(claimed_ += 600) + " }");
    call("be refused", kColleague, "SubmitReport", Named(published_));
    call("get", kAuditor, "GetRecord", Named(draft_));
    call("list", kAuditor, "ListRecords", "");
    call("list drafts", kAuditor, "ListRecords", "states: DRAFT");
    call("list entries", kAuditor, "ListEntries", "");
    call("get the first entry", kAuditor, "GetEntry", "name: 'entries/0'");
    call("get a late entry", kAuditor, "GetEntry", "name: 'entries/9'");
    call("prove", kAuditor, "GetInclusionProof", "name: 'entries/9'");
    return answers;
  }

  std::string created_ = Creating();
  std::string draft_;
  std::string reviewed_;
  std::string published_;
  int claimed_ = 600;
};

TEST_F(DamagedPageTest, RefusesWhatMeetsItAndServesAllElse) {
  ASSERT_TRUE(Call(kDrafter, "CreateReport", created_).ok());
  draft_ = lifecycle_.Create();
  reviewed_ = lifecycle_.InLegalReview();
  published_ = lifecycle_.Published();
  lifecycle_.Published();
  ASSERT_TRUE(support::Eventually([&] {
    return ReadFile(cluster_->Log(Service::kWorkflow)).find("the whole log is sound") !=
           std::string::npos;
  })) << "so that what is damaged now is met by a call";

  CallEverything();
  const Answers sound = CallEverything();
  EXPECT_THAT(sound, Not(Contains(Pair(_, "LOG_CORRUPT"))));
  for (const std::string& name : TablesAndIndexes(File())) {
    SCOPED_TRACE(name);
    Answers answers;
    {
      const DamagedPage damaged(File(), name);
      answers = CallEverything();
    }
    for (const auto& [what, answer] : answers) {
      EXPECT_THAT(answer, AnyOf(sound.at(what), "LOG_CORRUPT")) << what;
    }
    // Only the clock looks into record_notify, and auditors into the files of policies.
    const bool needed = name != "page_token_key" && name != "schema_version" &&
                        name != "record_notify" && name.find("policy_file") == std::string::npos;
    EXPECT_EQ(needed, std::ranges::count(answers, "LOG_CORRUPT", &Answers::value_type::second) > 0);
    // By entry_kind, the policy of an entry is found.
    EXPECT_EQ(answers["get a late entry"], name == "entry_kind" ? "LOG_CORRUPT" : "")
        << "on another page";
    // Old entries are needed by those who ask for them, and authors by who may be one.
    if (name == "entry" || name == "author") {
      EXPECT_EQ(answers["claim"], "");
    }
    EXPECT_EQ(CallEverything(), sound) << "when the page is back";
    ASSERT_FALSE(HasFailure()) << ReadFile(cluster_->Log(Service::kWorkflow));
  }
  ReadWholeLog(*cluster_);
  ExpectSoundAfterKill(*cluster_);
}

}  // namespace
}  // namespace gongkai::e2e
