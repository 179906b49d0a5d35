// Keeps the bytes of one file or page while they are checked.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "services/cli/view/checked_file.h"
#include "services/lib/runtime/descriptor.h"
#include "workflow/base/digest.h"

namespace gongkai::cli::site {

// Holds a private copy of some bytes in a temporary file without a name: what is checked is what was hashed, also
// where the original changes or is cut short meanwhile. One snapshot serves one file after the other.
//
//   Snapshot snapshot;
//   snapshot.Write(bytes);
//   const base::Digest digest = snapshot.Finish();
//   Check(snapshot.bytes());
//   snapshot.Clear();
class Snapshot {
 public:
  // Throws std::system_error if there can be no temporary file.
  Snapshot();
  ~Snapshot();

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // Removes all bytes.
  void Clear();
  // Appends bytes. Throws std::system_error if there is no room for them.
  void Write(std::string_view bytes);
  // Returns the digest of all bytes, and makes them readable. Throws std::system_error if they cannot be mapped.
  base::Digest Finish();

  std::size_t size() const { return size_; }
  // Returns the bytes. Only between Finish and Clear.
  std::string_view bytes() const { return {static_cast<const char*>(begin_), mapped_}; }
  // Returns the file that holds the bytes.
  int file() const { return file_.number(); }

 private:
  void Unmap();

  runtime::Descriptor file_;
  base::Sha256Stream hash_;
  std::size_t size_ = 0;
  void* begin_ = nullptr;
  std::size_t mapped_ = 0;
};

// Returns the digest of an open file, or nullopt if it cannot be read or changes meanwhile.
std::optional<base::Digest> DigestOf(int file);

// Copies an open file into the empty snapshot, without Finish. Returns what kept it from that: the file cannot be read,
// there is no room, or each of three copies was of a file that changed meanwhile.
std::optional<FileProblem> Copy(int file, Snapshot& into);

}  // namespace gongkai::cli::site
