#include "services/extract/pdf_objects.h"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>
#include <utility>

#include "services/extract/markup.h"
#include "services/extract/read_file.h"

namespace gongkai::extract {
namespace {

constexpr int kMaxNesting = 100;

// Keeps what is written to it, up to the limit of a part.
class BoundedPipeline : public Pipeline {
 public:
  BoundedPipeline() : Pipeline("bounded", nullptr) {}
  void write(const unsigned char* bytes, std::size_t size) override {
    if (content_.size() + size > kMaxUnpackedPart) throw std::length_error("too large");
    content_.append(reinterpret_cast<const char*>(bytes), size);
  }
  void finish() override {}

  std::string Take() { return std::move(content_); }

 private:
  std::string content_;
};

std::unique_ptr<QPDF> Open(std::string_view bytes) {
  auto pdf = std::make_unique<QPDF>();
  pdf->setSuppressWarnings(true);
  pdf->processMemoryFile("", bytes.data(), bytes.size());
  return pdf;
}

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

}  // namespace

// Collects what the objects have.
class PdfCollection {
 public:
  explicit PdfCollection(PdfObjects& to) : to_(to) {}

  void ReadAll(QPDF& pdf) {
    ReadInfo(pdf.getTrailer().getKey("/Info"));
    for (QPDFObjectHandle& object : pdf.getAllObjects()) ReadObject(object, 0);
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages()) ReadPage(page);
  }

 private:
  // Reads an object and those within it, but not those that it refers to: they come by themselves.
  void ReadObject(QPDFObjectHandle object, int nesting) {
    if (nesting > kMaxNesting) {
      to_.why_ = Obstacle::kTooDeep;
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
      for (const char* key : kRemarkKeys) AppendLine(StringAt(dictionary, key), to_.comments_);
    } else {
      for (const char* key : kShownKeys) AppendLine(StringAt(dictionary, key), to_.shown_);
    }
    AppendLine(StringAt(dictionary, "/JS"), to_.scripts_);
    QPDFObjectHandle options = dictionary.getKey("/Opt");
    if (options.isArray()) {
      for (QPDFObjectHandle& option : options.getArrayAsVector()) {
        if (option.isString()) AppendLine(option.getUTF8Value(), to_.shown_);
      }
    }
    if (dictionary.hasKey("/EF")) ReadFileEntry(dictionary);
    QPDFObjectHandle script = dictionary.getKey("/JS");
    if (script.isStream()) AppendLine(ContentOf(script).content, to_.scripts_);
  }

  void ReadStream(QPDFObjectHandle stream) {
    if (!IsNameOf(stream.getDict(), "/Type", "/Metadata")) return;
    PlainXmlReader reader(true);
    ParseXml(ContentOf(stream).content, reader);
    to_.shown_ += reader.text();
  }

  void ReadFileEntry(QPDFObjectHandle entry) {
    std::string name = StringAt(entry, "/UF");
    if (name.empty()) name = StringAt(entry, "/F");
    AppendLine(name, to_.shown_);
    AppendLine(StringAt(entry, "/Desc"), to_.shown_);
    QPDFObjectHandle files = entry.getKey("/EF");
    if (!files.isDictionary()) return;
    for (auto& [key, file] : files.getDictAsMap()) {
      if (!file.isStream()) continue;
      PdfObjects::Embedded embedded = ContentOf(file);
      embedded.name = name;
      const auto is_same = [&](const PdfObjects::Embedded& other) {
        return other.name == name && other.content == embedded.content;
      };
      if (std::none_of(to_.embedded_.begin(), to_.embedded_.end(), is_same)) {
        to_.embedded_.push_back(std::move(embedded));
      }
    }
  }

  void ReadInfo(QPDFObjectHandle info) {
    if (!info.isDictionary()) return;
    for (const std::string& key : info.getKeys()) {
      if (std::find(kUntelling.begin(), kUntelling.end(), key) != kUntelling.end()) continue;
      const std::string value = StringAt(info, key.c_str());
      if (!value.empty()) to_.properties_ += key.substr(1) + ": " + value + '\n';
    }
  }

  void ReadPage(QPDFPageObjectHelper& page) {
    PdfObjects::Page read{.has_content = false};
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
    }
    to_.pages_.push_back(read);
  }

  // Returns the content of the stream, or why it cannot be had.
  static PdfObjects::Embedded ContentOf(QPDFObjectHandle stream) {
    BoundedPipeline content;
    try {
      if (!stream.pipeStreamData(&content, 0, qpdf_dl_all, true)) {
        return {.why = Obstacle::kBroken};
      }
    } catch (const std::length_error&) {
      return {.why = Obstacle::kTooLarge};
    } catch (const std::exception&) {
      return {.why = Obstacle::kBroken};
    }
    return {.content = content.Take()};
  }

  PdfObjects& to_;
};

PdfObjects::PdfObjects(std::string_view bytes) {
  try {
    PdfCollection(*this).ReadAll(*Open(bytes));
  } catch (const std::exception&) {
    why_ = Obstacle::kBroken;
  }
}

bool PdfObjects::HasContent(std::size_t page) const {
  return page >= pages_.size() || pages_[page].has_content;
}

bool PdfObjects::HasPicture(std::size_t page) const {
  return page < pages_.size() && pages_[page].has_picture;
}

void PdfObjects::Deliver(Reading& reading, const File& file) const {
  reading.AddUnread(Named(file.name, "对象"), why_);
  reading.Add(Named(file.name, "表单、书签和链接"), PartKind::kShown, shown_);
  reading.Add(Named(file.name, "批注"), PartKind::kComment, comments_);
  reading.AddAside(Named(file.name, "脚本"), PartKind::kShown, scripts_);
  reading.Add(Named(file.name, "文档属性"), PartKind::kProperty, properties_);
  for (const Embedded& embedded : embedded_) {
    const std::string part = PartOf(file, embedded.name);
    if (file.depth >= kMaxDepth) {
      reading.AddUnread(part, Obstacle::kTooDeep);
    } else if (embedded.why != Obstacle::kNone || !reading.TakeUnpacked(embedded.content.size()) ||
               !reading.TakeEntry()) {
      reading.AddUnread(part, embedded.why != Obstacle::kNone ? embedded.why : Obstacle::kTooLarge);
    } else {
      ReadFile(reading, {.name = part,
                         .hint = embedded.name,
                         .bytes = embedded.content,
                         .depth = file.depth + 1});
    }
  }
}

std::optional<std::string> WithAllLayers(std::string_view bytes) {
  try {
    const std::unique_ptr<QPDF> pdf = Open(bytes);
    if (!pdf->getRoot().hasKey("/OCProperties")) return std::nullopt;
    pdf->getRoot().removeKey("/OCProperties");
    QPDFWriter writer(*pdf);
    writer.setOutputMemory();
    writer.setStaticID(true);
    writer.setPreserveEncryption(false);
    writer.write();
    const std::shared_ptr<Buffer> written = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(written->getBuffer()), written->getSize());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace gongkai::extract
