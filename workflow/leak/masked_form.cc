#include "workflow/leak/masked_form.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "workflow/leak/entity.h"
#include "workflow/leak/fold_action.h"
#include "workflow/leak/symbols.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

// A character of a value, or a reference of HTML to one.
struct Unit {
  std::string_view bytes;
  bool is_dropped = false;    // it has no width
  bool is_of_number = false;  // a digit or letter, however it is written
};

Unit ReadUnit(std::string_view value, std::size_t at) {
  const std::optional<Character> entity = ReadEntity(value, at);
  const Character character = entity ? *entity : ReadCharacter(value, at);
  const FoldAction action = ActionOf(character.code);
  Unit unit{.bytes = value.substr(at, character.size), .is_dropped = action == kDrop};
  if (action == kKeep) {
    unit.is_of_number = character.code < 0x80 && IsAlphanumeric(static_cast<char>(character.code));
  } else {
    const char folded = static_cast<char>(action);
    unit.is_of_number = IsNumeral(action) || IsAlphanumeric(folded) || IsWeakDigit(folded);
  }
  return unit;
}

std::vector<Unit> UnitsOf(std::string_view value) {
  std::vector<Unit> units;
  for (std::size_t at = 0; at < value.size(); at += units.back().bytes.size()) {
    units.push_back(ReadUnit(value, at));
  }
  return units;
}

void AppendShown(char shown, std::string_view star, std::string& to) {
  if (shown == '*') {
    to += star;
  } else {
    to += shown;
  }
}

// Writes the value with the characters of the excerpt in the places of its digits and letters. If there are
// more of these, as with an area code in brackets, the first ones are masked. `to` returns the text to which goes
// what takes the place of the unit that begins there.
template <typename To>
void Overlay(std::string_view value, std::string_view excerpt, std::string_view star, To to) {
  const std::vector<Unit> units = UnitsOf(value);
  std::size_t left = 0;  // digits and letters that are still to come
  for (const Unit& unit : units) left += unit.is_of_number ? 1 : 0;
  std::size_t at = 0;
  for (const Unit& unit : units) {
    if (unit.is_of_number) {
      AppendShown(left > excerpt.size() ? '*' : excerpt[excerpt.size() - left], star, to(at));
      --left;
    } else if (!unit.is_dropped) {
      to(at) += unit.bytes;
    }
    at += unit.bytes.size();
  }
}

constexpr std::string_view kLayout = "\t\r\n|,";

// Returns what of the text separates cells and lines.
std::string LayoutOf(std::string_view text) {
  std::string layout;
  for (const char c : text) {
    if (kLayout.find(c) != std::string_view::npos) layout += c;
  }
  return layout;
}

// Returns the excerpt, which shows the beginning of the value, in the place of the value. What separates cells and
// lines in the rest stays: the end of a line may be a carriage return alone. So does a quote at the end: behind the
// seconds of a coordinate, it may end a cell.
std::string Replacement(std::string_view value, std::string_view excerpt, std::string_view star) {
  std::string masked;
  for (const char c : excerpt) AppendShown(c, star, masked);
  const std::string layout = LayoutOf(value);
  masked.append(layout, std::min(layout.size(), LayoutOf(excerpt).size()));
  const std::size_t last = value.find_last_not_of("\"'");
  if (last != std::string_view::npos) masked += value.substr(last + 1);
  return masked;
}

// Returns whether the mask of this kind shows the beginning of a value, so that its end does not matter.
bool IsShortened(Kind kind) {
  switch (kind) {
    case Kind::kPlate:
    case Kind::kAddress:
    case Kind::kEmail:
    case Kind::kChatAccount:
    case Kind::kCaseNumber:
    case Kind::kPersonName:
    case Kind::kCoordinates:
      return true;
    default:
      return false;
  }
}

std::vector<std::string> ShortenedPieces(std::string_view value, std::span<const Range> pieces,
                                         const Finding& finding, std::string_view star) {
  std::vector<std::string> masked(pieces.size());
  if (masked.empty()) return masked;
  masked.front() = Replacement(value, finding.excerpt, star);
  // What separates the cells is not in any of them.
  if (pieces.front() != Range{0, value.size()}) {
    std::erase_if(masked.front(), [](char c) { return kLayout.find(c) != std::string_view::npos; });
  }
  return masked;
}

}  // namespace

bool HasMask(Kind kind) {
  switch (kind) {
    case Kind::kIdCard:
    case Kind::kOldIdCard:
    case Kind::kCreditCode:
    case Kind::kMobile:
    case Kind::kLandline:
    case Kind::kBankCard:
    case Kind::kBankAccount:
    case Kind::kPassport:
    case Kind::kTravelPermit:
    case Kind::kPlate:
    case Kind::kAddress:
    case Kind::kEmail:
    case Kind::kChatAccount:
    case Kind::kCaseNumber:
    case Kind::kPersonName:
    case Kind::kCoordinates:
      return true;
    case Kind::kNone:
    case Kind::kSecrecyMark:
    case Kind::kInternalMark:
    case Kind::kNotPublicNote:
    case Kind::kSensitiveList:
    case Kind::kHiddenContent:
    case Kind::kDocumentProperty:
    case Kind::kUnreadable:
      return false;
  }
  return false;
}

std::string MaskedForm(std::string_view value, const Finding& finding, std::string_view star) {
  if (IsShortened(finding.rule->kind)) return Replacement(value, finding.excerpt, star);
  std::string masked;
  Overlay(value, finding.excerpt, star, [&masked](std::size_t) -> std::string& { return masked; });
  return masked;
}

std::vector<std::string> MaskedPieces(std::string_view value, std::span<const Range> pieces,
                                      const Finding& finding, std::string_view star) {
  if (IsShortened(finding.rule->kind)) return ShortenedPieces(value, pieces, finding, star);
  std::vector<std::string> masked(pieces.size());
  std::string between;  // stays as it is
  Overlay(value, finding.excerpt, star, [&](std::size_t at) -> std::string& {
    const auto piece = std::ranges::find_if(
        pieces, [at](const Range& range) { return range.begin <= at && at < range.end; });
    return piece == pieces.end() ? between
                                 : masked[static_cast<std::size_t>(piece - pieces.begin())];
  });
  return masked;
}

}  // namespace gongkai::leak
