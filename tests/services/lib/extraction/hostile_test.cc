// Files that are made to harm whoever reads them. Each ends as texts, or as what could not be read, within
// the limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/services/lib/extraction/files.h"
#include "tests/services/lib/extraction/reading.h"

namespace gongkai::extraction {
namespace {

using leak::Obstacle;
using leak::Unread;
using std::string_literals::operator""s;
using testing::Contains;
using testing::Each;
using testing::Field;
using testing::IsEmpty;
using testing::Not;

constexpr std::size_t kMaxText = std::size_t{16} << 20;
constexpr std::size_t kMiB = std::size_t{1} << 20;

std::string Repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// A file, and an obstacle that must be told; kNone: it may be read, or not.
struct Hostile {
  std::string name;
  std::function<std::string()> make;
  Obstacle why = Obstacle::kNone;
};
void PrintTo(const Hostile& test, std::ostream* os) { *os << test.name; }

// Reads the file, and expects what holds for every file.
leak::Document ReadHostile(const std::string& name, std::string_view bytes) {
  leak::Document document = Read(name, bytes);
  std::size_t size = 0;
  for (const leak::Part& part : document.parts) size += part.text.size();
  EXPECT_LE(size, kMaxText);
  EXPECT_TRUE(!document.parts.empty() || !document.unread.empty()) << "an empty pass";
  return document;
}

class HostileTest : public testing::TestWithParam<Hostile> {};

TEST_P(HostileTest, EndsWithinTheLimits) {
  const leak::Document document = ReadHostile(GetParam().name, GetParam().make());
  if (GetParam().why != Obstacle::kNone) {
    EXPECT_THAT(document.unread, Contains(Field(&Unread::why, GetParam().why)));
  }
  // The program was not stopped: it told by itself what is wrong with the file.
  EXPECT_THAT(document.unread, Each(Field(&Unread::why, Not(Obstacle::kStopped))));
}

std::string DocxOf(const std::string& xml) {
  return Zip({{"[Content_Types].xml", "<t/>"}, {"word/document.xml", xml}});
}

std::string NestedZips(int levels) {
  std::string zip = Zip({{"a.txt", "abc"}});
  for (int i = 1; i < levels; ++i) zip = Zip({{"inner.zip", zip}});
  return zip;
}

// Returns a container whose directory lists its only member so many times.
std::string ZipWithRepeatedEntries(int times) {
  std::string zip = Zip({{"a.txt", std::string(10 * kMiB, 'a')}});
  const std::size_t at = zip.find("PK\x01\x02");
  const std::size_t end = zip.find("PK\x05\x06");
  const std::string directory = zip.substr(at, end - at);
  std::string tail = zip.substr(end);
  std::string changed = zip.substr(0, at) + Repeat(directory, static_cast<std::size_t>(times));
  const std::size_t size = changed.size() - at;
  for (const int field : {8, 10}) {
    tail[static_cast<std::size_t>(field)] = static_cast<char>(times & 0xFF);
    tail[static_cast<std::size_t>(field) + 1] = static_cast<char>(times >> 8);
  }
  for (std::size_t i = 0; i < 4; ++i) tail[12 + i] = static_cast<char>(size >> (8 * i) & 0xFF);
  return changed + tail;
}

// Returns a container with a member that its directory does not list.
std::string ZipWithHiddenMember() {
  std::string zip = Zip({{"a.txt", "abc"}, {"b.txt", "13800138000"}});
  const std::size_t first = zip.find("PK\x01\x02");
  const std::size_t second = zip.find("PK\x01\x02", first + 1);
  const std::size_t end = zip.find("PK\x05\x06");
  std::string tail = zip.substr(end);
  tail[8] = 1;
  tail[10] = 1;
  const std::size_t size = second - first;
  for (std::size_t i = 0; i < 4; ++i) tail[12 + i] = static_cast<char>(size >> (8 * i) & 0xFF);
  return zip.substr(0, second) + tail;
}

std::string ManyMembers(int number) {
  Members members;
  for (int i = 0; i < number; ++i) members.emplace_back(std::to_string(i) + ".txt", "a");
  return Zip(members);
}

std::string PdfWithPages(const std::string& tree, const std::vector<std::string>& others = {}) {
  std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>", tree};
  objects.insert(objects.end(), others.begin(), others.end());
  return Pdf(objects);
}

std::string Patched(std::string bytes, std::string_view from, std::string_view to) {
  return bytes.replace(bytes.find(from), from.size(), to);
}

std::string Random(unsigned seed, std::string_view begin) {
  std::mt19937 random(seed);
  std::string bytes(begin);
  while (bytes.size() < 100'000) bytes += static_cast<char>(random() & 0xFF);
  return bytes;
}

constexpr char kBillionLaughs[] =
    R"(<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]><w><p><t>&h;&h;&h;</t></p></w>)";

INSTANTIATE_TEST_SUITE_P(
    Zips, HostileTest,
    testing::Values(
        Hostile{"one part of 300 MiB",
                [] {
                  return Zip({{"a.txt", std::string(300 * kMiB, 'a')}});
                },
                Obstacle::kTooLarge},
        Hostile{"parts of 60 MiB",
                [] {
                  Members members;
                  for (int i = 0; i < 6; ++i) {
                    members.emplace_back(std::to_string(i), std::string(60 * kMiB, '\0'));
                  }
                  return Zip(members);
                },
                Obstacle::kTooLarge},
        Hostile{"bombs in bombs",
                [] {
                  Members members;
                  const std::string inner = Zip({{"a", std::string(60 * kMiB, '\0')}});
                  for (int i = 0; i < 50; ++i)
                    members.emplace_back(std::to_string(i) + ".zip", inner);
                  return Zip(members);
                },
                Obstacle::kTooLarge},
        Hostile{"text of 17 MiB",
                [] {
                  return Zip({{"a.txt", std::string(17 * kMiB, 'a')}});
                },
                Obstacle::kTooLarge},
        Hostile{"11,000 members", [] { return ManyMembers(11'000); }, Obstacle::kTooLarge},
        Hostile{"2,000 directory entries over one body",
                [] { return ZipWithRepeatedEntries(2000); }},
        Hostile{"member that is not in the directory", ZipWithHiddenMember, Obstacle::kBroken},
        Hostile{"two containers one after another",
                [] {
                  return Zip({{"b.txt", "13800138000"}}) + Zip({{"a.txt", "abc"}});
                },
                Obstacle::kBroken},
        Hostile{"something before the container",
                [] {
                  return "MZ\x90"s + Zip({{"a.txt", "abc"}});
                },
                Obstacle::kUnknownFormat},
        Hostile{"three levels", [] { return NestedZips(3); }},
        Hostile{"four levels", [] { return NestedZips(4); }, Obstacle::kTooDeep},
        Hostile{"a hundred levels", [] { return NestedZips(100); }, Obstacle::kTooDeep},
        Hostile{
            "container that contains its own name",
            [] {
              return Zip({{"a.zip", Zip({{"a.zip", Zip({{"a.zip", Zip({{"a.zip", "x"}})}})}})}});
            },
            Obstacle::kTooDeep},
        Hostile{"paths to elsewhere",
                [] {
                  return Zip(
                      {{"../../../../etc/passwd", "abc"}, {"/etc/passwd", "abc"}, {"C:\\a", "b"}});
                }},
        Hostile{"huge name",
                [] {
                  return Zip({{std::string(60'000, 'a'), "abc"}});
                }},
        Hostile{"name that is not text",
                [] {
                  return Zip({{"\xFF\xFE\x01\x02", "abc"}});
                }},
        Hostile{"name twice",
                [] {
                  return Zip({{"a.txt", "abc"}, {"a.txt", "13800138000"}});
                }},
        Hostile{"folder with a content",
                [] {
                  return Zip({{"a.txt/", "13800138000"}, {"b.txt", "b"}});
                },
                Obstacle::kBroken},
        Hostile{"encrypted",
                [] {
                  return EncryptedZip({{"a.txt", "abc"}});
                },
                Obstacle::kEncrypted},
        Hostile{"wrong size",
                [] {
                  std::string zip = Zip({{"a.txt", std::string(1000, 'a')}});
                  const std::size_t at = zip.find("PK\x01\x02");
                  zip[at + 20] = '\x7F';
                  zip[at + 24] = '\x7F';
                  zip[at + 27] = '\x7F';
                  return zip;
                }},
        Hostile{"wrong check sum",
                [] {
                  std::string zip = Zip({{"a.txt", "abcdefgh"}}, true);
                  return Patched(zip, "abcdefgh", "abcdefgX");
                },
                Obstacle::kBroken},
        Hostile{"unknown compression",
                [] {
                  std::string zip = Zip({{"a.txt", "abcdefgh"}}, true);
                  zip[8] = 77;
                  zip[zip.find("PK\x01\x02") + 10] = 77;
                  return zip;
                },
                Obstacle::kBroken},
        Hostile{"offset beyond the end",
                [] {
                  std::string zip = Zip({{"a.txt", "abc"}});
                  zip[zip.find("PK\x01\x02") + 45] = '\x7F';
                  return zip;
                },
                Obstacle::kBroken},
        Hostile{"only the signature", [] { return "PK\x03\x04"s; }, Obstacle::kBroken},
        Hostile{"only an empty directory that lies", [] {
                  return "PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x7F\0\0"s;
                }}));

INSTANTIATE_TEST_SUITE_P(
    Office, HostileTest,
    testing::Values(
        Hostile{"billion laughs", [] { return DocxOf(kBillionLaughs); }, Obstacle::kBroken},
        Hostile{"quadratic blowup",
                [] {
                  return DocxOf("<!DOCTYPE a [<!ENTITY a \"" + std::string(100'000, 'a') +
                                "\">]><w><t>" + Repeat("&a;", 10'000) + "</t></w>");
                },
                Obstacle::kBroken},
        Hostile{"external entity",
                [] {
                  return DocxOf(
                      "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w><t>&x;</t></w>");
                },
                Obstacle::kBroken},
        Hostile{"external DTD",
                [] { return DocxOf("<!DOCTYPE a SYSTEM \"http://localhost/a.dtd\"><w/>"); },
                Obstacle::kBroken},
        Hostile{"200,000 nested elements",
                [] { return DocxOf(Repeat("<p>", 200'000) + Repeat("</p>", 200'000)); },
                Obstacle::kTooDeep},
        Hostile{"200,000 nested elements that do not end",
                [] { return DocxOf(Repeat("<a>", 200'000)); }, Obstacle::kTooDeep},
        Hostile{"nested tables",
                [] { return DocxOf(Repeat("<tc>", 250) + "<t>a</t>" + Repeat("</tc>", 250)); }},
        Hostile{"100,000 attributes",
                [] {
                  std::string xml = "<w";
                  for (int i = 0; i < 100'000; ++i) xml += " a" + std::to_string(i) + "=\"x\"";
                  return DocxOf(xml + "/>");
                }},
        Hostile{"attribute of 20 MiB",
                [] { return DocxOf("<w a=\"" + std::string(20 * kMiB, 'a') + "\"/>"); }},
        Hostile{"text of 60 MiB",
                [] { return DocxOf("<w><p><t>" + std::string(60 * kMiB, 'a') + "</t></p></w>"); },
                Obstacle::kTooLarge},
        Hostile{"not XML", [] { return DocxOf("13800138000"); }, Obstacle::kBroken},
        Hostile{"no end", [] { return DocxOf("<w><p><t>abc"); }, Obstacle::kBroken},
        Hostile{"not UTF-8", [] { return DocxOf("<w><t>\xFF\xFE</t></w>"); }, Obstacle::kBroken},
        Hostile{"unknown encoding",
                [] { return DocxOf("<?xml version=\"1.0\" encoding=\"KLINGON\"?><w/>"); },
                Obstacle::kBroken},
        Hostile{"UTF-7",
                [] { return DocxOf("<?xml version=\"1.0\" encoding=\"UTF-7\"?><w>+ADw-</w>"); },
                Obstacle::kBroken},
        Hostile{"no document",
                [] {
                  return Zip({{"[Content_Types].xml", "<t/>"}});
                },
                Obstacle::kNoText},
        Hostile{"document in a document in a document",
                [] {
                  std::string docx = Docx("");
                  for (int i = 0; i < 5; ++i) docx = Docx("", {{"word/embeddings/a.docx", docx}});
                  return docx;
                },
                Obstacle::kTooDeep},
        Hostile{"all formats at once",
                [] {
                  return Zip({{"[Content_Types].xml", "<t/>"},
                              {"OFD.xml", "<o/>"},
                              {"content.xml", "<c/>"},
                              {"META-INF/manifest.xml", "<m/>"},
                              {"word/document.xml", "<w><p><t>a</t></p></w>"}});
                }},
        Hostile{"embedded program",
                [] {
                  return Docx("", {{"word/vbaProject.bin", OldOffice()}});
                },
                Obstacle::kOldFormat}));

INSTANTIATE_TEST_SUITE_P(
    Sheets, HostileTest,
    testing::Values(
        Hostile{"sheet that claims 100,000 x 100,000",
                [] {
                  return Xlsx(
                      "<dimension ref=\"A1:EQXD100000\"/><sheetData><row r=\"100000\"><c "
                      "r=\"EQXD100000\"><v>1</v></c></row></sheetData>");
                }},
        Hostile{"cells in the last column",
                [] {
                  return Xlsx("<sheetData>" +
                              Repeat("<row><c r=\"XFD1\"><v>1</v></c></row>", 500'000) +
                              "</sheetData>");
                },
                Obstacle::kTooLarge},
        Hostile{"one string shared a million times",
                [] {
                  return Xlsx("<sheetData><row>" + Repeat("<c t=\"s\"><v>0</v></c>", 1'000'000) +
                                  "</row></sheetData>",
                              "<si><t>" + std::string(100'000, 'a') + "</t></si>");
                },
                Obstacle::kTooLarge},
        Hostile{"huge index of a string",
                [] {
                  return Xlsx(
                      "<sheetData><row><c t=\"s\"><v>18446744073709551615</v></c><c "
                      "t=\"s\"><v>-1</v></c><c "
                      "t=\"s\"><v>99999999999999999999999</v></c></row></sheetData>",
                      "<si><t>a</t></si>");
                }},
        Hostile{"a million empty strings",
                [] { return Xlsx("<sheetData/>", Repeat("<si/>", 1'000'000)); }},
        Hostile{"references that are none",
                [] {
                  return Xlsx(
                      "<sheetData><row r=\"-1\"><c r=\"\"><v>1</v></c><c "
                      "r=\"ZZZZZZZZZZZZZZZZ1\"><v>2</v></c><c r=\"a1\"><v>3</v></c><c "
                      "r=\"1\"><v>4</v></c></row></sheetData>");
                }},
        Hostile{"cells without rows",
                [] { return Xlsx("<c><v>1</v></c><v>2</v><c><c><v>3</v></c></c>"); }},
        Hostile{
            "100,000 hidden columns",
            [] {
              return Xlsx(
                  "<cols>" + Repeat("<col min=\"1\" max=\"99999999\" hidden=\"1\"/>", 100'000) +
                  "</cols><sheetData><row><c r=\"A1\"><v>13800138000</v></c></row></sheetData>");
            }},
        Hostile{"relationships in a circle",
                [] {
                  return Xlsx(
                      "<sheetData/>", "", "visible",
                      {{"xl/worksheets/_rels/sheet1.xml.rels",
                        "<r><Relationship Target=\"../_rels/../worksheets/sheet1.xml\"/></r>"}});
                }},
        Hostile{"cells that repeat 99,999,999 times",
                [] {
                  return OpenDocument(Repeat(
                      "<table:table-row table:number-rows-repeated=\"99999999\"><table:table-cell "
                      "table:number-columns-repeated=\"99999999\"><text:p>a</text:p></"
                      "table:table-cell></table:table-row>",
                      1000));
                }},
        Hostile{"spaces that repeat 99,999,999 times",
                [] {
                  return OpenDocument(
                      "<text:p>" + Repeat("<text:s text:c=\"99999999\"/>", 500'000) + "a</text:p>");
                },
                Obstacle::kTooLarge},
        Hostile{"200,000 nested elements of OpenDocument",
                [] { return OpenDocument(Repeat("<text:p>", 200'000)); }, Obstacle::kTooDeep},
        Hostile{"boxes that are none",
                [] {
                  return Ofd(
                      "<TextObject Boundary=\"nan inf -1e999 "
                      "x\"><TextCode>a</TextCode></TextObject><TextObject "
                      "Boundary=\"\"><TextCode>b</TextCode></TextObject>");
                }},
        Hostile{"200,000 nested elements of OFD", [] { return Ofd(Repeat("<a>", 200'000)); },
                Obstacle::kTooDeep}));

INSTANTIATE_TEST_SUITE_P(
    Html, HostileTest,
    testing::Values(
        Hostile{"300,000 elements that do not end",
                [] { return Repeat("<div>", 300'000) + "13800138000"; }},
        Hostile{"300,000 nested inline elements",
                [] { return "<p>" + Repeat("<b>", 300'000) + "a"; }},
        Hostile{"100,000 attributes",
                [] {
                  std::string html = "<p";
                  for (int i = 0; i < 20'000; ++i) html += " a" + std::to_string(i) + "=x";
                  return html + ">a";
                }},
        Hostile{"entities",
                [] { return "<p>" + Repeat("&amp;&#0;&#xFFFFFFFF;&#x110000;&nosuch;", 50'000); }},
        Hostile{"document type with entities",
                [] { return "<!DOCTYPE html [<!ENTITY a \"b\">]><p>&a;"s; }},
        Hostile{"no end of a comment", [] { return "<html><!--" + std::string(kMiB, '-'); }},
        Hostile{"no end of a script", [] { return "<html><script>" + std::string(kMiB, '<'); }},
        Hostile{"text of 20 MiB", [] { return "<html>" + std::string(20 * kMiB, 'a'); },
                Obstacle::kTooLarge}));

INSTANTIATE_TEST_SUITE_P(
    Pdf, HostileTest,
    testing::Values(
        Hostile{"container behind the file",
                [] {
                  return PdfPage("(a) Tj") + Zip({{"a.txt", "13800138000"}});
                },
                Obstacle::kUnknownFormat},
        Hostile{"pages in a circle",
                [] { return PdfWithPages("<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"); }},
        Hostile{"pages in a longer circle",
                [] {
                  return PdfWithPages("<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                      {"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"});
                }},
        Hostile{"a billion pages",
                [] { return PdfWithPages("<</Type/Pages/Kids[]/Count 1000000000>>"); }},
        Hostile{"pages that are no pages",
                [] { return PdfWithPages("<</Type/Pages/Kids[1 0 R 9 0 R]/Count -1>>"); },
                Obstacle::kBroken},
        Hostile{"form that contains itself",
                [] {
                  std::string pdf =
                      PdfPage("ET /X Do BT", {Stream("/X Do",
                                                     "/Type/XObject/Subtype/Form/BBox[0 0 9 "
                                                     "9]/Resources<</XObject<</X 6 0 R>>>>")});
                  return Patched(pdf, "/Resources<<", "/Resources<</XObject<</X 6 0 R>>");
                }},
        Hostile{"length that refers to itself",
                [] { return PdfPage("(a) Tj", {"<</Length 6 0 R>>\nstream\nabc\nendstream"}); }},
        Hostile{
            "stream of 300 MiB",
            [] { return PdfPage("(a) Tj", {"<</Length 314572800>>\nstream\nabc\nendstream"}); }},
        Hostile{"100,000 nested arrays",
                [] { return PdfPage("(a) Tj", {Repeat("[", 100'000) + Repeat("]", 100'000)}); }},
        Hostile{"100,000 nested arrays on a page", [] { return PdfPage(Repeat("[", 100'000)); }},
        Hostile{"page that unpacks to 200 MiB",
                [] {
                  const std::string packed = Deflated(std::string(200 * kMiB, ' '));
                  return Patched(PdfPage("(a) Tj", {Stream(packed, "/Filter/FlateDecode")}),
                                 "/Contents 4 0 R", "/Contents 6 0 R");
                },
                Obstacle::kNoText},
        Hostile{"embedded file that unpacks to 200 MiB",
                [] {
                  const std::string packed = Deflated(std::string(200 * kMiB, 'a'));
                  return PdfPage("(a) Tj", {"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>",
                                            Stream(packed, "/Filter/FlateDecode")});
                },
                Obstacle::kTooLarge},
        Hostile{"25 embedded files that unpack to 60 MiB each",
                [] {
                  std::vector<std::string> files;
                  const std::string packed = Deflated(std::string(60 * kMiB, 'a'));
                  for (int i = 0; i < 25; ++i) {
                    files.push_back("<</Type/Filespec/F(" + std::to_string(i) + ".txt)/EF<</F " +
                                    std::to_string(7 + 2 * i) + " 0 R>>>>");
                    files.push_back(Stream(packed, "/Filter/FlateDecode"));
                  }
                  return PdfPage("(a) Tj", files);
                },
                Obstacle::kTooLarge},
        Hostile{"filters upon filters",
                [] {
                  return PdfPage(
                      "(a) Tj",
                      {"<</Type/Filespec/F(a)/EF<</F 7 0 R>>>>",
                       Stream("abc", "/Filter[" + Repeat("/ASCIIHexDecode", 1000) + "]")});
                }},
        Hostile{"file in the file in the file",
                [] {
                  std::string pdf = PdfPage("(a) Tj");
                  for (int i = 0; i < 5; ++i) {
                    pdf = PdfPage("(a) Tj",
                                  {"<</Type/Filespec/F(a.pdf)/EF<</F 7 0 R>>>>", Stream(pdf)});
                  }
                  return pdf;
                },
                Obstacle::kTooDeep},
        Hostile{"a hundred revisions",
                [] {
                  std::string pdf = PdfPage("(a) Tj");
                  for (int i = 0; i < 100; ++i) pdf += "trailer\n<</Root 1 0 R>>\n%%EOF\n";
                  return pdf;
                },
                Obstacle::kTooLarge},
        Hostile{"revisions in a circle",
                [] { return Patched(PdfPage("(a) Tj"), "/Root 1 0 R", "/Root 1 0 R/Prev 9"); }},
        Hostile{"encrypted",
                [] {
                  return PdfPage("(a) Tj",
                                 {"<</Filter/Standard/V 1/R 2/P -4/O(" + std::string(32, 'a') +
                                  ")/U(" + std::string(32, 'b') + ")>>"},
                                 "", "", "/Encrypt 6 0 R/ID[(a)(a)]");
                },
                Obstacle::kEncrypted},
        Hostile{"only the signature", [] { return "%PDF-1.7"s; }, Obstacle::kBroken},
        Hostile{"no table", [] { return "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"s; },
                Obstacle::kBroken}));

INSTANTIATE_TEST_SUITE_P(
    Others, HostileTest,
    testing::Values(
        Hostile{"text of 20 MiB", [] { return std::string(20 * kMiB, 'a'); }, Obstacle::kTooLarge},
        Hostile{"one line of 16 MiB of GB18030", [] { return Repeat("\xC3\xFB", 8 * kMiB); },
                Obstacle::kTooLarge},
        Hostile{"file of 257 MiB", [] { return std::string(257 * kMiB, 'a'); },
                Obstacle::kTooLarge},
        Hostile{"text that begins as a font",
                [] {
                  return Zip({{"a.ttf", "\0\x01\0\0\0"s}, {"a.txt", "\0\x01\0\0\0 13800138000"s}});
                },
                Obstacle::kUnknownFormat},
        Hostile{"zeros", [] { return std::string(kMiB, '\0'); }, Obstacle::kUnknownFormat},
        Hostile{"EXIF in a circle",
                [] {
                  // The directory's pointer to the position leads to itself.
                  std::string photo = Photo();
                  const std::size_t entry = photo.find("\x25\x88\x04"s);
                  return photo.replace(entry + 8, 4, "\x08\0\0\0"s);
                },
                Obstacle::kNoText},
        Hostile{"EXIF with a count of four billion",
                [] {
                  std::string photo = Photo();
                  const std::size_t entry = photo.find("\x3B\x01\x02"s);
                  return photo.replace(entry + 4, 4, "\xFF\xFF\xFF\xFF");
                },
                Obstacle::kNoText},
        Hostile{"PNG with a chunk of 4 GiB",
                [] { return "\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFtEXtab"s; }, Obstacle::kNoText},
        Hostile{"JPEG that ends in a length", [] { return "\xFF\xD8\xFF\xFE\xFF"s; },
                Obstacle::kNoText},
        Hostile{"TIFF that ends at once", [] { return "II*\0\xFF\xFF\xFF\xFF"s; },
                Obstacle::kNoText},
        Hostile{"random bytes", [] { return Random(1, ""); }, Obstacle::kUnknownFormat},
        Hostile{"random PDF", [] { return Random(2, "%PDF-1.4\n"); }, Obstacle::kBroken},
        Hostile{"random zip", [] { return Random(3, "PK\x03\x04"); }, Obstacle::kBroken},
        Hostile{"random JPEG",
                [] {
                  return Random(4,
                                "\xFF\xD8\xFF\xE1\xFF\xFF"
                                "Exif");
                },
                Obstacle::kNoText},
        Hostile{"random PNG", [] { return Random(5, "\x89PNG\r\n\x1A\n"); }, Obstacle::kNoText},
        Hostile{"random old document", [] { return Random(6, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"); },
                Obstacle::kOldFormat},
        Hostile{"random XML", [] { return Random(7, "<?xml version=\"1.0\"?>"); }}));

// A valid file of a format.
struct Format {
  std::string name;
  std::function<std::string()> make;
};
void PrintTo(const Format& format, std::ostream* os) { *os << format.name; }

class DamagedTest : public testing::TestWithParam<Format> {};

TEST_P(DamagedTest, IsReadOrSaidToBeBrokenWhereverItIsCut) {
  const std::string bytes = GetParam().make();
  constexpr int kCuts = 8;
  for (int i = 1; i < kCuts; ++i) {
    const auto size = bytes.size() * static_cast<std::size_t>(i) / kCuts;
    ReadHostile(GetParam().name, std::string_view(bytes).substr(0, size));
  }
  ReadHostile(GetParam().name, std::string_view(bytes).substr(0, bytes.size() - 1));
}

TEST_P(DamagedTest, IsReadOrSaidToBeBrokenWithWrongBytes) {
  const std::string bytes = GetParam().make();
  std::mt19937 random(42);
  for (int file = 0; file < 10; ++file) {
    std::string damaged = bytes;
    for (int i = 0; i < 20; ++i)
      damaged[random() % damaged.size()] = static_cast<char>(random() & 0xFF);
    ReadHostile(GetParam().name, damaged);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Formats, DamagedTest,
    testing::Values(
        Format{"a.docx", [] { return Docx("<w:p>" + Runs({"13800138000"}) + "</w:p>"); }},
        Format{"a.xlsx",
               [] {
                 return Xlsx("<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData>",
                             "<si><t>a</t></si>");
               }},
        Format{"a.pptx", [] { return Pptx("<s><p><r><t>a</t></r></p></s>"); }},
        Format{"a.odt", [] { return OpenDocument("<text:p>a</text:p>"); }},
        Format{"a.ofd", [] { return Ofd("<TextObject><TextCode>a</TextCode></TextObject>"); }},
        Format{"a.zip",
               [] {
                 return Zip({{"a.txt", "abc"}, {"b.txt", "abc"}}, true);
               }},
        Format{"a.pdf", [] { return PdfPage("(13800138000) Tj"); }}, Format{"a.jpg", Photo}));

}  // namespace
}  // namespace gongkai::extraction
