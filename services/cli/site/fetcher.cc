#include "services/cli/site/fetcher.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "services/cli/site/fetch_problem.h"

namespace gongkai::cli::site {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20U;  // as gongkai-extract reads
constexpr std::chrono::milliseconds kLongest = std::chrono::minutes(5);
constexpr std::chrono::seconds kLongestPatience{60};
constexpr int kRedirections = 5;
constexpr int kAttempts = 3;
constexpr int kSilentAddresses = 3;

// Returns the part of the address that says which server is asked: "https://www.example.gov.cn:8443".
std::string HostOf(const std::string& address) {
  const std::size_t host = address.find("://") + 3;
  return address.substr(0, address.find_first_of("/?#", host));
}

// Receives the body of one answer.
struct Body {
  Snapshot& into;
  bool is_too_large = false;
  int error = 0;  // errno: it could not be kept

  static std::size_t Receive(char* bytes, std::size_t, std::size_t size, void* body) {
    auto& self = *static_cast<Body*>(body);
    self.is_too_large = size > kMostBytes - std::min(self.into.size(), kMostBytes);
    if (self.is_too_large) return 0;
    try {
      self.into.Write({bytes, size});
    } catch (const std::system_error& error) {
      self.error = error.code().value();
      return 0;
    }
    return size;
  }
};

}  // namespace

// The library's state: connections, options.
struct Fetcher::Request {
  Request() {
    ::curl_global_init(CURL_GLOBAL_DEFAULT);
    curl = ::curl_easy_init();
    if (curl == nullptr) throw std::bad_alloc();
  }
  ~Request() {
    ::curl_easy_cleanup(curl);
    ::curl_global_cleanup();
  }

  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  template <class Value>
  void Set(CURLoption option, Value value) const {
    ::curl_easy_setopt(curl, option, value);
  }

  template <class Value>
  Value Get(CURLINFO info) const {
    Value value{};
    ::curl_easy_getinfo(curl, info, &value);
    return value;
  }

  CURL* curl = nullptr;
};

// What one request came to.
struct Fetcher::Answer {
  std::optional<FileProblem> problem;  // none: the body is in the snapshot
  std::string redirection;             // the address that the server names instead
  bool is_silence = false;             // there was no answer
  bool may_come = false;               // another attempt may do better
  std::chrono::seconds patience{0};    // how long the server wants to be left alone
};

Fetcher::Fetcher(FetchOptions options, Pacer& pacer)
    : options_(std::move(options)), pacer_(pacer), request_(std::make_unique<Request>()) {
  const Request& request = *request_;
  request.Set(CURLOPT_NOSIGNAL, 1L);
  request.Set(CURLOPT_USERAGENT, options_.agent.c_str());
  request.Set(CURLOPT_PROTOCOLS_STR, "http,https");
  request.Set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  request.Set(CURLOPT_FOLLOWLOCATION, 0L);   // each redirection is a turn of its own
  request.Set(CURLOPT_ACCEPT_ENCODING, "");  // all that the library can undo
  request.Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.timeout.count()));
  request.Set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  const auto silence = std::chrono::ceil<std::chrono::seconds>(options_.timeout);
  request.Set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(silence.count()));
  request.Set(CURLOPT_TIMEOUT_MS, static_cast<long>(kLongest.count()));
  if (!options_.uses_proxy) request.Set(CURLOPT_PROXY, "");
  if (!options_.authorities.empty()) {
    request.Set(CURLOPT_CAINFO, options_.authorities.c_str());
    request.Set(CURLOPT_CAPATH, nullptr);
  }
  request.Set(CURLOPT_WRITEFUNCTION, &Body::Receive);
}

Fetcher::~Fetcher() = default;

std::optional<FileProblem> Fetcher::Fetch(std::string address, Snapshot& into) {
  for (int redirection = 0; redirection <= kRedirections; ++redirection) {
    int& silent = silent_[HostOf(address)];
    if (silent >= kSilentAddresses) {
      gave_up_ = true;
      return HostIsSilent();
    }
    Answer answer = Ask(address, into);
    silent = answer.is_silence ? silent + 1 : 0;
    if (answer.redirection.empty()) return std::move(answer.problem);
    into.Clear();
    address = std::move(answer.redirection);
  }
  return TooManyRedirections();
}

Fetcher::Answer Fetcher::Ask(const std::string& address, Snapshot& into) {
  for (int attempt = 1;; ++attempt) {
    pacer_.Wait();
    Answer answer = AskOnce(address, into);
    if (answer.problem) into.Clear();
    if (!answer.may_come || attempt == kAttempts) return answer;
    std::this_thread::sleep_for(std::min(answer.patience, kLongestPatience));
  }
}

Fetcher::Answer Fetcher::AskOnce(const std::string& address, Snapshot& into) {
  const Request& request = *request_;
  Body body{into};
  request.Set(CURLOPT_URL, address.c_str());
  request.Set(CURLOPT_WRITEDATA, &body);
  const CURLcode done = ::curl_easy_perform(request.curl);
  if (body.is_too_large) return {.problem = TooLarge()};
  if (body.error != 0) return {.problem = CannotKeep(body.error)};
  if (done != CURLE_OK) {
    return {.problem = NoAnswer(done),
            .is_silence = IsSilence(done) && into.size() == 0,
            .may_come = IsSilence(done),
            .patience = std::chrono::seconds(1)};
  }
  const long status = request.Get<long>(CURLINFO_RESPONSE_CODE);
  if (const char* redirection = request.Get<char*>(CURLINFO_REDIRECT_URL); redirection != nullptr) {
    return {.problem = OtherStatus(status), .redirection = redirection};
  }
  if (status == 200) return {};
  const auto patience = std::chrono::seconds(request.Get<curl_off_t>(CURLINFO_RETRY_AFTER));
  return {.problem = OtherStatus(status),
          .may_come = AsksForPatience(status),
          .patience = std::max(patience, std::chrono::seconds(1))};
}

}  // namespace gongkai::cli::site
