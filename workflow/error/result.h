// The result of a call: a value or an error. Exceptions are only for failures that no caller can
// act on: a failing disk, a bug.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/base/bilingual.h"
#include "workflow/error/reason.h"

namespace gongkai {

// Names one field of a request and the rule that the field breaks.
struct FieldViolation {
  std::string field;     // path in the request, "report.title"
  base::Bilingual rule;  // for people
  std::string id = {};   // of the rule, for programs, "ATTRIBUTE_MISSING"; empty: it has none
};

// Says why a call failed, for people and for programs. The functions of errors.h make all errors.
struct Error {
  Reason reason;
  std::string message;                          // for people, in English
  std::map<std::string, std::string> metadata;  // the message's facts, for programs
  std::vector<FieldViolation> fields;
  std::optional<std::chrono::milliseconds> retry_after;  // backoff before the next try
  std::string chinese;  // the message in Chinese; empty: Localize makes it of the facts

  Code code() const { return InfoOf(reason).code; }
};

// Holds the value that a call returned, or the error with which the call failed. Has the interface
// of std::expected<T, Error> (C++23), so that one `using` can replace this class.
//
//   Result<Record> Find(std::string_view name) {
//     if (!Exists(name)) return errors::ReportNotFound(name);
//     return Record{...};
//   }
//   const Result<Record> found = Find(name);
//   if (!found) return found.error();
//   Use(found->state);
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: a value is an answer
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: so is an error

  // Returns whether this holds a value.
  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  // Returns the value. Throws std::bad_variant_access if this holds an error.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // Returns the error. Throws std::bad_variant_access if this holds a value.
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

// Holds success, or the error with which a call failed.
//
//   if (Status ok = CheckName(name); !ok) return ok;
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: an error is an answer

  // Returns whether the call succeeded.
  explicit operator bool() const { return !error_.has_value(); }
  bool has_value() const { return !error_.has_value(); }

  // Returns the error. The call must have failed.
  const Error& error() const& { return *error_; }
  Error&& error() && { return *std::move(error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace gongkai
