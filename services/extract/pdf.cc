#include "services/extract/pdf.h"

#include <iconv.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/encoding.h"
#include "services/extract/pdf_objects.h"

namespace gongkai::extract {
namespace {

constexpr std::size_t kMaxRevisions = 20;

std::string Utf8Of(const poppler::ustring& text) {
  std::u16string units(text.begin(), text.end());
  std::erase(units, u'\uFEFF');
  return FromUtf16(units);
}

std::unique_ptr<poppler::document> Load(std::string_view bytes) {
  return std::unique_ptr<poppler::document>(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
}

// Returns the text of the page and of what lies beside it, which printing would cut off.
std::string TextOf(const poppler::page& page) {
  constexpr double kBeside = 5'000;
  const poppler::rectf box = page.page_rect();
  return Utf8Of(page.text(
      {box.x() - kBeside, box.y() - kBeside, box.width() + 2 * kBeside, box.height() + 2 * kBeside},
      poppler::page::raw_order_layout));
}

// Returns whether the text has characters that stand for none: the font does not say what they mean.
bool IsUnreadable(std::string_view text) {
  std::size_t strange = 0;
  std::size_t all = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0) == 0x80 || byte <= ' ') continue;
    ++all;
    const std::string_view rest = text.substr(at, 3);
    // U+FFFD, and what is for private use: U+E000 to U+F8FF.
    if (rest == "\uFFFD" || byte == 0xEE || (rest >= "\uF000" && rest <= "\uF8FF")) ++strange;
  }
  constexpr std::size_t kFew = 20;  // one in so many: signs of lists often are such characters
  return strange * kFew > all;
}

std::string PageName(int index) { return "第" + std::to_string(index + 1) + "页"; }

// Returns the texts of the pages, as far as they can be read.
std::vector<std::string> PagesOf(const poppler::document& document) {
  std::vector<std::string> pages;
  std::size_t size = 0;
  for (int index = 0; index < document.pages() && size <= kMaxText; ++index) {
    const std::unique_ptr<poppler::page> page(document.create_page(index));
    pages.push_back(page ? TextOf(*page) : "");
    size += pages.back().size();
  }
  return pages;
}

void AddLines(std::string_view text, std::set<std::string, std::less<>>& to) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    to.emplace(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// The lines of a document, for what only another form of it has.
class Lines {
 public:
  explicit Lines(const std::vector<std::string>& pages) {
    for (const std::string& page : pages) AddLines(page, lines_);
  }

  std::string OnlyIn(const Lines& other) const {
    std::string lines;
    for (const std::string& line : other.lines_) {
      if (!lines_.contains(line)) lines += line + '\n';
    }
    return lines;
  }

 private:
  std::set<std::string, std::less<>> lines_;
};

// Reads what earlier revisions had and this one has not: a file that was saved again may end more than once.
void ReadRevisions(Reading& reading, const File& file, const Lines& now) {
  constexpr std::string_view kEnd = "%%EOF";
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; (at = file.bytes.find(kEnd, at)) != std::string_view::npos;) {
    at += kEnd.size();
    ends.push_back(at);
  }
  if (!ends.empty()) ends.pop_back();
  if (ends.size() > kMaxRevisions) {
    reading.AddUnread(Named(file.name, "以前的版本"), Obstacle::kTooLarge);
    ends.erase(ends.begin(), ends.end() - kMaxRevisions);
  }
  for (std::size_t number = 0; number < ends.size() && !reading.is_full(); ++number) {
    const auto document = Load(file.bytes.substr(0, ends[number]));
    if (!document || document->is_locked()) continue;
    const std::string name = Named(file.name, "以前的版本" + std::to_string(number + 1));
    reading.Add(name, PartKind::kDeleted, now.OnlyIn(Lines(PagesOf(*document))));
  }
}

void ReadLayers(Reading& reading, const File& file, const Lines& shown) {
  const std::optional<std::string> all = WithAllLayers(file.bytes);
  if (!all) return;
  const auto document = Load(*all);
  if (!document) return;
  reading.Add(Named(file.name, "隐藏图层"), PartKind::kHidden,
              shown.OnlyIn(Lines(PagesOf(*document))));
}

void ReadPage(Reading& reading, const std::string& name, const std::string& text,
              const PdfPage& page) {
  reading.Add(name, PartKind::kShown, text);
  const bool is_blank = text.find_first_not_of(" \t\r\n\f") == std::string::npos;
  if (is_blank ? page.has_content : IsUnreadable(text)) {
    reading.AddUnread(name, Obstacle::kNoText);
  } else if (page.is_broken) {
    reading.AddUnread(Named(name, "可能不全"), Obstacle::kBroken);
  } else if (page.has_picture) {
    reading.AddUnread(Named(name, "图片"), Obstacle::kNoText);
  }
}

}  // namespace

void ReadPdf(Reading& reading, const File& file) {
  const auto document = Load(file.bytes);
  if (!document) return reading.AddUnread(file.name, Obstacle::kBroken);
  if (document->is_locked()) return reading.AddUnread(file.name, Obstacle::kEncrypted);
  const std::vector<std::string> pages = PagesOf(*document);
  if (pages.empty()) reading.AddUnread(file.name, Obstacle::kBroken);
  const PdfObjects objects(file.bytes);
  for (std::size_t i = 0; i < pages.size() && !reading.is_full(); ++i) {
    ReadPage(reading, PartOf(file, PageName(static_cast<int>(i))), pages[i], objects.PageAt(i));
  }
  if (pages.size() < static_cast<std::size_t>(document->pages())) {
    reading.AddUnread(file.name, Obstacle::kTooLarge);
  }
  objects.Deliver(reading, file);
  const Lines shown(pages);
  ReadLayers(reading, file, shown);
  ReadRevisions(reading, file, shown);
}

void PreparePdf() {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  // Kept open: the library opens these again and again, and must not load them from a file then.
  for (const char* encoding : {"UTF-16", "UTF-16LE", "UTF-16BE"}) {
    static_cast<void>(::iconv_open(encoding, "UTF-8"));
    static_cast<void>(::iconv_open("UTF-8", encoding));
  }
  // A document opens the folders of the fonts' tables.
  Load("%PDF-1.4\n%%EOF\n");
}

}  // namespace gongkai::extract
