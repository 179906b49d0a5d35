// How services that run in one process know each other: calls over in-process channels carry no
// certificate, so the caller shows a secret that only this process has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::server {

class LocalToken {
 public:
  // The metadata key that carries a credential.
  static constexpr char kMetadataKey[] = "gongkai-local";

  // A new secret from the system's random source.
  LocalToken();

  // What `service` ("intake") shows: "intake:<secret>".
  std::string Credential(std::string_view service) const;

  // The service that shows this credential, or nothing when it is not of this token. Takes the same
  // time wherever a guess differs. The view is into `credential`.
  std::optional<std::string_view> Check(std::string_view credential) const;

 private:
  std::string secret_;  // 64 hex digits
};

}  // namespace gongkai::server
