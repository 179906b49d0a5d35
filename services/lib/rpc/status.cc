#include "services/lib/rpc/status.h"

#include <fmt/format.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "services/lib/request/text.h"
#include "workflow/base/bilingual.h"
#include "workflow/error/errors.h"
#include "workflow/error/localize.h"

namespace gongkai::rpc {
namespace {

constexpr char kDomain[] = "gongkai.internal";

// In bytes. A header carries a message percent-encoded (up to 3 bytes a byte) and the details in
// base64 (4 bytes for 3), and clients accept 8 KiB of headers in all: 3 * 480 + 4/3 * 4096 fits.
constexpr std::size_t kMaxMessage = 480;
constexpr std::size_t kMaxText = 240;  // of one fact or rule
constexpr std::size_t kMaxDetails = 4096;

// The bytes of a detail with its envelope: the type's name, tags and lengths.
std::size_t SizeOf(const google::protobuf::Message& detail) {
  constexpr std::size_t kEnvelope = 64;
  return detail.ByteSizeLong() + kEnvelope;
}

// Whether the status has at most `room` bytes with this detail.
bool Fits(const google::rpc::Status& status, const google::protobuf::Message& detail,
          std::size_t room) {
  return status.ByteSizeLong() + SizeOf(detail) <= room;
}

google::rpc::LocalizedMessage InChinese(std::string_view text, std::size_t max_bytes) {
  google::rpc::LocalizedMessage message;
  message.set_locale(base::kChineseLocale);
  message.set_message(request::CutText(text, max_bytes));
  return message;
}

std::string ChineseOf(const google::rpc::LocalizedMessage& message) {
  return message.locale() == base::kChineseLocale ? message.message() : "";
}

google::rpc::ErrorInfo InfoDetail(const Error& error) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(InfoOf(error.reason).name));
  info.set_domain(kDomain);
  for (const auto& [key, value] : error.metadata) {
    (*info.mutable_metadata())[key] = request::CutText(value, kMaxText);
  }
  return info;
}

void AddPrecondition(const Error& error, std::size_t room, google::rpc::Status& status) {
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type(std::string(InfoOf(error.reason).name));
  if (const auto report = error.metadata.find("report"); report != error.metadata.end()) {
    violation->set_subject(request::CutText(report->second, kMaxText));
  }
  violation->set_description(request::CutText(error.message, kMaxText));
  if (Fits(status, failure, room)) status.add_details()->PackFrom(failure);
}

void AddRetry(std::chrono::milliseconds after, google::rpc::Status& status) {
  google::rpc::RetryInfo retry;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(after);
  retry.mutable_retry_delay()->set_seconds(seconds.count());
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int>(std::chrono::nanoseconds(after - seconds).count()));
  status.add_details()->PackFrom(retry);
}

void AddFields(const std::vector<FieldViolation>& fields, std::size_t room,
               google::rpc::Status& status) {
  google::rpc::BadRequest bad;
  for (const auto& [field, rule, id] : fields) {
    auto* violation = bad.add_field_violations();
    violation->set_field(request::CutText(field, kMaxText));
    violation->set_description(request::CutText(rule.english, kMaxText));
    violation->set_reason(request::CutText(id, kMaxText));
    if (!rule.chinese.empty()) {
      *violation->mutable_localized_message() = InChinese(rule.chinese, kMaxText);
    }
    if (Fits(status, bad, room)) continue;
    bad.mutable_field_violations()->RemoveLast();  // the caller mends the others first
    break;
  }
  if (bad.field_violations_size() > 0) status.add_details()->PackFrom(bad);
}

// What may be left out comes last but one: the text in Chinese keeps its room.
void AddDetails(const Error& error, google::rpc::Status& status) {
  const google::rpc::LocalizedMessage chinese = InChinese(Localize(error), kMaxMessage);
  const std::size_t room = kMaxDetails - SizeOf(chinese);
  status.add_details()->PackFrom(InfoDetail(error));
  if (error.retry_after) AddRetry(*error.retry_after, status);
  if (error.code() == Code::kFailedPrecondition) AddPrecondition(error, room, status);
  AddFields(error.fields, room, status);
  status.add_details()->PackFrom(chinese);
}

const ReasonInfo* FindReason(std::string_view name) {
  const auto* found = std::ranges::find(kReasons, name, &ReasonInfo::name);
  return found == kReasons.end() ? nullptr : found;
}

// An error of a peer that is not one of ours: gRPC itself made it.
Error FromPlain(const grpc::Status& status, std::string_view peer) {
  switch (status.error_code()) {
    case grpc::StatusCode::CANCELLED:
      return errors::Cancelled();
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return errors::DeadlineExceeded();
    case grpc::StatusCode::UNAVAILABLE:
      return errors::PeerUnavailable(peer);
    default:
      return errors::Internal(fmt::format("{} answered {}: {}", peer,
                                          static_cast<int>(status.error_code()),
                                          status.error_message()));
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const Error& error) {
  const auto code = static_cast<grpc::StatusCode>(error.code());
  google::rpc::Status status;
  status.set_code(static_cast<int>(code));
  if (error.reason == Reason::kInternal) {
    spdlog::error("internal error: {}", error.message);
    status.set_message("Internal error.");
    AddDetails({Reason::kInternal}, status);
  } else {
    status.set_message(request::CutText(error.message, kMaxMessage));
    AddDetails(error, status);
  }
  return {code, status.message(), status.SerializeAsString()};
}

grpc::Status ToGrpcStatus(const Status& status) {
  return status ? grpc::Status::OK : ToGrpcStatus(status.error());
}

Error FromGrpcStatus(const grpc::Status& status, std::string_view peer) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details().empty() ||
      !details.details(0).UnpackTo(&info) || info.domain() != kDomain) {
    return FromPlain(status, peer);
  }
  const ReasonInfo* reason = FindReason(info.reason());
  if (reason == nullptr || reason->reason == Reason::kInternal) return FromPlain(status, peer);
  // To our own caller it is not this server that ends.
  if (reason->reason == Reason::kShuttingDown) return errors::PeerUnavailable(peer);

  Error error{reason->reason, status.error_message()};
  error.metadata.insert(info.metadata().begin(), info.metadata().end());
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    google::rpc::LocalizedMessage chinese;
    if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) {
        error.fields.push_back({violation.field(),
                                {violation.description(), ChineseOf(violation.localized_message())},
                                violation.reason()});
      }
    } else if (detail.UnpackTo(&chinese)) {
      error.chinese = ChineseOf(chinese);
    } else if (detail.UnpackTo(&retry)) {
      error.retry_after = std::chrono::seconds(retry.retry_delay().seconds()) +
                          std::chrono::milliseconds(retry.retry_delay().nanos() / 1'000'000);
    }
  }
  return error;
}

}  // namespace gongkai::rpc
