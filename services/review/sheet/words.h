// The texts of the sheet for values that are no text: enumerations, times, sizes, numbers. All are
// Chinese, and depend on neither the locale nor the time zone of the machine.
#pragma once

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gongkai/intake/v1/content.pb.h"
#include "gongkai/workflow/v1/record.pb.h"
#include "gongkai/workflow/v1/types.pb.h"
#include "workflow/base/words.h"

namespace gongkai::review {

// What the sheet says in place of a value that there is not.
inline constexpr std::string_view kNone = "无";
inline constexpr std::string_view kNotFilledIn = "未填写";
inline constexpr std::string_view kNothingYet = "暂无";

// Returns `text`, or `otherwise` if `text` is empty.
std::string TextOr(std::string_view text, std::string_view otherwise);

// Returns the texts with `、` between them.
template <class Texts>
std::string Listed(const Texts& texts) {
  std::string list;
  for (const auto& text : texts) list.append(list.empty() ? "" : "、").append(text);
  return list;
}

// Returns the Chinese word of a value, an empty text for 0, and the number for a value that is
// newer than this program.
std::string WordOf(std::span<const base::Word> words, int value);

// Returns "过程性信息（政府信息公开条例第十六条第二款）", or an empty text if there is no ground.
std::string GroundText(workflow::v1::Ground ground);

// Returns attribute, ground and reason in one text: "不予公开；国家秘密（…）；理由：…". Parts that
// there are not are left out.
std::string AttributeText(workflow::v1::Disclosure attribute, workflow::v1::Ground ground,
                          std::string_view reason);

// Returns what is printed below the document: "（此件公开发布）". Returns an empty text if the
// attribute is not decided.
std::string MarkOf(workflow::v1::Disclosure attribute);

// Returns the time in China: "2026年3月1日 08:05:09". Returns an empty text for no time.
std::string TimeText(const google::protobuf::Timestamp& time);

// Returns "2026年3月1日", or an empty text if no day is given.
std::string DayText(const google::type::Date& date);

// Returns "12 字节", "1.5 KiB" or "3.0 MiB".
std::string SizeText(std::int64_t bytes);

// Returns "办公室〔2026〕7号", or "尚未编号".
std::string FormNumberText(const workflow::v1::Record& record);

// Returns "《…》（清政发〔2026〕1号，主动公开）", or 无.
std::string ForwardedText(const intake::v1::ForwardedDocument& document);

}  // namespace gongkai::review
