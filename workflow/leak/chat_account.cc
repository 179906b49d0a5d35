#include "workflow/leak/chat_account.h"

#include <algorithm>
#include <string>

#include "workflow/leak/context.h"
#include "workflow/leak/mask.h"
#include "workflow/leak/symbols.h"

namespace gongkai::leak {
namespace {

// Returns whether it is a name of WeChat: 6 to 20 letters, digits, _ and -, the first a letter.
bool IsWechatName(std::string_view name) {
  return name.size() >= 6 && name.size() <= 20 && IsLetter(name[0]) &&
         std::ranges::any_of(name, [](char c) { return !IsLetter(c); });
}

// Returns whether it is a number of QQ: 5 to 11 digits, the first not 0.
bool IsQqNumber(std::string_view name) {
  return name.size() >= 5 && name.size() <= 11 && name[0] != '0' &&
         std::ranges::all_of(name, IsStrongDigit);
}

bool IsOfName(char c) { return IsAlphanumeric(c) || c == '_' || c == '-'; }

// Returns the size of what may stand between the word and the name: "微信号：", "QQ号码为 ".
std::size_t SizeOfLink(std::string_view text) {
  std::size_t size = 0;
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (const std::string_view link : {"号码", "号", "账号", "帐号", "ID", "是", "为", "：", ":",
                                        " ", "（", "(", "同号", "/QQ", "/qq"}) {
      if (text.substr(size).starts_with(link)) {
        size += link.size();
        goes_on = true;
        break;
      }
    }
  }
  return size;
}

}  // namespace

std::optional<Candidate> FindChatAccount(std::string_view text, std::size_t end) {
  const std::string_view line = LineAfter(text, end, 80);
  const std::size_t link = SizeOfLink(line);
  // A short word of letters is also part of others, such as vxworks.
  const bool is_letters = IsLetter(text[end - 1]);
  if (is_letters && (link == 0 || !HasCue(line.substr(0, link), {"号", "ID", "：", ":", "为"}))) {
    return std::nullopt;
  }
  std::size_t size = 0;
  while (link + size < line.size() && IsOfName(line[link + size])) ++size;
  const std::string_view name = line.substr(link, size);
  if (!IsWechatName(name) && !IsQqNumber(name)) return std::nullopt;
  const std::size_t begin = end + link;
  return Candidate{RuleId::kChatAccount, {begin, begin + size}, Mask(name, 1, 1)};
}

}  // namespace gongkai::leak
