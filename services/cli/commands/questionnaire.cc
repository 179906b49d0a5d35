#include "services/cli/commands/questionnaire.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>

#include "services/cli/commands/failure.h"
#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

using review::v1::Question;
using workflow::v1::Answer;
using workflow::v1::QuestionAnswer;

std::optional<Answer> AnswerOf(std::string_view word) {
  constexpr auto kYes = std::to_array<std::string_view>({"y", "Y", "yes", "Yes", "YES", "是"});
  constexpr auto kNo = std::to_array<std::string_view>({"n", "N", "no", "No", "NO", "否"});
  constexpr auto kNot = std::to_array<std::string_view>({"na", "NA", "n/a", "不适用"});
  if (std::ranges::count(kYes, word) > 0) return workflow::v1::YES;
  if (std::ranges::count(kNo, word) > 0) return workflow::v1::NO;
  if (std::ranges::count(kNot, word) > 0) return workflow::v1::NOT_APPLICABLE;
  return std::nullopt;
}

std::string TextOf(const Question& question, Language language) {
  return In(language, {question.text(), question.text_zh()});
}

Failure NotPassed(const Question& question) {
  return {ExitCode::kRefused,
          "CHECKLIST_NOT_PASSED",
          {"what does not pass every question is not approved: " + question.text(),
           "有一项不合格就不能通过：" + question.text_zh()},
          {"`gongkai task return REPORT --reason …` hands it back to be corrected",
           "用 `gongkai task return REPORT --reason …` 退回修改"}};
}

QuestionAnswer Answered(const Question& question, Answer with, std::string_view remark) {
  QuestionAnswer answer;
  answer.set_question(question.id());
  answer.set_answer(with);
  answer.set_remark(std::string(remark));
  return answer;
}

std::string ReadLine(std::istream& in) {
  std::string line;
  if (!std::getline(in, line)) {
    throw UsageError({"the input ended before all was answered; nothing was sent",
                      "还没有全部答复，输入就结束了；没有发送任何内容"});
  }
  return line;
}

// Returns the place of the question that is named by its number or its id, or nullopt.
std::optional<std::size_t> PlaceOf(const Questions& questions, std::string_view name) {
  for (int i = 0; i < questions.size(); ++i) {
    if (questions[i].id() == name) return static_cast<std::size_t>(i);
  }
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  const auto count = static_cast<std::size_t>(questions.size());
  const bool found =
      error == std::errc() && end == name.data() + name.size() && number >= 1 && number <= count;
  return found ? std::optional(number - 1) : std::nullopt;
}

// Returns whether the answer may be given to the question.
bool Fits(const Question& question, Answer answer) {
  return answer != workflow::v1::NOT_APPLICABLE || question.may_not_apply();
}

// Returns the place of the question that the text answers, and the answer. Throws Failure kUsage.
std::pair<std::size_t, QuestionAnswer> Parse(const Questions& questions, const std::string& text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  const auto place = PlaceOf(questions, std::string_view(text).substr(0, equals));
  const std::string_view after = std::string_view(text).substr(std::min(equals + 1, text.size()));
  const std::size_t colon = std::min(after.find(':'), after.size());
  const auto word = AnswerOf(after.substr(0, colon));
  if (!place || !word || !Fits(questions[static_cast<int>(*place)], *word)) {
    const std::string last = std::to_string(questions.size());
    throw UsageError({"--answer " + text +
                          " is not Q=yes, Q=no or, where it may be, Q=na, each perhaps with "
                          ":REMARK, Q from 1 to " +
                          last + " or the question's id",
                      "--answer " + text +
                          " 不是 Q=yes、Q=no 或者（允许时）Q=na，后面可加 :REMARK；Q 为 1 至 " +
                          last + " 或问题的编号"});
  }
  const Question& question = questions[static_cast<int>(*place)];
  return {*place, Answered(question, *word, after.substr(std::min(colon + 1, after.size())))};
}

}  // namespace

Answers ReadAnswers(const Questions& questions, const std::vector<std::string>& typed,
                    bool rest_is_yes, Language language) {
  std::vector<std::optional<QuestionAnswer>> found(static_cast<std::size_t>(questions.size()));
  for (const std::string& text : typed) {
    const auto [place, answer] = Parse(questions, text);
    if (answer.answer() == workflow::v1::NO) throw NotPassed(questions[static_cast<int>(place)]);
    found[place] = answer;
  }

  Answers answers;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Question& question = questions[static_cast<int>(i)];
    if (!found[i] && !rest_is_yes) {
      const std::string number = std::to_string(i + 1);
      throw UsageError({"question " + number + " is not answered: " + TextOf(question, language),
                        "第 " + number + " 个问题没有答复：" + TextOf(question, language)},
                       {"--answer " + number + "=yes answers it, --yes-to-all all",
                        "用 --answer " + number + "=yes 答复，用 --yes-to-all 答复全部问题"});
    }
    answers.push_back(found[i] ? *found[i] : Answered(question, workflow::v1::YES, ""));
  }
  return answers;
}

Answers ReadSomeAnswers(const Questions& questions, const std::vector<std::string>& typed) {
  Answers answers;
  for (const std::string& text : typed) answers.push_back(Parse(questions, text).second);
  return answers;
}

Answers AskQuestions(const Questions& questions, Language language, std::istream& in,
                     std::ostream& out) {
  Answers answers;
  for (const Question& question : questions) {
    std::optional<Answer> answer;
    while (!answer || !Fits(question, *answer)) {
      out << answers.size() + 1 << '/' << questions.size() << ' '
          << OneLine(TextOf(question, language))
          << (question.may_not_apply() ? " [y/n/na] " : " [y/n] ") << std::flush;
      answer = AnswerOf(ReadLine(in));
    }
    if (*answer == workflow::v1::NO) throw NotPassed(question);
    answers.push_back(Answered(question, *answer, ""));
  }
  return answers;
}

std::string AskLine(const std::string& prompt, std::istream& in, std::ostream& out) {
  std::string line;
  while (line.empty()) {
    out << prompt << ' ' << std::flush;
    line = ReadLine(in);
  }
  return line;
}

}  // namespace gongkai::cli
