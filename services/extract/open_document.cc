#include "services/extract/open_document.h"

#include <string>
#include <string_view>

#include "services/extract/markup.h"
#include "services/extract/open_text.h"
#include "services/extract/properties.h"

namespace gongkai::extract {
namespace {

// Tells whether members are encrypted: the zip container itself does not show it.
class ManifestReader : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes&) override {
    is_encrypted_ = is_encrypted_ || element == "encryption-data";
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  bool is_encrypted() const { return is_encrypted_; }

 private:
  bool is_encrypted_ = false;
};

bool IsNamed(const std::string& member, std::string_view name) {
  return member == name || member.ends_with("/" + std::string(name));
}

void ReadMember(const Container& container, Member& member) {
  const std::string& name = member.name();
  if (IsNamed(name, "content.xml") || IsNamed(name, "styles.xml")) {
    OpenTextReader reader;
    ReadXml(container, member, reader);
    reader.Deliver(container.reading, container.PartOf(member));
  } else if (IsNamed(name, "meta.xml")) {
    ReadProperties(container, member);
  } else if (name.ends_with(".xml") || name.ends_with(".rdf")) {
    ReadPlainXml(container, member, PartKind::kShown);
  } else if (name != "mimetype") {
    ReadEmbedded(container, member);
  }
}

}  // namespace

void ReadOpenDocument(const Container& container) {
  ManifestReader manifest;
  container.zip.ForEach([](const std::string& name) { return name == "META-INF/manifest.xml"; },
                        [&](Member& member) { ReadXml(container, member, manifest); });
  if (manifest.is_encrypted()) {
    return container.reading.AddUnread(container.file.name, Obstacle::kEncrypted);
  }
  container.zip.ForEach([](const std::string&) { return true; },
                        [&container](Member& member) { ReadMember(container, member); });
}

}  // namespace gongkai::extract
