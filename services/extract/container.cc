#include "services/extract/container.h"

#include "services/extract/markup.h"
#include "services/extract/ofd.h"
#include "services/extract/office.h"
#include "services/extract/open_document.h"
#include "services/extract/read_file.h"

namespace gongkai::extract {
namespace {

std::string LinesOf(const std::vector<std::string>& names) {
  std::string lines;
  for (const std::string& name : names) lines += name + '\n';
  return lines;
}

}  // namespace

void ReadNames(const Container& container) {
  const std::string& file = container.file.name;
  container.reading.AddAside(Named(file, "文件名"), PartKind::kShown,
                             LinesOf(container.zip.names()));
  container.reading.Add(Named(file, "压缩包注释"), PartKind::kComment, container.zip.Comments());
}

void ReadEmbedded(const Container& container, Member& member) {
  const std::string part = container.PartOf(member);
  std::string content;
  if (const Obstacle why = member.Read(content); why != Obstacle::kNone) {
    return container.reading.AddUnread(part, why);
  }
  ReadFile(
      container.reading,
      {.name = part, .hint = member.name(), .bytes = content, .depth = container.file.depth + 1});
}

bool ReadXml(const Container& container, Member& member, XmlReader& reader) {
  const Obstacle why = member.Read(reader);
  container.reading.AddUnread(container.PartOf(member), why);
  return why == Obstacle::kNone;
}

void ReadPlainXml(const Container& container, Member& member, PartKind kind, bool with_attributes) {
  PlainXmlReader reader(with_attributes);
  ReadXml(container, member, reader);
  if (kind == PartKind::kShown) {
    container.reading.AddAside(container.PartOf(member), kind, reader.text());
  } else {
    container.reading.Add(container.PartOf(member), kind, reader.text());
  }
}

void ReadContainer(Reading& reading, const File& file) {
  if (file.depth >= kMaxDepth) return reading.AddUnread(file.name, Obstacle::kTooDeep);
  const Zip zip(reading, file.bytes);
  reading.AddUnread(file.name, zip.why());
  const Container container{reading, file, zip};
  ReadNames(container);
  if (zip.Has("OFD.xml")) {
    ReadOfd(container);
  } else if (zip.Has("[Content_Types].xml")) {
    ReadOffice(container);
  } else if (zip.Has("content.xml") && zip.Has("META-INF/manifest.xml")) {
    ReadOpenDocument(container);
  } else {
    zip.ForEach([](const std::string&) { return true; },
                [&container](Member& member) { ReadEmbedded(container, member); });
  }
}

}  // namespace gongkai::extract
