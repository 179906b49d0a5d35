#include "services/extract/zip.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "services/extract/encoding.h"

namespace gongkai::extract {
namespace {

struct FreeArchive {
  void operator()(archive* from) const { archive_read_free(from); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;

// Opens the container by its directory, or as a stream of members from its beginning.
Archive Open(std::string_view bytes, int (*format)(archive*)) {
  Archive from(archive_read_new());
  if (!from || format(from.get()) != ARCHIVE_OK ||
      archive_read_open_memory(from.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return nullptr;
  }
  return from;
}

std::string_view RawNameOf(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  return name == nullptr ? "" : name;
}

// Returns the number of so many bytes, the least first.
std::size_t NumberAt(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t number = 0;
  for (std::size_t i = size; i > 0; --i) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return number;
}

// Goes to the end of the member's data. Returns false if there is more of it than a part may have, or if it
// is broken.
bool Skip(archive* from, archive_entry* entry) {
  if (archive_entry_size_is_set(entry) != 0) return archive_read_data_skip(from) == ARCHIVE_OK;
  std::size_t size = 0;
  const void* piece = nullptr;
  std::size_t piece_size = 0;
  la_int64_t offset = 0;
  int status = ARCHIVE_OK;
  while ((status = archive_read_data_block(from, &piece, &piece_size, &offset)) == ARCHIVE_OK) {
    size += piece_size;
    if (size > kMaxUnpackedPart) return false;
  }
  return status == ARCHIVE_EOF;
}

// Returns the names of the members as they stand in the container one after another, up to the first that
// cannot be skipped.
std::vector<std::string> NamesInStream(std::string_view bytes) {
  std::vector<std::string> names;
  const Archive from = Open(bytes, archive_read_support_format_zip_streamable);
  archive_entry* entry = nullptr;
  while (from && names.size() <= kMaxEntries) {
    const int status = archive_read_next_header(from.get(), &entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) break;
    names.emplace_back(RawNameOf(entry));
    if (!Skip(from.get(), entry)) break;
  }
  return names;
}

}  // namespace

Member::Member(Reading& reading, archive* from, archive_entry* entry, std::string name,
               std::optional<std::uint32_t> number)
    : reading_(reading), from_(from), entry_(entry), name_(std::move(name)), number_(number) {}

Obstacle Member::ReadPieces(const std::function<Obstacle(std::string_view)>& use) {
  if (archive_entry_is_encrypted(entry_) != 0) return Obstacle::kEncrypted;
  if (archive_entry_filetype(entry_) != AE_IFREG) return Obstacle::kBroken;
  std::size_t size = 0;
  while (true) {
    const void* piece = nullptr;
    std::size_t piece_size = 0;
    la_int64_t offset = 0;
    const int status = archive_read_data_block(from_, &piece, &piece_size, &offset);
    if (status == ARCHIVE_EOF) return Obstacle::kNone;
    if (status != ARCHIVE_OK) return Obstacle::kBroken;
    size += piece_size;
    if (size > kMaxUnpackedPart || !reading_.TakeUnpacked(piece_size)) return Obstacle::kTooLarge;
    const Obstacle why = use({static_cast<const char*>(piece), piece_size});
    if (why != Obstacle::kNone) return why;
  }
}

Obstacle Member::Read(std::string& content) {
  return ReadPieces([&content](std::string_view piece) {
    content += piece;
    return Obstacle::kNone;
  });
}

Obstacle Member::Read(XmlReader& reader) {
  if (number_) {
    std::string content;
    const Obstacle why = Read(content);
    return why == Obstacle::kNone ? ParseXml(content, reader, *number_) : why;
  }
  XmlParser parser(reader);
  const Obstacle why = ReadPieces([&parser](std::string_view piece) { return parser.Feed(piece); });
  return why == Obstacle::kNone ? parser.Finish() : why;
}

Zip::Zip(Reading& reading, std::string_view bytes, bool tells_places)
    : reading_(reading), bytes_(bytes), tells_places_(tells_places) {
  const Archive from = Open(bytes, archive_read_support_format_zip_seekable);
  if (!from) {
    why_ = Obstacle::kBroken;
    return;
  }
  std::vector<std::string> listed;
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  while ((status = archive_read_next_header(from.get(), &entry)) == ARCHIVE_OK ||
         status == ARCHIVE_WARN) {
    if (!reading.TakeEntry()) {
      why_ = Obstacle::kTooLarge;
      return;
    }
    listed.emplace_back(RawNameOf(entry));
    if (archive_entry_filetype(entry) != AE_IFDIR) {
      names_.push_back(NameToUtf8(listed.back()));
    } else if (archive_entry_size(entry) > 0) {
      why_ = Obstacle::kBroken;  // a folder with a content, which nobody would see
    }
  }
  std::vector<std::string> stored = NamesInStream(bytes);
  std::sort(listed.begin(), listed.end());
  std::sort(stored.begin(), stored.end());
  if (status != ARCHIVE_EOF || listed != stored) why_ = Obstacle::kBroken;
}

bool Zip::Has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::string Zip::Comments() const {
  constexpr std::size_t kLast = 22;   // bytes of the last record before its comment
  constexpr std::size_t kEntry = 46;  // bytes of an entry of the directory before its name
  const std::size_t last = bytes_.rfind("PK\x05\x06");
  if (last == std::string_view::npos || last + kLast > bytes_.size()) return "";
  std::string comments;
  const auto add = [&comments](std::string_view comment) {
    if (!comment.empty()) comments += NameToUtf8(comment) + '\n';
  };
  std::size_t at = NumberAt(bytes_, last + 16, 4);
  while (at + kEntry <= last && bytes_.substr(at).starts_with("PK\x01\x02")) {
    const std::size_t comment =
        at + kEntry + NumberAt(bytes_, at + 28, 2) + NumberAt(bytes_, at + 30, 2);
    const std::size_t size = NumberAt(bytes_, at + 32, 2);
    if (comment + size > last) break;
    add(bytes_.substr(comment, size));
    at = comment + size;
  }
  add(bytes_.substr(last + kLast));
  return comments;
}

void Zip::ForEach(const std::function<bool(const std::string&)>& is_wanted,
                  const std::function<void(Member&)>& visit) const {
  const Archive from = Open(bytes_, archive_read_support_format_zip_seekable);
  archive_entry* entry = nullptr;
  for (std::uint32_t number = 0; from && number < names_.size() && !reading_.is_full();) {
    const int status = archive_read_next_header(from.get(), &entry);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return;
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    const auto its_number = tells_places_ ? std::optional(number) : std::nullopt;
    ++number;
    std::string name = NameToUtf8(RawNameOf(entry));
    if (!is_wanted(name)) continue;
    Member member(reading_, from.get(), entry, std::move(name), its_number);
    visit(member);
  }
}

}  // namespace gongkai::extract
