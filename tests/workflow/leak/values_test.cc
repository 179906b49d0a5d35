// Each kind of value, right and wrong. A value and its parts must be found as they are marked: «…».
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/workflow/leak/marked.h"

namespace gongkai::leak {
namespace {

class ValuesTest : public testing::TestWithParam<MarkedCase> {};

TEST_P(ValuesTest, FindsWhatIsMarkedAndNothingElse) {
  EXPECT_EQ(FoundIn(TextOf(GetParam().marked)), ExpectedOf(GetParam())) << GetParam().marked;
}

const MarkedCase kIdCards[] = {
    {"«11010519491231002X»", {"ID_CARD"}},  // the sample of GB 11643
    {"«440524188001010014»", {"ID_CARD"}},  // a sample that passes Luhn as well
    {"110105194912310021", {}},             // wrong check digit
    {"110105194902300028", {}},             // 30 February
    {"110105190002290026", {}},             // 1900 was no leap year
    {"123456199912051310", {}},             // no such province, wrong check digit
    {"身份证号：«110105194912310021»", {"ID_CARD_INVALID"}},
    {"公民身份号码«11010519491231002x»，", {"ID_CARD"}},
    {"«11010519491231002X»wx", {"ID_CARD"}},
    {"«810000199001010019»", {"ID_CARD"}},  // a resident from Hong Kong
    {"«911100198001010014»", {"ID_CARD"}},  // a foreigner with permanent residence
    {"9911010519491231002X", {}},           // within a longer number
    {"项目代码：«13050020220315001X»", {"ID_CARD_CITY_AREA"}},
    {"«110105491231002»", {"OLD_ID_CARD"}},
    {"身份证«110105 491231 002»", {"OLD_ID_CARD"}},
    {"110105 491231 002", {}},
    {"110100491231002", {}},  // the area is a whole city
    {"110105491331002", {}},  // month 13
    {"注册号110105491231002", {}},
};
INSTANTIATE_TEST_SUITE_P(IdCards, ValuesTest, testing::ValuesIn(kIdCards));

const MarkedCase kCreditCodes[] = {
    {"«113417020032563511»", {"CREDIT_CODE"}},  // of a township; its date as an ID is impossible
    {"统一社会信用代码：«91350100M000100Y43»", {"CREDIT_CODE"}},  // the sample of GB 32100
    {"证件号码：«113417020032563511»", {"CREDIT_CODE"}},
    {"91350100M000100Y44", {}},
    {"91350100M000100I43", {}},  // I is no character of the code
    {"91350100M000100Y43A", {}},
    {"«91310000MA1K000006»", {"CREDIT_CODE_ORGAN_WRONG"}},
    {"«92350100M000100Y40»", {"CREDIT_CODE_INDIVIDUAL"}},
};
INSTANTIATE_TEST_SUITE_P(CreditCodes, ValuesTest, testing::ValuesIn(kCreditCodes));

const MarkedCase kCards[] = {
    {"«6217000000000000004»", {"BANK_CARD"}},
    {"«6222026006705354217»", {"BANK_CARD_INVALID"}},
    {"79927398713", {}},  // too short for a card
    {"79927398710", {}},
    {"«6217 0000 0000 0000 004»", {"BANK_CARD"}},
    {"«6217-0000-0000-0000-004»", {"BANK_CARD"}},
    {"«4111111111111111»", {"BANK_CARD_OTHER"}},
    {"卡号：«4111111111111111»", {"BANK_CARD"}},
    {"账号：«1301012345678»", {"BANK_ACCOUNT"}},
    {"0000000000000000", {}},
    {"订单1234567890123456789012", {}},
};
INSTANTIATE_TEST_SUITE_P(Cards, ValuesTest, testing::ValuesIn(kCards));

const MarkedCase kPhones[] = {
    {"«13800138000»", {"MOBILE"}},
    {"+86 «138 0013 8000»", {"MOBILE"}},
    {"+86«13800138000»", {"MOBILE"}},
    {"0086-«13800138000»", {"MOBILE"}},
    {"86«13800138000»", {"MOBILE"}},
    {"0«13800138000»", {"MOBILE"}},
    {"0086«13800138000»", {"MOBILE"}},
    {"12800138000", {}},
    {"202213800138000", {}},  // within a longer number
    {"138****1234", {}},      // masked
    {"«13800138000»/«13900139000»", {"MOBILE", "MOBILE"}},
    {"**«13800138000»**", {"MOBILE"}},
    {"1.«13800138000» 2.«13900139000»", {"MOBILE", "MOBILE"}},
    {"电话«13800138000»元旦期间有效", {"MOBILE"}},
    {"tel«13800138000»", {"MOBILE"}},
    {"HT«13800138000»", {"MOBILE_IN_WORD"}},
    {"联系电话A«13800138000»", {"MOBILE"}},
    {"«13800138000»wx", {"MOBILE"}},
    {"«13800138000»abcdef", {"MOBILE_IN_WORD"}},
    {"电话：0319-1234567", {}},  // local numbers do not begin with 1
    {"电话：«0319-2345678»", {"LANDLINE"}},
    {"电话：«010 88776655»", {"LANDLINE"}},
    {"«（0319）2345678»", {"LANDLINE"}},
    {"«(010)8877-6655»", {"LANDLINE"}},
    {"传真：«03192345678»", {"LANDLINE"}},
    {"03192345678", {}},
    {"家庭电话：«0319-2345678»", {"LANDLINE_HOME"}},
};
INSTANTIATE_TEST_SUITE_P(Phones, ValuesTest, testing::ValuesIn(kPhones));

const MarkedCase kDocuments[] = {
    {"«E12345678»", {"PASSPORT"}},
    {"«EA1234567»", {"PASSPORT"}},
    {"«G12345678»", {"PASSPORT"}},
    {"EI1234567", {}},
    {"EO1234567", {}},
    {"XE12345678", {}},
    {"E123456789", {}},
    {"D12345678", {}},
    {"因公护照«D12345678»", {"PASSPORT"}},
    {"护照：«SE1234567»", {"PASSPORT"}},
    {"C12345678", {}},
    {"往来港澳通行证：«C12345678»", {"TRAVEL_PERMIT"}},
    {"回乡证«H1234567890»", {"TRAVEL_PERMIT"}},
    {"台胞证«12345678»", {"TRAVEL_PERMIT"}},
    {"护照号：«E 1234 5678»", {"PASSPORT"}},
    {"E 12345678", {}},
    {"«冀E12345»", {"PLATE"}},
    {"«冀ED12345»", {"PLATE"}},
    {"«冀E12345D»", {"PLATE"}},
    {"«冀E·12A45»", {"PLATE"}},
    {"«冀E-12345»", {"PLATE"}},
    {"«冀 E.12345»", {"PLATE"}},
    {"«冀e1234挂»", {"PLATE"}},
    {"冀I12345", {}},
    {"冀E123456", {}},
    {"冀ICP备05012345号", {}},
    {"粤B2-20090059", {}},
};
INSTANTIATE_TEST_SUITE_P(Documents, ValuesTest, testing::ValuesIn(kDocuments));

const MarkedCase kContacts[] = {
    {"邮箱：«zhangsan@163.com»。", {"EMAIL"}},
    {"«office@xt.gov.cn»", {"EMAIL_OFFICE"}},
    {"«zhangsan @163.com»", {"EMAIL"}},
    {"a@b", {}},
    {"@某人 公开", {}},
    {"微信号：«zhang_san88»", {"CHAT_ACCOUNT"}},
    {"QQ：«12345678»", {"CHAT_ACCOUNT"}},
    {"微信公众号：qinglong_gov2", {}},
    {"QQ群", {}},
    {"vxworks12345", {}},
    {"住址：«河北省邢台市某县青龙乡青龙村3组12号»，", {"ADDRESS_HOME"}},
    {"家庭住址：«某县幸福小区3号楼2单元501室»", {"ADDRESS_HOME"}},
    {"«某县青龙乡青龙村12号»", {"ADDRESS_HOME"}},
    {"某公司，«某县城关镇和平街12号楼3单元202室»", {"ADDRESS_OFFICE"}},
    {"«某县城关镇和平街12号楼3单元202室»", {"ADDRESS_HOME"}},
    {"寄往：«和平街12号»", {"ADDRESS_HOUSE"}},
    {"办公地址：«某县城关镇中兴路12号»", {"ADDRESS_OFFICE"}},
    {"青龙村3组的道路", {}},
    {"第3号公告", {}},
};
INSTANTIATE_TEST_SUITE_P(Contacts, ValuesTest, testing::ValuesIn(kContacts));

const MarkedCase kNames[] = {
    {"«张三» «11010519491231002X»", {"PERSON_NAME", "ID_CARD"}},
    {"联系人：«王小明»，手机«13800138000»", {"PERSON_NAME", "MOBILE"}},
    {"«欧阳明»,男,«13800138000»", {"PERSON_NAME", "MOBILE"}},
    {"«13800138000» «李四»", {"MOBILE", "PERSON_NAME"}},
    {"李某 «13800138000»", {"MOBILE"}},
    {"张三，李某某 «13800138000»", {"MOBILE"}},
    {"«13800138000» 欧阳某", {"MOBILE"}},
    {"«张三»主任 «13800138000»", {"PERSON_NAME", "MOBILE"}},
    {"高新区 «13800138000»", {"MOBILE"}},
    {"张家口 «13800138000»，安全 «13900139000»", {"MOBILE", "MOBILE"}},
    {"户主«买买提·阿不都» «13800138000»", {"PERSON_NAME", "MOBILE"}},
    {"联系张三", {}},
};
INSTANTIATE_TEST_SUITE_P(Names, ValuesTest, testing::ValuesIn(kNames));

const MarkedCase kTables[] = {
    {"姓名,账号\n«张三»,«1301012345678»\n«李四»,«1301012345679»\n",
     {"PERSON_NAME", "BANK_ACCOUNT", "PERSON_NAME", "BANK_ACCOUNT"}},
    {"姓名|金额\n张三|1301012345678\n", {}},
    {"姓名\t身份证号\n«张三»\t«110105194912310021»\n", {"PERSON_NAME", "ID_CARD_INVALID"}},
    {"姓名\t手机\n«张三»\t«138001 38000»\n", {"PERSON_NAME", "MOBILE"}},
    {"序号,姓名,«残疾等级»,金额\n1,张三,二级,300\n", {"SENSITIVE_LIST"}},
    {"|«学生姓名»|班级|\n", {"SENSITIVE_LIST"}},
    {"本次诊断，姓名如下", {}},
    {"序号,诊断,金额", {}},
    {"某油库位于东经«116.41380»，北纬«39°54′20″»", {"COORDINATES", "COORDINATES"}},
    {"县政府位于东经116.41380", {}},
    {"油库位于东经116度", {}},
};
INSTANTIATE_TEST_SUITE_P(Tables, ValuesTest, testing::ValuesIn(kTables));

const MarkedCase kCases[] = {
    {"«（2022）冀0591民初123号»判决书", {"CASE_NUMBER"}},
    {"«(2022)最高法民终1号»", {"CASE_NUMBER"}},
    {"冀政发〔2022〕3号", {}},
    {"〔2022〕冀政3号", {}},
};
INSTANTIATE_TEST_SUITE_P(Cases, ValuesTest, testing::ValuesIn(kCases));

}  // namespace
}  // namespace gongkai::leak
