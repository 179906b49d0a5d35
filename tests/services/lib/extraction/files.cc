#include "tests/services/lib/extraction/files.h"

#include <archive.h>
#include <archive_entry.h>

#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>

namespace gongkai::extraction {
namespace {

using std::string_literals::operator""s;

constexpr char kXml[] = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";

la_ssize_t Append(archive*, void* to, const void* bytes, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

std::string WriteZip(const Members& members, const char* options) {
  std::string zip;
  const std::unique_ptr<archive, int (*)(archive*)> to(archive_write_new(), archive_write_free);
  archive_write_set_format_zip(to.get());
  archive_write_set_bytes_per_block(to.get(), 0);
  archive_write_set_passphrase(to.get(), "secret");
  if (archive_write_set_options(to.get(), options) != ARCHIVE_OK ||
      archive_write_open(to.get(), &zip, nullptr, Append, nullptr) != ARCHIVE_OK) {
    throw std::runtime_error(archive_error_string(to.get()));
  }
  for (const auto& [name, content] : members) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    archive_entry_copy_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_write_header(to.get(), entry.get());
    archive_write_data(to.get(), content.data(), content.size());
  }
  archive_write_close(to.get());
  return zip;
}

Members With(Members members, const Members& others) {
  members.insert(members.end(), others.begin(), others.end());
  return members;
}

Members OfficeMembers() {
  return {{"[Content_Types].xml", kXml + R"(<Types xmlns="t"/>)"s},
          {"_rels/.rels", kXml + R"(<Relationships xmlns="r"/>)"s}};
}

std::string LittleEndian(std::size_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> (8 * i) & 0xFF);
  return text;
}

// Returns an entry of a TIFF directory.
std::string TiffEntry(std::size_t tag, std::size_t type, std::size_t count,
                      const std::string& value) {
  return LittleEndian(tag, 2) + LittleEndian(type, 2) + LittleEndian(count, 4) + value;
}

constexpr char kPackage[] = "http://schemas.openxmlformats.org/package/2006/";

std::string RelationshipsOf(const std::string& part) {
  const std::size_t name = part.rfind('/') + 1;  // 0 for the document
  return part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
}

// Returns the document that has these parts.
std::string WholeOffice(const std::vector<OfficePart>& parts) {
  std::string types;
  std::map<std::string, std::string> links;
  std::map<std::string, int> last_ids;
  Members members;
  for (const OfficePart& part : parts) {
    const bool is_external = part.content_type.empty();
    links[part.from] +=
        R"(<Relationship Id="rId)" + std::to_string(++last_ids[part.from]) +
        R"(" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/)" +
        part.type + R"(" Target=")" + (is_external ? part.name : "/" + part.name) +
        (is_external ? R"(" TargetMode="External"/>)" : R"("/>)");
    if (is_external) continue;
    types += R"(<Override PartName="/)" + part.name + R"(" ContentType=")" + part.content_type +
             R"("/>)";
    members.emplace_back(part.name,
                         part.content.starts_with('<') ? kXml + part.content : part.content);
  }
  for (const auto& [part, elements] : links) {
    members.emplace_back(RelationshipsOf(part), kXml + "<Relationships xmlns=\""s + kPackage +
                                                    "relationships\">" + elements +
                                                    "</Relationships>");
  }
  members.insert(members.begin(),
                 {"[Content_Types].xml",
                  kXml + "<Types xmlns=\""s + kPackage +
                      "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
                      "vnd.openxmlformats-package.relationships+xml\"/>" +
                      types + "</Types>"});
  return Zip(members);
}

}  // namespace

std::string Zip(const Members& members, bool is_stored) {
  return WriteZip(members, is_stored ? "zip:compression=store" : "zip:compression=deflate");
}

Members Unzip(std::string_view zip) {
  const std::unique_ptr<archive, int (*)(archive*)> from(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(from.get());
  if (archive_read_open_memory(from.get(), zip.data(), zip.size()) != ARCHIVE_OK) {
    throw std::runtime_error(archive_error_string(from.get()));
  }
  Members members;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(from.get(), &entry) == ARCHIVE_OK) {
    auto& [name, content] = members.emplace_back(archive_entry_pathname(entry), "");
    std::string piece(65536, '\0');
    la_ssize_t got = 0;
    while ((got = archive_read_data(from.get(), piece.data(), piece.size())) > 0) {
      content.append(piece, 0, static_cast<std::size_t>(got));
    }
    if (got < 0) throw std::runtime_error(archive_error_string(from.get()));
  }
  return members;
}

std::string EncryptedZip(const Members& members) {
  return WriteZip(members, "zip:encryption=zipcrypt");
}

std::string Docx(std::string_view body, const Members& others) {
  Members members = OfficeMembers();
  members.emplace_back("word/document.xml",
                       kXml + R"(<w:document xmlns:w="w" xmlns:wp="wp"><w:body>)"s +
                           std::string(body) + "</w:body></w:document>");
  return Zip(With(std::move(members), others));
}

std::string Runs(const std::vector<std::string>& texts) {
  std::string runs;
  for (const std::string& text : texts) {
    runs += R"(<w:r><w:t xml:space="preserve">)" + text + "</w:t></w:r>";
  }
  return runs;
}

std::string Row(const std::vector<std::string>& texts) {
  std::string row = "<w:tr>";
  for (const std::string& text : texts) row += "<w:tc><w:p>" + Runs({text}) + "</w:p></w:tc>";
  return row + "</w:tr>";
}

std::string Xlsx(std::string_view sheet, std::string_view strings, std::string_view state,
                 const Members& others) {
  Members members = OfficeMembers();
  members.emplace_back(
      "xl/workbook.xml",
      kXml + R"(<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="名单" sheetId="1" state=")"s +
          std::string(state) +
          R"(" r:id="rId1"/></sheets><definedNames><definedName name="负责人">"13800138000"</definedName></definedNames></workbook>)");
  members.emplace_back(
      "xl/_rels/workbook.xml.rels",
      kXml +
          R"(<Relationships xmlns="r"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)"s);
  members.emplace_back("xl/worksheets/sheet1.xml",
                       kXml + R"(<worksheet xmlns="m">)"s + std::string(sheet) + "</worksheet>");
  if (!strings.empty()) {
    members.emplace_back("xl/sharedStrings.xml",
                         kXml + R"(<sst xmlns="m">)"s + std::string(strings) + "</sst>");
  }
  return Zip(With(std::move(members), others));
}

std::string WholeDocx(std::string_view body, const std::vector<OfficePart>& parts) {
  std::vector<OfficePart> all{
      {.type = "officeDocument",
       .name = "word/document.xml",
       .content =
           R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>)" +
           std::string(body) + "</w:body></w:document>",
       .content_type =
           "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"}};
  all.insert(all.end(), parts.begin(), parts.end());
  return WholeOffice(all);
}

std::string WholeXlsx(std::string_view sheet, std::string_view strings,
                      const std::vector<OfficePart>& parts) {
  const std::string type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const std::string names =
      R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
  std::vector<OfficePart> all{
      {.type = "officeDocument",
       .name = "xl/workbook.xml",
       .content = "<workbook" + names +
                  R"(><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>)",
       .content_type = type + "sheet.main+xml"},
      {.from = "xl/workbook.xml",
       .type = "worksheet",
       .name = "xl/worksheets/sheet1.xml",
       .content = "<worksheet" + names + ">" + std::string(sheet) + "</worksheet>",
       .content_type = type + "worksheet+xml"},
      {.from = "xl/workbook.xml",
       .type = "sharedStrings",
       .name = "xl/sharedStrings.xml",
       .content = "<sst" + names + ">" + std::string(strings) + "</sst>",
       .content_type = type + "sharedStrings+xml"}};
  all.insert(all.end(), parts.begin(), parts.end());
  return WholeOffice(all);
}

std::string Pptx(std::string_view slide, const Members& others) {
  Members members = OfficeMembers();
  members.emplace_back("ppt/slides/slide1.xml", kXml + std::string(slide));
  return Zip(With(std::move(members), others));
}

std::string OpenDocument(std::string_view body, const Members& others) {
  return Zip(With(
      {{"mimetype", "application/vnd.oasis.opendocument.text"},
       {"META-INF/manifest.xml", kXml + R"(<m:manifest xmlns:m="m"/>)"s},
       {"content.xml",
        kXml +
            R"(<office:document-content xmlns:office="o" xmlns:text="x" xmlns:table="t" xmlns:style="s" xmlns:dc="d" xmlns:svg="v">)"s +
            std::string(body) + "</office:document-content>"}},
      others));
}

std::string Ofd(std::string_view page, const Members& others) {
  return Zip(With(
      {{"OFD.xml",
        kXml +
            R"(<ofd:OFD xmlns:ofd="o"><ofd:DocBody><ofd:DocInfo><ofd:Author>张三</ofd:Author></ofd:DocInfo></ofd:DocBody></ofd:OFD>)"s},
       {"Doc_0/Document.xml", kXml + R"(<ofd:Document xmlns:ofd="o"/>)"s},
       {"Doc_0/Pages/Page_0/Content.xml", kXml + R"(<ofd:Page xmlns:ofd="o"><ofd:Content>)"s +
                                              std::string(page) + "</ofd:Content></ofd:Page>"}},
      others));
}

std::string Pdf(const std::vector<std::string>& objects, std::string_view trailer) {
  std::string pdf = "%PDF-1.4\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    char line[32];
    std::snprintf(line, sizeof line, "%010zu 00000 n \n", pdf.size());
    table += line;
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t at = pdf.size();
  const std::string size = std::to_string(objects.size() + 1);
  return pdf + "xref\n0 " + size + "\n" + table + "trailer\n<</Size " + size + "/Root 1 0 R" +
         std::string(trailer) + ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

std::string Deflated(const std::string& content) {
  // A member of a container is what the filter takes, but for the two bytes before it and the four behind.
  const std::string zip = Zip({{"a", content}});
  const auto number = [&zip](std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 4; i > 0; --i)
      value = value << 8 | static_cast<unsigned char>(zip[at + i - 1]);
    return value;
  };
  const auto extra = static_cast<std::size_t>(static_cast<unsigned char>(zip[28]));
  const std::size_t size = number(zip.find("PK\x01\x02") + 20);
  // The check sum behind it is Adler-32, the highest byte first.
  std::size_t low = 1;
  std::size_t high = 0;
  for (const char c : content) {
    low = (low + static_cast<unsigned char>(c)) % 65521;
    high = (high + low) % 65521;
  }
  std::string sum;
  for (const std::size_t half : {high, low})
    sum += {static_cast<char>(half >> 8), static_cast<char>(half & 0xFF)};
  return "\x78\x9C" + zip.substr(30 + 1 + extra, size) + sum;
}

std::string Stream(std::string_view content, std::string_view entries) {
  return "<</Length " + std::to_string(content.size()) + std::string(entries) + ">>\nstream\n" +
         std::string(content) + "\nendstream";
}

std::string PdfPage(std::string_view operations, const std::vector<std::string>& others,
                    std::string_view page_entries, std::string_view catalog_entries,
                    std::string_view trailer) {
  std::vector<std::string> objects{
      "<</Type/Catalog/Pages 2 0 R" + std::string(catalog_entries) + ">>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 "
      "R>>>>" +
          std::string(page_entries) + ">>",
      Stream("BT /F1 12 Tf 50 700 Td " + std::string(operations) + " ET"),
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
  objects.insert(objects.end(), others.begin(), others.end());
  return Pdf(objects, trailer);
}

std::string Photo() {
  constexpr std::size_t kAscii = 2;
  constexpr std::size_t kLong = 4;
  constexpr std::size_t kRational = 5;
  // The directory, the one of the position, and the values that do not fit into the entries.
  const std::size_t gps_at = 8 + 2 + 2 * 12 + 4;
  const std::size_t values_at = gps_at + 2 + 2 * 12 + 4;
  const std::string artist = "Zhang San\0"s;
  std::string tiff = "II*\0"s + LittleEndian(8, 4);
  tiff += LittleEndian(2, 2) +
          TiffEntry(0x013B, kAscii, artist.size(), LittleEndian(values_at, 4)) +
          TiffEntry(0x8825, kLong, 1, LittleEndian(gps_at, 4)) + LittleEndian(0, 4);
  tiff += LittleEndian(2, 2) + TiffEntry(1, kAscii, 2, "N\0\0\0"s) +
          TiffEntry(2, kRational, 3, LittleEndian(values_at + artist.size(), 4)) +
          LittleEndian(0, 4);
  tiff += artist;
  for (const std::size_t number : {39, 54, 20})
    tiff += LittleEndian(number, 4) + LittleEndian(1, 4);
  const std::string exif = "Exif\0\0"s + tiff;
  const std::size_t size = exif.size() + 2;
  return "\xFF\xD8\xFF\xE1"s + static_cast<char>(size >> 8) + static_cast<char>(size & 0xFF) +
         exif + "\xFF\xD9";
}

std::string OldOffice(bool is_encrypted) {
  std::string file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(1024, '\0');
  if (is_encrypted) {
    for (const char c : "EncryptedPackage"s) file += std::string{c, '\0'};
  }
  return file + std::string(1024, '\0');
}

}  // namespace gongkai::extraction
