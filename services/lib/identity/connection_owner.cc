#include "services/lib/identity/connection_owner.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <vector>

namespace gongkai::identity {

std::string ConnectionOwner(const grpc::CallbackServerContext& context) {
  const auto auth = context.auth_context();
  if (auth == nullptr) return "";
  const std::vector<grpc::string_ref> uris =
      auth->FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  return uris.empty() ? "" : std::string(uris.front().data(), uris.front().size());
}

}  // namespace gongkai::identity
