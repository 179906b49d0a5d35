#include "services/cli/commands/checklist.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>
#include <optional>
#include <ostream>

#include "services/cli/commands/failure.h"
#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

std::optional<bool> YesOrNo(std::string_view word) {
  constexpr auto kYes = std::to_array<std::string_view>({"y", "Y", "yes", "Yes", "YES", "是"});
  constexpr auto kNo = std::to_array<std::string_view>({"n", "N", "no", "No", "NO", "否"});
  if (std::ranges::count(kYes, word) > 0) return true;
  if (std::ranges::count(kNo, word) > 0) return false;
  return std::nullopt;
}

Failure NotPassed(const std::string& question) {
  return {ExitCode::kRefused,
          "CHECKLIST_NOT_PASSED",
          {"what does not pass every question is not approved: " + question,
           "有一项不合格就不能通过：" + question},
          {"`gongkai task return REPORT --reason …` hands it back to be corrected",
           "用 `gongkai task return REPORT --reason …` 退回修改"}};
}

workflow::v1::ChecklistAnswer Passed(const std::string& question, std::string_view remark) {
  workflow::v1::ChecklistAnswer answer;
  answer.set_question(question);
  answer.set_passed(true);
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

}  // namespace

Answers ReadAnswers(const Questions& questions, const std::vector<std::string>& typed,
                    bool rest_is_yes) {
  std::vector<std::optional<workflow::v1::ChecklistAnswer>> found(
      static_cast<std::size_t>(questions.size()));
  for (const std::string& text : typed) {
    std::size_t number = 0;
    const char* end = text.data() + text.size();
    const auto [equals, error] = std::from_chars(text.data(), end, number);
    const std::string_view after(equals, end);
    const std::size_t colon = std::min(after.find(':'), after.size());
    const auto passed = after.starts_with('=') ? YesOrNo(after.substr(1, colon - 1)) : std::nullopt;
    if (error != std::errc() || number < 1 || number > found.size() || !passed) {
      const std::string last = std::to_string(found.size());
      throw UsageError(
          {"--answer " + text + " is not N=yes, N=yes:REMARK or N=no, N from 1 to " + last,
           "--answer " + text + " 不是 N=yes、N=yes:REMARK 或 N=no，N 为 1 至 " + last});
    }
    const std::string& question = questions[static_cast<int>(number) - 1];
    if (!*passed) throw NotPassed(question);
    found[number - 1] = Passed(question, after.substr(std::min(colon + 1, after.size())));
  }

  Answers answers;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string& question = questions[static_cast<int>(i)];
    if (!found[i] && !rest_is_yes) {
      const std::string number = std::to_string(i + 1);
      throw UsageError({"question " + number + " is not answered: " + question,
                        "第 " + number + " 个问题没有答复：" + question},
                       {"--answer " + number + "=yes answers it, --yes-to-all all",
                        "用 --answer " + number + "=yes 答复，用 --yes-to-all 答复全部问题"});
    }
    answers.push_back(found[i] ? *found[i] : Passed(question, ""));
  }
  return answers;
}

Answers AskQuestions(const Questions& questions, std::istream& in, std::ostream& out) {
  Answers answers;
  for (const std::string& question : questions) {
    std::optional<bool> passed;
    while (!passed) {
      out << answers.size() + 1 << '/' << questions.size() << ' ' << OneLine(question) << " [y/n] "
          << std::flush;
      passed = YesOrNo(ReadLine(in));
    }
    if (!*passed) throw NotPassed(question);
    answers.push_back(Passed(question, ""));
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
