#include "services/lib/rpc/status.h"

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/log_capture.h"
#include "workflow/error/errors.h"

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
    EXPECT_EQ(detail.domain(), "gongkai");
    EXPECT_THAT(detail.metadata(), UnorderedElementsAre(Pair("report", "reports/a")));
  }
}

TEST(ToGrpcStatus, NamesTheFieldsOfABadRequest) {
  const grpc::Status status = ToGrpcStatus(
      errors::InvalidFields({{"report.title", "Must be given."}, {"name", "Must be a name."}}));
  const auto bad = DetailAt<google::rpc::BadRequest>(status, 1);
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "report.title");
  EXPECT_EQ(bad.field_violations(0).description(), "Must be given.");
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
  std::vector<FieldViolation> fields(100, {text, text});
  Error error = errors::ContentIncomplete(text, fields);
  for (int i = 0; i < 8; ++i) error.metadata["fact" + std::to_string(i)] = text;
  error.retry_after = std::chrono::seconds(1);
  const grpc::Status status = ToGrpcStatus(error);
  const std::size_t encoded =
      3 * status.error_message().size() + (status.error_details().size() + 2) / 3 * 4;
  EXPECT_LT(encoded, 7500U);
  EXPECT_EQ(DetailAt<google::rpc::ErrorInfo>(status, 0).reason(), "CONTENT_INCOMPLETE");
}

TEST(ToGrpcStatus, IsAlwaysUtf8) {
  const grpc::Status status = ToGrpcStatus(errors::InvalidField("name\xFF", "Not \xC0\xAF."));
  EXPECT_THAT(status.error_message(), HasSubstr("name\uFFFD: Not \uFFFD\uFFFD."));
  EXPECT_EQ(DetailAt<google::rpc::ErrorInfo>(status, 0).metadata().at("field"), "name\uFFFD");
}

TEST(ToGrpcStatus, IsOkWhereNothingIsWrong) { EXPECT_TRUE(ToGrpcStatus(Status()).ok()); }

TEST(FromGrpcStatus, GivesBackTheErrorThatWasSent) {
  Error sent = errors::ContentIncomplete("reports/a", {{"report.kind", "Must be given."}});
  sent.retry_after = std::chrono::milliseconds(1250);
  const Error got = FromGrpcStatus(ToGrpcStatus(sent), "workflow");
  EXPECT_EQ(got.reason, sent.reason);
  EXPECT_EQ(got.message, sent.message);
  EXPECT_EQ(got.metadata, sent.metadata);
  EXPECT_EQ(got.retry_after, sent.retry_after);
  ASSERT_EQ(got.fields.size(), 1U);
  EXPECT_EQ(got.fields[0].field, "report.kind");
  EXPECT_EQ(got.fields[0].description, "Must be given.");
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
