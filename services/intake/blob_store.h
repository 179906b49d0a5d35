// The bytes of attachments: files named by their SHA-256, `ab/cdef…`.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "services/intake/descriptor.h"
#include "workflow/error/result.h"
#include "workflow/merkle/hash.h"

namespace gongkai::intake {

// Any thread may use the store, and one thread at a time what it gives out. Throws
// std::system_error if the disk fails or is full.
class BlobStore {
 public:
  class Writer;
  class Reader;

  // Makes `folder` if there is none, and removes what a process that died left half-written.
  explicit BlobStore(std::filesystem::path folder);

  Writer Begin();

  // CONTENT_CORRUPT if there is no such file, or one of another size.
  Result<Reader> Open(std::string_view sha256, std::int64_t size);

  // Removes the blob, if there is one.
  void Remove(std::string_view sha256);

 private:
  std::filesystem::path PathOf(std::string_view sha256) const;

  const std::filesystem::path folder_;
  std::atomic<std::uint64_t> begun_ = 0;
};

// A blob that is coming in. It leaves nothing behind unless it is placed.
class BlobStore::Writer {
 public:
  Writer(Writer&& other) noexcept = default;
  Writer& operator=(Writer&& other) = delete;
  ~Writer();

  void Write(std::string_view bytes);
  std::int64_t size() const { return size_; }

  // Ends the writing. Returns true when what was written is on disk and has this digest.
  bool Finish(std::string_view sha256);

  // Makes what was finished the blob of its digest, and returns when that is on disk. A blob that
  // is there already is replaced by the same bytes. Called again, does nothing.
  void Place();

 private:
  friend class BlobStore;
  Writer(const BlobStore& store, std::filesystem::path path);

  const BlobStore* store_;
  std::filesystem::path path_;
  Descriptor file_;     // open until placed
  std::string sha256_;  // once finished
  merkle::Sha256Stream digest_;
  std::int64_t size_ = 0;
};

// A blob on its way out.
class BlobStore::Reader {
 public:
  std::int64_t left() const { return left_; }

  // The next bytes, at most `max`. The last ones come only if all together have the digest, else
  // CONTENT_CORRUPT. Not to be asked when nothing is left.
  Result<std::string> Next(std::size_t max);

 private:
  friend class BlobStore;
  Reader(Descriptor file, std::string_view sha256, std::int64_t size);

  Descriptor file_;
  std::string sha256_;
  merkle::Sha256Stream digest_;
  std::int64_t left_;
};

}  // namespace gongkai::intake
