#include "services/lib/rpc/transports.h"

#include <absl/strings/escaping.h>
#include <grpc/grpc.h>
#include <grpc/support/alloc.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "services/lib/identity/certificates.h"

namespace gongkai::rpc {
namespace {

using nlohmann::json;

json Parsed(char* text) {
  const std::unique_ptr<char, decltype(&gpr_free)> owned(text, gpr_free);
  if (text == nullptr) throw std::runtime_error("gRPC does not know this server");
  return json::parse(text);
}

std::int64_t Number(const json& text) { return std::stoll(text.get<std::string>()); }

bool IsLastPage(const json& page) { return page.value("end", false); }

}  // namespace

Transports::Transports() : server_(0) {
  for (bool last = false; !last;) {
    const json page = Parsed(grpc_channelz_get_servers(server_ + 1));
    for (const json& each : page.at("server")) server_ = Number(each.at("ref").at("serverId"));
    last = IsLastPage(page);
  }
}

std::vector<runtime::Transport> Transports::From(std::int64_t id) const {
  constexpr int kPage = 500;
  std::vector<runtime::Transport> transports;
  for (bool last = false; !last;) {
    const json page = Parsed(grpc_channelz_get_server_sockets(server_, id, kPage));
    for (const json& each : page.at("socketRef")) {
      const std::string name = each.at("name");  // "chttp2 ipv4:192.0.2.1:40000"
      transports.push_back(
          {.id = Number(each.at("socketId")), .peer = name.substr(name.rfind(' ') + 1)});
      id = transports.back().id + 1;
    }
    last = IsLastPage(page);
  }
  return transports;
}

std::optional<std::string> Transports::OwnerOf(std::int64_t id) {
  const std::unique_ptr<char, decltype(&gpr_free)> text(grpc_channelz_get_socket(id), gpr_free);
  if (text == nullptr) return std::nullopt;
  static const json::json_pointer kCertificate("/socket/security/tls/remote_certificate");
  std::string pem;
  absl::Base64Unescape(json::parse(text.get()).value(kCertificate, ""), &pem);
  const std::optional<base::ActorId> owner = identity::IdentityIn(pem);
  return owner ? owner->text() : "";
}

}  // namespace gongkai::rpc
