// Ways to hide a number from a plain search. The bytes that are found are those of the text as it was
// given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "tests/workflow/leak/marked.h"

namespace gongkai::leak {
namespace {

using std::string_view_literals::operator""sv;

class EvasionsTest : public testing::TestWithParam<MarkedCase> {};

TEST_P(EvasionsTest, AreFoundWhereTheyAre) {
  EXPECT_EQ(FoundIn(TextOf(GetParam().marked)), ExpectedOf(GetParam())) << GetParam().marked;
}

const MarkedCase kCharacters[] = {
    {"电话：«１３８００１３８０００»。", {"MOBILE"}},
    {"«１１０１０５\u200B１９４９１２３１００２Ｘ»", {"ID_CARD"}},
    {"«138\u200B0013\u200B8000»", {"MOBILE"}},
    {"«138\u202E0013\u202C8000»", {"MOBILE"}},
    {"«138\uFEFF00138000»", {"MOBILE"}},
    {"«138\u00AD00138000»", {"MOBILE"}},
    {"«1\uFE0F\u20E33800138000»", {"MOBILE"}},  // a key cap
    {"«𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎»", {"MOBILE"}},
    {"«١٣٨٠٠١٣٨٠٠٠»", {"MOBILE"}},
    {"«①③⑧⓪⓪①③⑧⓪⓪⓪»", {"MOBILE"}},
    {"«❶❸❽⓿⓿❶❸❽⓿⓿⓿»", {"MOBILE"}},
    {"«138⓪⓪138⓪⓪⓪»", {"MOBILE"}},
    {"①«13800138000»", {"MOBILE"}},  // ① numbers the item
    {"①«13800138000»②«13900139000»", {"MOBILE", "MOBILE"}},
    {"②«11010519491231002X»", {"ID_CARD"}},
    {"«11010519491231002ｘ»", {"ID_CARD"}},
    {"«11010519491231002Ⅹ»", {"ID_CARD"}},
    {"«1101O519491231OO2X»", {"ID_CARD"}},
    {"«110105l9491231002X»", {"ID_CARD"}},
    {"«1380O138000»", {"MOBILE"}},
    {"«l3800138000»", {"MOBILE"}},
    {"手机：«l38OOl38OOO»", {"MOBILE"}},
    {"«62l7000000000000004»", {"BANK_CARD"}},
    {"«138&#48;&#48;138000»", {"MOBILE"}},
    {"«&#49;&#x33;800138000»", {"MOBILE"}},
    {"«138&nbsp;0013&nbsp;8000»", {"MOBILE"}},
    {"«138&amp;#48;0138000»", {"MOBILE"}},
    {"«138&zwnj;00138000»", {"MOBILE"}},
    {"«138\xFF"
     "00138000»",
     {"MOBILE"}},  // not UTF-8
    {"«138\xE4\xBB"
     "00138000»",
     {"MOBILE"}},
    {"«138\0"
     "00138000»"sv,
     {"MOBILE"}},
};
INSTANTIATE_TEST_SUITE_P(Characters, EvasionsTest, testing::ValuesIn(kCharacters));

const MarkedCase kNumerals[] = {
    {"电话«一三八零零一三八零零零»", {"MOBILE"}},
    {"电话«一三八〇〇一三八〇〇〇»", {"MOBILE"}},
    {"电话«幺三八○○幺三八○○○»", {"MOBILE"}},
    {"电话«壹叁捌零零壹叁捌零零零»", {"MOBILE"}},
    {"电话«一三八 零零一三 八零零零»", {"MOBILE"}},
    {"«一一〇一〇五一九四九一二三一〇〇二X»", {"ID_CARD"}},
    {"«138零零13八000»", {"MOBILE"}},
    {"二〇二二年一月", {}},
    {"一三八零零一三八零零", {}},  // ten digits
    {"«张三» «13800138000»", {"PERSON_NAME", "MOBILE"}},
};
INSTANTIATE_TEST_SUITE_P(Numerals, EvasionsTest, testing::ValuesIn(kNumerals));

const MarkedCase kSeparators[] = {
    {"«138 0013 8000»", {"MOBILE"}},
    {"«138-0013-8000»", {"MOBILE"}},
    {"«138.0013.8000»", {"MOBILE"}},
    {"«138·0013·8000»", {"MOBILE"}},
    {"«138－0013－8000»", {"MOBILE"}},
    {"«138～0013～8000»", {"MOBILE"}},
    {"«138ー0013ー8000»", {"MOBILE"}},
    {"«138　0013　8000»", {"MOBILE"}},
    {"«1 3 8 0 0 1 3 8 0 0 0»", {"MOBILE"}},
    {"«1-3-8-0-0-1-3-8-0-0-0»", {"MOBILE"}},
    {"«13 80 01 38 00 0»", {"MOBILE"}},
    {"«138 00138000»", {"MOBILE"}},
    {"电话«1380013\n8000»", {"MOBILE"}},
    {"电话«138001\r\n38000»，", {"MOBILE"}},
    {"«110105 19491231 002X»", {"ID_CARD"}},
    {"«110105-19491231-002X»", {"ID_CARD"}},
    {"«110105.19491231.002 X»", {"ID_CARD"}},
    {"身份证«1101051949\n1231002X»", {"ID_CARD"}},
    {"«1101051949\n1231002X»", {"ID_CARD"}},
    {"«1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X»", {"ID_CARD"}},
    {"6217000000\n000000004", {}},  // no word for a card stands before
    {"卡号«6217000000\n000000004»", {"BANK_CARD"}},
};
INSTANTIATE_TEST_SUITE_P(Separators, EvasionsTest, testing::ValuesIn(kSeparators));

const MarkedCase kCells[] = {
    {"«李四»\t«110105194912\t31002X»", {"PERSON_NAME", "ID_CARD"}},
    {"«李四»|«110105194912|31002X»|", {"PERSON_NAME", "ID_CARD"}},
    {"«110105,19491231,002X»", {"ID_CARD"}},
    {"«1\t1\t0\t1\t0\t5\t1\t9\t4\t9\t1\t2\t3\t1\t0\t0\t2\tX»", {"ID_CARD"}},
    {"联系电话\n«李四»\t«138001\t38000»", {"PERSON_NAME", "MOBILE_IN_CELLS"}},
    {"姓名\t电话\t\n«李四»\t«138001\t38000»", {"PERSON_NAME", "MOBILE"}},
    {"电话：«1\t3\t8\t0\t0\t1\t3\t8\t0\t0\t0»", {"MOBILE"}},
    {"138001\t38000", {}},
    {"12 «138 0013 8000» 7", {"MOBILE_IN_ROW"}},
    {"电话：12 «138 0013 8000»", {"MOBILE"}},
    {"1350\n1234567\n", {}},
};
INSTANTIATE_TEST_SUITE_P(Cells, EvasionsTest, testing::ValuesIn(kCells));

}  // namespace
}  // namespace gongkai::leak
