#include "services/cli/commands/not_masked.h"

#include <cstddef>
#include <utility>

#include "workflow/leak/document.h"

namespace gongkai::cli {
namespace {

using extraction::MaskProblem;
using extraction::MaskRefusal;

// What happened, and what the user can do.
struct Explanation {
  base::Bilingual why;
  base::Bilingual hint;
};

Explanation ExplainPlace(const std::string& part) {
  return {{"a value stands in `" + part + "`, where it cannot be masked",
           "“" + part + "”中有须掩码的内容，而该处无法掩码"},
          {"take it out of the original in the program in which it was written, and mask that",
           "请先在原来的软件中从该处删去，再生成掩码副本"}};
}

Explanation ExplainUnread(const std::string& part, leak::Obstacle why) {
  const base::Word& word = leak::kObstacleWords[static_cast<std::size_t>(why)];
  const std::string english = part.empty() ? "it" : "`" + part + "`";
  const std::string chinese = part.empty() ? "该文件" : "“" + part + "”";
  return {{english + " cannot be read: " + std::string(word.name),
           chinese + "无法读取：" + std::string(word.chinese)},
          {"open it in the program in which it was written, save it as docx or xlsx without a "
           "password, and mask that",
           "请在原来的软件中打开，另存为不加密的 docx 或 xlsx，再生成掩码副本"}};
}

Explanation Explain(const MaskRefusal& refusal) {
  switch (refusal.problem) {
    case MaskProblem::kPdf:
      return {{"a PDF never is: a bar drawn over its text takes nothing away",
               "PDF 不能掩码：画上黑条，下面的文字仍在"},
              {"mask the document out of which the PDF was made, and export it again",
               "请对生成该 PDF 的原文件掩码，再重新导出"}};
    case MaskProblem::kMacros:
      return {{refusal.part.empty() ? "it has macros, which may hold anything"
                                    : "`" + refusal.part + "` has macros, which may hold anything",
               (refusal.part.empty() ? "该文件" : "“" + refusal.part + "”") +
                   "含有宏，宏里可以有任何内容"},
              {"save it as docx or xlsx without macros, and mask that",
               "请另存为不含宏的 docx 或 xlsx，再生成掩码副本"}};
    case MaskProblem::kPlace:
      return ExplainPlace(refusal.part);
    case MaskProblem::kUnread:
      return ExplainUnread(refusal.part, refusal.why);
    case MaskProblem::kNone:
    case MaskProblem::kOtherFormat:
      break;
  }
  return {{"only UTF-8 text, Markdown, csv, HTML, docx and xlsx are",
           "只能处理 UTF-8 文本、Markdown、csv、HTML、docx 和 xlsx"},
          {"save it as one of these in the program in which it was written, or mask it there and "
           "export it again",
           "请在原来的软件中另存为这些格式之一，或者在其中删改后重新导出"}};
}

}  // namespace

Failure NotMasked(const std::string& name, const MaskRefusal& refusal) {
  Explanation explained = Explain(refusal);
  return {ExitCode::kInvalid,
          "NOT_MASKED",
          {name + " is not masked: " + explained.why.english,
           name + " 没有掩码：" + explained.why.chinese},
          std::move(explained.hint)};
}

}  // namespace gongkai::cli
