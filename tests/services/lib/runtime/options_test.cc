#include "services/lib/runtime/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/test_folder.h"

namespace gongkai::runtime {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class OptionsTest : public ::testing::Test {
 protected:
  OptionsTest() {
    for (const char* file : {"cert.pem", "key.pem", "ca.pem", "policy.yaml"}) {
      support::WriteFile(folder_ / file, "");
    }
    arguments_ = {"--listen=127.0.0.1:7101", "--data=" + (folder_ / "data/intake").string(),
                  "--certificates=" + folder_.path().string(),
                  "--policy=" + (folder_ / "policy.yaml").string(), "--workflow=[::1]:7100"};
  }

  // Replaces the argument that begins as this one does, up to the `=`.
  void Set(const std::string& argument) {
    Drop(argument.substr(0, argument.find('=')));
    arguments_.push_back(argument);
  }
  void Drop(const std::string& flag) {
    std::erase_if(arguments_, [&](const std::string& given) { return given.starts_with(flag); });
  }

  std::variant<Options, int> Parse() {
    std::vector<const char*> argv = {"gongkai-intake"};
    for (const std::string& argument : arguments_) argv.push_back(argument.c_str());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    auto parsed = ParseOptions(
        {.name = "gongkai-intake", .about = "Takes reports in.", .calls_workflow = true},
        static_cast<int>(argv.size()), argv.data());
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return parsed;
  }

  void ExpectUsageError(const std::string& complaint) {
    const auto parsed = Parse();
    ASSERT_TRUE(std::holds_alternative<int>(parsed));
    EXPECT_EQ(std::get<int>(parsed), 2);
    EXPECT_THAT(err_, HasSubstr(complaint));
  }

  const support::TestFolder folder_;
  std::vector<std::string> arguments_;
  std::string out_;
  std::string err_;
};

TEST_F(OptionsTest, AreTakenFromTheCommandLine) {
  const auto parsed = Parse();
  ASSERT_TRUE(std::holds_alternative<Options>(parsed)) << err_;
  const auto& options = std::get<Options>(parsed);
  EXPECT_EQ(options.listen, "127.0.0.1:7101");
  EXPECT_EQ(options.certificates, folder_.path());
  EXPECT_EQ(options.policy, folder_ / "policy.yaml");
  EXPECT_EQ(options.workflow, "[::1]:7100");
  EXPECT_EQ(options.log_level, "info");
  EXPECT_EQ(options.drain, std::chrono::seconds(10));
  EXPECT_TRUE(std::filesystem::is_directory(options.data));
}

TEST_F(OptionsTest, AreTakenFromTheEnvironmentWhereTheCommandLineHasNone) {
  setenv("GONGKAI_SERVICE_LISTEN", "127.0.0.1:1", 1);
  setenv("GONGKAI_SERVICE_DRAIN_SECONDS", "3", 1);
  const auto both = Parse();
  Drop("--listen");
  const auto environment_only = Parse();
  unsetenv("GONGKAI_SERVICE_LISTEN");
  unsetenv("GONGKAI_SERVICE_DRAIN_SECONDS");
  EXPECT_EQ(std::get<Options>(both).listen, "127.0.0.1:7101");
  EXPECT_EQ(std::get<Options>(environment_only).listen, "127.0.0.1:1");
  EXPECT_EQ(std::get<Options>(environment_only).drain, std::chrono::seconds(3));
}

// What a person has set for the client says nothing to a service.
TEST_F(OptionsTest, AreNotTakenFromTheVariablesOfTheClient) {
  const std::string certificates = folder_.path().string();
  const std::vector<std::pair<std::string, std::string>> flags = {
      {"LISTEN", "--listen"},
      {"DATA", "--data"},
      {"CERTIFICATES", "--certificates"},
      {"POLICY", "--policy"},
      {"WORKFLOW", "--workflow"}};
  for (const auto& [variable, flag] : flags) {
    const std::vector<std::string> all = arguments_;
    setenv(("GONGKAI_" + variable).c_str(), certificates.c_str(), 1);
    Drop(flag);
    ExpectUsageError(flag);
    unsetenv(("GONGKAI_" + variable).c_str());
    arguments_ = all;
  }
}

TEST_F(OptionsTest, UseAProxyOnlyWhereAServiceIsToldTo) {
  const auto uses_proxy = [this](const char* variable) {
    setenv(variable, "1", 1);
    const auto parsed = Parse();
    unsetenv(variable);
    return std::get<Options>(parsed).use_proxy;
  };
  EXPECT_FALSE(uses_proxy("GONGKAI_USE_PROXY")) << "that is the client's";
  EXPECT_TRUE(uses_proxy("GONGKAI_SERVICE_USE_PROXY"));
}

TEST_F(OptionsTest, SayWhatIsMissing) {
  Drop("--policy");
  ExpectUsageError("--policy");
}

TEST_F(OptionsTest, RefuseWhatIsNoAddress) {
  for (const char* address : {"7101", "localhost", "localhost:", ":7101", "localhost:65536",
                              "localhost:71x1", "::1:7101", "localhost:-1"}) {
    Set(std::string("--listen=") + address);
    ExpectUsageError("is not HOST:PORT, such as 127.0.0.1:7101");
  }
}

TEST_F(OptionsTest, SayWhichFileIsNotThere) {
  std::filesystem::remove(folder_ / "key.pem");
  ExpectUsageError("key.pem is missing; deploy/dev-certificates makes certificates");
  support::WriteFile(folder_ / "key.pem", "");
  Set("--policy=" + (folder_ / "none.yaml").string());
  ExpectUsageError("none.yaml is no file");
}

TEST_F(OptionsTest, RefuseAWrongLevelTimeOrFlag) {
  Set("--log-level=loud");
  ExpectUsageError("loud");
  Set("--log-level=debug");
  Set("--drain-seconds=-1");
  ExpectUsageError("--drain-seconds");
  Set("--drain-seconds=1");
  Set("--intake=127.0.0.1:1");  // this process does not call intake
  ExpectUsageError("--intake");
}

TEST_F(OptionsTest, HelpNamesEachFlagAndVersionTheVersion) {
  arguments_ = {"--help"};
  EXPECT_EQ(std::get<int>(Parse()), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("Takes reports in."), HasSubstr("--listen"),
                          HasSubstr("--drain-seconds"), HasSubstr("GONGKAI_SERVICE_POLICY"),
                          HasSubstr("Exit codes:")));
  arguments_ = {"--version"};
  EXPECT_EQ(std::get<int>(Parse()), 0);
  EXPECT_THAT(out_, ::testing::MatchesRegex("gongkai-intake [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
}  // namespace gongkai::runtime
