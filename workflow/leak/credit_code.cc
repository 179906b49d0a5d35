#include "workflow/leak/credit_code.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

constexpr std::size_t kSize = 18;
constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr int kModulus = 31;

// Returns the value of a character, or -1 if the code has no such character.
int ValueOf(char c) {
  const std::size_t at = kCharacters.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// In organisation codes letters count from A = 10 with all of the alphabet.
int OrganValueOf(char c) { return IsStrongDigit(c) ? c - '0' : c - 'A' + 10; }

char OrganCheckOf(std::string_view organ) {
  constexpr int kWeights[] = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < std::size(kWeights); ++i) sum += kWeights[i] * OrganValueOf(organ[i]);
  const int check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

// The registering department and the kind of organisation (GB 32100, table 1, and its amendment).
bool HasDepartment(std::string_view code) {
  return std::string_view("123456789ANY").find(code[0]) != std::string_view::npos;
}

}  // namespace

bool IsCreditCode(std::string_view code) {
  constexpr int kWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  if (code.size() != kSize || !HasDepartment(code)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < std::size(kWeights); ++i) {
    const int value = ValueOf(code[i]);
    if (value < 0 || (i >= 2 && i < 8 && value > 9)) return false;
    sum += kWeights[i] * value;
  }
  return ValueOf(code.back()) == (kModulus - sum % kModulus) % kModulus;
}

bool HasOrganCode(std::string_view code) { return OrganCheckOf(code.substr(8, 8)) == code[16]; }

std::optional<Candidate> FindCreditCode(std::string_view text, Range word) {
  if (word.end - word.begin != kSize) return std::nullopt;
  std::string code(text.substr(word.begin, kSize));
  for (char& c : code) c = ToUpper(c);
  if (!IsCreditCode(code)) return std::nullopt;
  RuleId rule = code.starts_with("92") ? RuleId::kCreditCodeIndividual : RuleId::kCreditCode;
  if (!HasOrganCode(code)) {
    if (std::ranges::all_of(code, IsStrongDigit))
      return std::nullopt;  // one number in 31 is a code
    rule = RuleId::kCreditCodeOrganWrong;
  }
  return Candidate{rule, word, Mask(code, 2, 4)};
}

}  // namespace gongkai::leak
