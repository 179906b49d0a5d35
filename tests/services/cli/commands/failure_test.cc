#include "services/cli/commands/failure.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gongkai::cli {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// A status as our services send it.
grpc::Status Ours(grpc::StatusCode code, const std::string& reason, const std::string& message,
                  const Fields& fields = {}) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("gongkai");
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const auto& [field, rule] : fields) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(rule);
  }
  if (!fields.empty()) status.add_details()->PackFrom(bad);
  return {code, message, status.SerializeAsString()};
}

Failure FromStatus(const grpc::Status& status, const std::string& peer) {
  return FromCall(client::FromStatus(status, peer));
}

std::string Told(const Failure& failure) {
  std::ostringstream out;
  Tell(failure, Terminal{}, out);
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
  const auto one =
      Ours(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELD", "name: Bad.", {{"name", "Bad."}});
  EXPECT_EQ(Told(FromStatus(one, "intake at h:1")), "error: INVALID_FIELD: name: Bad.\n");

  const auto two = Ours(grpc::StatusCode::FAILED_PRECONDITION, "CONTENT_INCOMPLETE",
                        "reports/x cannot be submitted. kind: Required. category: Required.",
                        {{"kind", "Required."}, {"category", "Required."}});
  EXPECT_EQ(Told(FromStatus(two, "intake at h:1")),
            "error: CONTENT_INCOMPLETE: reports/x cannot be submitted.\n"
            "  kind: Required.\n"
            "  category: Required.\n"
            "hint: `gongkai report edit REPORT` fills in what is missing\n");

  const auto apart =
      Ours(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELD", "It is wrong.", {{"name", "Bad."}});
  EXPECT_EQ(Told(FromStatus(apart, "intake at h:1")),
            "error: INVALID_FIELD: It is wrong.\n"
            "  name: Bad.\n");
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
