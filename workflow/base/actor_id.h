// The id of whoever acts: a person, a bot or one of our services.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongkai::base {

enum class ActorKind : std::uint8_t { kUser, kBot, kService };

// Names a person, a bot or a service: "user/zhang-wei", "bot/website", "service/intake". The id is
// the path of the SPIFFE URI in the certificate. ActorId() names nobody.
//
//   const auto id = ActorId::Parse(text);
//   if (!id || id->kind() == ActorKind::kService) return errors::InvalidField(…);
class ActorId {
 public:
  static constexpr std::size_t kMostName = 63;  // characters of the part behind the slash

  ActorId() = default;
  // Does not check `text`, which is stored, or has passed Parse.
  explicit ActorId(std::string_view text) : text_(text) {}

  // Returns the id that `text` is, or nullopt if it is none. An id is `user/`, `bot/` or `service/`
  // and a name of 1 to 63 of `a-z`, `0-9` and `-` that does not start with `-`.
  static std::optional<ActorId> Parse(std::string_view text);

  // Returns the id of one of our services. OfService("intake") is "service/intake".
  static ActorId OfService(std::string_view service);

  // Returns the kind that the id begins with. What begins with none is a bot, because a bot may
  // decide nothing.
  ActorKind kind() const;

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend auto operator<=>(const ActorId&, const ActorId&) = default;

 private:
  std::string text_;
};

}  // namespace gongkai::base
