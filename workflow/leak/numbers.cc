#include "workflow/leak/numbers.h"

#include <algorithm>
#include <optional>
#include <span>

#include "workflow/leak/bank_card.h"
#include "workflow/leak/context.h"
#include "workflow/leak/credit_code.h"
#include "workflow/leak/id_card.h"
#include "workflow/leak/passport.h"
#include "workflow/leak/phone.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// Numbers with letters for digits need so many true digits, and fewer beside a word for such numbers.
constexpr std::size_t kTrueDigits = 10;
constexpr std::size_t kTrueDigitsBesideCue = 4;

constexpr std::size_t kFewestDigits = 7;
constexpr std::size_t kMostDigits = 30;  // of accounts

// A number over cells has at most so many pieces, or one digit in each.
constexpr std::size_t kMostCells = 5;

// Returns whether the digits of several groups may be one number of a kind that is written in groups.
// Most numbers of a table may not: this is cheaper than to ask for each kind.
bool MayBeSplit(std::string_view digits) {
  switch (digits.size()) {
    case 11:
      return digits[0] <= '1';
    case 10:
    case 12:
      return digits[0] == '0';
    case 13:
      return digits[0] == '8';
    default:
      return digits.size() == 7 || digits.size() == 8 ||
             (digits.size() >= 15 && digits.size() <= 19);
  }
}

// Returns whether the digits of several cells or lines may be one number: a mobile number, an identity number,
// or a card.
bool MayBeInCells(std::string_view digits) {
  if (digits.size() == 11) return digits[0] == '1' && digits[1] >= '3';
  const bool is_id = (digits.size() == 17 || digits.size() == 18) && digits[0] != '0';
  return is_id || (digits.size() >= 16 && (digits[0] == '6' || digits[0] == '9'));
}

// Returns whether enough of the number is digits, not letters that look like them.
bool HasTrueDigits(const Number& number) {
  const std::size_t digits = number.digits.size() - CountLookalikes(number.text, number.range());
  return digits >= kTrueDigits ||
         (digits >= kTrueDigitsBesideCue &&
          IsLabelled(number, 30, {"电话", "手机", "联系方式", "身份证", "证件号", "卡号", "账号"}));
}

// Appends what the number is. An identity number may have the check digit of a card: it is first.
void FindNumber(const Number& number, Candidates& to) {
  for (const auto find : {FindIdCard, FindMobile, FindPassport, FindBankCard, FindLandline}) {
    if (std::optional<Candidate> found = find(number)) {
      to.push_back(*std::move(found));
      return;
    }
  }
}

}  // namespace

void Numbers::Find(std::size_t at, Candidates& to) {
  if (at <= done_) return;
  const Range run = RunAround(text_, at);
  done_ = run.end;
  FindIn(run, Reading::kStrong, to);
  const std::string_view all = text_.substr(run.begin, run.end - run.begin);
  if (std::ranges::any_of(all, IsWeakDigit)) FindIn(run, Reading::kWeak, to);
  if (std::ranges::any_of(all, IsLookalike)) FindIn(run, Reading::kLookalike, to);
}

void Numbers::FindIn(Range run, Reading reading, Candidates& to) {
  ReadRun(text_, run, reading, run_);
  for (std::size_t first = 0; first < run_.groups.size(); ++first) {
    FindFrom(first, reading, to);
    if (reading == Reading::kStrong) FindCode(run_.groups[first], to);
  }
}

void Numbers::FindFrom(std::size_t first, Reading reading, Candidates& to) {
  const std::span<const Group> groups = std::span(run_.groups).subspan(first);
  bool has_cells = false;
  std::size_t size = 0;
  for (std::size_t count = 1; count <= groups.size(); ++count) {
    const Group& group = groups[count - 1];
    if (count > 1) {
      if (group.before == Gap::kNone) return;
      has_cells = has_cells || group.before == Gap::kCell || group.before == Gap::kLine;
    }
    size += group.size();
    if (size > kMostDigits || (has_cells && count > kMostCells && count != size)) return;
    const std::string_view digits = std::string_view(run_.digits).substr(groups[0].first, size);
    if (size < kFewestDigits || (has_cells && !MayBeInCells(digits)) ||
        (count > 1 && !MayBeSplit(digits))) {
      continue;
    }
    const Number number{.text = text_,
                        .columns = &columns_,
                        .digits = digits,
                        .groups = groups.first(count),
                        .before = groups[0].before,
                        .after = count < groups.size() ? groups[count].before : Gap::kNone};
    if (reading == Reading::kLookalike && !HasTrueDigits(number)) continue;
    FindNumber(number, to);
  }
}

void Numbers::FindCode(const Group& group, Candidates& to) const {
  if (group.size() < kFewestDigits) return;
  if (auto code = FindCreditCode(text_, WordAround(text_, group.range)))
    to.push_back(*std::move(code));
}

}  // namespace gongkai::leak
