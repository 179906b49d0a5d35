#include "services/extract/mask/value_mask.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "services/extract/mask/attribute_kind.h"
#include "services/extract/mask/cells.h"
#include "services/extract/mask/edits.h"
#include "services/extract/mask/formula.h"
#include "workflow/leak/masked_form.h"
#include "workflow/leak/redact.h"

namespace gongkai::extract {
namespace {

constexpr leak::Options kAll{.max_findings = std::numeric_limits<std::size_t>::max()};

// What the readers write between pieces, and before and behind them.
constexpr std::string_view kSeparators = "\t\n -:";

std::string DigitsAndLetters(std::string_view text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  return kept;
}

// Returns the text with the masked ranges in it.
std::string WithMasks(std::string_view text,
                      std::vector<std::pair<leak::Range, std::string>> masked) {
  std::sort(masked.begin(), masked.end(),
            [](const auto& a, const auto& b) { return a.first.begin < b.first.begin; });
  std::string changed;
  std::size_t done = 0;
  for (const auto& [range, mask] : masked) {
    changed.append(text.substr(done, range.begin - done)).append(mask);
    done = range.end;
  }
  return changed.append(text.substr(done));
}

}  // namespace

std::vector<ValueMask::Share> ValueMask::SharesOf(const TracedText& text,
                                                  const leak::Range& value) {
  const auto& pieces = text.pieces();
  auto piece = std::partition_point(
      pieces.begin(), pieces.end(),
      [&value](const TracedText::Piece& some) { return some.end() <= value.begin; });
  std::vector<Share> shares;
  for (; piece != pieces.end() && piece->begin < value.end; ++piece) {
    shares.push_back(
        {&*piece, {std::max(piece->begin, value.begin), std::min(piece->end(), value.end)}});
  }
  return shares;
}

// Returns whether all of the value stands in pieces that may be changed.
bool ValueMask::CanMask(const TracedText& text, const leak::Range& value,
                        const std::vector<Share>& shares) const {
  std::size_t done = value.begin;
  const auto is_between = [&](std::size_t end) {
    const std::string_view between = std::string_view(text.text()).substr(done, end - done);
    return between.find_first_not_of(kSeparators) == std::string_view::npos;
  };
  for (const Share& share : shares) {
    if (!is_between(share.in_text.begin)) return false;
    const XmlPlace& place = share.piece->place;
    if (!MayMask(package_[place.member].bytes, place)) return false;
    if (place.is_formula && IsNameOfSheet(text, *share.piece, share.in_text.begin)) return false;
    done = share.in_text.end;
  }
  return !shares.empty() && is_between(value.end);
}

// Returns false if something there is masked already: then the next round reads what is left.
bool ValueMask::MaskShare(const TracedText& text, const Share& share, std::string masked) {
  const XmlPlace& place = share.piece->place;
  Piece& piece = pieces_[place.member][{place.begin, place.end}];
  if (piece.text.size() < share.piece->size) {
    piece.text = text.text().substr(share.piece->begin, share.piece->size);
  }
  const leak::Range range{share.in_text.begin - share.piece->begin,
                          share.in_text.end - share.piece->begin};
  const bool overlaps =
      std::any_of(piece.masked.begin(), piece.masked.end(), [&range](const auto& other) {
        return other.first.begin < range.end && range.begin < other.first.end;
      });
  if (!overlaps) piece.masked.emplace_back(range, std::move(masked));
  return !overlaps;
}

void ValueMask::MaskValue(std::string_view name, const TracedText& text,
                          const leak::Finding& finding) {
  const leak::Range value = finding.place.bytes;
  const std::vector<Share> shares = SharesOf(text, value);
  if (!CanMask(text, value, shares)) return Refuse(name);
  std::vector<leak::Range> ranges;
  for (const Share& share : shares) {
    ranges.push_back({share.in_text.begin - value.begin, share.in_text.end - value.begin});
  }
  const std::string written = text.text().substr(value.begin, value.end - value.begin);
  std::vector<std::string> masked = leak::MaskedPieces(written, ranges, finding, leak::kPlainStar);
  const XmlPlace& first = shares.front().piece->place;
  if (first.is_formula && !IsQuoted(text, *shares.front().piece, value.begin)) {
    masked.front().insert(0, 1, '"');
    masked.back() += '"';
  }
  bool is_new = false;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    is_new = MaskShare(text, shares[i], std::move(masked[i])) || is_new;
  }
  if (!is_new) return;
  ++values_.counts[static_cast<std::size_t>(finding.rule->kind)];
  std::string number = DigitsAndLetters(written);
  // A shorter number that a person must look at is one by the words beside it: elsewhere it may be a sum.
  constexpr std::size_t kSureByItself = 15;
  if (finding.rule->severity == leak::Severity::kBlock || number.size() >= kSureByItself) {
    values_.numbers.insert(std::move(number));
  }
}

void ValueMask::OnText(std::string_view name, PartKind, const TracedText& text) {
  const leak::Report report = checker_.Check(text.text(), kAll);
  for (const leak::Finding& finding : report.findings) {
    if (leak::IsToMask(finding)) MaskValue(name, text, finding);
  }
}

void ValueMask::OnUnread(std::string_view name, Obstacle why) {
  // What is no XML stays as it is, and is told as unread of the copy, too.
  if (why != Obstacle::kBroken && why != Obstacle::kTooLarge && why != Obstacle::kTooDeep) return;
  if (!refusal_) refusal_ = {extraction::MaskProblem::kUnread, why, std::string(name)};
}

void ValueMask::Refuse(std::string_view name) {
  if (!refusal_) refusal_ = {extraction::MaskProblem::kPlace, Obstacle::kNone, std::string(name)};
}

bool ValueMask::ApplyTo(Package& package) const {
  for (const auto& [member, pieces] : pieces_) {
    std::string& xml = package[member].bytes;
    Edits edits;
    for (const auto& [bytes, piece] : pieces) {
      const auto& [begin, end] = bytes;
      if (end - begin != piece.text.size()) {
        edits.Replace(begin, end, EscapeXml(WithMasks(piece.text, piece.masked)));
        continue;
      }
      for (const auto& [range, mask] : piece.masked) {
        edits.Replace(begin + range.begin, begin + range.end, EscapeXml(mask));
      }
    }
    const auto is_changed = [&pieces = pieces](std::size_t begin, std::size_t end) {
      const auto first = pieces.lower_bound({begin, 0});
      return first != pieces.end() && first->first.first < end;
    };
    AddCellEdits(xml, is_changed, edits);
    xml = edits.ApplyTo(xml);
  }
  return !pieces_.empty();
}

}  // namespace gongkai::extract
