// How much one run of gongkai-extract may read, write and use.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gongkai::extract {

inline constexpr std::size_t kMiB = std::size_t{1} << 20;

inline constexpr std::size_t kMaxFile = 256 * kMiB;         // the file itself
inline constexpr std::size_t kMaxUnpacked = 256 * kMiB;     // all that is unpacked out of it
inline constexpr std::size_t kMaxUnpackedPart = 64 * kMiB;  // one member of a container
inline constexpr std::size_t kMaxText = 16 * kMiB;          // all texts that are written
inline constexpr std::size_t kMaxName = 1024;               // bytes of the name of a part
inline constexpr std::size_t kMaxRecords = 20'000;          // parts, and what could not be read
inline constexpr std::size_t kMaxEntries = 10'000;          // members of all containers
inline constexpr int kMaxDepth = 3;                         // containers within containers
inline constexpr int kMaxXmlDepth = 256;                    // elements within elements

inline constexpr std::uint64_t kMaxMemory = 1024 * kMiB;
inline constexpr std::uint64_t kMaxOutput = 64 * kMiB;  // where the output is a file
inline constexpr std::uint64_t kMaxCpuSeconds = 20;
inline constexpr std::uint64_t kMaxOpenFiles = 16;

}  // namespace gongkai::extract
