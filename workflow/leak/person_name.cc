#include "workflow/leak/person_name.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "workflow/leak/context.h"
#include "workflow/leak/mask.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

// The surnames of nearly all people of the Han (公安部 二〇二〇年全国姓名报告; 百家姓).
constexpr std::string_view kSurnames =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
    "丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴"
    "严莫孔向常汤康易乔赖文温柏连洪包左柴翁凌霍岳纪梅庄辛管祝齐尚施牛樊葛邢安裴殷倪耿关焦骆甘鲁柳"
    "俞季聂欧申屈路詹鲍穆游辜费车项童卜简岑盛兰冉边曲冀阎阮单翟古褚解涂池卓米仲柯蒲党苗房狄卞甄";
constexpr std::string_view kDoubleSurnames[] = {"欧阳", "上官", "司马", "诸葛", "夏侯",
                                                "皇甫", "尉迟", "公孙", "慕容", "令狐",
                                                "司徒", "东方", "端木", "长孙"};

// What a word ends with that begins like a name and is none: 高新区, 文化局.
constexpr std::string_view kNotAtEnd[] = {
    "区", "县", "市", "局",   "科", "室", "站", "所", "部", "处", "队", "村", "镇", "乡",
    "院", "校", "店", "厂",   "社", "组", "路", "街", "省", "员", "号", "码", "话", "机",
    "线", "箱", "司", "会",   "府", "办", "心", "行", "址", "证", "任", "长", "人", "姓",
    "名", "者", "户", "件",   "费", "卡", "式", "额", "元", "年", "月", "日", "别", "龄",
    "族", "注", "计", "传真", "口", "庄", "屯", "沟", "坝", "湾", "港"};
constexpr std::string_view kTitles[] = {
    "工程师", "会计师", "农艺师", "主任", "科长", "局长", "同志", "先生", "女士", "老师",
    "书记",   "乡长",   "镇长",   "经理", "医生", "村长", "站长", "所长", "组长", "校长"};
constexpr std::string_view kCues[] = {
    "联系人",   "姓名",   "户主",       "申请人", "法定代表人", "负责人", "经办人", "收款人",
    "被征收人", "当事人", "委托代理人", "村民",   "学生",       "考生",   "监护人", "本人",
    "驾驶员",   "押运员", "联络员",     "信息员", "管理员",     "护林员", "网格员", "保洁员",
    "死者",     "被害人", "嫌疑人",     "之妻",   "之夫",       "之子",   "之女",   "之父",
    "之母",     "妻子",   "丈夫",       "儿子",   "女儿",       "父亲",   "母亲"};

// Words that begin with a character that is a surname and are none.
constexpr std::string_view kNotNames[] = {
    "安全", "安排",   "安徽", "安置", "方便", "方式",   "方案", "方面", "马上", "高度", "高级",
    "高速", "程序",   "程度", "文化", "文件", "文明",   "文物", "严格", "严禁", "严重", "常年",
    "常务", "江苏",   "江西", "黄河", "温度", "金融",   "林业", "林地", "田地", "田间", "关于",
    "关系", "时间",   "路段", "车辆", "车间", "龙头",   "白天", "石油", "解决", "解释", "夏季",
    "康复", "项目",   "陈述", "连续", "许可", "余额",   "顾客", "包括", "单位", "包村", "房屋",
    "房产", "苗木",   "池塘", "党委", "党组", "党支部", "武装", "左右", "施工", "施行", "何时",
    "向前", "石家庄", "任务", "任职", "任免", "计划",   "乐观", "祝贺", "管理", "管护", "牛羊",
    "连片", "柴油",   "路灯", "简介", "谢谢", "米面",   "全部", "公务", "古城", "古树", "白酒",
    "金色", "钟点",   "梅花", "洪水", "雷电", "程控",   "祖籍", "郑州", "徐州", "常州", "温州",
    "许昌", "唐山",   "任丘", "沈阳", "武汉", "武安",   "安阳", "安庆", "张北", "万全", "黄山",
    "黄石", "康保",   "沙河", "温馨", "雷锋", "金额",   "高中", "高考", "常用", "常见", "应急"};

// What may stand between a name and a number, and the last characters of words for what somebody is.
constexpr std::string_view kLabels[] = {"身份证号码为", "身份证号码", "身份证号", "身份证",
                                        "公民身份号码", "联系电话",   "电话号码", "电话",
                                        "手机号码",     "手机号",     "手机",     "来电",
                                        "致电",         "卡号",       "账号"};
constexpr std::u32string_view kRoles = U"者人员主生户民士师友";

constexpr std::string_view kDot = "·";
constexpr std::size_t kMostWords = 12;

// Returns the size of the surname that the word begins with, or 0.
std::size_t SizeOfSurname(std::string_view word) {
  for (const std::string_view surname : kDoubleSurnames) {
    if (word.starts_with(surname)) return surname.size();
  }
  const std::size_t size = ReadCharacter(word, 0).size;
  return size == 3 && kSurnames.find(word.substr(0, size)) != std::string_view::npos ? size : 0;
}

std::size_t CountCharacters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += ReadCharacter(text, at).size) ++count;
  return count;
}

// Where a name is in a word, and its surname, or what is shown in its place. Empty: the word is no name.
struct Name {
  Range range;
  std::size_t surname = 0;  // bytes
};

// Names with a middle dot are of minorities, and of any characters.
Name NameWithDot(std::string_view word, std::size_t begin) {
  const std::string_view name = word.substr(begin);
  const std::size_t dot = name.find(kDot);
  const std::size_t first = CountCharacters(name.substr(0, dot));
  const std::size_t rest = CountCharacters(name.substr(dot + kDot.size()));
  if (first < 2 || first > 6 || rest < 2 || rest > 8) return {};
  return {{begin, word.size()}, ReadCharacter(name, 0).size};
}

// Returns the word without the labels and titles at its end: 张三身份证号码为, 张三主任.
std::string_view WithoutLabels(std::string_view word) {
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (const Cues words : {Cues(kLabels), Cues(kTitles)}) {
      for (const std::string_view label : words) {
        if (!word.ends_with(label)) continue;
        word.remove_suffix(label.size());
        goes_on = true;
      }
    }
  }
  return word;
}

// Returns where the name begins at the end of a word that says what somebody is: 志愿者丁晓. 0: none does.
std::size_t BeginBehindRole(std::string_view word) {
  std::size_t begin = word.size();
  for (std::size_t characters = 1; characters <= 3 && begin > 0; ++characters) {
    begin -= ReadCharacterBefore(word, begin).size;
    if (begin == 0 || characters < 2) continue;
    const char32_t before = ReadCharacterBefore(word, begin).code;
    if (kRoles.find(before) != std::u32string_view::npos) return begin;
  }
  return 0;
}

// Returns the name in a word of Chinese characters.
Name NameIn(std::string_view word) {
  const std::string_view rest = WithoutLabels(word);
  std::size_t begin = std::max(EndOfLastCue(rest, kCues), EndOfLastCue(rest, kTitles));
  if (begin == 0) begin = BeginBehindRole(rest);
  const std::string_view name = rest.substr(begin);
  if (name.find(kDot) != std::string_view::npos) return NameWithDot(rest, begin);
  const std::size_t surname = name.empty() ? 0 : SizeOfSurname(name);
  const std::size_t given = surname == 0 ? 0 : CountCharacters(name.substr(surname));
  if (given < 1 || given > 2 || EndsWith(name, kNotAtEnd)) return {};
  if (std::ranges::find(kNotNames, name) != std::end(kNotNames)) return {};
  return {{begin, begin + name.size()}, surname};
}

// Returns whether names are written with the character.
bool IsOfName(Character character) { return IsHan(character.code) || character.code == U'·'; }

// Returns where the characters of names begin that end at `end`.
std::size_t BeginOfWord(std::string_view text, std::size_t end) {
  while (end > 0) {
    const Character character = ReadCharacterBefore(text, end);
    if (!IsOfName(character)) break;
    end -= character.size;
  }
  return end;
}

std::optional<Candidate> NameAt(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view word = text.substr(begin, end - begin);
  const Name name = NameIn(word);
  if (name.surname == 0) return std::nullopt;
  return Candidate{RuleId::kPersonName,
                   {begin + name.range.begin, begin + name.range.end},
                   MaskName(word.substr(name.range.begin, name.surname))};
}

// Returns the name, or nothing if it is masked already: 张某, 张某某, 张某甲.
std::optional<Candidate> UnlessMasked(std::string_view text, Candidate name) {
  if (text.substr(name.range.begin).starts_with(name.excerpt)) return std::nullopt;
  return name;
}

}  // namespace

std::optional<Candidate> FindNameBeside(std::string_view text, Range range) {
  const std::size_t line = range.begin - LineBefore(text, range.begin, 300).size();
  std::size_t end = range.begin;
  for (std::size_t words = 0; words < kMostWords && end > line;) {
    const std::size_t begin = std::max(BeginOfWord(text, end), line);
    if (begin == end) {
      if (text.substr(0, end).ends_with("。")) break;
      end -= ReadCharacterBefore(text, end).size;
      continue;
    }
    if (auto name = NameAt(text, begin, end)) return UnlessMasked(text, *std::move(name));
    end = begin;
    ++words;
  }
  std::size_t after = range.end;
  while (after < text.size() &&
         BeginsWith(text.substr(after), {" ", "\t", ",", "|", "　", "（", "("})) {
    after += ReadCharacter(text, after).size;
  }
  std::size_t stop = after;
  while (stop < text.size() && stop - after < 30 && IsOfName(ReadCharacter(text, stop))) {
    stop += ReadCharacter(text, stop).size;
  }
  auto name = NameAt(text, after, stop);
  return name ? UnlessMasked(text, *std::move(name)) : std::nullopt;
}

}  // namespace gongkai::leak
