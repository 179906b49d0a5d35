// What looks like a leak and is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "tests/workflow/leak/marked.h"

namespace gongkai::leak {
namespace {

class TrapsTest : public testing::TestWithParam<std::string_view> {};

TEST_P(TrapsTest, AreNotFound) { EXPECT_EQ(FoundIn(GetParam()), std::vector<Found>{}); }

INSTANTIATE_TEST_SUITE_P(
    Numbers, TrapsTest,
    testing::Values("冀政办发〔2022〕3号", "邢政字〔2022〕13800号", "收入13800138000元",
                    "支出13800138000.00", "￥13800138000", "13800138000万元", "1,380,013,800,000",
                    "增长0.13800138000", "项目代码：2203-130500-89-01-123456",
                    "招标编号：XTZC2022-0315-001", "请拨打12345政务服务热线", "邮编：054000",
                    "202213800138000", "20221380013800012", "110105********002X",
                    "11**************2X", "6222 **** **** 4217", "138xxxx1234", "138××××1234",
                    "张**", "1998.1-2003.12", "2001-2005-2010", "192.168.100.10", "19980101120000",
                    "2022-05-01 13:30:00", "ISBN 978-7-302-51234-5", "13 800 138",
                    "1350\t1234567\t89\n1420\t7654321\t90\n", "1368 1579 1680 1791 1802", "1.38e10",
                    "Vol. 12 No. 3", "合计 138 0013", "1 878 / 909 / 3 682",
                    "1782  6  9  47  94  7\n1660  9  480  95  7\n", "62 4034902 4059 7 6 37\n1 2\n",
                    "65808720,920928\n1811,5", "1 392 / 1 266 / 792",
                    "116.413800138000,39.913900139000"));

INSTANTIATE_TEST_SUITE_P(Words, TrapsTest,
                         testing::Values("保守国家秘密", "商业秘密", "保密审查", "秘密级",
                                         "涉密人员", "依法保护个人隐私", "（此件公开发布）",
                                         "主动公开", "依申请公开", "工作秘密管理办法",
                                         "京津冀A类项目", "微信公众号“某县发布”", "3号楼建设",
                                         "第12组数据", "一、二、三、四、五、六、七、八",
                                         "二〇二二年十二月三十一日", "G20峰会", "HTML5和CSS3",
                                         "oooooooo", "Illlllll lll"));

}  // namespace
}  // namespace gongkai::leak
