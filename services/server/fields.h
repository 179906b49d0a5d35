// Checks the fields of a request against the limits that the proto comments state, and collects
// every rule that is broken into one INVALID_FIELD.
//
//   const Status status = FieldCheck()
//                             .Name("name", request.name())
//                             .Text("reason", request.reason(), {1, 2000})
//                             .RequestId(request.request_id())
//                             .Done();
//
// Text that is not UTF-8 does not get here from a proto3 string: the parser refuses the message
// before (see malformed.h).
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/error/result.h"

namespace gongkai::server {

// Whether a field must be given. Of an optional one the empty value passes.
enum class Presence : std::uint8_t { kRequired, kOptional };

// In characters (code points).
struct Length {
  std::size_t min;
  std::size_t max;
};

// `field` is the path in the request, such as "report.title". Of each field the first broken rule
// is kept.
class FieldCheck {
 public:
  // "reports/{id}", or another collection whose ids are those of reports.
  FieldCheck& Name(std::string_view field, std::string_view value,
                   Presence presence = Presence::kRequired,
                   std::string_view collection = "reports");
  // {id} alone: 4 to 63 of a-z, 0-9 and -, starts with a letter and does not end with -.
  FieldCheck& ReportId(std::string_view field, std::string_view value,
                       Presence presence = Presence::kRequired);
  // `request_id`: a UUID, or empty.
  FieldCheck& RequestId(std::string_view value);
  // A SHA-256 in 64 lower-case hex digits.
  FieldCheck& Digest(std::string_view field, std::string_view value,
                     Presence presence = Presence::kRequired);
  // Text of one line, and of several: no control characters but tab and, in several lines, line
  // feed. Not blank, where the minimum is more than 0.
  FieldCheck& Line(std::string_view field, std::string_view value, Length length);
  FieldCheck& Text(std::string_view field, std::string_view value, Length length);
  // As Text, limited in bytes: for bodies, which are long.
  FieldCheck& Body(std::string_view field, std::string_view value, std::size_t max_bytes);
  // 1 to 120 characters; no `/`, no `\`, no control characters; not `.` or `..`.
  FieldCheck& FileName(std::string_view field, std::string_view value);
  // type/subtype (RFC 6838), at most 100 characters, without parameters.
  FieldCheck& MediaType(std::string_view field, std::string_view value);
  // `is_known` is the generated …_IsValid: proto3 lets unknown numbers through. 0 means not given.
  FieldCheck& Enum(std::string_view field, int value, bool (*is_known)(int),
                   Presence presence = Presence::kRequired);
  FieldCheck& Time(std::string_view field, const google::protobuf::Timestamp& value);
  FieldCheck& Range(std::string_view field, std::int64_t value, std::int64_t min, std::int64_t max);
  // `page_size`: not negative.
  FieldCheck& PageSize(std::int32_t value);
  // Any other rule.
  FieldCheck& Require(bool holds, std::string_view field, std::string_view rule);

  // INVALID_FIELD with what has been found so far.
  Status Done() const;

 private:
  FieldCheck& CheckText(std::string_view field, std::string_view value, Length length,
                        bool many_lines);
  void Add(std::string_view field, std::string rule);

  std::vector<FieldViolation> violations_;
};

bool IsReportId(std::string_view id);
bool IsDigest(std::string_view text);
bool IsUuid(std::string_view text);
bool IsFileName(std::string_view name);

// {id} of a name that has passed FieldCheck::Name.
std::string_view IdOf(std::string_view name);

// How many a page holds at most: 50 where nothing is asked, never more than 1,000.
std::size_t EffectivePageSize(std::int32_t page_size);

}  // namespace gongkai::server
