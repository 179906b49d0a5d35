#include "services/review/stage.h"

#include <algorithm>

namespace gongkai::review {
namespace {

namespace wf = workflow::v1;

constexpr std::string_view kTasks = "/tasks/";

// 合法性审查: what the reviewer answers for. Each is put so that yes means it passes.
constexpr auto kLegalQuestions = std::to_array<std::string_view>({
    "所涉事项是否在发文机关的法定权限之内？（《重大行政决策程序暂行条例》第二十七条第一项）",
    "是否已履行征求意见、论证、批准等应当履行的法定程序？（《重大行政决策程序暂行条例》"
    "第二十七条第二项，《政府信息公开条例》第十一条）",
    "内容是否符合法律、法规、规章和国家政策的规定？（《重大行政决策程序暂行条例》第二十七条第三项"
    "）",
    "是否由负责公开该信息的机关公开，涉及其他机关的是否已与其协商、确认？（《政府信息公开条例》"
    "第十条、第十一条）",
    "所定公开属性是否有法律依据，没有把应当公开的内容列为不公开？（《政府信息公开条例》"
    "第十三条至第十六条）",
});

// 保密审查, item by item (逐项), attachments included.
constexpr auto kSecrecyQuestions = std::to_array<std::string_view>({
    "正文和附件是否已逐项审查？（《保守国家秘密法实施条例》第四十二条）",
    "是否不含国家秘密，也没有密级标志？（《保守国家秘密法》第二十二条、第三十五条，"
    "《政府信息公开条例》第十四条）",
    "各项数据汇总、关联后，是否不会形成国家秘密？（《保守国家秘密法》第三十六条）",
    "是否不含法律、行政法规禁止公开的内容，公开后不会危及国家安全、公共安全、经济安全、社会稳定？"
    "（《政府信息公开条例》第十四条）",
    "是否不含公开会损害第三方合法权益的商业秘密和个人隐私，个人信息是否已经遮盖？"
    "（《政府信息公开条例》第十五条）",
    "是否不含工作秘密，以及不宜公开的内部事务信息、过程性信息和行政执法案卷？"
    "（《保守国家秘密法》第六十四条，《政府信息公开条例》第十六条）",
});

const StageInfo kLegal{
    .stage = v1::LEGAL,
    .segment = "legal",
    .approval = wf::APPROVE_LEGAL,
    .states = {wf::LEGAL_REVIEW, wf::LEGAL_REFERRED},
    .questions = kLegalQuestions,
};

const StageInfo kSecrecy{
    .stage = v1::SECRECY,
    .segment = "secrecy",
    .approval = wf::APPROVE_SECRECY,
    .states = {wf::SECRECY_REVIEW, wf::SECRECY_REFERRED},
    .questions = kSecrecyQuestions,
};

}  // namespace

bool StageInfo::Holds(wf::State state) const {
  return std::ranges::find(states, state) != states.end();
}

const StageInfo& InfoOf(v1::Stage stage) { return stage == v1::LEGAL ? kLegal : kSecrecy; }

std::optional<TaskName> ParseTaskName(std::string_view name) {
  for (const StageInfo* stage : {&kLegal, &kSecrecy}) {
    const std::string ending = TaskNameOf("", *stage);
    if (!name.ends_with(ending)) continue;
    const auto report = base::ReportId::FromName(name.substr(0, name.size() - ending.size()));
    if (report) return TaskName{*report, stage};
  }
  return std::nullopt;
}

std::string TaskNameOf(std::string_view report, const StageInfo& stage) {
  std::string name(report);
  name += kTasks;
  name += stage.segment;
  return name;
}

}  // namespace gongkai::review
