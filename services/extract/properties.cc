#include "services/extract/properties.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

constexpr auto kTelling = std::to_array<std::string_view>({
    "creator",       "lastModifiedBy", "title",           "subject",    "description",
    "keywords",      "keyword",        "category",        "Company",    "Manager",
    "contentStatus", "HyperlinkBase",  "Template",        "identifier", "Author",
    "Title",         "Subject",        "Abstract",        "Keyword",    "CustomData",
    "property",      "contributor",    "initial-creator", "printed-by", "user-defined",
});

// What programs write into every document.
constexpr auto kOfPrograms =
    std::to_array<std::string_view>({"KSOProductBuildVer", "ICV", "KSOTemplateUUID",
                                     "KSORubyTemplateID", "KSOTemplateDocerSaveRecord"});
constexpr auto kTemplates = std::to_array<std::string_view>(
    {"Normal", "Normal.dot", "Normal.dotm", "Normal.wpt", "Normal.eit"});

// Collects the telling properties, a line each: "creator: 张三". A property that somebody has added has the
// element "property" around its value.
class PropertiesReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    ++depth_;
    if (telling_from_ != 0 || !IsOneOf(element, kTelling)) return;
    const std::string_view name = attributes.Get("name");
    label_ = name.empty() ? attributes.Get("Name") : name;
    if (label_.empty()) label_ = element;
    if (IsOneOf(label_, kOfPrograms)) return;
    telling_from_ = depth_;
    value_.clear();
  }
  void Text(std::string_view text) override {
    if (telling_from_ != 0) value_ += text;
  }
  void End(std::string_view) override {
    if (telling_from_ == depth_) {
      if (value_.find_first_not_of(" \t\r\n") != std::string::npos &&
          !IsOneOf(value_, kTemplates)) {
        text_ += label_ + ": " + value_ + '\n';
      }
      telling_from_ = 0;
    }
    --depth_;
  }

  const std::string& text() const { return text_; }

 private:
  int depth_ = 0;
  int telling_from_ = 0;  // the depth of the property that is open; 0: none is
  std::string label_;
  std::string value_;
  std::string text_;
};

}  // namespace

void ReadProperties(const Container& container, Member& member) {
  PropertiesReader reader;
  ReadXml(container, member, reader);
  container.reading.Add(container.PartOf(member), PartKind::kProperty, reader.text());
}

}  // namespace gongkai::extract
