#include "services/cli/commands/failure.h"

#include <array>
#include <ostream>

#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

ExitCode ExitCodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::UNAUTHENTICATED:
      return ExitCode::kRefused;
    case grpc::StatusCode::NOT_FOUND:
      return ExitCode::kNotFound;
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
      return ExitCode::kConflict;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
      return ExitCode::kInvalid;
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::UNAVAILABLE:
      return ExitCode::kUnavailable;
    case grpc::StatusCode::DATA_LOSS:
      return ExitCode::kDataLoss;
    default:
      return ExitCode::kUnexpected;
  }
}

struct Hint {
  std::string_view reason;
  base::BilingualView text;
};

constexpr auto kHints = std::to_array<Hint>({
    {"NO_IDENTITY",
     {"--certificates names the folder with your cert.pem, key.pem and ca.pem",
      "用 --certificates 指明 cert.pem、key.pem 和 ca.pem 所在的文件夹"}},
    {"UNKNOWN_CALLER",
     {"whoever runs the services lists people and their roles in the policy file",
      "人员及其角色由运维人员列入策略文件"}},
    {"CONTENT_INCOMPLETE",
     {"`gongkai report check REPORT` lists every rule; `report edit`, `attach` and `detach` mend "
      "it",
      "用 `gongkai report check REPORT` 查看每一条规则，用 `report edit`、`attach` 和 `detach` "
      "改正"}},
    {"CLAIMED_BY_ANOTHER",
     {"wait for the claim to end, or ask its holder to `task release` it",
      "等领办到期，或者请领办人用 `task release` 放回"}},
    {"ETAG_MISMATCH",
     {"look at what changed with `gongkai report show REPORT`, then decide again",
      "用 `gongkai report show REPORT` 查看变化，再作决定"}},
    {"CONTENT_CHANGED", {"read the new content, then decide again", "阅读新的内容，再作决定"}},
    {"ACTION_NOT_ALLOWED",
     {"`gongkai report actions REPORT` lists what is possible now",
      "用 `gongkai report actions REPORT` 查看现在可以办理什么"}},
    {"REPORT_EXISTS",
     {"choose another --id, or leave it to the server", "换一个 --id，或者由服务器来定"}},
    {"REQUEST_ID_REUSED",
     {"leave --request-id out: each command makes its own",
      "不要给 --request-id：每条命令都会自己生成"}},
    {"NOT_ACTIVE_DISCLOSURE", {"file it: `gongkai file REPORT`", "请归档：`gongkai file REPORT`"}},
    {"ACTIVE_DISCLOSURE",
     {"publish it: `gongkai publish REPORT`", "请发布：`gongkai publish REPORT`"}},
    {"BEFORE_PLANNED_TIME", {"publish it then", "到时再发布"}},
    {"UNIMPLEMENTED", {"is this the address of another service?", "这会不会是另一个服务的地址？"}},
});

// What gRPC itself says when it cannot connect, and what is usually behind it.
constexpr auto kConnectionHints = std::to_array<Hint>({
    {"certificate verify failed",
     {"the server's certificate is not signed by an authority in ca.pem, or names another host",
      "服务器的证书不是 ca.pem 中的机构签发的，或者写的是另一台主机"}},
    {"Peer name",
     {"the server's certificate does not name the host you dialled",
      "服务器的证书上没有您所连接的主机"}},
    {"Socket closed",
     {"the server may not accept your certificate: is it out of date, or of another authority?",
      "服务器可能不接受您的证书：是否已过期，或者由别的机构签发？"}},
    {"wrong version number",
     {"nothing speaks TLS at this address", "这个地址上没有使用 TLS 的服务"}},
    {"no service of Gongkai",
     {"another program answers there: is the address right?", "那里应答的是别的程序：地址对吗？"}},
    {"DNS resolution failed", {"is the host's name right?", "主机名对吗？"}},
    {"",
     {"is the service running there? `gongkai health` asks all of them",
      "那里的服务在运行吗？`gongkai health` 会逐一询问"}},
});

base::Bilingual ConnectionHint(std::string_view message) {
  for (const Hint& hint : kConnectionHints) {
    if (message.find(hint.reason) != std::string_view::npos) return base::Bilingual(hint.text);
  }
  return {};
}

base::Bilingual HintFor(const client::CallFailure& call) {
  if (!call.from_service && call.code == grpc::StatusCode::UNAVAILABLE) {
    return ConnectionHint(call.what());
  }
  if (!call.from_service && call.code == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return {"--timeout SECONDS waits longer", "用 --timeout SECONDS 可以等得更久"};
  }
  for (const Hint& hint : kHints) {
    if (hint.reason == call.reason) return base::Bilingual(hint.text);
  }
  return {};
}

std::string_view Colon(Language language) { return language == Language::kChinese ? "：" : ": "; }

// The field and its rule as the messages of the services tell them.
std::string FieldText(const client::CallFailure::Field& field, Language language) {
  return field.field + std::string(Colon(language)) + In(language, field.rule);
}

}  // namespace

Failure UsageError(base::Bilingual message, base::Bilingual hint) {
  return {ExitCode::kUsage, "USAGE", std::move(message), std::move(hint)};
}

Failure FromCall(const client::CallFailure& call) {
  Failure failure(ExitCodeOf(call.code), call.reason, call.message, HintFor(call));
  failure.fields = call.fields;
  return failure;
}

Failure FromSettings(const client::SettingMissing& missing) {
  if (!missing.peer) {
    return UsageError(
        missing.message,
        {"--certificates DIR, or GONGKAI_CERTIFICATES in the environment, names the "
         "folder with your cert.pem, key.pem and ca.pem",
         "用 --certificates DIR 或环境变量 GONGKAI_CERTIFICATES 指明 cert.pem、key.pem "
         "和 ca.pem 所在的文件夹"});
  }
  const std::string flag = "--" + std::string(NameOf(*missing.peer)) + " HOST:PORT";
  return UsageError(missing.message,
                    {flag + " tells it, or --server HOST:PORT that of all services in one; the "
                            "environment may hold them (`gongkai --help`)",
                     "用 " + flag +
                         " 指明，所有服务在一处时用 --server HOST:PORT；也可以写在环境变量"
                         "中（见 `gongkai --help`）"});
}

void Tell(const Failure& failure, Language language, const Terminal& terminal, std::ostream& out) {
  const std::string_view colon = Colon(language);
  std::string_view message = In(language, failure.message);
  bool tell_fields = !failure.fields.empty();
  if (tell_fields) {
    // The messages of the services end with the fields.
    const std::size_t start = message.find(FieldText(failure.fields.front(), language));
    if (failure.fields.size() == 1 && start != std::string_view::npos) {
      tell_fields = false;  // one line says it all
    } else {
      message = message.substr(0, start);
      message = message.substr(0, message.find_last_not_of(' ') + 1);
    }
  }
  const auto label = [&](const base::Bilingual& word, Style style) {
    return Paint(In(language, word), style, terminal) + (language == Language::kChinese ? "" : " ");
  };
  out << label({"error:", "错误："}, Style::kBad) << failure.reason << colon << OneLine(message)
      << '\n';
  if (tell_fields) {
    for (const client::CallFailure::Field& field : failure.fields) {
      out << "  " << OneLine(FieldText(field, language)) << '\n';
    }
  }
  if (const std::string& hint = In(language, failure.hint); !hint.empty()) {
    out << label({"hint:", "提示："}, Style::kWaiting) << hint << '\n';
  }
}

}  // namespace gongkai::cli
