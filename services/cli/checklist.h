// The questions a reviewer answers to approve.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <iosfwd>
#include <string>
#include <vector>

#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {

using Questions = google::protobuf::RepeatedPtrField<std::string>;
using Answers = std::vector<workflow::v1::ChecklistAnswer>;

// An approval needs every question passed: both functions end in Failure kRefused at the first that
// is answered no, before anything is sent.

// The answers as typed beforehand: `N=yes`, `N=yes:REMARK` or `N=no`, N counting from 1.
// `rest_is_yes` answers the others. Failure kUsage where an answer does not read so, or one is
// missing.
Answers ReadAnswers(const Questions& questions, const std::vector<std::string>& typed,
                    bool rest_is_yes);

// Asks one question after the other. Failure kUsage where the input ends before the answers do.
Answers AskQuestions(const Questions& questions, std::istream& in, std::ostream& out);

// Asks for one line of text, until it is not empty.
std::string AskLine(const std::string& prompt, std::istream& in, std::ostream& out);

}  // namespace gongkai::cli
