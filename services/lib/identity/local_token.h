// Identifies services that run in one process. Calls over in-process channels carry no certificate,
// so the caller shows a secret that only this process has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongkai::identity {

// Makes and checks the credentials of the services in this process.
//
//   const LocalToken token;
//   Peer workflow("workflow", server.InProcessChannel(), token.Credential("intake"));
class LocalToken {
 public:
  // The metadata key that carries a credential.
  static constexpr char kMetadataKey[] = "gongkai-local";

  // Makes a new secret from the random source of the system. Throws std::runtime_error if that
  // source fails.
  LocalToken();

  // Returns the credential that `service` ("intake") shows: "intake:<secret>".
  std::string Credential(std::string_view service) const;

  // Returns the service that shows this credential, or nothing if the secret is wrong. The
  // comparison takes the same time wherever a guess differs. The result refers to `credential`.
  std::optional<std::string_view> Check(std::string_view credential) const;

 private:
  std::string secret_;  // 64 hex digits
};

}  // namespace gongkai::identity
