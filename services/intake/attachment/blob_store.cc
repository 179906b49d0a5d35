#include "services/intake/attachment/blob_store.h"

#include <algorithm>
#include <cstdio>
#include <system_error>
#include <utility>

#include "workflow/error/errors.h"

namespace gongkai::intake {
namespace {

constexpr char kIncoming[] = "incoming";

Error Corrupt(std::string_view sha256) {
  return errors::ContentCorrupt({"The attachment with the digest " + std::string(sha256),
                                 "摘要为 " + std::string(sha256) + " 的附件"});
}

void SyncFolder(const std::filesystem::path& folder) {
  Descriptor::Open(folder, O_RDONLY | O_DIRECTORY).Sync();
}

}  // namespace

BlobStore::BlobStore(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::filesystem::remove_all(folder_ / kIncoming);
  std::filesystem::create_directories(folder_ / kIncoming);
}

std::filesystem::path BlobStore::PathOf(std::string_view sha256) const {
  return folder_ / sha256.substr(0, 2) / sha256.substr(2);
}

BlobStore::Writer BlobStore::Begin() {
  return Writer(*this, folder_ / kIncoming / std::to_string(begun_.fetch_add(1)));
}

Result<BlobStore::Reader> BlobStore::Open(std::string_view sha256, std::int64_t size) {
  if (!merkle::FromHex(sha256)) return Corrupt(sha256);
  Descriptor file = Descriptor::TryOpen(PathOf(sha256), O_RDONLY);
  if (!file.is_open() || file.Size() != size) return Corrupt(sha256);
  return Reader(std::move(file), sha256, size);
}

void BlobStore::Remove(std::string_view sha256) { std::filesystem::remove(PathOf(sha256)); }

BlobStore::Writer::Writer(const BlobStore& store, std::filesystem::path path)
    : store_(&store),
      path_(std::move(path)),
      file_(Descriptor::Open(path_, O_WRONLY | O_CREAT | O_EXCL)) {}

BlobStore::Writer::~Writer() {
  if (file_.is_open()) std::remove(path_.c_str());
}

void BlobStore::Writer::Write(std::string_view bytes) {
  file_.Write(bytes);
  digest_.Update(bytes);
  size_ += static_cast<std::int64_t>(bytes.size());
}

bool BlobStore::Writer::Finish(std::string_view sha256) {
  sha256_ = merkle::ToHex(digest_.Finish());
  if (sha256_ != sha256) return false;
  file_.Sync();
  return true;
}

void BlobStore::Writer::Place() {
  if (!file_.is_open()) return;
  const std::filesystem::path place = store_->PathOf(sha256_);
  std::filesystem::create_directory(place.parent_path());
  std::filesystem::rename(path_, place);
  file_ = Descriptor();
  SyncFolder(place.parent_path());
  SyncFolder(store_->folder_);  // whoever made the folder in it
}

BlobStore::Reader::Reader(Descriptor file, std::string_view sha256, std::int64_t size)
    : file_(std::move(file)), sha256_(sha256), left_(size) {}

Result<std::string> BlobStore::Reader::Next(std::size_t max) {
  std::string bytes(std::min(max, static_cast<std::size_t>(left_)), '\0');
  if (file_.Read(bytes) != bytes.size()) return Corrupt(sha256_);
  digest_.Update(bytes);
  left_ -= static_cast<std::int64_t>(bytes.size());
  if (left_ == 0 && merkle::ToHex(digest_.Finish()) != sha256_) return Corrupt(sha256_);
  return bytes;
}

}  // namespace gongkai::intake
