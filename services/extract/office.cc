#include "services/extract/office.h"

#include <set>
#include <string>
#include <string_view>

#include "services/extract/encoding.h"
#include "services/extract/markup.h"
#include "services/extract/office_role.h"
#include "services/extract/properties.h"
#include "services/extract/workbook.h"

namespace gongkai::extract {
namespace {

// Collects what the document refers to outside of itself.
class LinksReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override {
    if (element != "Relationship" || attributes.Get("TargetMode") != "External") return;
    const std::string_view target = attributes.Get("Target");
    TracedText& to = IsPath(target) ? paths_ : links_;
    to.Append(target, attributes.PlaceOf("Target"));
    to += '\n';
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  void Deliver(const Container& container, const Member& member) const {
    const std::string part = container.PartOf(member);
    container.reading.AddAside(Named(part, "链接"), PartKind::kShown, links_);
    container.reading.Add(Named(part, "路径"), PartKind::kProperty, paths_);
  }

 private:
  TracedText links_;
  TracedText paths_;
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

Obstacle Parse(const Member& member, std::string_view xml, XmlReader& reader) {
  return member.number() ? ParseXml(xml, reader, *member.number()) : ParseXml(xml, reader);
}

// Reads a member whose name says nothing. It may be the document all the same, because its name is the
// writer's to choose: so its paragraphs are read, and whatever other text it has.
void ReadRest(const Container& container, Member& member,
              const std::set<std::string>& hidden_styles) {
  const std::string part = container.PartOf(member);
  std::string xml;
  Obstacle why = member.Read(xml);
  MarkupReader markup(hidden_styles);
  if (why == Obstacle::kNone) why = Parse(member, xml, markup);
  PlainXmlReader plain;
  Parse(member, xml, plain);
  container.reading.AddUnread(part, why);
  markup.Deliver(container.reading, part, PartKind::kShown);
  container.reading.AddAside(Named(part, "全部文字"), PartKind::kShown, plain.text());
}

void ReadMember(const Container& container, Member& member,
                const std::set<std::string>& hidden_styles) {
  switch (OfficeRoleOf(member.name())) {
    case OfficeRole::kShown:
      return ReadMarkup(container, member, hidden_styles, PartKind::kShown);
    case OfficeRole::kHidden:
      return ReadMarkup(container, member, hidden_styles, PartKind::kHidden);
    case OfficeRole::kComment:
      return ReadMarkup(container, member, hidden_styles, PartKind::kComment);
    case OfficeRole::kProperties:
      return ReadProperties(container, member);
    case OfficeRole::kLinks: {
      LinksReader reader;
      ReadXml(container, member, reader);
      return reader.Deliver(container, member);
    }
    case OfficeRole::kCustom:
      return ReadPlainXml(container, member, PartKind::kHidden);
    case OfficeRole::kCached:
      return ReadPlainXml(container, member, PartKind::kHidden, true);
    case OfficeRole::kRest:
      return ReadRest(container, member, hidden_styles);
    case OfficeRole::kEmbedded:
      return ReadEmbedded(container, member);
    case OfficeRole::kPrinter:
      return ReadPrinter(container, member);
    case OfficeRole::kWorkbook:
      return;
  }
}

}  // namespace

void ReadOffice(const Container& container) {
  HiddenStylesReader styles;
  container.zip.ForEach([](const std::string& name) { return name == "word/styles.xml"; },
                        [&styles](Member& member) { static_cast<void>(member.Read(styles)); });
  ReadWorkbook(container);
  container.zip.ForEach(
      [](const std::string& name) { return OfficeRoleOf(name) != OfficeRole::kWorkbook; },
      [&](Member& member) { ReadMember(container, member, styles.styles()); });
}

}  // namespace gongkai::extract
