#include "services/cli/site/sitemap.h"

#include <expat.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "services/cli/site/error.h"

namespace gongkai::cli::site {
namespace {

// Stands between the namespace and the name of an element. No namespace has it in it.
constexpr char kSeparator = '|';

struct FreeParser {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

class Parse {
 public:
  explicit Parse(std::string file)
      : file_(std::move(file)), parser_(XML_ParserCreateNS(nullptr, kSeparator)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* name, const char**) { static_cast<Parse*>(self)->Begin(name); },
        [](void* self, const char*) { static_cast<Parse*>(self)->End(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
      static_cast<Parse*>(self)->Add({text, static_cast<std::size_t>(size)});
    });
  }

  std::vector<Location> Run(std::string_view text) {
    const auto status =
        XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
    if (problem_) throw Error(Fault::kUsage, *problem_, hint_);
    if (status != XML_STATUS_OK) {
      const std::string line = std::to_string(XML_GetCurrentLineNumber(parser_.get()));
      const std::string why = XML_ErrorString(XML_GetErrorCode(parser_.get()));
      throw Error(Fault::kUsage, {file_ + ", line " + line + ": the XML is not well-formed: " + why,
                                  file_ + " 第" + line + "行：XML 不合规范：" + why});
    }
    return std::move(found_);
  }

 private:
  // Ends the parsing. No exception may go through the library.
  void Stop(base::Bilingual problem, base::Bilingual hint = {}) {
    problem_ = std::move(problem);
    hint_ = std::move(hint);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void Begin(std::string_view element) {
    const std::size_t at = element.rfind(kSeparator);
    const std::string_view space = at == std::string_view::npos ? "" : element.substr(0, at);
    const std::string_view name = at == std::string_view::npos ? element : element.substr(at + 1);
    if (open_.empty()) {
      space_ = space;
      if (name == "sitemapindex") {
        Stop({file_ + " is an index of sitemaps, and has no addresses of pages",
              file_ + " 是站点地图的索引，其中没有网页地址"},
             {"save the sitemaps that it names, and check one after the other",
              "请保存其中列出的站点地图，逐个检查"});
      } else if (name != "urlset") {
        Stop({file_ + " is XML, but no sitemap", file_ + " 是 XML，但不是站点地图"});
      }
    }
    // Elements of other namespaces describe pictures and films.
    open_.emplace_back(space == space_ ? name : "");
    address_.clear();
  }

  void End() {
    const bool is_address = IsInAddress();
    open_.pop_back();
    if (!is_address) return;
    found_.push_back({std::move(address_), XML_GetCurrentLineNumber(parser_.get())});
    address_.clear();
  }

  void Add(std::string_view text) {
    if (IsInAddress()) address_ += text;
  }

  bool IsInAddress() const {
    static const std::vector<std::string> kPath = {"urlset", "url", "loc"};
    return open_ == kPath;
  }

  const std::string file_;
  const std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
  std::string space_;              // the namespace of the sitemap
  std::vector<std::string> open_;  // the elements around
  std::string address_;
  std::vector<Location> found_;
  std::optional<base::Bilingual> problem_;
  base::Bilingual hint_;
};

}  // namespace

std::vector<Location> ReadSitemap(const std::string& file, std::string_view text) {
  return Parse(file).Run(text);
}

}  // namespace gongkai::cli::site
