// Shows the parts of the review form in one line each.
#pragma once

#include <string>
#include <string_view>

#include "gongkai/workflow/v1/opinion.pb.h"
#include "gongkai/workflow/v1/types.pb.h"

namespace gongkai::cli {

// Returns the number of a review form, such as "〔2026〕12号"; empty for a number that is not
// given.
std::string FormNumberText(const workflow::v1::FormNumber& number);

// Returns the attribute with its ground and its reason: "NOT_DISCLOSED 不予公开; STATE_SECRET
// 国家秘密: why". Returns an empty text if nothing is given.
std::string DisclosureText(workflow::v1::Disclosure attribute, workflow::v1::Ground ground,
                           std::string_view reason);

// Returns the document that is forwarded, with its attribute.
std::string ForwardedText(std::string_view number, std::string_view title,
                          workflow::v1::Disclosure attribute);

// Returns the texts with commas between.
template <class Texts>
std::string Joined(const Texts& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

}  // namespace gongkai::cli
