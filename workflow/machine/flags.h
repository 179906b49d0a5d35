// A set of the enumerators of E, which number fewer than 32 and count up from 0.
#pragma once

#include <cstdint>

namespace gongkai::machine {

template <class E>
class Flags {
 public:
  constexpr Flags() = default;
  constexpr Flags(E flag) : bits_(std::uint32_t{1} << static_cast<unsigned>(flag)) {}  // NOLINT

  // Whether every flag of `flags`, which may be a single one, is in the set.
  constexpr bool Has(Flags flags) const { return (bits_ & flags.bits_) == flags.bits_; }

  friend constexpr Flags operator|(Flags a, Flags b) { return FromBits(a.bits_ | b.bits_); }
  friend constexpr Flags operator-(Flags a, Flags b) { return FromBits(a.bits_ & ~b.bits_); }
  friend constexpr bool operator==(Flags, Flags) = default;

 private:
  static constexpr Flags FromBits(std::uint32_t bits) {
    Flags flags;
    flags.bits_ = bits;
    return flags;
  }

  std::uint32_t bits_ = 0;
};

}  // namespace gongkai::machine
