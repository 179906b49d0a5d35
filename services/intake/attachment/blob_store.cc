#include "services/intake/attachment/blob_store.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <system_error>
#include <utility>

#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

constexpr char kIncoming[] = "incoming";

Error Corrupt(const base::Digest& digest) {
  return errors::ContentCorrupt(
      {"The attachment with the digest " + digest.ToHex(), "摘要为 " + digest.ToHex() + " 的附件"});
}

void SyncFolder(const std::filesystem::path& folder) {
  Descriptor::Open(folder, O_RDONLY | O_DIRECTORY).Sync();
}

// Overwrites the file with zeros, if it exists.
void Overwrite(const std::filesystem::path& path) {
  Descriptor file = Descriptor::TryOpen(path, O_WRONLY);
  if (!file.is_open()) return;
  const std::string zeros(1 << 20, '\0');
  for (std::int64_t left = file.Size(); left > 0;) {
    const std::int64_t next = std::min(left, static_cast<std::int64_t>(zeros.size()));
    file.Write(std::string_view(zeros).substr(0, static_cast<std::size_t>(next)));
    left -= next;
  }
  file.Sync();
}

}  // namespace

BlobStore::BlobStore(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::filesystem::remove_all(folder_ / kIncoming);
  std::filesystem::create_directories(folder_ / kIncoming);
}

std::filesystem::path BlobStore::PathOf(const base::Digest& digest) const {
  const std::string hex = digest.ToHex();
  return folder_ / hex.substr(0, 2) / hex.substr(2);
}

BlobStore::Writer BlobStore::Begin() {
  return Writer(*this, folder_ / kIncoming / std::to_string(begun_.fetch_add(1)));
}

Result<BlobStore::Reader> BlobStore::Open(const base::Digest& digest, std::int64_t size) {
  Descriptor file = Descriptor::TryOpen(PathOf(digest), O_RDONLY);
  if (!file.is_open() || file.Size() != size) return Corrupt(digest);
  return Reader(std::move(file), digest, size);
}

void BlobStore::Remove(const base::Digest& digest) { std::filesystem::remove(PathOf(digest)); }

void BlobStore::Destroy(const base::Digest& digest) {
  const std::filesystem::path path = PathOf(digest);
  std::exception_ptr failure;
  try {
    Overwrite(path);
  } catch (const std::system_error&) {
    failure = std::current_exception();
  }
  std::filesystem::remove(path);
  Descriptor folder = Descriptor::TryOpen(path.parent_path(), O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) folder.Sync();
  if (failure) std::rethrow_exception(failure);
}

BlobStore::Writer::Writer(BlobStore& store, std::filesystem::path path)
    : store_(&store),
      path_(std::move(path)),
      file_(Descriptor::Open(path_, O_WRONLY | O_CREAT | O_EXCL)) {}

BlobStore::Writer::~Writer() {
  if (file_.is_open()) std::remove(path_.c_str());
}

void BlobStore::Writer::Write(std::string_view bytes) {
  file_.Write(bytes);
  hash_.Update(bytes);
  size_ += static_cast<std::int64_t>(bytes.size());
}

bool BlobStore::Writer::Finish(const base::Digest& digest) {
  digest_ = hash_.Finish();
  if (digest_ != digest) return false;
  file_.Sync();
  return true;
}

void BlobStore::Writer::Place() {
  if (!file_.is_open()) return;
  const std::filesystem::path place = store_->PathOf(digest_);
  std::filesystem::create_directory(place.parent_path());
  std::filesystem::rename(path_, place);
  file_ = Descriptor();
  SyncFolder(place.parent_path());
  SyncFolder(store_->folder_);  // whoever made the folder in it
}

void BlobStore::Writer::Destroy() { store_->Destroy(digest_); }

BlobStore::Reader::Reader(Descriptor file, const base::Digest& digest, std::int64_t size)
    : file_(std::move(file)), digest_(digest), left_(size) {}

Result<std::string> BlobStore::Reader::Next(std::size_t max) {
  std::string bytes(std::min(max, static_cast<std::size_t>(left_)), '\0');
  if (file_.Read(bytes) != bytes.size()) return Corrupt(digest_);
  hash_.Update(bytes);
  left_ -= static_cast<std::int64_t>(bytes.size());
  if (left_ == 0 && hash_.Finish() != digest_) return Corrupt(digest_);
  return bytes;
}

}  // namespace gongkai::intake
