// Errors in English and Chinese, as people see them: with the real grpcurl and the real client.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/cluster_test.h"
#include "tests/e2e/process.h"

namespace gongkai::e2e {
namespace {

namespace fs = std::filesystem;

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const fs::path kRoot = GONGKAI_SOURCE_DIR;

class Languages : public ClusterTest<Languages> {
 protected:
  // What a command printed, on standard output and standard error.
  static std::string Printed(std::vector<std::string> command) {
    const fs::path log = cluster_->directory() / "printed.log";
    fs::remove(log);
    RunToEnd(std::move(command), log);
    return ReadFile(log);
  }

  // What `gongkai` prints for a drafter whose environment names only this language.
  static std::string Gongkai(const std::string& lang, const std::vector<std::string>& arguments) {
    std::vector<std::string> command{"env",
                                     "-u",
                                     "LC_ALL",
                                     "-u",
                                     "LC_MESSAGES",
                                     "LANG=" + lang,
                                     std::string(GONGKAI_BINARY_DIR) + "/gongkai",
                                     "--certificates",
                                     cluster_->Certificates(kDrafter),
                                     "--intake",
                                     cluster_->Address(Service::kIntake),
                                     "--workflow",
                                     cluster_->Address(Service::kWorkflow)};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return Printed(std::move(command));
  }

  // What grpcurl prints for a drafter's call of intake.
  static std::string Grpcurl(const std::string& method, const std::string& request) {
    const fs::path log = cluster_->directory() / "tools.log";
    EXPECT_EQ(RunToEnd({kRoot / "tests/install-tools", "grpcurl"}, log), 0) << ReadFile(log);
    const fs::path certificates = cluster_->Certificates(kDrafter);
    return Printed({kRoot / "build/tools/grpcurl", "-cacert", certificates / "ca.pem", "-cert",
                    certificates / "cert.pem", "-key", certificates / "key.pem", "-d", request,
                    cluster_->Address(Service::kIntake),
                    "gongkai.intake.v1.IntakeService/" + method});
  }
};

// Workflow refuses it, and intake passes the refusal on.
TEST_F(Languages, GrpcurlShowsAMessageInChineseBesideTheEnglishOne) {
  EXPECT_THAT(Grpcurl("GetReport", R"({"name": "reports/nowhere"})"),
              AllOf(HasSubstr("Message: There is no reports/nowhere."),
                    HasSubstr("google.rpc.LocalizedMessage"), HasSubstr(R"("locale": "zh-CN")"),
                    HasSubstr("报告 reports/nowhere 不存在，或者您无权查看。")));
}

TEST_F(Languages, GrpcurlShowsEachRuleInChineseBesideTheEnglishOne) {
  EXPECT_THAT(Grpcurl("GetReport", R"({"name": "reports/X"})"),
              AllOf(HasSubstr("Must be reports/{id}"), HasSubstr(R"("localizedMessage")"),
                    HasSubstr("必须是 reports/{id}")));
}

TEST_F(Languages, TheClientPrintsThatOfItsEnvironment) {
  const std::string report = lifecycle_.Create(intake::v1::Report());
  EXPECT_THAT(Gongkai("zh_CN.UTF-8", {"report", "submit", report}),
              AllOf(HasSubstr("错误：CONTENT_INCOMPLETE：报告 " + report +
                              " 的内容不完整，不能送审。\n  report.title：送审须填写标题。\n"),
                    HasSubstr("提示："), Not(HasSubstr("Required"))));
  EXPECT_THAT(Gongkai("C", {"report", "submit", report}),
              AllOf(HasSubstr("error: CONTENT_INCOMPLETE: " + report +
                              " cannot be submitted.\n  report.title: Required to submit"),
                    HasSubstr("hint: "), Not(HasSubstr("送审须"))));
}

TEST_F(Languages, TheClientPrintsThatOfItsFlag) {
  EXPECT_THAT(Gongkai("C", {"--lang", "zh", "report", "show", "nowhere"}),
              HasSubstr("错误：REPORT_NOT_FOUND：报告 reports/nowhere 不存在"));
  EXPECT_THAT(Gongkai("zh_CN.UTF-8", {"--lang", "en", "report", "show", "nowhere"}),
              HasSubstr("error: REPORT_NOT_FOUND: There is no reports/nowhere."));
}

TEST_F(Languages, TheClientTellsWhatIsNotPossibleInTheLanguage) {
  const std::string report = lifecycle_.Create();
  EXPECT_THAT(Gongkai("zh_CN.UTF-8", {"report", "actions", report}),
              HasSubstr("ROLE_REQUIRED: “发布”需要“发布员”的角色"));
  EXPECT_THAT(Gongkai("C", {"report", "actions", report}),
              HasSubstr("ROLE_REQUIRED: PUBLISH needs the role PUBLISHER"));
}

}  // namespace
}  // namespace gongkai::e2e
