// A set of enumerators.
#pragma once

#include <cstdint>

namespace gongkai::machine {

// Holds a set of enumerators of E. The values of E must be from 0 to 63.
//
//   const Flags<Role> roles = Flags<Role>(Role::kDrafter) | Role::kPublisher;
//   if (roles.Has(Role::kPublisher)) Publish();
template <class E>
class Flags {
 public:
  constexpr Flags() = default;
  constexpr Flags(E flag) : bits_(std::uint64_t{1} << static_cast<unsigned>(flag)) {}  // NOLINT

  // Returns whether every flag of `flags`, or the one enumerator, is in this set.
  constexpr bool Has(Flags flags) const { return (bits_ & flags.bits_) == flags.bits_; }

  // Returns the union.
  friend constexpr Flags operator|(Flags a, Flags b) { return FromBits(a.bits_ | b.bits_); }
  // Returns the flags of `a` without the flags of `b`.
  friend constexpr Flags operator-(Flags a, Flags b) { return FromBits(a.bits_ & ~b.bits_); }
  friend constexpr bool operator==(Flags, Flags) = default;

 private:
  static constexpr Flags FromBits(std::uint64_t bits) {
    Flags flags;
    flags.bits_ = bits;
    return flags;
  }

  std::uint64_t bits_ = 0;
};

}  // namespace gongkai::machine
