#include "services/cli/view/form_view.h"

#include "services/cli/view/words.h"

namespace gongkai::cli {

std::string FormNumberText(const workflow::v1::FormNumber& number) {
  if (number.number() == 0) return "";
  return "〔" + std::to_string(number.year()) + "〕" + std::to_string(number.number()) + "号";
}

std::string DisclosureText(workflow::v1::Disclosure attribute, workflow::v1::Ground ground,
                           std::string_view reason) {
  std::string text = Label(attribute);
  if (const std::string label = Label(ground); !label.empty()) text += "; " + label;
  if (!reason.empty()) text.append(": ").append(reason);
  return text;
}

std::string ForwardedText(std::string_view number, std::string_view title,
                          workflow::v1::Disclosure attribute) {
  std::string text(number);
  if (!title.empty()) text.append(text.empty() ? "" : " ").append(title);
  if (const std::string label = Label(attribute); !label.empty()) text += "; " + label;
  return text;
}

}  // namespace gongkai::cli
