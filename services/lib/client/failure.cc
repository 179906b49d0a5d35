#include "services/lib/client/failure.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

namespace gongkai::client {
namespace {

std::string_view NameOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::CANCELLED:
      return "CANCELLED";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    case grpc::StatusCode::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case grpc::StatusCode::PERMISSION_DENIED:
      return "PERMISSION_DENIED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case grpc::StatusCode::ABORTED:
      return "ABORTED";
    case grpc::StatusCode::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case grpc::StatusCode::INTERNAL:
      return "INTERNAL";
    case grpc::StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    case grpc::StatusCode::DATA_LOSS:
      return "DATA_LOSS";
    case grpc::StatusCode::UNAUTHENTICATED:
      return "UNAUTHENTICATED";
    default:
      return "UNKNOWN";
  }
}

std::string Without(std::string_view prefix, const std::string& text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

// What happened at `peer`, of an error that gRPC made. What gRPC says is English.
base::Bilingual Describe(const std::string& peer, const grpc::Status& status) {
  const std::string said = status.error_message();
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    const std::string why = Without("failed to connect to all addresses; last error: ", said);
    return {peer + " cannot be reached: " + why, "连接不上 " + peer + "：" + why};
  }
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return {peer + " did not answer in time", peer + " 没有及时答复"};
  }
  if (said.empty()) return {peer + " answered nothing but that", peer + " 没有说明原因"};
  return {peer + " " + said, peer + "：" + said};
}

std::string ChineseOf(const google::rpc::LocalizedMessage& message) {
  return message.locale() == base::kChineseLocale ? message.message() : "";
}

}  // namespace

CallFailure FromStatus(const grpc::Status& status, std::string_view peer) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details().empty() ||
      !details.details(0).UnpackTo(&info)) {
    CallFailure failure(Describe(std::string(peer), status));
    failure.code = status.error_code();
    failure.reason = NameOf(failure.code);
    return failure;
  }

  base::Bilingual message(status.error_message(), "");
  std::vector<CallFailure::Field> fields;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad;
    google::rpc::LocalizedMessage localized;
    if (detail.UnpackTo(&localized)) message.chinese = ChineseOf(localized);
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      fields.push_back(
          {violation.field(), {violation.description(), ChineseOf(violation.localized_message())}});
    }
  }
  CallFailure failure(std::move(message));
  failure.code = status.error_code();
  failure.from_service = true;
  failure.reason = info.reason();
  failure.fields = std::move(fields);
  return failure;
}

}  // namespace gongkai::client
