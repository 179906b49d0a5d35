#include "workflow/leak/id_card.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/credit_code.h"
#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kSize = 18;
constexpr std::size_t kOldSize = 15;
constexpr std::size_t kMostPieces = 3;  // over cells or lines

// How people group the digits: area, date, rest.
constexpr std::array<std::uint8_t, 5> kHabits[] = {
    {6, 8, 4}, {6, 8, 3}, {6, 4, 4, 4}, {6, 4, 4, 3}, {6, 6, 3}};

// Cities without counties, whose citizens have the code of the city (GB/T 2260).
constexpr std::string_view kCityAreas[] = {"441900", "442000", "460100", "460200",
                                           "460300", "460400", "620200"};

int ToInt(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Source: GB/T 2260. 83 is of residents from Taiwan; behind 9, of foreigners with permanent residence,
// stands the first digit of the province.
constexpr auto kProvinces = [] {
  constexpr std::string_view kLast[] = {"",      "12345", "123", "1234567", "123456",
                                        "01234", "12345", "1",   "123",     "123456"};
  std::array<bool, 100> provinces{};
  for (std::size_t first = 0; first < 10; ++first) {
    for (const char last : kLast[first]) provinces[first * 10 + (last - '0')] = true;
  }
  return provinces;
}();

bool IsProvince(std::string_view area) {
  return kProvinces[static_cast<std::size_t>((area[0] - '0') * 10 + (area[1] - '0'))];
}

bool IsDate(int year, int month, int day) {
  using namespace std::chrono;
  return year_month_day{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day))}
      .ok();
}

bool IsBirthday(std::string_view date) {
  const int year = ToInt(date.substr(0, 4));
  return year >= 1850 && year <= 2099 &&
         IsDate(year, ToInt(date.substr(4, 2)), ToInt(date.substr(6, 2)));
}

char CheckOf(std::string_view number) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i + 1 < kSize; ++i) sum += kWeights[i] * (number[i] - '0');
  return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

bool IsWholeCity(std::string_view number) {
  return number[0] < '8' && number.substr(4, 2) == "00" &&
         std::ranges::find(kCityAreas, number.substr(0, 6)) == std::end(kCityAreas);
}

// Returns behind which byte the X ends that belongs to a number of 17 digits before `at`, or 0.
std::size_t EndOfX(std::string_view text, std::size_t at) {
  const std::size_t most = std::min(text.size(), at + static_cast<std::size_t>(kLongestGap));
  std::size_t x = at;
  while (x < most && IsSeparator(text[x])) ++x;
  if (x >= text.size() || ToUpper(text[x]) != 'X') return 0;
  return x + 1;
}

bool HasIdCue(const Number& number) {
  return IsLabelled(number, 60, {"身份证", "身份号", "公民身份", "证件号", "身份證"});
}

std::optional<Candidate> FindNew(const Number& number, std::string_view value, Range range) {
  if (IsIdCard(value)) {
    const bool is_far = JointOf(number, kHabits) == Joint::kCells &&
                        !(IsInFewPieces(number, kMostPieces) && HasOneGap(number));
    if (is_far) return std::nullopt;
    const RuleId rule = IsWholeCity(value) ? RuleId::kIdCardCityArea : RuleId::kIdCard;
    return Candidate{rule, range, MaskIdCard(value)};
  }
  if (number.groups.size() == 1 && HasIdCue(number) && !IsCreditCode(value)) {
    return Candidate{RuleId::kIdCardInvalid, range, MaskIdCard(value)};
  }
  return std::nullopt;
}

}  // namespace

bool IsIdCard(std::string_view number) {
  return number.size() == kSize &&
         std::ranges::all_of(number.substr(0, kSize - 1), IsStrongDigit) && IsProvince(number) &&
         IsBirthday(number.substr(6, 8)) && CheckOf(number) == ToUpper(number.back());
}

bool MayBeginIdCard(std::string_view digits) {
  if (digits.size() < 8) return false;
  const bool is_century =
      digits[6] == '1' ? digits[7] >= '8' : digits[6] == '2' && digits[7] == '0';
  return is_century && IsProvince(digits);
}

bool IsOldIdCard(std::string_view number) {
  return number.size() == kOldSize && std::ranges::all_of(number, IsStrongDigit) &&
         IsProvince(number) && number.substr(4, 2) != "00" &&
         IsDate(1900 + ToInt(number.substr(6, 2)), ToInt(number.substr(8, 2)),
                ToInt(number.substr(10, 2)));
}

std::optional<Candidate> FindIdCard(const Number& number) {
  const Range range = number.range();
  // Most numbers in several groups are none: this is cheaper than to count.
  const bool is_new = number.digits.size() == kSize || number.digits.size() == kSize - 1;
  if (is_new && number.groups.size() > 1 && !MayBeginIdCard(number.digits)) return std::nullopt;
  if (number.digits.size() == kSize) return FindNew(number, number.digits, range);
  if (number.digits.size() == kSize - 1) {
    const std::size_t end = EndOfX(number.text, range.end);
    if (end == 0) return std::nullopt;
    return FindNew(number, std::string(number.digits) + 'X', {range.begin, end});
  }
  if (!IsOldIdCard(number.digits) || TouchesAlphanumeric(number.text, range)) return std::nullopt;
  const Joint joint = JointOf(number, kHabits);
  if (joint != Joint::kOne && !(joint == Joint::kSpaced && HasIdCue(number))) return std::nullopt;
  if (IsLabelled(number, 30, {"注册号", "执照号"})) return std::nullopt;
  return Candidate{RuleId::kOldIdCard, range, MaskIdCard(number.digits)};
}

}  // namespace gongkai::leak
