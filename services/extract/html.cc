#include "services/extract/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "services/extract/encoding.h"
#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

// These stand within a line; all others begin and end one.
constexpr auto kInline = std::to_array<std::string_view>(
    {"a",    "abbr",  "acronym",  "b",   "bdi",  "bdo",   "big",  "cite",   "code",
     "data", "del",   "dfn",      "em",  "font", "i",     "ins",  "kbd",    "label",
     "mark", "nobr",  "q",        "s",   "samp", "small", "span", "strike", "strong",
     "sub",  "sup",   "time",     "tt",  "u",    "var",   "wbr",  "img",    "input",
     "o:p",  "tspan", "textpath", "use", "rp",   "rt",    "ruby"});

// Attributes whose values are for programs only.
constexpr auto kForPrograms = std::to_array<std::string_view>(
    {"class",      "style",   "id",      "width",    "height", "border",      "align",
     "valign",     "colspan", "rowspan", "rel",      "type",   "charset",     "lang",
     "http-equiv", "bgcolor", "color",   "face",     "size",   "cellpadding", "cellspacing",
     "target",     "role",    "xmlns",   "viewport", "method", "media"});

std::string_view View(const xmlChar* text) {
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

// Collects the texts of a tree.
class HtmlTexts {
 public:
  // Goes through the tree without recursion: its depth is the file's to choose.
  void Walk(xmlNode* root) {
    xmlNode* node = root;
    while (node != nullptr) {
      Enter(*node);
      if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
        node = node->children;
        continue;
      }
      Leave(*node);
      while (node != root && node->next == nullptr && node->parent != nullptr) {
        node = node->parent;
        Leave(*node);
      }
      node = node == root ? nullptr : node->next;
    }
  }

  void Deliver(Reading& reading, const File& file) const {
    reading.Add(file.name, PartKind::kShown, shown_);
    reading.Add(Named(file.name, "隐藏文字"), PartKind::kHidden, hidden_);
    reading.Add(Named(file.name, "注释"), PartKind::kComment, comments_);
    reading.AddAside(Named(file.name, "脚本和样式"), PartKind::kShown, scripts_);
    reading.AddAside(Named(file.name, "属性"), PartKind::kShown, attributes_);
    if (has_picture_) reading.AddUnread(Named(file.name, "内嵌图片"), Obstacle::kNoText);
  }

 private:
  std::string& To() { return hiding_ != nullptr ? hidden_ : shown_; }

  void Enter(xmlNode& node) {
    switch (node.type) {
      case XML_TEXT_NODE:
        To() += View(node.content);
        break;
      case XML_CDATA_SECTION_NODE:  // the text of scripts and styles
        scripts_.append(View(node.content)).append("\n");
        break;
      case XML_COMMENT_NODE:
      case XML_PI_NODE:
        comments_.append(View(node.content)).append("\n");
        break;
      case XML_ELEMENT_NODE:
        Break(View(node.name));
        ReadAttributes(node);
        break;
      default:
        break;
    }
  }

  void Leave(xmlNode& node) {
    if (node.type != XML_ELEMENT_NODE) return;
    const std::string_view name = View(node.name);
    if (name == "td" || name == "th") {
      To() += '\t';
    } else if (name != "br") {
      Break(name);
    }
    if (hiding_ == &node) hiding_ = nullptr;
  }

  void Break(std::string_view name) {
    if (IsOneOf(name, kInline) || name == "td" || name == "th") return;
    std::string& to = To();
    while (to.ends_with('\t')) to.pop_back();
    if (!to.empty() && !to.ends_with('\n')) to += '\n';
  }

  void ReadAttributes(xmlNode& node) {
    for (const xmlAttr* attribute = node.properties; attribute != nullptr;
         attribute = attribute->next) {
      const std::string_view name = View(attribute->name);
      std::string value;
      for (const xmlNode* text = attribute->children; text != nullptr; text = text->next) {
        value += View(text->content);
      }
      if (name == "hidden" || (name == "style" && Hides(value))) {
        if (hiding_ == nullptr) hiding_ = &node;
      }
      if (value.starts_with("data:")) {
        has_picture_ = true;
      } else if (!value.empty() && !IsOneOf(name, kForPrograms)) {
        attributes_.append(value).append("\n");
      }
    }
  }

  static bool Hides(std::string style) {
    style.erase(std::remove(style.begin(), style.end(), ' '), style.end());
    return style.find("display:none") != std::string::npos ||
           style.find("visibility:hidden") != std::string::npos;
  }

  std::string shown_;
  std::string hidden_;
  std::string comments_;
  std::string scripts_;
  std::string attributes_;
  const xmlNode* hiding_ = nullptr;  // the element that hides all in it; nullptr: none does
  bool has_picture_ = false;
};

struct FreeParser {
  void operator()(htmlParserCtxt* parser) const { htmlFreeParserCtxt(parser); }
};
struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

}  // namespace

void ReadHtml(Reading& reading, const File& file) {
  const std::optional<std::string> text = ToUtf8(file.bytes);
  if (!text) return reading.AddUnread(file.name, Obstacle::kUnknownFormat);
  if (text->size() > kMaxUnpackedPart) return reading.AddUnread(file.name, Obstacle::kTooLarge);
  constexpr int kOptions =
      HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER;
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  const std::unique_ptr<xmlDoc, FreeDocument> document(htmlCtxtReadMemory(
      parser.get(), text->data(), static_cast<int>(text->size()), nullptr, "UTF-8", kOptions));
  if (!document) return reading.AddUnread(file.name, Obstacle::kBroken);
  // Where the parser has limits of its own it stops, and calls that a success.
  const bool is_whole = parser->disableSAX == 0 && parser->input != nullptr &&
                        parser->input->cur == parser->input->end;
  if (!is_whole) reading.AddUnread(file.name, Obstacle::kTooLarge);
  HtmlTexts texts;
  for (xmlNode* node = document->children; node != nullptr; node = node->next) texts.Walk(node);
  texts.Deliver(reading, file);
}

void PrepareHtml() {
  xmlInitParser();
  const char page[] = "<p>&nbsp;</p>";
  xmlFreeDoc(htmlReadMemory(page, sizeof page - 1, nullptr, "UTF-8", HTML_PARSE_NOERROR));
}

}  // namespace gongkai::extract
