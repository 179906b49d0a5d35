// Masks the values that the check finds in a document, where they stand in its XML.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/extract/mask/package.h"
#include "services/extract/reading.h"
#include "services/lib/extraction/record/mask_record.h"
#include "workflow/leak/checker.h"
#include "workflow/leak/finding.h"

namespace gongkai::extract {

// What the rounds of masking share.
struct MaskedValues {
  std::array<std::size_t, leak::kKindCount> counts{};
  std::set<std::string> numbers;  // the digits and letters of those that must stand nowhere else
};

// Is told the texts of a document, and collects what must change in its members. For example:
//
//   ValueMask mask(checker, package, values);
//   Reading reading(mask);
//   ReadOffice({reading, file, zip});
//   if (!mask.refusal() && mask.ApplyTo(package)) …  // and read it again
class ValueMask : public TextListener {
 public:
  // The package is what is read. All must outlive this.
  ValueMask(const leak::Checker& checker, const Package& package, MaskedValues& values)
      : checker_(checker), package_(package), values_(values) {}

  void OnText(std::string_view name, PartKind kind, const TracedText& text) override;
  void OnUnread(std::string_view name, Obstacle why) override;

  // Returns why the document cannot be masked, if it cannot.
  const extraction::MaskRefusal& refusal() const { return refusal_; }

  // Changes the members. Returns whether there was anything to change.
  bool ApplyTo(Package& package) const;

 private:
  // The bytes of a piece of text, and what in it is masked.
  struct Piece {
    std::string text;
    std::vector<std::pair<leak::Range, std::string>> masked;
  };
  using Bytes = std::pair<std::size_t, std::size_t>;
  using Pieces = std::map<Bytes, Piece>;

  // A part of a value that one piece has.
  struct Share {
    const TracedText::Piece* piece;
    leak::Range in_text;
  };

  static std::vector<Share> SharesOf(const TracedText& text, const leak::Range& value);
  bool CanMask(const TracedText& text, const leak::Range& value,
               const std::vector<Share>& shares) const;
  bool MaskShare(const TracedText& text, const Share& share, std::string masked);
  void MaskValue(std::string_view name, const TracedText& text, const leak::Finding& finding);
  void Refuse(std::string_view name);

  const leak::Checker& checker_;
  const Package& package_;
  MaskedValues& values_;
  std::map<std::uint32_t, Pieces> pieces_;  // by the number of their member
  extraction::MaskRefusal refusal_;
};

}  // namespace gongkai::extract
