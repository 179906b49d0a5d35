// Who is calling: the one place where identity comes from. It is the client's certificate or, from
// one of our services, the person whom the service says it acts for; never anything in a request.
#pragma once

#include <grpcpp/server_context.h>

#include <string>
#include <string_view>

#include "services/server/local_token.h"
#include "services/server/policy.h"
#include "workflow/error/result.h"

namespace gongkai::server {

// The metadata key in which a service names the user or bot it acts for.
inline constexpr char kCallerMetadataKey[] = "gongkai-caller";

// The metadata key beside it that names the services which the call had passed before this one, in
// order: "review" or "review,intake". Absent when the person called the service directly.
inline constexpr char kViaMetadataKey[] = "gongkai-via";

// Department and roles are those of this process's own policy, whatever a service may say.
struct Caller {
  std::string id;  // "user/zhang-wei"
  Kind kind = Kind::kUser;
  std::string department;
  RoleSet roles;
  std::string on_behalf_of;  // the user behind a bot, or for whom a deputy acts; empty: none
  std::string service;       // "intake" when the caller is that service itself; else empty
  std::string via;           // the services that passed the caller on, in order, the one that sent
                             // this call last: "review,intake"; empty: direct

  bool IsService() const { return kind == Kind::kService; }

  // The service that sent this call, for itself or for somebody: "intake". Empty: none did.
  std::string_view Sender() const;
};

// Whether it can be a Caller's `via`: the names of 1 to 4 of our services with commas between.
bool IsVia(std::string_view text);

// Reads the caller of this call. `local` is the token of this process where its services share it,
// or null; it counts only on calls without a certificate, which TLS never lets in. Of `via` the
// last name is certified, the others are what that service says: CheckDelegation judges the whole.
//
// Errors: NO_IDENTITY when the certificate names nobody (or the local credential is wrong),
// UNKNOWN_CALLER when the policy does not list who it names, SERVICE_ONLY when somebody who is no
// service speaks for another, INVALID_FIELD when a service names what is no user or bot, or says
// that the call has passed what is no service.
Result<Caller> ReadCaller(const grpc::CallbackServerContext& context, const Policy& policy,
                          const LocalToken* local);

}  // namespace gongkai::server
