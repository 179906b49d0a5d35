#include "workflow/leak/numbers.h"

#include <array>
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
      return digits[0] == '0' || (digits[0] == '1' && digits[1] >= '3');
    case 10:
    case 12:
      return digits[0] == '0';
    case 13:
      return digits[0] == '8' && digits[1] == '6';
    default:
      return digits.size() == 7 || digits.size() == 8 ||
             (digits.size() >= 15 && digits.size() <= 19);
  }
}

// Returns whether a number over cells may begin with these digits, of which there are two at least: a mobile number,
// an identity number, or a card of a Chinese bank. Most groups of a table may not.
bool MayBeginInCells(std::string_view digits) {
  const char first = digits[0];
  const char second = digits[1];
  const bool is_mobile = first == '1' && second >= '3';
  const bool is_card = (first == '6' && second == '2') || (first == '9' && second == '5');
  return is_mobile || is_card || MayBeginIdCard(digits);
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

// Finds numbers of one kind, which have so many digits.
struct Finder {
  std::optional<Candidate> (*find)(const Number&);
  std::size_t fewest;
  std::size_t most;
};
// An identity number may have the check digit of a card: it is first.
constexpr auto kFinders = std::to_array<Finder>({{FindIdCard, 15, 18},
                                                 {FindMobile, 11, 15},
                                                 {FindPassport, 7, 10},
                                                 {FindBankCard, 9, kMostDigits},
                                                 {FindLandline, 7, 12}});

// Appends what the number is.
void FindNumber(const Number& number, Candidates& to) {
  for (const Finder& finder : kFinders) {
    if (number.digits.size() < finder.fewest || number.digits.size() > finder.most) continue;
    if (std::optional<Candidate> found = finder.find(number)) {
      to.push_back(*std::move(found));
      return;
    }
  }
}

}  // namespace

void Numbers::Find(Candidates& to) {
  for (Run run = NextRun(text_, 0, run_); run.range.begin != run.range.end;
       run = NextRun(text_, run.range.end, run_)) {
    FindIn(Reading::kStrong, to);
    FindCodes(to);
    if (run.has_weak_digits) {
      ReadRun(text_, run.range, Reading::kWeak, run_);
      FindIn(Reading::kWeak, to);
    }
    if (run.has_lookalikes) {
      ReadRun(text_, run.range, Reading::kLookalike, run_);
      FindIn(Reading::kLookalike, to);
    }
  }
}

void Numbers::FindIn(Reading reading, Candidates& to) {
  const std::string_view digits = run_.digits;
  for (std::size_t first = 0; first < run_.groups.size(); ++first) {
    // Most groups of a table: too short for a number, and none goes on in the next cell.
    const Group& group = run_.groups[first];
    const bool is_cell =
        first + 1 < run_.groups.size() && run_.groups[first + 1].before == Gap::kCell;
    if (group.size() < kFewestDigits && is_cell && !MayBeginInCells(digits.substr(group.first))) {
      continue;
    }
    FindFrom(first, reading, to);
  }
}

void Numbers::FindFrom(std::size_t first, Reading reading, Candidates& to) {
  const std::span<const Group> groups = std::span(run_.groups).subspan(first);
  const std::string_view rest = std::string_view(run_.digits).substr(groups[0].first);
  bool has_cells = false;
  bool is_apart = false;  // over cells or lines
  std::size_t size = 0;
  for (std::size_t count = 1; count <= groups.size(); ++count) {
    const Group& group = groups[count - 1];
    if (count > 1) {
      if (group.before == Gap::kNone) return;
      if (group.before == Gap::kCell && !has_cells) {
        has_cells = true;
        if (!MayBeginInCells(rest)) return;
      }
      is_apart = is_apart || has_cells || group.before == Gap::kLine;
    }
    size += group.size();
    if (size > kMostDigits || (is_apart && count > kMostCells && count != size)) return;
    const std::string_view digits = rest.substr(0, size);
    if (size < kFewestDigits || (is_apart && !MayBeInCells(digits)) ||
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

void Numbers::FindCodes(Candidates& to) const {
  for (const Group& group : run_.groups) {
    if (group.size() < kFewestDigits) continue;
    if (auto code = FindCreditCode(text_, WordAround(text_, group.range)))
      to.push_back(*std::move(code));
  }
}

}  // namespace gongkai::leak
