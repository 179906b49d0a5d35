// Reads the answers to the questions that a reviewer must answer to approve.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <iosfwd>
#include <string>
#include <vector>

#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {

using Questions = google::protobuf::RepeatedPtrField<std::string>;
using Answers = std::vector<workflow::v1::ChecklistAnswer>;

// Returns the answers that the user typed on the command line: `N=yes`, `N=yes:REMARK` or `N=no`,
// where N counts from 1. If `rest_is_yes`, answers yes to the other questions. Throws Failure
// kUsage if an answer has another form or is missing. Throws Failure kRefused at the first answer
// no, because an approval needs every question passed; no approval was sent then.
Answers ReadAnswers(const Questions& questions, const std::vector<std::string>& typed,
                    bool rest_is_yes);

// Asks each question on `out`, reads the answers from `in`, and returns the answers. Throws Failure
// kUsage if the input ends before all questions are answered. Throws Failure kRefused as
// ReadAnswers.
Answers AskQuestions(const Questions& questions, std::istream& in, std::ostream& out);

// Asks for one line of text until the line is not empty, and returns the line. Throws Failure
// kUsage if the input ends before that.
std::string AskLine(const std::string& prompt, std::istream& in, std::ostream& out);

}  // namespace gongkai::cli
