// Determines who calls. The identity comes from the certificate of the client. One of our services
// may also name the person for whom it acts. A request never determines the identity.
#pragma once

#include <grpcpp/server_context.h>

#include <string_view>

#include "services/lib/identity/local_token.h"
#include "services/lib/identity/policy.h"
#include "workflow/error/result.h"
#include "workflow/machine/actor.h"

namespace gongkai::identity {

// The metadata key in which a service names the user or bot for whom the service acts.
inline constexpr char kCallerMetadataKey[] = "gongkai-caller";

// The metadata key in which a service names the services that the call passed before that service,
// in order: "review" or "review,intake". Absent if the person called the service directly.
inline constexpr char kViaMetadataKey[] = "gongkai-via";

// Returns whether `text` is a valid Actor::via: the names of 1 to 4 of our services, separated by
// commas.
bool IsVia(std::string_view text);

// Returns the caller of this call. Department and roles are what the policy of this process says,
// never what a service says. `local` is the token of this process if several services share the
// process, and null otherwise. The token counts only on calls without a certificate, and TLS never
// admits such calls. The last name of `via` is certified. The other names are only what that service
// says, and CheckDelegation judges the whole `via`.
//
// Errors: NO_IDENTITY, UNKNOWN_CALLER, SERVICE_ONLY, INVALID_FIELD.
// NO_IDENTITY means that the certificate names nobody, or that the local credential is wrong.
// UNKNOWN_CALLER means that the policy does not list the identity. SERVICE_ONLY means that a caller
// that is no service speaks for another. INVALID_FIELD means that a service names something that is
// no user or bot, or a `via` that is no list of services. INVALID_FIELD also means a metadata key
// that is given twice, or a `via` without a caller.
Result<machine::Actor> ReadCaller(const grpc::CallbackServerContext& context, const Policy& policy,
                                  const LocalToken* local);

}  // namespace gongkai::identity
