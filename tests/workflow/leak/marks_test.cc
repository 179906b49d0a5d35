// Marks of secrecy and of internal documents, and notes on publication.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/workflow/leak/marked.h"

namespace gongkai::leak {
namespace {

class MarksTest : public testing::TestWithParam<MarkedCase> {};

TEST_P(MarksTest, FindsWhatIsMarkedAndNothingElse) {
  EXPECT_EQ(FoundIn(TextOf(GetParam().marked)), ExpectedOf(GetParam())) << GetParam().marked;
}

const MarkedCase kSecrecy[] = {
    {"«机密★5年»", {"SECRECY_MARK"}},
    {"«秘密★1年»", {"SECRECY_MARK"}},
    {"«机密★会议开始前»", {"SECRECY_MARK"}},
    {"«绝密★长期»", {"SECRECY_MARK"}},
    {"«机密★»", {"SECRECY_MARK"}},
    {"«机密 ★ 10 年»", {"SECRECY_MARK"}},
    {"«机密☆6个月»", {"SECRECY_MARK"}},
    {"«秘密★启用前»", {"SECRECY_MARK"}},
    {"«机密★2025年12月31日»", {"SECRECY_MARK"}},
    {"«机密*5年»", {"SECRECY_MARK"}},
    {"公开的秘密*", {}},
    {"«绝　密★»", {"SECRECY_MARK"}},
    {"«絕密★長期»", {"SECRECY_MARK"}},
    {"«秘密级★1年»", {"SECRECY_MARK"}},
    {"«機密★５年»", {"SECRECY_MARK"}},
    {"«机\u200B密★三年»", {"SECRECY_MARK"}},
    {"«&#26426;密★5年»", {"SECRECY_MARK"}},
    {"份号：000001\n«机密»\n特急", {"SECRECY_WORD_ALONE"}},
    {"密级：«秘密» 编号：1", {"SECRECY_WORD_ALONE"}},
    {"«机密»　特急\n", {"SECRECY_WORD_ALONE"}},
    {"关于某事的报告（«秘密»）", {"SECRECY_WORD_ALONE"}},
    {"（秘密、机密）", {}},
    {"本文标注“«秘密★1年»”。", {"SECRECY_MARK"}},
    {"保守国家秘密", {}},
    {"商业秘密", {}},
    {"秘密级", {}},
    {"保密审查", {}},
    {"国家秘密分为绝密、机密、秘密三级。", {}},
};
INSTANTIATE_TEST_SUITE_P(Secrecy, MarksTest, testing::ValuesIn(kSecrecy));

const MarkedCase kInternal[] = {
    {"«内部资料，注意保存»", {"INTERNAL_MARK"}},
    {"«内部资料，注意保密»", {"INTERNAL_MARK"}},
    {"«内部使用，不得外传»", {"INTERNAL_MARK"}},
    {"«工作秘密，不得外泄»", {"INTERNAL_MARK"}},
    {"（«内部文件，不得外传»）", {"INTERNAL_MARK"}},
    {"（«内部资料»）", {"INTERNAL_WORD_ALONE"}},
    {"«涉密文件，严禁外传»", {"INTERNAL_MARK"}},
    {"«仅供内部参考»", {"INTERNAL_MARK"}},
    {"销毁涉密文件", {}},
    {"（«本件不得对外公开»）", {"NOT_PUBLIC_NOTE"}},
    {"«工作秘密»\n关于…的通知", {"INTERNAL_WORD_ALONE"}},
    {"（«此件发至»县级）", {"DISTRIBUTION_NOTE"}},
    {"（«此件不得翻印»）", {"DISTRIBUTION_NOTE"}},
    {"（«此件不公开»）", {"NOT_PUBLIC_NOTE"}},
    {"«此件不公开» 联系电话«13800138000»", {"NOT_PUBLIC_NOTE", "MOBILE"}},
    {"此件«13800138000»不公开", {"MOBILE"}},
    {"«此件不予公开»", {"NOT_PUBLIC_NOTE"}},
    {"（«此件依申请公开»）", {"NOT_PUBLIC_NOTE"}},
    {"公开属性：«不予公开»", {"NOT_PUBLIC_NOTE"}},
    {"（此件公开发布）", {}},
    {"公开属性：主动公开", {}},
    {"加强工作秘密管理", {}},
    {"依申请公开情况", {}},
    {"（三）不予公开 1.属于国家秘密", {}},
    {"清理内部资料和档案", {}},
};
INSTANTIATE_TEST_SUITE_P(Internal, MarksTest, testing::ValuesIn(kInternal));

}  // namespace
}  // namespace gongkai::leak
