#include "services/lib/rpc/status.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/log_capture.h"
#include "workflow/error/errors.h"
#include "workflow/error/localize.h"

namespace gongkai::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

// The detail of this type, which must be the one at `index`.
template <class Detail>
Detail DetailAt(const grpc::Status& status, int index) {
  const google::rpc::Status details = Details(status);
  Detail detail;
  EXPECT_TRUE(index < details.details_size() && details.details(index).UnpackTo(&detail));
  return detail;
}

// The text in Chinese, or an empty text if there is none.
std::string InChinese(const grpc::Status& status) {
  const google::rpc::Status details = Details(status);
  google::rpc::LocalizedMessage message;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&message) && message.locale() == "zh-CN") return message.message();
  }
  return "";
}

TEST(ToGrpcStatus, CarriesEachReasonWithItsCodeDomainAndFacts) {
  for (const ReasonInfo& info : kReasons) {
    if (info.reason == Reason::kInternal) continue;
    const grpc::Status status = ToGrpcStatus(Error{info.reason, "Why.", {{"report", "reports/a"}}});
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(info.code));
    EXPECT_EQ(status.error_message(), "Why.");
    EXPECT_EQ(Details(status).code(), static_cast<int>(info.code));
    EXPECT_EQ(Details(status).message(), "Why.");
    const auto detail = DetailAt<google::rpc::ErrorInfo>(status, 0);
    EXPECT_EQ(detail.reason(), info.name);
    EXPECT_EQ(detail.domain(), "gongkai.internal");
    EXPECT_THAT(detail.metadata(), UnorderedElementsAre(Pair("report", "reports/a")));
  }
}

TEST(ToGrpcStatus, NamesTheFieldsOfABadRequest) {
  const grpc::Status status =
      ToGrpcStatus(errors::InvalidFields({{"report.title", {"Must be given.", "必须填写。"}},
                                          {"name", {"Must be a name.", "必须是名称。"}}}));
  const auto bad = DetailAt<google::rpc::BadRequest>(status, 1);
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "report.title");
  EXPECT_EQ(bad.field_violations(0).description(), "Must be given.");
  EXPECT_EQ(bad.field_violations(0).localized_message().locale(), "zh-CN");
  EXPECT_EQ(bad.field_violations(0).localized_message().message(), "必须填写。");
  EXPECT_EQ(bad.field_violations(1).field(), "name");
}

TEST(ToGrpcStatus, SaysWhichPreconditionFailedForWhat) {
  const grpc::Status status =
      ToGrpcStatus(errors::BeforePlannedTime("reports/annual-2021", "2026-03-01T00:00:00Z"));
  const auto failure = DetailAt<google::rpc::PreconditionFailure>(status, 1);
  ASSERT_EQ(failure.violations_size(), 1);
  EXPECT_EQ(failure.violations(0).type(), "BEFORE_PLANNED_TIME");
  EXPECT_EQ(failure.violations(0).subject(), "reports/annual-2021");
  EXPECT_EQ(failure.violations(0).description(), status.error_message());
}

TEST(ToGrpcStatus, SaysWhenToTryAgain) {
  const grpc::Status status = ToGrpcStatus(errors::Overloaded(std::chrono::milliseconds(1250)));
  const auto retry = DetailAt<google::rpc::RetryInfo>(status, 1);
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
}

TEST(ToGrpcStatus, LogsWhatAnInternalErrorSaysAndNeverSendsIt) {
  const support::LogCapture log;
  const grpc::Status status = ToGrpcStatus(errors::Internal("no such table: secret"));
  EXPECT_EQ(log.Count("no such table: secret"), 1);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message(), "Internal error.");
  EXPECT_THAT(status.error_details(), ::testing::Not(HasSubstr("secret")));
  EXPECT_EQ(DetailAt<google::rpc::ErrorInfo>(status, 0).reason(), "INTERNAL");
}

TEST(ToGrpcStatus, StaysBelowWhatClientsAcceptHoweverMuchThereIsToSay) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "公";
  std::vector<FieldViolation> fields(100, {text, {text, text}});
  Error error = errors::ContentIncomplete(text, fields);
  for (int i = 0; i < 8; ++i) error.metadata["fact" + std::to_string(i)] = text;
  error.retry_after = std::chrono::seconds(1);
  const grpc::Status status = ToGrpcStatus(error);
  const std::size_t encoded =
      3 * status.error_message().size() + (status.error_details().size() + 2) / 3 * 4;
  EXPECT_LT(encoded, 7500U);
  EXPECT_EQ(DetailAt<google::rpc::ErrorInfo>(status, 0).reason(), "CONTENT_INCOMPLETE");
  EXPECT_NE(InChinese(status), "") << "the text in Chinese has its room whatever else there is";
}

TEST(ToGrpcStatus, EndsWithTheTextInChineseOfEachReason) {
  for (const ReasonInfo& info : kReasons) {
    const Error error{info.reason, "Why.", {{"report", "reports/a"}}};
    const google::rpc::Status details = Details(ToGrpcStatus(error));
    EXPECT_TRUE(details.details(0).Is<google::rpc::ErrorInfo>());
    google::rpc::LocalizedMessage last;
    ASSERT_TRUE(details.details().rbegin()->UnpackTo(&last)) << info.name;
    EXPECT_EQ(last.locale(), "zh-CN");
    const Error sent = info.reason == Reason::kInternal ? Error{Reason::kInternal} : error;
    EXPECT_EQ(last.message(), Localize(sent));
  }
}

TEST(ToGrpcStatus, TellsNothingOfAnInternalErrorInEitherLanguage) {
  Error error = errors::Internal("no such table: secret");
  error.chinese = "没有 secret 这个表";
  error.fields.push_back({"secret", {"secret", "secret"}});
  const grpc::Status status = ToGrpcStatus(error);
  EXPECT_EQ(InChinese(status), "内部错误。");
  EXPECT_THAT(status.error_details(), ::testing::Not(HasSubstr("secret")));
}

TEST(ToGrpcStatus, IsAlwaysUtf8) {
  const grpc::Status status =
      ToGrpcStatus(errors::InvalidField("name\xFF", {"Not \xC0\xAF.", "不是 \xC0\xAF。"}));
  EXPECT_THAT(status.error_message(), HasSubstr("name\uFFFD: Not \uFFFD\uFFFD."));
  EXPECT_EQ(DetailAt<google::rpc::ErrorInfo>(status, 0).metadata().at("field"), "name\uFFFD");
  EXPECT_THAT(InChinese(status), HasSubstr("name\uFFFD：不是 \uFFFD\uFFFD。"));
}

TEST(ToGrpcStatus, IsOkWhereNothingIsWrong) { EXPECT_TRUE(ToGrpcStatus(Status()).ok()); }

TEST(FromGrpcStatus, GivesBackTheErrorThatWasSent) {
  Error sent =
      errors::ContentIncomplete("reports/a", {{"report.kind", {"Must be given.", "必须填写。"}}});
  sent.retry_after = std::chrono::milliseconds(1250);
  const Error got = FromGrpcStatus(ToGrpcStatus(sent), "workflow");
  EXPECT_EQ(got.reason, sent.reason);
  EXPECT_EQ(got.message, sent.message);
  EXPECT_EQ(got.metadata, sent.metadata);
  EXPECT_EQ(got.retry_after, sent.retry_after);
  ASSERT_EQ(got.fields.size(), 1U);
  EXPECT_EQ(got.fields[0].field, "report.kind");
  EXPECT_EQ(got.fields[0].rule, base::Bilingual("Must be given.", "必须填写。"));
  EXPECT_EQ(Localize(got), Localize(sent));
}

// A stage service passes on what workflow has refused.
TEST(FromGrpcStatus, PassesTheTextInChineseOnOnce) {
  const Error made = errors::CorrectionNotPossible(
      "reports/new", "reports/old", {"it is another department's.", "它属于别的部门。"});
  const grpc::Status first = ToGrpcStatus(made);
  const grpc::Status second = ToGrpcStatus(FromGrpcStatus(first, "workflow"));
  EXPECT_EQ(second.error_message(), first.error_message());
  EXPECT_EQ(Details(second).details_size(), Details(first).details_size());
  EXPECT_EQ(InChinese(second), "报告 reports/new 不能更正 reports/old。它属于别的部门。");
}

TEST(FromGrpcStatus, MakesTheTextInChineseThatAPeerHasNotSent) {
  google::rpc::Status details = Details(ToGrpcStatus(errors::ReportExists("reports/a")));
  details.mutable_details()->RemoveLast();
  const grpc::Status status(grpc::StatusCode::ALREADY_EXISTS, "x", details.SerializeAsString());
  EXPECT_EQ(Localize(FromGrpcStatus(status, "workflow")), "报告 reports/a 已经存在。");
}

TEST(FromGrpcStatus, TakesEveryReasonButThoseOfThePeerItself) {
  for (const ReasonInfo& info : kReasons) {
    const Reason expected =
        info.reason == Reason::kShuttingDown ? Reason::kPeerUnavailable : info.reason;
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(Error{info.reason, "Why."}), "workflow").reason, expected)
        << info.name;
  }
}

TEST(FromGrpcStatus, TurnsWhatGrpcItselfSaysIntoAnErrorOfOurs) {
  const auto reason = [](grpc::StatusCode code) {
    return FromGrpcStatus(grpc::Status(code, "text"), "workflow").reason;
  };
  EXPECT_EQ(reason(grpc::StatusCode::UNAVAILABLE), Reason::kPeerUnavailable);
  EXPECT_EQ(reason(grpc::StatusCode::DEADLINE_EXCEEDED), Reason::kDeadlineExceeded);
  EXPECT_EQ(reason(grpc::StatusCode::CANCELLED), Reason::kCancelled);
  EXPECT_EQ(reason(grpc::StatusCode::UNIMPLEMENTED), Reason::kInternal);
  EXPECT_EQ(reason(grpc::StatusCode::PERMISSION_DENIED), Reason::kInternal);
}

}  // namespace
}  // namespace gongkai::rpc
