// Stores the bytes of attachments in files that are named by their SHA-256: `ab/cdef…`.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "services/intake/attachment/descriptor.h"
#include "workflow/base/digest.h"
#include "workflow/error/result.h"

namespace gongkai::intake {

// Stores and reads blobs: the bytes of attachments, each found by its digest. Thread-safe. A Writer
// or a Reader is used by one thread at a time. Throws std::system_error if the disk fails or is
// full.
//
//   BlobStore::Writer writer = store.Begin();
//   writer.Write(bytes);
//   if (writer.Finish(digest)) writer.Place();
//   Result<BlobStore::Reader> reader = store.Open(digest, size);
//   while (reader && reader->left() > 0) {
//     const Result<std::string> next = reader->Next(max);
//     if (!next) return next.error();
//   }
class BlobStore {
 public:
  class Writer;
  class Reader;

  // Creates `folder` if it does not exist. Removes the unfinished blobs of an earlier process.
  explicit BlobStore(std::filesystem::path folder);

  // Returns a writer for a new blob. The BlobStore must outlive the writer.
  Writer Begin();

  // Returns a reader of the blob.
  // Errors: CONTENT_CORRUPT (the file is missing, or its size is not `size` bytes).
  Result<Reader> Open(const base::Digest& digest, std::int64_t size);

  // Removes the blob. Does nothing if the blob does not exist.
  void Remove(const base::Digest& digest);

  // Overwrites the blob with zeros, removes it, and returns when that is on disk. Also who reads the blob
  // now reads no more of its bytes. Does nothing if the blob does not exist. The blob is removed also where
  // its file cannot be overwritten: then throws std::system_error.
  void Destroy(const base::Digest& digest);

 private:
  std::filesystem::path PathOf(const base::Digest& digest) const;

  const std::filesystem::path folder_;
  std::atomic<std::uint64_t> begun_ = 0;
};

// Writes one new blob. The destructor removes the file unless Place was called.
class BlobStore::Writer {
 public:
  Writer(Writer&& other) noexcept = default;
  Writer& operator=(Writer&& other) = delete;
  ~Writer();

  // Appends `bytes`.
  void Write(std::string_view bytes);
  // Returns the number of bytes written so far.
  std::int64_t size() const { return size_; }

  // Ends the writing. Returns true if the written bytes have this digest; the bytes are
  // then on disk.
  bool Finish(const base::Digest& digest);

  // Makes the finished file the blob of its digest, and returns when the blob is on disk. Replaces
  // an existing blob, which has the same bytes. Requires that Finish returned true. Does nothing if
  // Place was called before.
  void Place();

  // Destroys the blob of the digest that Finish was called with. Requires that Place was called.
  void Destroy();

 private:
  friend class BlobStore;
  Writer(BlobStore& store, std::filesystem::path path);

  BlobStore* store_;
  std::filesystem::path path_;
  Descriptor file_;      // open until placed
  base::Digest digest_;  // set by Finish
  base::Sha256Stream hash_;
  std::int64_t size_ = 0;
};

// Reads one blob from its beginning to its end, and verifies its digest.
class BlobStore::Reader {
 public:
  // Returns the number of bytes that are still to be read.
  std::int64_t left() const { return left_; }

  // Returns the next bytes, at most `max`. Returns the last bytes only if the whole blob has its
  // digest. Requires left() > 0.
  // Errors: CONTENT_CORRUPT.
  Result<std::string> Next(std::size_t max);

 private:
  friend class BlobStore;
  Reader(Descriptor file, const base::Digest& digest, std::int64_t size);

  Descriptor file_;
  base::Digest digest_;
  base::Sha256Stream hash_;
  std::int64_t left_;
};

}  // namespace gongkai::intake
