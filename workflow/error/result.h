// What a call answers: a value, or the reason why not.
//
// Result<T> has the interface of std::expected<T, Error> (C++23), so that one `using` can replace
// it. Exceptions stay for what no caller can mend: a failing disk, a bug.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/error/reason.h"

namespace gongkai {

// One field of a request and the rule it breaks.
struct FieldViolation {
  std::string field;  // path in the request, "report.title"
  std::string description;
};

struct Error {
  Reason reason;
  std::string message;                          // for people
  std::map<std::string, std::string> metadata;  // the message's facts, for programs
  std::vector<FieldViolation> fields;
  std::optional<std::chrono::milliseconds> retry_after;

  Code code() const { return InfoOf(reason).code; }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: a value is an answer
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: so is an error

  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  // Only of a Result that holds a value.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // Only of a Result that holds none.
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: an error is an answer

  explicit operator bool() const { return !error_.has_value(); }
  bool has_value() const { return !error_.has_value(); }
  const Error& error() const& { return *error_; }
  Error&& error() && { return *std::move(error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace gongkai
