// What the leak check finds: the kinds of findings, how severe a finding is, and how sure the check is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "workflow/base/words.h"

namespace gongkai::leak {

// The kind of a finding. The numbers never change.
enum class Kind : std::uint8_t {
  kNone = 0,
  kIdCard = 1,
  kOldIdCard = 2,
  kCreditCode = 3,
  kMobile = 4,
  kLandline = 5,
  kBankCard = 6,
  kBankAccount = 7,
  kPassport = 8,
  kTravelPermit = 9,
  kPlate = 10,
  kAddress = 11,
  kEmail = 12,
  kChatAccount = 13,
  kSecrecyMark = 14,
  kInternalMark = 15,
  kNotPublicNote = 16,
  kCaseNumber = 17,
  kPersonName = 18,
  kSensitiveList = 19,
  kCoordinates = 20,
  kHiddenContent = 21,
  kDocumentProperty = 22,
  kUnreadable = 23,
};

inline constexpr auto kKindWords = std::to_array<base::Word>({
    {"NONE", ""},
    {"ID_CARD", "公民身份号码"},
    {"OLD_ID_CARD", "15位旧身份证号码"},
    {"CREDIT_CODE", "统一社会信用代码"},
    {"MOBILE", "手机号码"},
    {"LANDLINE", "固定电话"},
    {"BANK_CARD", "银行卡号"},
    {"BANK_ACCOUNT", "银行账号"},
    {"PASSPORT", "护照号码"},
    {"TRAVEL_PERMIT", "通行证号码"},
    {"PLATE", "车牌号码"},
    {"ADDRESS", "详细住址"},
    {"EMAIL", "电子邮箱"},
    {"CHAT_ACCOUNT", "微信号或QQ号"},
    {"SECRECY_MARK", "密级标志"},
    {"INTERNAL_MARK", "内部标志"},
    {"NOT_PUBLIC_NOTE", "不公开附注"},
    {"CASE_NUMBER", "案号"},
    {"PERSON_NAME", "姓名"},
    {"SENSITIVE_LIST", "敏感人员名单"},
    {"COORDINATES", "敏感场所坐标"},
    {"HIDDEN_CONTENT", "隐藏内容"},
    {"DOCUMENT_PROPERTY", "文件属性"},
    {"UNREADABLE", "无法读取"},
});
inline constexpr std::size_t kKindCount = 24;
static_assert(kKindWords.size() == kKindCount && base::AreComplete(kKindWords),
              "each kind has its words");

// Says how severe a finding is.
enum class Severity : std::uint8_t {
  kNone = 0,
  kBlock = 1,  // must not become public
  kWarn = 2,   // a person must look at it
  kInfo = 3,   // usually public; nothing is to be done
};

inline constexpr auto kSeverityWords = std::to_array<base::Word>({
    {"NONE", ""},
    {"BLOCK", "禁止公开"},
    {"WARN", "须核实"},
    {"INFO", "提示"},
});
inline constexpr std::size_t kSeverityCount = 4;
static_assert(kSeverityWords.size() == kSeverityCount && base::AreComplete(kSeverityWords),
              "each severity has its words");

// Says how sure the check is that a finding is what its kind says.
enum class Confidence : std::uint8_t { kNone = 0, kLow = 1, kMedium = 2, kHigh = 3 };

inline constexpr auto kConfidenceWords = std::to_array<base::Word>({
    {"NONE", ""},
    {"LOW", "低"},
    {"MEDIUM", "中"},
    {"HIGH", "高"},
});
inline constexpr std::size_t kConfidenceCount = 4;
static_assert(kConfidenceWords.size() == kConfidenceCount && base::AreComplete(kConfidenceWords),
              "each confidence has its words");

}  // namespace gongkai::leak
