#include "services/cli/site/address_list.h"

#include <curl/curl.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "services/cli/site/error.h"
#include "services/cli/site/sitemap.h"
#include "services/cli/view/system_error.h"
#include "workflow/base/digest.h"

namespace gongkai::cli::site {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlank = " \t\r\n";

struct FreeUrl {
  void operator()(CURLU* url) const { ::curl_url_cleanup(url); }
};

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::optional<std::string> PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (::curl_url_get(url, part, &text, 0) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, decltype(&::curl_free)> owner(text, &::curl_free);
  return text;
}

// Collects the addresses of one file.
class Addresses {
 public:
  explicit Addresses(std::string file) : file_(std::move(file)) {}

  // Adds what stands in this line. Never tells it in an error: what is no address may be anything.
  void Add(std::string_view text, std::size_t line) {
    const std::unique_ptr<CURLU, FreeUrl> url(::curl_url());
    const std::string address(Trimmed(text));
    const bool is_whole = address.find('\0') == std::string::npos;
    if (!is_whole ||
        ::curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_URLENCODE) != CURLUE_OK) {
      throw Wrong(line, {"is no address, such as https://www.example.gov.cn/index.html",
                         "不是网址，例如 https://www.example.gov.cn/index.html"});
    }
    const auto scheme = PartOf(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https") {
      throw Wrong(line, {"is neither http nor https", "既不是 http，也不是 https"});
    }
    if (PartOf(url.get(), CURLUPART_USER) || PartOf(url.get(), CURLUPART_PASSWORD)) {
      throw Wrong(line, {"has a user's name or password in it, which would be told on",
                         "含有用户名或者口令，会被记录下来"});
    }
    ::curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
    const auto normal = PartOf(url.get(), CURLUPART_URL);
    if (normal && seen_.insert(base::Sha256(*normal)).second) addresses_.push_back(*normal);
  }

  std::vector<std::string> Take() {
    if (!addresses_.empty()) return std::move(addresses_);
    throw Error(Fault::kUsage, {file_ + " has no address in it", file_ + " 中没有网址"});
  }

 private:
  Error Wrong(std::size_t line, const base::BilingualView& what) const {
    const std::string number = std::to_string(line);
    return {Fault::kUsage,
            {file_ + ", line " + number + ": " + std::string(what.english),
             file_ + " 第" + number + "行" + std::string(what.chinese)}};
  }

  const std::string file_;
  std::set<base::Digest> seen_;
  std::vector<std::string> addresses_;
};

// Returns the bytes of the file, which may be a pipe.
std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  std::vector<char> buffer(256 << 10);
  while (in && text.size() <= kMostBytes) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof() && text.size() <= kMostBytes) {
    const base::Bilingual why = SystemText(errno);
    throw Error(Fault::kUsage, {"cannot read " + path.string() + ": " + why.english,
                                "不能读取 " + path.string() + "：" + why.chinese});
  }
  if (text.size() > kMostBytes) {
    throw Error(Fault::kUsage,
                {path.string() + " is longer than 64 MiB", path.string() + " 超过 64 MiB"},
                {"split the list", "请拆成几个列表"});
  }
  return text;
}

void ReadLines(std::string_view text, Addresses& into) {
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view address = Trimmed(text.substr(0, end));
    if (!address.empty() && address.front() != '#') into.Add(address, line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::vector<std::string> ReadAddresses(const std::filesystem::path& file) {
  const std::string bytes = ReadFile(file);
  std::string_view text = bytes;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Addresses addresses(file.string());
  if (Trimmed(text).starts_with('<')) {
    for (const Location& location : ReadSitemap(file.string(), text)) {
      addresses.Add(location.address, location.line);
    }
  } else {
    ReadLines(text, addresses);
  }
  return addresses.Take();
}

}  // namespace gongkai::cli::site
