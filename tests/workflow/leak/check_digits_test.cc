// Check digits against a second way to compute them: by the definitions of the standards instead of their
// tables of weights.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "tests/workflow/leak/marked.h"
#include "workflow/leak/bank_card.h"
#include "workflow/leak/credit_code.h"
#include "workflow/leak/id_card.h"

namespace gongkai::leak {
namespace {

constexpr int kRounds = 2'000;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kCodeCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

class Random {
 public:
  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  std::string Characters(std::string_view of, std::size_t size) {
    std::string text;
    while (text.size() < size)
      text += of[static_cast<std::size_t>(Below(static_cast<int>(of.size())))];
    return text;
  }

  // Returns a number with exactly this many digits.
  std::string Padded(int value, std::size_t size) {
    std::string text = std::to_string(value);
    return std::string(size - text.size(), '0') + text;
  }

 private:
  std::mt19937 random_{7};  // NOLINT: the same numbers each time
};

// ISO 7064, MOD 11-2, by its recursion.
char IdCheckOf(std::string_view digits) {
  int product = 0;
  for (const char c : digits) product = (product + (c - '0')) * 2 % 11;
  const int check = (12 - product) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

// Returns the first 17 digits of an identity number of a county that could exist.
std::string IdBody(Random& random) {
  constexpr std::array<std::string_view, 8> kProvinces = {"11", "13", "23", "37",
                                                          "44", "51", "62", "65"};
  return std::string(kProvinces[static_cast<std::size_t>(random.Below(8))]) +
         random.Padded(1 + random.Below(20), 2) + random.Padded(1 + random.Below(80), 2) +
         random.Padded(1900 + random.Below(125), 4) + random.Padded(1 + random.Below(12), 2) +
         random.Padded(1 + random.Below(28), 2) + random.Characters(kDigits, 3);
}

TEST(CheckDigitsTest, OfIdCards) {
  Random random;
  for (int round = 0; round < kRounds; ++round) {
    const std::string body = IdBody(random);
    const char right = IdCheckOf(body);
    for (const char check : std::string_view("0123456789X")) {
      const std::string number = body + check;
      ASSERT_EQ(IsIdCard(number), check == right) << number;
    }
    ASSERT_EQ(FoundIn("证" + body + right), (std::vector<Found>{{"ID_CARD", {3, 21}}}))
        << body << right;
  }
}

TEST(CheckDigitsTest, OfIdCardsNeedADateThatExists) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  Random random;
  for (const int year : {1900, 1949, 1999, 2000, 2024}) {
    const bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const std::string body = "110105" + std::to_string(year) + random.Padded(month, 2) +
                                 random.Padded(day, 2) + "001";
        const bool has_month = month >= 1 && month <= 12;
        const int last =
            has_month ? kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leaps) : 0;
        ASSERT_EQ(IsIdCard(body + IdCheckOf(body)), day >= 1 && day <= last) << body;
      }
    }
  }
}

// GB 32100: the sum of all characters, each times the power of 3 at its place, is 0 modulo 31.
char CodeCheckOf(std::string_view code) {
  std::size_t sum = 0;
  std::size_t power = 1;
  for (const char c : code) {
    sum += kCodeCharacters.find(c) * power;
    power = power * 3 % 31;
  }
  for (const char check : kCodeCharacters) {
    if ((sum + kCodeCharacters.find(check)) % 31 == 0) return check;
  }
  return 0;
}

TEST(CheckDigitsTest, OfCreditCodes) {
  Random random;
  for (int round = 0; round < kRounds; ++round) {
    const std::string body =
        "91" + random.Characters(kDigits, 6) + random.Characters(kCodeCharacters, 9);
    for (const char check : kCodeCharacters) {
      const std::string code = body + check;
      ASSERT_EQ(IsCreditCode(code), check == CodeCheckOf(body)) << code;
    }
    for (const char check : std::string_view("IOSVZ")) ASSERT_FALSE(IsCreditCode(body + check));
  }
}

// ISO/IEC 7812-1, annex B: every second digit from the right is doubled, and the digits of all are added.
bool IsLuhn(std::string_view digits) {
  std::string written;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool is_doubled = (digits.size() - i) % 2 == 0;
    written += is_doubled ? std::to_string((digits[i] - '0') * 2) : std::string(1, digits[i]);
  }
  int sum = 0;
  for (const char c : written) sum += c - '0';
  return sum % 10 == 0;
}

TEST(CheckDigitsTest, OfBankCards) {
  Random random;
  for (int round = 0; round < kRounds; ++round) {
    const auto size = static_cast<std::size_t>(16 + random.Below(4));
    const std::string body = "62" + random.Characters(kDigits, size - 3);
    for (const char check : kDigits) {
      const std::string number = body + check;
      const bool is_right = IsLuhn(number);
      ASSERT_EQ(HasLuhn(number), is_right) << number;
      if (IsIdCard(number) || IsCreditCode(number)) continue;
      const std::string rule = is_right ? "BANK_CARD" : "BANK_CARD_INVALID";
      ASSERT_EQ(FoundIn(number), (std::vector<Found>{{rule, {0, size}}})) << number;
    }
  }
}

}  // namespace
}  // namespace gongkai::leak
