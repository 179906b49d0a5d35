// The rules of the leak check. Each rule has an id, which programs switch on, and says why it is there.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "workflow/base/bilingual.h"
#include "workflow/leak/kind.h"

namespace gongkai::leak {

// The version of Rules() and of everything that decides what is found. A text that is checked again by
// the same version has the same findings.
inline constexpr int kRulesVersion = 1;

// Names a rule in the code. Its place here is its place in Rules().
enum class RuleId : std::uint8_t {
  kIdCard,
  kIdCardCityArea,
  kIdCardInvalid,
  kOldIdCard,
  kCreditCode,
  kCreditCodeIndividual,
  kCreditCodeOrganWrong,
  kMobile,
  kMobileInCells,
  kMobileInRow,
  kMobileInWord,
  kMobileAsCode,
  kLandline,
  kLandlineHome,
  kBankCard,
  kBankCardOther,
  kBankCardInvalid,
  kBankAccount,
  kPassport,
  kTravelPermit,
  kPlate,
  kAddressHome,
  kAddressHouse,
  kAddressOffice,
  kEmail,
  kEmailOffice,
  kChatAccount,
  kSecrecyMark,
  kSecrecyWordAlone,
  kInternalMark,
  kInternalWordAlone,
  kDistributionNote,
  kNotPublicNote,
  kCaseNumber,
  kPersonName,
  kSensitiveList,
  kCoordinates,
  kHiddenText,
  kDeletedText,
  kComment,
  kProperty,
  kPhotoPosition,
  kUnreadable,
};

// One rule.
struct Rule {
  std::string_view id;  // "ID_CARD"; never changes its meaning, and is never used again
  Kind kind;
  Severity severity;
  Confidence confidence;
  std::string_view source;  // the standard or law, in Chinese. Empty: a rule of Gongkai.
  base::BilingualView why;
};

// Returns all rules.
std::span<const Rule> Rules();

// Returns the rule.
const Rule& RuleOf(RuleId id);

}  // namespace gongkai::leak
