#include "services/cli/site/fetch_problem.h"

#include <array>
#include <string>
#include <utility>

#include "services/cli/view/system_error.h"

namespace gongkai::cli::site {
namespace {

struct Known {
  CURLcode result;
  bool is_silence;
  base::BilingualView text;
};

constexpr auto kKnown = std::to_array<Known>({
    {CURLE_COULDNT_RESOLVE_HOST, true, {"the host is not known", "找不到主机"}},
    {CURLE_COULDNT_RESOLVE_PROXY, true, {"the proxy is not known", "找不到代理服务器"}},
    {CURLE_COULDNT_CONNECT, true, {"no connection to the host", "无法连接主机"}},
    {CURLE_OPERATION_TIMEDOUT, true, {"no answer in time", "超时没有应答"}},
    {CURLE_GOT_NOTHING, true, {"the server answered nothing", "服务器没有应答"}},
    {CURLE_RECV_ERROR, true, {"the connection broke", "连接中断"}},
    {CURLE_SEND_ERROR, true, {"the connection broke", "连接中断"}},
    {CURLE_PARTIAL_FILE, true, {"the answer is cut short", "应答不完整"}},
    {CURLE_PEER_FAILED_VERIFICATION,
     false,
     {"the server's certificate is not valid", "服务器证书无效"}},
    {CURLE_SSL_CACERT_BADFILE,
     false,
     {"the certificates of --ca cannot be read", "不能读取 --ca 的证书"}},
    {CURLE_SSL_CONNECT_ERROR, false, {"no agreement on TLS", "TLS 协商失败"}},
    {CURLE_UNSUPPORTED_PROTOCOL,
     false,
     {"leads to what is neither http nor https", "转到既不是 http 也不是 https 的地址"}},
    {CURLE_LOGIN_DENIED,
     false,
     {"leads to an address with a password in it", "转到含有口令的地址"}},
    {CURLE_BAD_CONTENT_ENCODING, false, {"the answer does not unpack", "应答无法解压"}},
});

const Known* Find(CURLcode result) {
  for (const Known& known : kKnown) {
    if (known.result == result) return &known;
  }
  return nullptr;
}

FileProblem NotFetched(base::Bilingual text) { return {"NOT_FETCHED", std::move(text)}; }

}  // namespace

bool IsSilence(CURLcode result) {
  const Known* known = Find(result);
  return known != nullptr && known->is_silence;
}

bool AsksForPatience(long status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

FileProblem NoAnswer(CURLcode result) {
  if (const Known* known = Find(result)) return NotFetched(base::Bilingual(known->text));
  const std::string said = ::curl_easy_strerror(result);
  return NotFetched({said, said});
}

FileProblem OtherStatus(long status) {
  const std::string number = std::to_string(status);
  return NotFetched({"the server answered " + number, "服务器应答 " + number});
}

FileProblem TooManyRedirections() {
  return NotFetched({"more than five redirections", "重定向超过5次"});
}

FileProblem TooLarge() { return NotFetched({"more than 256 MiB", "超过 256 MiB"}); }

FileProblem CannotKeep(int error) { return NotFetched(SystemText(error)); }

FileProblem HostIsSilent() {
  return NotFetched({"not tried: the host did not answer for three other addresses",
                     "没有尝试：该主机连续3个网址没有应答"});
}

}  // namespace gongkai::cli::site
