// Makes the files that the tests read: containers, documents of Office, OFD and PDF.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongkai::extraction {

// The members of a container: names, as bytes, and contents.
using Members = std::vector<std::pair<std::string, std::string>>;

// Returns a zip container; compressed unless it is said that the members are stored as they are.
std::string Zip(const Members& members, bool is_stored = false);

// Returns the members of a container.
Members Unzip(std::string_view zip);

// Returns a container whose members need a password.
std::string EncryptedZip(const Members& members);

// Returns a docx with this body, such as "<w:p><w:r><w:t>110105</w:t></w:r></w:p>", and these other members.
std::string Docx(std::string_view body, const Members& others = {});

// Returns runs of text: "<w:r><w:t>…</w:t></w:r>" each.
std::string Runs(const std::vector<std::string>& texts);

// Returns a table row, a cell with one paragraph for each text.
std::string Row(const std::vector<std::string>& texts);

// Returns an xlsx with a sheet of this content, such as "<sheetData>…</sheetData>".
std::string Xlsx(std::string_view sheet, std::string_view strings = "",
                 std::string_view state = "visible", const Members& others = {});

// A part of a document, and what refers to it.
struct OfficePart {
  std::string from;     // the part that refers to it; empty: the document
  std::string type;     // the last word of the relationship's type: "comments"
  std::string name;     // of the member; of what is external, its address
  std::string content;  // XML without its declaration, or other bytes
  std::string content_type = "application/xml";  // empty: it is external
};

// Returns a docx or xlsx that Office and LibreOffice open: with types, relationships, which are rId1 and so on for each
// part that refers to others, and these further parts. An xlsx has its sheet as rId1 and the strings as rId2.
std::string WholeDocx(std::string_view body, const std::vector<OfficePart>& parts = {});
std::string WholeXlsx(std::string_view sheet, std::string_view strings = "",
                      const std::vector<OfficePart>& parts = {});

// Returns a pptx with this slide and these other members.
std::string Pptx(std::string_view slide, const Members& others = {});

// Returns an odt or ods with this content.xml body and these other members.
std::string OpenDocument(std::string_view body, const Members& others = {});

// Returns an OFD file with this page content and these other members.
std::string Ofd(std::string_view page, const Members& others = {});

// Returns a PDF file of these objects, which are numbered from 1; the first is the catalog. The trailer gets
// the further entries, such as "/Info 5 0 R".
std::string Pdf(const std::vector<std::string>& objects, std::string_view trailer = "");

// Returns the content as PDF's filter FlateDecode takes it.
std::string Deflated(const std::string& content);

// Returns the stream object with this content and these further entries.
std::string Stream(std::string_view content, std::string_view entries = "");

// Returns a PDF file with one page of these drawing operations, such as "(text) Tj", and further objects,
// which are numbered from 6.
std::string PdfPage(std::string_view operations, const std::vector<std::string>& others = {},
                    std::string_view page_entries = "", std::string_view catalog_entries = "",
                    std::string_view trailer = "");

// Returns a JPEG without a picture, with EXIF data that say where it was taken and by whom.
std::string Photo();

// Returns a file as Office before 2007 wrote it, as far as its format is told from it; with the stream of
// an encrypted document if asked.
std::string OldOffice(bool is_encrypted = false);

}  // namespace gongkai::extraction
