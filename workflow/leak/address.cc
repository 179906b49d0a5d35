#include "workflow/leak/address.h"

#include <algorithm>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kLongest = 150;  // bytes of an address before its last number

constexpr std::size_t kNear = 60;  // bytes before an address that say whose it is

// What a house stands in or at.
constexpr std::string_view kStreets[] = {"路",   "街",   "巷",   "弄",   "胡同", "大道", "里",
                                         "条",   "村",   "屯",   "庄",   "寨",   "小区", "花园",
                                         "家园", "新村", "新城", "公寓", "苑",   "社区", "组"};
constexpr std::string_view kDwellings[] = {"单元", "室", "户", "栋", "幢"};
constexpr std::string_view kTownships[] = {"街道", "乡", "镇"};
constexpr std::string_view kHomeCues[] = {
    "住址",       "家住",   "现住",     "居住",     "户籍", "户口", "家庭地址",
    "家庭所在地", "住所地", "送达地址", "收货地址", "住：", "，住", "住于"};
constexpr std::string_view kOfficeCues[] = {
    "办公",     "单位地址", "政府", "机关", "委员会",   "委会",     "局",   "中心",     "公司",
    "学校",     "中学",     "小学", "医院", "法院",     "大厅",     "大厦", "通信地址", "通讯地址",
    "邮寄地址", "联系地址", "受理", "地点", "注册地址", "经营场所", "窗口", "位于",     "项目",
    "工程",     "建设",     "施工", "标段", "场所",     "银行",     "支队", "大队",     "派出所",
    "办事处",   "酒店",     "宾馆", "商铺", "市场",     "厂",       "坐落", "工业",     "产业"};

// Returns behind which byte 住 (lives at) ends, or 0: 当事人住…, but not 住宅小区.
std::size_t EndOfLives(std::string_view clause) {
  const std::size_t end = EndOfLastCue(clause, {"住"});
  return BeginsWith(clause.substr(end), {"宅", "户", "建", "房", "院", "所", "址", "区"}) ? 0 : end;
}

// Returns the size of the clause at the end of the text: back to a mark that no address has in it.
std::size_t SizeOfClause(std::string_view text) {
  constexpr std::u32string_view kMarks = U"，。；：、？！“”《》,;:\t|?!\"<>";
  std::size_t begin = text.size();
  while (begin > 0) {
    const Character character = ReadCharacterBefore(text, begin);
    if (kMarks.find(character.code) != std::u32string_view::npos) break;
    begin -= character.size;
  }
  return text.size() - begin;
}

// Returns the range of the address that ends at `end`: its clause, without words before it.
Range RangeOfAddress(std::string_view text, std::size_t end) {
  const std::string_view line = LineBefore(text, end, kLongest);
  const std::string_view clause = line.substr(line.size() - SizeOfClause(line));
  std::size_t begin =
      EndOfLastCue(clause, {"住址", "户籍地", "户籍所在地", "地址", "居住地", "住于", "住在"});
  begin += EndOfLives(clause.substr(begin));
  while (begin < clause.size() && clause[begin] == ' ') ++begin;
  return {end - clause.size() + begin, end};
}

// Returns where the unit begins that ends at `end`.
std::size_t BeginOfUnit(std::string_view text, std::size_t end) {
  for (const std::string_view unit : {"号", "栋", "幢", "室", "组", "户", "单元"}) {
    if (text.substr(0, end).ends_with(unit)) return end - unit.size();
  }
  return end;
}

// Returns where the number begins whose unit begins at `end`.
std::size_t BeginOfNumber(std::string_view text, std::size_t end) {
  while (end > 0 && text[end - 1] == ' ') --end;
  std::size_t begin = end;
  while (begin > 0) {
    if (IsAlphanumeric(text[begin - 1]) || IsWeakDigit(text[begin - 1]) || text[begin - 1] == '-') {
      --begin;
      continue;
    }
    const std::size_t size = ReadCharacterBefore(text, begin).size;
    constexpr std::string_view kNumerals = "零〇一二三四五六七八九十百";
    if (size != 3 || kNumerals.find(text.substr(begin - size, size)) == std::string_view::npos)
      break;
    begin -= size;
  }
  return begin;
}

// Returns whether one of the characters with which kStreets end is there: quicker than to look for each.
bool MayHaveStreet(std::string_view text) {
  constexpr std::u32string_view kEnds = U"路街巷弄同道里条村屯庄寨区园城寓苑组";
  while (!text.empty()) {
    const Character character = ReadCharacterBefore(text, text.size());
    if (kEnds.find(character.code) != std::u32string_view::npos) return true;
    text.remove_suffix(character.size);
  }
  return false;
}

// Returns whether the number that begins at `number` may follow the name of a place.
bool FollowsPlace(std::string_view text, std::size_t number) {
  while (number > 0 && text[number - 1] == ' ') --number;
  if (number == 0) return false;
  const char32_t before = ReadCharacterBefore(text, number).code;
  constexpr std::u32string_view kNoPlace = U"第共计等有约";
  return IsHan(before) && kNoPlace.find(before) == std::u32string_view::npos;
}

// Returns where the county, city or district ends that a place is in, or 0.
std::size_t EndOfDivision(std::string_view place) {
  const std::size_t end = EndOfLastCue(place, {"省", "市", "县", "旗", "州"});
  const std::size_t district = EndOfLastCue(place, {"区"});
  const bool is_estate =
      EndsWith(place.substr(0, district), {"小区", "社区", "园区", "校区", "厂区"});
  return is_estate ? end : std::max(end, district);
}

// Returns the address without what is more exact than its township or subdistrict, or, if it names none, its
// county or district.
std::string MaskAddress(std::string_view address) {
  const auto digit = std::ranges::find_if(address, IsDigitLike);
  const std::string_view place(address.begin(), digit);
  std::size_t shown = std::string_view::npos;
  for (const std::string_view word : kTownships) {
    const std::size_t at = place.find(word);
    if (at != std::string_view::npos) shown = std::min(shown, at + word.size());
  }
  if (shown == std::string_view::npos) shown = EndOfDivision(place);
  return ToUtf8(address.substr(0, shown)) + "***";
}

// Returns whether a house of its own, or a dwelling in one, is named.
bool IsExact(std::string_view address) {
  return address.ends_with("号") || HasCue(address, kDwellings);
}

// Returns whether a house in a village of a township is named: people live there.
bool IsInVillage(std::string_view address) {
  return address.ends_with("号") && HasCue(address, kTownships) &&
         HasCue(address, {"村", "组", "屯", "庄", "寨"});
}

}  // namespace

std::optional<Candidate> FindAddress(std::string_view text, std::size_t end) {
  const std::size_t number = BeginOfNumber(text, BeginOfUnit(text, end));
  // Most numbers with a unit are no part of an address: 〔2022〕3号, 第3号.
  if (!FollowsPlace(text, number) || !MayHaveStreet(LineBefore(text, number, kLongest)) ||
      EndOfLastCue(LineBefore(text, number, kLongest), kStreets) == 0) {
    return std::nullopt;
  }
  const Range range = RangeOfAddress(text, end);
  if (number <= range.begin) return std::nullopt;
  const std::string_view address = text.substr(range.begin, range.end - range.begin);
  const std::string_view place = text.substr(range.begin, number - range.begin);
  const std::size_t street = EndOfLastCue(place, kStreets);
  if (street == 0) return std::nullopt;
  const std::string_view before = LineBefore(text, range.begin, kNear);
  const bool is_home = HasCue(before, kHomeCues);
  const std::size_t after = end + LineAfter(text, end, kNear).size();
  const std::string_view around =
      text.substr(range.begin - before.size(), after - (range.begin - before.size()));
  const bool is_office = !is_home && HasCue(around, kOfficeCues);
  if (is_office) {
    if (!IsExact(address)) return std::nullopt;
    return Candidate{RuleId::kAddressOffice, range, MaskAddress(address)};
  }
  if (is_home || HasCue(address.substr(street), kDwellings) || IsInVillage(address)) {
    return Candidate{RuleId::kAddressHome, range, MaskAddress(address)};
  }
  if (!address.ends_with("号") || !EndsWith(place, kStreets)) return std::nullopt;
  return Candidate{RuleId::kAddressHouse, range, MaskAddress(address)};
}

}  // namespace gongkai::leak
