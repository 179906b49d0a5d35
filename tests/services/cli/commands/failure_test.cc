#include "services/cli/commands/failure.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gongkai::cli {
namespace {

using Fields = std::vector<std::pair<std::string, base::Bilingual>>;

// A status as our services send it.
grpc::Status Ours(grpc::StatusCode code, const std::string& reason, const std::string& message,
                  const Fields& fields = {}, const std::string& chinese = "") {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("gongkai.internal");
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const auto& [field, rule] : fields) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(rule.english);
    if (rule.chinese.empty()) continue;
    violation.mutable_localized_message()->set_locale("zh-CN");
    violation.mutable_localized_message()->set_message(rule.chinese);
  }
  if (!fields.empty()) status.add_details()->PackFrom(bad);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("zh-CN");
  localized.set_message(chinese);
  if (!chinese.empty()) status.add_details()->PackFrom(localized);
  return {code, message, status.SerializeAsString()};
}

Failure FromStatus(const grpc::Status& status, const std::string& peer) {
  return FromCall(client::FromStatus(status, peer));
}

std::string Told(const Failure& failure, Language language = Language::kEnglish) {
  std::ostringstream out;
  Tell(failure, language, Terminal{}, out);
  return out.str();
}

struct Row {
  grpc::StatusCode code;
  int exit_code;
};

TEST(Failure, HasTheDocumentedExitCode) {
  for (const auto& [code, exit_code] : std::initializer_list<Row>{
           {grpc::StatusCode::UNKNOWN, 1},
           {grpc::StatusCode::INTERNAL, 1},
           {grpc::StatusCode::UNIMPLEMENTED, 1},
           {grpc::StatusCode::PERMISSION_DENIED, 3},
           {grpc::StatusCode::FAILED_PRECONDITION, 3},
           {grpc::StatusCode::UNAUTHENTICATED, 3},
           {grpc::StatusCode::NOT_FOUND, 4},
           {grpc::StatusCode::ABORTED, 5},
           {grpc::StatusCode::ALREADY_EXISTS, 5},
           {grpc::StatusCode::INVALID_ARGUMENT, 6},
           {grpc::StatusCode::OUT_OF_RANGE, 6},
           {grpc::StatusCode::UNAVAILABLE, 7},
           {grpc::StatusCode::DEADLINE_EXCEEDED, 7},
           {grpc::StatusCode::RESOURCE_EXHAUSTED, 7},
           {grpc::StatusCode::CANCELLED, 7},
           {grpc::StatusCode::DATA_LOSS, 8},
       }) {
    EXPECT_EQ(static_cast<int>(FromStatus({code, "text"}, "intake at h:1").code), exit_code);
    EXPECT_EQ(static_cast<int>(FromStatus(Ours(code, "R", "text"), "intake at h:1").code),
              exit_code);
  }
}

TEST(Failure, IsToldInOneLineAndAHint) {
  const auto status = Ours(grpc::StatusCode::ABORTED, "ETAG_MISMATCH", "reports/x has changed.");
  EXPECT_EQ(Told(FromStatus(status, "intake at h:1")),
            "error: ETAG_MISMATCH: reports/x has changed.\n"
            "hint: look at what changed with `gongkai report show REPORT`, then decide again\n");
}

TEST(Failure, TellsEachFieldOnce) {
  const auto one = Ours(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELD", "name: Bad.",
                        {{"name", {"Bad.", ""}}});
  EXPECT_EQ(Told(FromStatus(one, "intake at h:1")), "error: INVALID_FIELD: name: Bad.\n");

  const auto two = Ours(grpc::StatusCode::FAILED_PRECONDITION, "CONTENT_INCOMPLETE",
                        "reports/x cannot be submitted. kind: Required. category: Required.",
                        {{"kind", {"Required.", ""}}, {"category", {"Required.", ""}}});
  EXPECT_EQ(Told(FromStatus(two, "intake at h:1")),
            "error: CONTENT_INCOMPLETE: reports/x cannot be submitted.\n"
            "  kind: Required.\n"
            "  category: Required.\n"
            "hint: `gongkai report check REPORT` lists every rule; `report edit`, `attach` and "
            "`detach` mend it\n");

  const auto apart = Ours(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELD", "It is wrong.",
                          {{"name", {"Bad.", ""}}});
  EXPECT_EQ(Told(FromStatus(apart, "intake at h:1")),
            "error: INVALID_FIELD: It is wrong.\n"
            "  name: Bad.\n");
}

TEST(Failure, IsToldInChinese) {
  const auto changed = Ours(grpc::StatusCode::ABORTED, "ETAG_MISMATCH", "reports/x has changed.",
                            {}, "报告 reports/x 已有变化。");
  EXPECT_EQ(Told(FromStatus(changed, "intake at h:1"), Language::kChinese),
            "错误：ETAG_MISMATCH：报告 reports/x 已有变化。\n"
            "提示：用 `gongkai report show REPORT` 查看变化，再作决定\n");

  const auto one = Ours(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELD", "name: Bad.",
                        {{"name", {"Bad.", "有误。"}}}, "请求的内容不符合规则。name：有误。");
  EXPECT_EQ(Told(FromStatus(one, "intake at h:1"), Language::kChinese),
            "错误：INVALID_FIELD：请求的内容不符合规则。name：有误。\n");

  const auto two = Ours(grpc::StatusCode::FAILED_PRECONDITION, "CONTENT_INCOMPLETE",
                        "reports/x cannot be submitted. kind: Required. category: Required.",
                        {{"kind", {"Required.", "必填。"}}, {"category", {"Required.", "必填。"}}},
                        "报告 reports/x 的内容不完整，不能送审。kind：必填。category：必填。");
  EXPECT_EQ(Told(FromStatus(two, "intake at h:1"), Language::kChinese),
            "错误：CONTENT_INCOMPLETE：报告 reports/x 的内容不完整，不能送审。\n"
            "  kind：必填。\n"
            "  category：必填。\n"
            "提示：用 `gongkai report check REPORT` 查看每一条规则，用 `report edit`、`attach` 和 "
            "`detach` 改正\n");
}

TEST(Failure, IsToldInEnglishWhereTheServiceHasSentNoChinese) {
  const auto status = Ours(grpc::StatusCode::ABORTED, "NEWER", "reports/x has changed.");
  EXPECT_EQ(Told(FromStatus(status, "intake at h:1"), Language::kChinese),
            "错误：NEWER：reports/x has changed.\n");
}

TEST(Failure, OfAConnectionIsToldInChinese) {
  EXPECT_EQ(Told(FromStatus({grpc::StatusCode::UNAVAILABLE, "Connection refused"}, "intake at h:1"),
                 Language::kChinese),
            "错误：UNAVAILABLE：连接不上 intake at h:1：Connection refused\n"
            "提示：那里的服务在运行吗？`gongkai health` 会逐一询问\n");
  EXPECT_EQ(Told(FromStatus({grpc::StatusCode::DEADLINE_EXCEEDED, ""}, "intake at h:1"),
                 Language::kChinese),
            "错误：DEADLINE_EXCEEDED：intake at h:1 没有及时答复\n"
            "提示：用 --timeout SECONDS 可以等得更久\n");
}

TEST(Failure, NamesWhomItCouldNotReach) {
  const grpc::Status status(grpc::StatusCode::UNAVAILABLE, "Connection refused");
  EXPECT_EQ(Told(FromStatus(status, "intake at h:1")),
            "error: UNAVAILABLE: intake at h:1 cannot be reached: Connection refused\n"
            "hint: is the service running there? `gongkai health` asks all of them\n");
}

TEST(Failure, CannotCommandTheTerminal) {
  const auto status = Ours(grpc::StatusCode::NOT_FOUND, "X", "There is no \x1b[2J\nreports/x.");
  EXPECT_EQ(Told(FromStatus(status, "intake at h:1")),
            "error: X: There is no \uFFFD[2J reports/x.\n");
}

}  // namespace
}  // namespace gongkai::cli
