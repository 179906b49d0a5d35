#include "services/lib/identity/caller.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "services/lib/catalog/services.h"
#include "services/lib/request/time.h"
#include "workflow/error/errors.h"

namespace gongkai::identity {
namespace {

constexpr std::string_view kTrustDomain = "spiffe://gongkai/";

// No way through our services is longer.
constexpr std::ptrdiff_t kMaxServices = 4;

std::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

// The id in the peer's certificate. gRPC gives a SPIFFE URI only where the certificate holds no
// other.
Result<base::ActorId> ReadCertifiedId(const grpc::AuthContext& auth) {
  const std::vector<grpc::string_ref> uris =
      auth.FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  if (uris.size() != 1 || !View(uris.front()).starts_with(kTrustDomain)) {
    return errors::NoIdentity();
  }
  std::optional<base::ActorId> id =
      base::ActorId::Parse(View(uris.front()).substr(kTrustDomain.size()));
  if (!id) return errors::NoIdentity();
  return *std::move(id);
}

bool IsSecured(const grpc::AuthContext& auth) {
  return !auth.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME).empty();
}

// The only value of a metadata key, or nothing; an error when it is there more than once.
Result<std::optional<std::string_view>> OneValue(const grpc::CallbackServerContext& context,
                                                 const char* key) {
  const auto [begin, end] = context.client_metadata().equal_range(key);
  if (begin == end) return std::optional<std::string_view>();
  if (std::next(begin) != end)
    return errors::InvalidField(key, {"Must be given once.", "只能出现一次。"});
  return std::optional(View(begin->second));
}

// Who sent the bytes: a certificate's identity, or a service of this very process.
Result<base::ActorId> ReadPeerId(const grpc::CallbackServerContext& context,
                                 const LocalToken* local) {
  const auto auth = context.auth_context();
  if (auth != nullptr && IsSecured(*auth)) return ReadCertifiedId(*auth);
  if (local == nullptr) return errors::NoIdentity();
  const auto credential = OneValue(context, LocalToken::kMetadataKey);
  if (!credential) return credential.error();
  const auto service = *credential ? local->Check(**credential) : std::nullopt;
  if (!service) return errors::NoIdentity();
  return base::ActorId::OfService(*service);
}

// The whole way of a call that `peer` has sent for somebody.
Result<std::string> ReadVia(const std::optional<std::string_view>& passed, const Identity& peer) {
  if (!passed) return peer.service;
  std::string via = std::string(*passed) + "," + peer.service;
  if (IsVia(via)) return via;
  return errors::InvalidField(kViaMetadataKey,
                              {"Must be the names of at most 3 services, such as review,intake.",
                               "必须是最多 3 个服务的名称，例如 review,intake。"});
}

}  // namespace

bool IsVia(std::string_view text) {
  if (std::ranges::count(text, ',') >= kMaxServices) return false;
  while (true) {
    const std::size_t comma = text.find(',');
    if (!catalog::IsService(text.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

Result<machine::Actor> ReadCaller(const grpc::CallbackServerContext& context, const Policy& policy,
                                  const LocalToken* local) {
  const Result<base::ActorId> peer_id = ReadPeerId(context, local);
  if (!peer_id) return peer_id.error();
  const Identity* peer = policy.Find(*peer_id);
  if (peer == nullptr) return errors::UnknownCaller(peer_id->text());

  const auto passed_on = OneValue(context, kCallerMetadataKey);
  if (!passed_on) return passed_on.error();
  const auto passed = OneValue(context, kViaMetadataKey);
  if (!passed) return passed.error();
  if (!*passed_on && !*passed) return policy.ActorAt(*peer, request::Now());
  if (peer->id.kind() != base::ActorKind::kService)
    return errors::ServiceOnly(peer->id.text(), kCallerMetadataKey);
  if (!*passed_on) {
    return errors::InvalidField(
        kCallerMetadataKey, {"Must be given beside gongkai-via.", "必须与 gongkai-via 一起给出。"});
  }

  const std::optional<base::ActorId> id = base::ActorId::Parse(**passed_on);
  if (!id || id->kind() == base::ActorKind::kService) {
    return errors::InvalidField(kCallerMetadataKey,
                                {"Must be the id of a user or bot.", "必须是个人或机器人的身份。"});
  }
  const Identity* person = policy.Find(*id);
  if (person == nullptr) return errors::UnknownCaller(id->text());
  Result<std::string> via = ReadVia(*passed, *peer);
  if (!via) return std::move(via).error();
  machine::Actor caller = policy.ActorAt(*person, request::Now());
  caller.via = *std::move(via);
  return caller;
}

}  // namespace gongkai::identity
