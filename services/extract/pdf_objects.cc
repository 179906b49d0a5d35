#include "services/extract/pdf_objects.h"

#include <exception>
#include <memory>

#include "services/extract/qpdf.h"
#include "services/extract/read_file.h"

namespace gongkai::extract {
namespace {

std::unique_ptr<QPDF> Open(std::string_view bytes) {
  auto pdf = std::make_unique<QPDF>();
  pdf->setSuppressWarnings(true);
  pdf->processMemoryFile("", bytes.data(), bytes.size());
  return pdf;
}

}  // namespace

PdfObjects::PdfObjects(std::string_view bytes) {
  try {
    contents_ = CollectContents(*Open(bytes));
  } catch (const std::exception&) {
    contents_.why = Obstacle::kBroken;
  }
}

PdfPage PdfObjects::PageAt(std::size_t index) const {
  return index < contents_.pages.size() ? contents_.pages[index] : PdfPage{};
}

void PdfObjects::Deliver(Reading& reading, const File& file) const {
  reading.AddUnread(Named(file.name, "对象"), contents_.why);
  reading.Add(Named(file.name, "表单、书签和链接"), PartKind::kShown, contents_.shown);
  reading.Add(Named(file.name, "批注"), PartKind::kComment, contents_.comments);
  reading.AddAside(Named(file.name, "脚本"), PartKind::kShown, contents_.scripts);
  reading.Add(Named(file.name, "文档属性"), PartKind::kProperty, contents_.properties);
  for (const PdfEmbedded& embedded : contents_.embedded) {
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
