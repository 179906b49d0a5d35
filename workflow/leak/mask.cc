#include "workflow/leak/mask.h"

namespace gongkai::leak {

std::string Mask(std::string_view value, std::size_t first, std::size_t last) {
  if (value.size() <= first + last) return std::string(value.size(), '*');
  std::string masked(value);
  masked.replace(first, value.size() - first - last, value.size() - first - last, '*');
  return masked;
}

std::string MaskAccount(std::string_view number) {
  return Mask(number, 0, number.size() < 9 ? 0 : 4);
}

std::string MaskEmail(std::string_view local, std::string_view domain) {
  return std::string(local.substr(0, local.size() > 2 ? 1 : 0)) + "***@" + std::string(domain);
}

std::string MaskName(std::string_view surname) { return std::string(surname) + "某"; }

}  // namespace gongkai::leak
