#include "workflow/leak/phone.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "workflow/leak/context.h"
#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kMobileSize = 11;

// How people group the digits of a mobile number.
constexpr std::array<std::uint8_t, 5> kHabits[] = {
    {3, 4, 4}, {2, 3, 4, 4}, {4, 3, 4, 4}, {4, 4, 3}};

constexpr std::string_view kTelephoneCues[] = {"电话",   "手机", "联系方式",
                                               "联系人", "電話", "手機"};

// What is numbered with as many digits as a telephone.
constexpr std::string_view kCodeCues[] = {"发票",   "票号", "编号", "代码", "订单", "单号",
                                          "流水号", "批号", "凭证", "案卷", "档号", "文号"};

// Returns whether the digits are a sum of money, a share, or have a fraction: 13800138000元,
// 13800138000.00.
bool IsAmount(const Number& number) {
  const Range range = number.range();
  const std::string_view before = LineBefore(number.text, range.begin, 8);
  const std::string_view after = LineAfter(number.text, range.end, 8);
  if (EndsWith(before, {"¥", "￥", "$", "€"}) || BeginsWith(after, {"元", "万", "亿", "%", "％"})) {
    return true;
  }
  const std::size_t digits = std::min(after.find_first_not_of("0123456789", 1), after.size());
  return after.starts_with('.') && digits > 1 && digits <= 4;
}

// Returns whether the digits are a fraction: 0.13800138000, 116.13800138000. One or two digits and a dot
// number an item of a list.
bool IsFraction(const Number& number) {
  std::string_view before = LineBefore(number.text, number.range().begin, 8);
  if (!before.ends_with('.')) return false;
  before.remove_suffix(1);
  const std::string_view integer = before.substr(before.find_last_not_of("0123456789") + 1);
  return integer == "0" || (integer.size() >= 3 && integer.size() <= 5);
}

// Returns whether letters stand right before or behind the number, as in HT13800138000, and none of them says
// that it is a telephone. A few letters behind it are another word: 13800138000wx.
bool IsInWord(const Number& number) {
  constexpr std::size_t kFew = 3;
  const Range range = number.range();
  if (!TouchesAlphanumeric(number.text, range)) return false;
  const Range word = WordAround(number.text, range);
  std::string before(number.text.substr(word.begin, range.begin - word.begin));
  for (char& c : before) c = ToUpper(c);
  const bool is_told = before.empty() || before == "T" || before == "M" ||
                       EndsWith(before, {"TEL", "PHONE", "MOBILE", "MOB", "SJ", "DH"});
  return !is_told || word.end - range.end > kFew;
}

// Returns the part of the digits that is a mobile number, or an empty text.
std::string_view MobileIn(std::string_view digits) {
  if (digits.size() == kMobileSize + 4 && digits.starts_with("0086")) digits.remove_prefix(4);
  if (digits.size() == kMobileSize + 2 && digits.starts_with("86")) digits.remove_prefix(2);
  if (digits.size() == kMobileSize + 1 && digits[0] == '0')
    digits.remove_prefix(1);  // long distance
  const bool is_mobile = digits.size() == kMobileSize && digits[0] == '1' && digits[1] >= '3';
  return is_mobile ? digits : std::string_view();
}

// Returns whether words for a telephone stand before the number, or above its column.
bool IsToldBefore(const Number& number) {
  return IsLabelled(number, 60, kTelephoneCues) ||
         HasCue(TextBefore(number.text, number.range().begin, 120), kTelephoneCues);
}

std::optional<RuleId> RuleOfMobile(const Number& number) {
  const Joint joint = JointOf(number, kHabits);
  if (joint == Joint::kNone) return std::nullopt;
  if (joint == Joint::kCells) {
    if (!IsInFewPieces(number, 4)) return std::nullopt;
    if (IsLabelled(number, 60, kTelephoneCues)) return RuleId::kMobile;
    return IsToldBefore(number) ? std::optional(RuleId::kMobileInCells) : std::nullopt;
  }
  if (joint == Joint::kRow && !IsToldBefore(number)) return RuleId::kMobileInRow;
  if (IsLabelled(number, 24, kTelephoneCues)) return RuleId::kMobile;
  if (IsAmount(number) || IsFraction(number)) return std::nullopt;
  if (IsInWord(number)) return RuleId::kMobileInWord;
  const bool is_code = HasCue(LineBefore(number.text, number.range().begin, 30), kCodeCues);
  return is_code ? RuleId::kMobileAsCode : RuleId::kMobile;
}

// Returns where the digit of this number is in the text.
std::size_t PlaceOf(const Number& number, std::size_t digit) {
  for (const Group& group : number.groups) {
    if (digit < group.size()) return group.range.begin + digit;
    digit -= group.size();
  }
  return number.range().end;
}

// Area codes: 010, 02x, and 03xx to 09xx.
bool IsAreaCode(std::string_view digits) {
  if (digits.size() == 3) return digits == "010" || digits.starts_with("02");
  return digits.size() == 4 && digits[0] == '0' && digits[1] >= '3';
}

bool IsLocal(std::string_view digits) {
  return (digits.size() == 7 || digits.size() == 8) && digits[0] >= '2' && digits[0] <= '8';
}

// Returns where the brackets with an area code begin that end right before `at`, or npos.
std::size_t AreaBefore(std::string_view text, std::size_t at) {
  std::string_view before = text.substr(0, at);
  while (before.ends_with(' ')) before.remove_suffix(1);
  for (const std::string_view bracket : {")", "）"}) {
    if (!before.ends_with(bracket)) continue;
    before.remove_suffix(bracket.size());
    const std::size_t area = before.find_last_not_of("0123456789") + 1;
    if (!IsAreaCode(before.substr(area))) continue;
    for (const std::string_view open : {"(", "（"}) {
      if (text.substr(0, area).ends_with(open)) return area - open.size();
    }
    return area;
  }
  return std::string_view::npos;
}

// Returns whether the first group is an area code and the others a local number; or all are one group
// beside the words for a telephone.
bool HasAreaCode(const Number& number) {
  if (number.digits[0] != '0') return false;
  for (const std::size_t size : {3U, 4U}) {
    if (!IsAreaCode(number.digits.substr(0, size)) || !IsLocal(number.digits.substr(size)))
      continue;
    const bool is_split = number.groups.size() <= 3 && number.groups[0].size() == size;
    if (is_split) return true;
    const std::string_view before = LineBefore(number.text, number.range().begin, 40);
    return number.groups.size() == 1 &&
           HasCue(before, {"电话", "传真", "热线", "Tel", "TEL", "tel"});
  }
  return false;
}

}  // namespace

std::optional<Candidate> FindMobile(const Number& number) {
  const std::string_view mobile = MobileIn(number.digits);
  const bool is_fraction = number.digits.size() == kMobileSize + 1 && number.groups[0].size() == 1;
  if (mobile.empty() || is_fraction) return std::nullopt;
  const std::optional<RuleId> rule = RuleOfMobile(number);
  if (!rule) return std::nullopt;
  const std::size_t begin = PlaceOf(number, number.digits.size() - mobile.size());
  return Candidate{*rule, {begin, number.range().end}, MaskMobile(mobile)};
}

std::optional<Candidate> FindLandline(const Number& number) {
  Range range = number.range();
  if (!HasAreaCode(number)) {
    if (number.groups.size() > 2 || !IsLocal(number.digits)) return std::nullopt;
    const std::size_t area = AreaBefore(number.text, range.begin);
    if (area == std::string_view::npos) return std::nullopt;
    range.begin = area;
  }
  if (TouchesAlphanumeric(number.text, range)) return std::nullopt;
  if (JointOf(number, {}) == Joint::kCells) return std::nullopt;
  const bool is_home = HasCue(LineBefore(number.text, range.begin, 40),
                              {"住宅", "家庭电话", "宅电", "家中电话", "家里电话"});
  return Candidate{is_home ? RuleId::kLandlineHome : RuleId::kLandline, range,
                   Mask(number.digits, number.digits[0] == '0' ? 4 : 0, 2)};
}

}  // namespace gongkai::leak
