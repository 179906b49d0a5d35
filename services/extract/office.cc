#include "services/extract/office.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "services/extract/encoding.h"
#include "services/extract/markup.h"
#include "services/extract/properties.h"
#include "services/extract/workbook.h"

namespace gongkai::extract {
namespace {

// How a member is read.
enum class Role : unsigned char {
  kEmbedded,  // as a file of its own
  kShown,
  kHidden,
  kComment,
  kProperties,
  kLinks,
  kCustom,    // data behind the document
  kCached,    // data of other documents: values are attributes
  kPrinter,   // settings of a printer, which begin with its name
  kWorkbook,  // has been read with the workbook
  kRest,      // styles and the like: text in it would be unusual
};

struct Rule {
  std::string_view begin;
  std::string_view contained;
  Role role;
};

// The first that fits counts; names are in lower case.
constexpr auto kRules = std::to_array<Rule>({
    {"", ".rels", Role::kLinks},
    {"docprops/", ".xml", Role::kProperties},
    {"customxml/", "itemprops", Role::kRest},
    {"customxml/", ".xml", Role::kCustom},
    {"word/document", ".xml", Role::kShown},
    {"word/header", ".xml", Role::kShown},
    {"word/footer", ".xml", Role::kShown},
    {"word/footnotes", ".xml", Role::kShown},
    {"word/endnotes", ".xml", Role::kShown},
    {"word/glossary/document", ".xml", Role::kHidden},
    {"word/comments", ".xml", Role::kComment},
    {"word/people", ".xml", Role::kComment},
    {"word/numbering", ".xml", Role::kShown},
    {"word/settings", ".xml", Role::kShown},
    {"ppt/slides/", ".xml", Role::kShown},
    {"ppt/slidemasters/", ".xml", Role::kShown},
    {"ppt/slidelayouts/", ".xml", Role::kShown},
    {"ppt/handoutmasters/", ".xml", Role::kShown},
    {"ppt/notesslides/", ".xml", Role::kComment},
    {"ppt/notesmasters/", ".xml", Role::kShown},
    {"ppt/comment", ".xml", Role::kComment},
    {"ppt/authors", ".xml", Role::kComment},
    {"xl/comments", ".xml", Role::kComment},
    {"xl/threadedcomments/", ".xml", Role::kComment},
    {"xl/persons/", ".xml", Role::kComment},
    {"xl/externallinks/", ".xml", Role::kHidden},
    {"xl/pivotcache/", ".xml", Role::kCached},
    {"", "/charts/", Role::kShown},
    {"", "/diagrams/", Role::kShown},
    {"", "/drawings/", Role::kShown},
    {"", ".xml", Role::kRest},
    {"", ".vml", Role::kRest},
});

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

Role RoleOf(const std::string& member) {
  if (IsOfWorkbook(member)) return Role::kWorkbook;
  const std::string name = Lower(member);
  if (name.find("/printersettings/") != std::string::npos && !name.ends_with(".rels"))
    return Role::kPrinter;
  if (!name.ends_with(".xml") && !name.ends_with(".rels") && !name.ends_with(".vml")) {
    return Role::kEmbedded;
  }
  for (const Rule& rule : kRules) {
    if (name.starts_with(rule.begin) && name.find(rule.contained) != std::string::npos) {
      return rule.role;
    }
  }
  return Role::kRest;
}

// Collects what the document refers to outside of itself.
class LinksReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    if (element != "Relationship" || attributes.Get("TargetMode") != "External") return;
    const std::string_view target = attributes.Get("Target");
    // A path tells of the computer on which the document was written.
    const bool is_path = target.starts_with("file:") || target.find('\\') != std::string_view::npos;
    (is_path ? paths_ : links_).append(target).append("\n");
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  void Deliver(const Container& container, const Member& member) const {
    const std::string part = container.PartOf(member);
    container.reading.AddAside(Named(part, "链接"), PartKind::kShown, links_);
    container.reading.Add(Named(part, "路径"), PartKind::kProperty, paths_);
  }

 private:
  std::string links_;
  std::string paths_;
};

void ReadMarkup(const Container& container, Member& member,
                const std::set<std::string>& hidden_styles, PartKind kind) {
  MarkupReader reader(hidden_styles);
  ReadXml(container, member, reader);
  reader.Deliver(container.reading, container.PartOf(member), kind);
}

// Reads the settings of a printer. On a Mac they are XML behind a few bytes; elsewhere they begin with the
// name of the printer, 32 units of UTF-16 at most, and the rest is numbers, and what the driver wants.
void ReadPrinter(const Container& container, Member& member) {
  std::string settings;
  container.reading.AddUnread(container.PartOf(member), member.Read(settings));
  if (const std::size_t xml = settings.find("<?xml"); xml != std::string::npos) {
    return container.reading.AddAside(container.PartOf(member), PartKind::kShown,
                                      std::string_view(settings).substr(xml));
  }
  constexpr std::size_t kLongest = 32;
  std::u16string name;
  for (std::size_t at = 0; at + 1 < settings.size() && name.size() < kLongest; at += 2) {
    const auto unit = static_cast<char16_t>(static_cast<unsigned char>(settings[at]) |
                                            static_cast<unsigned char>(settings[at + 1]) << 8);
    if (unit == 0) break;
    name += unit;
  }
  container.reading.AddAside(container.PartOf(member), PartKind::kShown, FromUtf16(name));
}

// Reads a member whose name says nothing. It may be the document all the same, because its name is the
// writer's to choose: so its paragraphs are read, and whatever other text it has.
void ReadRest(const Container& container, Member& member,
              const std::set<std::string>& hidden_styles) {
  const std::string part = container.PartOf(member);
  std::string xml;
  Obstacle why = member.Read(xml);
  MarkupReader markup(hidden_styles);
  if (why == Obstacle::kNone) why = ParseXml(xml, markup);
  PlainXmlReader plain;
  ParseXml(xml, plain);
  container.reading.AddUnread(part, why);
  markup.Deliver(container.reading, part, PartKind::kShown);
  container.reading.AddAside(Named(part, "全部文字"), PartKind::kShown, plain.text());
}

void ReadMember(const Container& container, Member& member,
                const std::set<std::string>& hidden_styles) {
  switch (RoleOf(member.name())) {
    case Role::kShown:
      return ReadMarkup(container, member, hidden_styles, PartKind::kShown);
    case Role::kHidden:
      return ReadMarkup(container, member, hidden_styles, PartKind::kHidden);
    case Role::kComment:
      return ReadMarkup(container, member, hidden_styles, PartKind::kComment);
    case Role::kProperties:
      return ReadProperties(container, member);
    case Role::kLinks: {
      LinksReader reader;
      ReadXml(container, member, reader);
      return reader.Deliver(container, member);
    }
    case Role::kCustom:
      return ReadPlainXml(container, member, PartKind::kHidden);
    case Role::kCached:
      return ReadPlainXml(container, member, PartKind::kHidden, true);
    case Role::kRest:
      return ReadRest(container, member, hidden_styles);
    case Role::kEmbedded:
      return ReadEmbedded(container, member);
    case Role::kPrinter:
      return ReadPrinter(container, member);
    case Role::kWorkbook:
      return;
  }
}

}  // namespace

void ReadOffice(const Container& container) {
  HiddenStylesReader styles;
  container.zip.ForEach([](const std::string& name) { return name == "word/styles.xml"; },
                        [&styles](Member& member) { static_cast<void>(member.Read(styles)); });
  ReadWorkbook(container);
  container.zip.ForEach([](const std::string& name) { return RoleOf(name) != Role::kWorkbook; },
                        [&](Member& member) { ReadMember(container, member, styles.styles()); });
}

}  // namespace gongkai::extract
