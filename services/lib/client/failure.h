// Defines how a call of this client fails.
#pragma once

#include <grpcpp/support/status.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workflow/base/bilingual.h"

namespace gongkai::client {

// A call that ended with an error, after all its retries. what() is the message in English.
struct CallFailure : std::runtime_error {
  struct Field {
    std::string field;  // path in the request, such as "report.title"
    base::Bilingual rule;
  };

  explicit CallFailure(base::Bilingual what_happened)
      : std::runtime_error(what_happened.english), message(std::move(what_happened)) {}

  base::Bilingual message;  // one sentence for people
  grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
  bool from_service = false;  // false: gRPC made the error, for example because nobody answered
  std::string reason;         // ErrorInfo.reason, such as "OWN_REPORT"; else the name of the code
  std::vector<Field> fields;  // the fields that break a rule
};

// Returns the error of a call as a CallFailure. `peer` is the name and the address of the service,
// such as "intake at localhost:7001". `status` must not be OK.
CallFailure FromStatus(const grpc::Status& status, std::string_view peer);

}  // namespace gongkai::client
