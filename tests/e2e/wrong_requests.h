// Tables of requests that are wrong whatever the state.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/e2e/cluster_test.h"
#include "tests/e2e/text_call.h"
#include "tests/e2e/trace_check.h"

namespace gongkai::e2e {

// The report's name stands for every $ in a text.
struct Row {
  const char* who;
  const char* method;
  std::string text;
  std::string field;
};

template <class Suite>
class WrongRequests : public ClusterTest<Suite> {
 protected:
  static std::string With(std::string text, const std::string& report) {
    for (std::size_t at = 0; (at = text.find('$')) != std::string::npos;) {
      text.replace(at, 1, report);
    }
    return text;
  }

  // Each is refused with this reason, its field named, and leaves no trace.
  void ExpectRefused(const std::string& report, const std::vector<Row>& rows,
                     Reason reason = Reason::kInvalidField) {
    TraceCheck trace(*this->cluster_, report);
    for (const Row& row : rows) {
      const grpc::Status status =
          CallWithText(*this->cluster_, row.who, row.method, {With(row.text, report)});
      EXPECT_EQ(trace.Refused(status, reason), "") << row.method << " " << row.text.substr(0, 200);
      EXPECT_EQ(FactOf(status, "field"), row.field) << row.method << " " << row.text.substr(0, 200);
    }
  }
};

}  // namespace gongkai::e2e
