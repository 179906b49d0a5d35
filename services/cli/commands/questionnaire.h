// Reads the answers to the questions that a reviewer must answer to approve.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <iosfwd>
#include <string>
#include <vector>

#include "gongkai/review/v1/task.pb.h"
#include "gongkai/workflow/v1/opinion.pb.h"
#include "services/cli/view/language.h"

namespace gongkai::cli {

using Questions = google::protobuf::RepeatedPtrField<review::v1::Question>;
using Answers = std::vector<workflow::v1::QuestionAnswer>;

// Returns the answers that the user typed on the command line: `Q=yes`, `Q=no`, `Q=na` (not
// applicable), each perhaps with `:REMARK`, where Q is the number of a question, from 1, or its id.
// If `rest_is_yes`, answers yes to the other questions. Throws Failure kUsage if an answer has
// another form or is missing. Throws Failure kRefused at the first answer no, because nothing is
// approved with it; no approval was sent then.
Answers ReadAnswers(const Questions& questions, const std::vector<std::string>& typed,
                    bool rest_is_yes, Language language);

// Returns the answers that the user typed, in the same form, for a return: not every question need
// be answered, and no is an answer. Throws Failure kUsage.
Answers ReadSomeAnswers(const Questions& questions, const std::vector<std::string>& typed);

// Asks each question on `out`, reads the answers from `in`, and returns the answers. Throws Failure
// kUsage if the input ends before all questions are answered. Throws Failure kRefused as
// ReadAnswers.
Answers AskQuestions(const Questions& questions, Language language, std::istream& in,
                     std::ostream& out);

// Asks for one line of text until the line is not empty, and returns the line. Throws Failure
// kUsage if the input ends before that.
std::string AskLine(const std::string& prompt, std::istream& in, std::ostream& out);

}  // namespace gongkai::cli
