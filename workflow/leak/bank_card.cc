#include "workflow/leak/bank_card.h"

#include <algorithm>
#include <array>

#include "workflow/leak/context.h"
#include "workflow/leak/mask.h"

namespace gongkai::leak {
namespace {

// How people group the digits.
constexpr std::array<std::uint8_t, 5> kHabits[] = {
    {4, 4, 4, 4}, {4, 4, 4, 4, 3}, {4, 4, 4, 4, 2}, {4, 4, 4, 4, 1},
    {6, 13},      {6, 10},         {6, 4, 4, 5}};

// The beginnings of cards of UnionPay, and of old cards of Chinese banks.
bool IsChinese(std::string_view digits) {
  return digits.starts_with("62") || digits.starts_with("9558") || digits.starts_with("9559");
}

// The beginnings of cards of other networks that Chinese banks issue.
bool IsOfOtherNetwork(std::string_view digits) {
  return digits.size() == 16 &&
         (digits[0] == '4' || (digits[0] == '5' && digits[1] >= '1' && digits[1] <= '5') ||
          digits.starts_with("35"));
}

bool HasAccountCue(const Number& number) {
  return IsLabelled(number, 40,
                    {"账号", "帐号", "卡号", "账户", "帐户", "银行卡", "一卡通", "存折"});
}

std::optional<RuleId> RuleOfCard(const Number& number, Joint joint) {
  const bool has_luhn = HasLuhn(number.digits);
  if (has_luhn && (IsChinese(number.digits) || HasAccountCue(number))) return RuleId::kBankCard;
  const bool is_row = joint == Joint::kRow && !HasAccountCue(number);
  if (joint == Joint::kWrapped || joint == Joint::kCells || is_row) return std::nullopt;
  if (!has_luhn && number.digits.starts_with("62")) return RuleId::kBankCardInvalid;
  const bool is_other = has_luhn && joint == Joint::kOne && IsOfOtherNetwork(number.digits);
  return is_other ? std::optional(RuleId::kBankCardOther) : std::nullopt;
}

std::optional<RuleId> RuleOf(const Number& number) {
  const std::size_t size = number.digits.size();
  if (size >= 16 && size <= 19) {
    const Joint joint = JointOf(number, kHabits);
    if (joint == Joint::kNone) return std::nullopt;
    const bool is_far =
        joint == Joint::kCells && !(IsInFewPieces(number, 5) && IsChinese(number.digits) &&
                                    HasLuhn(number.digits) && HasAccountCue(number));
    const std::optional<RuleId> card = is_far ? std::nullopt : RuleOfCard(number, joint);
    if (card) return card;
  }
  const bool is_account = size >= 9 && number.groups.size() == 1 && HasAccountCue(number);
  return is_account ? std::optional(RuleId::kBankAccount) : std::nullopt;
}

}  // namespace

bool HasLuhn(std::string_view digits) {
  int sum = 0;
  bool is_doubled = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    const int value = (*digit - '0') * (is_doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
    is_doubled = !is_doubled;
  }
  return sum % 10 == 0;
}

std::optional<Candidate> FindBankCard(const Number& number) {
  const std::optional<RuleId> rule = RuleOf(number);
  if (!rule || TouchesAlphanumeric(number.text, number.range())) return std::nullopt;
  if (std::ranges::all_of(number.digits, [&](char c) { return c == number.digits[0]; })) {
    return std::nullopt;
  }
  return Candidate{*rule, number.range(), MaskAccount(number.digits)};
}

}  // namespace gongkai::leak
