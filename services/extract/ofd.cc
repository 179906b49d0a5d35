#include "services/extract/ofd.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "services/extract/markup.h"
#include "services/extract/properties.h"
#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

// A box on the page: left, top, width, height.
struct Box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
};

std::optional<Box> BoxOf(std::string_view text) {
  std::array<double, 4> numbers{};
  for (double& number : numbers) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return Box{numbers[0], numbers[1], numbers[2], numbers[3]};
}

// Elements of numbers by which a page is drawn.
constexpr auto kDrawings =
    std::to_array<std::string_view>({"AbbreviatedData", "Glyphs", "PhysicalBox", "ApplicationBox",
                                     "ContentBox", "CropBox", "BleedBox"});

// Collects the text of a page. The file says where each piece of text stands, not which pieces are a line:
// pieces on the same height that touch are joined, others on that height are cells.
class PageReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    ++depth_;
    if (attributes.Get("Visible") == "false" || attributes.Get("Alpha") == "0") {
      if (hidden_from_ == 0) hidden_from_ = depth_;
    }
    if (element == "TextObject") Place(BoxOf(attributes.Get("Boundary")));
    is_text_ = element == "TextCode";
    is_drawing_ = IsOneOf(element, kDrawings);
    const std::string_view creator = attributes.Get("Creator");
    if (!creator.empty()) creators_.append(creator).append("\n");
  }
  void Text(std::string_view text) override {
    if (is_text_) {
      To() += text;
    } else if (!is_drawing_) {
      others_ += text;
    }
  }
  void End(std::string_view) override {
    is_text_ = false;
    is_drawing_ = false;
    if (!others_.empty() && !others_.ends_with('\n')) others_ += '\n';
    if (hidden_from_ == depth_) hidden_from_ = 0;
    --depth_;
  }

  void Deliver(const Container& container, const Member& member, PartKind kind) const {
    const std::string part = container.PartOf(member);
    container.reading.Add(part, kind, shown_);
    // Text about the page, such as the remark of an annotation.
    if (kind == PartKind::kShown) {
      container.reading.AddAside(Named(part, "其他文字"), kind, others_);
    } else {
      container.reading.Add(Named(part, "其他文字"), kind, others_);
    }
    container.reading.Add(Named(part, "隐藏文字"), PartKind::kHidden, hidden_);
    container.reading.Add(Named(part, "作者"), PartKind::kProperty, creators_);
  }

 private:
  std::string& To() { return hidden_from_ != 0 ? hidden_ : shown_; }

  void Place(const std::optional<Box>& box) {
    std::string& text = To();
    if (!text.empty()) {
      if (!box || !last_ || std::abs(box->top - last_->top) > last_->height / 2) {
        text += '\n';
      } else if (std::abs(box->left - (last_->left + last_->width)) > last_->height / 2) {
        text += '\t';
      }
    }
    last_ = box;
  }

  std::string shown_;
  std::string hidden_;
  std::string others_;
  std::string creators_;
  std::optional<Box> last_;
  bool is_text_ = false;
  bool is_drawing_ = false;
  int depth_ = 0;
  int hidden_from_ = 0;  // the depth of the element that hides all in it; 0: none does
};

bool Has(const std::string& name, std::string_view what) {
  return name.find(what) != std::string::npos;
}

void ReadPage(const Container& container, Member& member, PartKind kind) {
  PageReader reader;
  ReadXml(container, member, reader);
  reader.Deliver(container, member, kind);
}

// Seals and signatures are in ASN.1: their text is that of the certificate. Other files there are read.
void ReadSignature(const Container& container, Member& member) {
  std::string content;
  const Obstacle why = member.Read(content);
  if (why != Obstacle::kNone || content.empty() || content.front() != '\x30') {
    container.reading.AddUnread(container.PartOf(member),
                                why == Obstacle::kNone ? Obstacle::kUnknownFormat : why);
  }
}

void ReadMember(const Container& container, Member& member) {
  const std::string& name = member.name();
  const bool is_xml = name.ends_with(".xml");
  if (name == "OFD.xml") {
    ReadProperties(container, member);
  } else if (is_xml && (Has(name, "Annot"))) {
    ReadPage(container, member, PartKind::kComment);
  } else if (is_xml && Has(name, "CustomTag")) {
    ReadPlainXml(container, member, PartKind::kHidden);
  } else if (Has(name, "Signs/") && (name.ends_with(".dat") || name.ends_with(".esl"))) {
    ReadSignature(container, member);
  } else if (is_xml && !Has(name, "Attachs/")) {
    ReadPage(container, member,
             PartKind::kShown);  // what a page is called is the writer's to choose
  } else {
    ReadEmbedded(container, member);
  }
}

}  // namespace

void ReadOfd(const Container& container) {
  container.zip.ForEach([](const std::string&) { return true; },
                        [&container](Member& member) { ReadMember(container, member); });
}

}  // namespace gongkai::extract
