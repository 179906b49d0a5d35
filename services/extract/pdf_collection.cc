#include "services/extract/pdf_collection.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "services/extract/bounded_pipeline.h"
#include "services/extract/markup.h"
#include "services/extract/qpdf.h"

namespace gongkai::extract {
namespace {

constexpr int kMaxNesting = 100;

std::string StringAt(QPDFObjectHandle dictionary, const char* key) {
  QPDFObjectHandle value = dictionary.getKey(key);
  return value.isString() ? value.getUTF8Value() : "";
}

void AppendLine(const std::string& line, std::string& to) {
  if (!line.empty()) to.append(line).append("\n");
}

bool IsNameOf(QPDFObjectHandle dictionary, const char* key, std::string_view name) {
  QPDFObjectHandle value = dictionary.getKey(key);
  return value.isName() && value.getName() == name;
}

// Returns whether the dictionary is of an annotation that a reader sees as a remark, not of a form field or
// a link.
bool IsRemark(QPDFObjectHandle dictionary) {
  return dictionary.hasKey("/Rect") && dictionary.hasKey("/Subtype") &&
         !IsNameOf(dictionary, "/Subtype", "/Widget") && !IsNameOf(dictionary, "/Subtype", "/Link");
}

constexpr auto kShownKeys =
    std::to_array<const char*>({"/V", "/DV", "/T", "/TU", "/Title", "/Alt", "/ActualText", "/E",
                                "/URI", "/Contents", "/Name"});
constexpr auto kRemarkKeys = std::to_array<const char*>({"/Contents", "/RC", "/T", "/Subj"});

// What programs write of themselves, and dates.
constexpr auto kUntelling = std::to_array<std::string_view>(
    {"/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"});

// Collects what the objects have.
class Collection {
 public:
  explicit Collection(PdfContents& to) : to_(to) {}

  void ReadAll(QPDF& pdf) {
    ReadInfo(pdf.getTrailer().getKey("/Info"));
    for (QPDFObjectHandle& object : pdf.getAllObjects()) ReadObject(object, 0);
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages())
      ReadPage(pdf, page);
  }

 private:
  // Reads an object and those within it, but not those that it refers to: they come by themselves.
  void ReadObject(QPDFObjectHandle object, int nesting) {
    if (nesting > kMaxNesting) {
      to_.why = Obstacle::kTooDeep;
      return;
    }
    if (object.isStream()) {
      ReadStream(object);
      object = object.getDict();
    }
    if (object.isArray()) {
      for (QPDFObjectHandle& item : object.getArrayAsVector()) {
        if (!item.isIndirect()) ReadObject(item, nesting + 1);
      }
    } else if (object.isDictionary()) {
      ReadDictionary(object);
      for (auto& [key, value] : object.getDictAsMap()) {
        if (!value.isIndirect()) ReadObject(value, nesting + 1);
      }
    }
  }

  void ReadDictionary(QPDFObjectHandle dictionary) {
    if (IsRemark(dictionary)) {
      for (const char* key : kRemarkKeys) AppendLine(StringAt(dictionary, key), to_.comments);
    } else {
      for (const char* key : kShownKeys) AppendLine(StringAt(dictionary, key), to_.shown);
    }
    AppendLine(StringAt(dictionary, "/JS"), to_.scripts);
    QPDFObjectHandle options = dictionary.getKey("/Opt");
    if (options.isArray()) {
      for (QPDFObjectHandle& option : options.getArrayAsVector()) {
        if (option.isString()) AppendLine(option.getUTF8Value(), to_.shown);
      }
    }
    if (dictionary.hasKey("/EF")) ReadFileEntry(dictionary);
    QPDFObjectHandle script = dictionary.getKey("/JS");
    if (script.isStream()) AppendLine(TextOf(script), to_.scripts);
    ReadForm(dictionary.getKey("/XFA"));
  }

  void ReadStream(QPDFObjectHandle stream) {
    if (IsNameOf(stream.getDict(), "/Type", "/Metadata")) ReadXml(stream);
  }

  // Reads XML: as text if it is broken.
  void ReadXml(QPDFObjectHandle stream) {
    const std::string xml = TextOf(stream);
    PlainXmlReader reader(true);
    to_.shown += ParseXml(xml, reader) == Obstacle::kNone ? reader.text().text() : xml;
  }

  // Reads a form of XFA: a stream, or an array of names and streams.
  void ReadForm(QPDFObjectHandle form) {
    if (form.isStream()) ReadXml(form);
    if (!form.isArray()) return;
    for (QPDFObjectHandle& item : form.getArrayAsVector()) {
      if (item.isStream()) ReadXml(item);
    }
  }

  // Returns the content of a stream of text.
  std::string TextOf(QPDFObjectHandle stream) {
    PdfEmbedded read = ContentOf(stream);
    if (read.why != Obstacle::kNone) to_.why = read.why;
    return std::move(read.content);
  }

  void ReadFileEntry(QPDFObjectHandle entry) {
    std::string name = StringAt(entry, "/UF");
    if (name.empty()) name = StringAt(entry, "/F");
    AppendLine(name, to_.shown);
    AppendLine(StringAt(entry, "/Desc"), to_.shown);
    QPDFObjectHandle files = entry.getKey("/EF");
    if (!files.isDictionary()) return;
    for (auto& [key, file] : files.getDictAsMap()) {
      if (!file.isStream()) continue;
      PdfEmbedded embedded = ContentOf(file);
      embedded.name = name;
      const auto is_same = [&](const PdfEmbedded& other) {
        return other.name == name && other.content == embedded.content;
      };
      if (std::none_of(to_.embedded.begin(), to_.embedded.end(), is_same)) {
        to_.embedded.push_back(std::move(embedded));
      }
    }
  }

  void ReadInfo(QPDFObjectHandle info) {
    if (!info.isDictionary()) return;
    for (const std::string& key : info.getKeys()) {
      if (std::find(kUntelling.begin(), kUntelling.end(), key) != kUntelling.end()) continue;
      const std::string value = StringAt(info, key.c_str());
      if (!value.empty()) to_.properties += key.substr(1) + ": " + value + '\n';
    }
  }

  void ReadPage(QPDF& pdf, QPDFPageObjectHelper& page) {
    PdfPage read{.has_content = false};
    const std::size_t warnings = pdf.numWarnings();
    try {
      BoundedPipeline content;
      page.pipeContents(&content);
      read.has_content = content.Take().find_first_not_of(" \t\r\n") != std::string::npos;
      constexpr int kLargeEnough = 300;
      page.forEachImage(
          true, [&read](QPDFObjectHandle& image, QPDFObjectHandle&, const std::string&) {
            QPDFObjectHandle width = image.getDict().getKey("/Width");
            QPDFObjectHandle height = image.getDict().getKey("/Height");
            read.has_picture = read.has_picture || (width.isInteger() && height.isInteger() &&
                                                    width.getIntValue() >= kLargeEnough &&
                                                    height.getIntValue() >= kLargeEnough);
          });
    } catch (const std::exception&) {
      read.has_content = true;  // what cannot be told is shown to a person
      read.is_broken = true;
    }
    read.is_broken = read.is_broken || pdf.numWarnings() > warnings;
    to_.pages.push_back(read);
  }

  // Returns the content of the stream, or why it cannot be had.
  PdfEmbedded ContentOf(QPDFObjectHandle stream) {
    if (unpacked_ >= kMaxUnpacked) return {.why = Obstacle::kTooLarge};
    BoundedPipeline content;
    bool is_read = false;
    try {
      is_read = stream.pipeStreamData(&content, 0, qpdf_dl_all, true);
    } catch (const std::exception&) {
      is_read = false;
    }
    if (content.is_full()) return {.why = Obstacle::kTooLarge};
    if (!is_read) return {.why = Obstacle::kBroken};
    PdfEmbedded read{.content = content.Take()};
    unpacked_ += read.content.size();
    return read;
  }

  PdfContents& to_;
  std::size_t unpacked_ = 0;
};

}  // namespace

PdfContents CollectContents(QPDF& pdf) {
  PdfContents contents;
  Collection(contents).ReadAll(pdf);
  return contents;
}

}  // namespace gongkai::extract
