// Checks the fields of a request against the limits that the proto comments state.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/lib/catalog/limits.h"
#include "workflow/base/bilingual.h"
#include "workflow/base/report_id.h"
#include "workflow/error/result.h"

namespace gongkai::request {

// Says whether a field must be given. The empty value of an optional field passes.
enum class Presence : std::uint8_t { kRequired, kOptional };

// Checks the fields of one request, and collects the broken rules into one INVALID_FIELD. Keeps the
// first broken rule of each field, for at most 32 fields. `field` is the path in the request, such
// as "report.title". Not thread-safe.
//
// The check of a request begins with its REQUIRED fields (AIP-203). Each check after that refuses a
// value of the wrong form, and an empty value unless the field is optional.
//
//   const Status status = FieldCheck(request)
//                             .Name("name", request.name())
//                             .Text("reason", request.reason(), limits::kComment)
//                             .RequestId(request.request_id())
//                             .Done();
//
// Text that is not UTF-8 does not get here from a proto3 string: the parser refuses the message
// before (see requests.h).
class FieldCheck {
 public:
  // A check of values that are no request.
  FieldCheck() = default;
  // A check of `request`. Each REQUIRED field, also in a message in the request, must be given.
  // `path` leads to the request if it is a part of another: "command".
  explicit FieldCheck(const google::protobuf::Message& request, std::string_view path = "");

  // Checks a name: "reports/{id}", or another collection whose ids are those of reports.
  FieldCheck& Name(std::string_view field, std::string_view value,
                   Presence presence = Presence::kRequired,
                   std::string_view collection = base::ReportId::kReports);
  // Checks an {id} alone: 4 to 63 of a-z, 0-9 and -, starts with a letter and does not end with -.
  FieldCheck& ReportId(std::string_view field, std::string_view value,
                       Presence presence = Presence::kRequired);
  // Checks `request_id`: a UUID, or empty.
  FieldCheck& RequestId(std::string_view value);
  // Checks a digest: a SHA-256 in 64 lower-case hex digits.
  FieldCheck& Digest(std::string_view field, std::string_view value,
                     Presence presence = Presence::kRequired);
  // Checks text of one line (Line) or of several lines (Text). Refuses control characters except
  // tab and, in several lines, line feed. Characters that change the direction of writing count as
  // control characters. Refuses blank text if the minimum is more than 0.
  FieldCheck& Line(std::string_view field, std::string_view value, limits::Length length);
  FieldCheck& Text(std::string_view field, std::string_view value, limits::Length length);
  // Checks text as Text does, but with a limit in bytes, because bodies are long. May be empty.
  FieldCheck& Body(std::string_view field, std::string_view value, std::size_t max_bytes);
  // Checks a file name: of the length of limits::kFileName and kFileNameBytes; no `/`, no `\`, no
  // control characters, no tab; not blank; not `.` or `..`.
  FieldCheck& FileName(std::string_view field, std::string_view value);
  // Checks a media type: type/subtype (RFC 6838) of at most limits::kMediaTypeBytes, without
  // parameters.
  FieldCheck& MediaType(std::string_view field, std::string_view value);
  // Checks an enum, because proto3 lets unknown numbers through. `is_known` is the generated
  // function X_IsValid. 0 means not given.
  FieldCheck& Enum(std::string_view field, int value, bool (*is_known)(int),
                   Presence presence = Presence::kRequired);
  // Checks a time: after 1970-01-01T00:00:00Z, before the year 10000, with 0 to 999,999,999
  // nanoseconds.
  FieldCheck& Time(std::string_view field, const google::protobuf::Timestamp& value);
  // Checks a number: `min` to `max`, both included.
  FieldCheck& Range(std::string_view field, std::int64_t value, std::int64_t min, std::int64_t max);
  // Checks `page_size`: not negative.
  FieldCheck& PageSize(std::int32_t value);
  // Checks a day: a whole day of the calendar, in the year limits::kFirstYear or later.
  FieldCheck& Date(std::string_view field, const google::type::Date& value);
  // Checks how many items a repeated field has: `most` or fewer.
  FieldCheck& AtMost(std::string_view field, int count, int most);
  // Checks any other rule: the field breaks `rule` unless `holds`.
  //
  //   const base::BilingualView rule("Only with CREATE.", "只在 CREATE 时填写。");
  //   check.Require(corrects.empty() || creates, "corrects", rule);
  FieldCheck& Require(bool holds, std::string_view field, base::BilingualView rule);

  // Returns OK if no rule is broken so far. Errors: INVALID_FIELD (with the broken rules).
  Status Done() const;

 private:
  FieldCheck& CheckText(std::string_view field, std::string_view value, limits::Length length,
                        bool many_lines);
  void Add(std::string_view field, base::BilingualView rule);

  std::vector<FieldViolation> violations_;
};

// Each returns whether the text passes the check of FieldCheck: RequestId (but not empty),
// FileName.
bool IsUuid(std::string_view text);
bool IsFileName(std::string_view name);

// Returns the {id} of a name that has passed FieldCheck::Name.
base::ReportId IdOf(std::string_view name);

}  // namespace gongkai::request
