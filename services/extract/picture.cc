#include "services/extract/picture.h"

#include <libexif/exif-data.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "services/extract/encoding.h"
#include "services/extract/markup.h"

namespace gongkai::extract {
namespace {

using std::string_literals::operator""s;
using std::string_view_literals::operator""sv;

struct Free {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};

// The remarks, and who made the picture.
constexpr auto kTelling = std::to_array<ExifTag>(
    {EXIF_TAG_IMAGE_DESCRIPTION, EXIF_TAG_ARTIST, EXIF_TAG_COPYRIGHT, EXIF_TAG_USER_COMMENT,
     EXIF_TAG_XP_TITLE, EXIF_TAG_XP_COMMENT, EXIF_TAG_XP_AUTHOR, EXIF_TAG_XP_KEYWORDS,
     EXIF_TAG_XP_SUBJECT, EXIF_TAG_DOCUMENT_NAME});

std::string ValueOf(ExifEntry& entry) {
  std::array<char, 4096> text{};
  exif_entry_get_value(&entry, text.data(), text.size());
  return text.data();
}

// What is collected from the directories of EXIF.
struct Collected {
  std::string remarks;
  std::string position;
};

void CollectEntry(ExifEntry* entry, void* to) {
  auto& collected = *static_cast<Collected*>(to);
  const ExifIfd directory = exif_entry_get_ifd(entry);
  const char* name = exif_tag_get_name_in_ifd(entry->tag, directory);
  const std::string line = std::string(name == nullptr ? "" : name) + ": " + ValueOf(*entry) + '\n';
  if (directory == EXIF_IFD_GPS) {
    // A version alone says nothing of a place.
    if (static_cast<int>(entry->tag) != EXIF_TAG_GPS_VERSION_ID) collected.position += line;
    return;
  }
  for (const ExifTag tag : kTelling) {
    if (entry->tag == tag) collected.remarks += line;
  }
}

// Returns the remarks and the position that the EXIF data have.
Collected ReadExif(std::string_view bytes) {
  Collected collected;
  const std::unique_ptr<ExifData, Free> data(exif_data_new_from_data(
      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())));
  if (!data) return collected;
  for (ExifContent* directory : data->ifd) {
    exif_content_foreach_entry(directory, CollectEntry, &collected);
  }
  return collected;
}

std::size_t NumberAt(std::string_view bytes, std::size_t at) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

// Collects the chunks of a PNG that hold EXIF or text.
struct PngChunks {
  std::string exif;
  std::string texts;
};

PngChunks ReadPng(std::string_view bytes) {
  PngChunks chunks;
  constexpr std::size_t kHead = 8;  // length and type; the check sum behind the data has 4 bytes
  for (std::size_t at = 8; at + kHead <= bytes.size();) {
    const std::size_t size = NumberAt(bytes, at);
    const std::string_view type = bytes.substr(at + 4, 4);
    const std::string_view data = bytes.substr(at + kHead, size);
    if (type == "eXIf") chunks.exif = "Exif\0\0"s.append(data);
    if (type == "tEXt" || type == "iTXt") {
      std::string text(data);
      for (char& c : text) c = c == '\0' ? ' ' : c;
      chunks.texts += text + '\n';
    }
    at += kHead + size + 4;
  }
  return chunks;
}

// Collects the remarks in a JPEG.
std::string ReadComments(std::string_view bytes) {
  std::string comments;
  for (std::size_t at = 2; at + 4 <= bytes.size() && bytes[at] == '\xFF';) {
    const char type = bytes[at + 1];
    if (type == '\xDA') break;  // the picture begins
    const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 2]))
                                 << 8 |
                             static_cast<unsigned char>(bytes[at + 3]);
    if (size < 2) break;
    if (type == '\xFE') comments.append(bytes.substr(at + 4, size - 2)).append("\n");
    at += 2 + size;
  }
  return comments;
}

// Returns the text of the XMP in the bytes, which is XML between marks.
std::string ReadXmp(std::string_view bytes) {
  constexpr std::string_view kEnd = "</x:xmpmeta>";
  const std::size_t begin = bytes.find("<x:xmpmeta");
  if (begin == std::string_view::npos) return "";
  const std::size_t end = bytes.find(kEnd, begin);
  if (end == std::string_view::npos) return "";
  const std::string_view xmp = bytes.substr(begin, end + kEnd.size() - begin);
  PlainXmlReader reader(true);
  return ParseXml(xmp, reader) == Obstacle::kNone ? reader.text().text() : std::string(xmp);
}

}  // namespace

void ReadPicture(Reading& reading, const File& file) {
  reading.AddUnread(file.name, Obstacle::kNoText);
  std::string remarks;
  Collected exif;
  if (file.bytes.starts_with("\x89PNG")) {
    const PngChunks chunks = ReadPng(file.bytes);
    exif = ReadExif(chunks.exif);
    remarks = chunks.texts;
  } else if (file.bytes.starts_with("\xFF\xD8")) {
    exif = ReadExif(file.bytes);
    remarks = ReadComments(file.bytes);
  } else if (file.bytes.starts_with("II*\0"sv) || file.bytes.starts_with("MM\0*"sv)) {
    // A TIFF file is what EXIF is within other files.
    exif = ReadExif("Exif\0\0"s.append(file.bytes.substr(0, kMiB)));
  }
  reading.Add(Named(file.name, "拍摄位置"), PartKind::kPosition, exif.position);
  reading.Add(Named(file.name, "图片信息"), PartKind::kProperty,
              exif.remarks + NameToUtf8(remarks));
  reading.AddAside(Named(file.name, "XMP"), PartKind::kShown, ReadXmp(file.bytes));
}

}  // namespace gongkai::extract
