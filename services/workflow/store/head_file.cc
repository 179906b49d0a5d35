#include "services/workflow/store/head_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <system_error>

#include "workflow/base/digest.h"

namespace gongkai::workflow {
namespace {

constexpr int kPlaces = 2;
constexpr off_t kBytesBetweenPlaces = 512;  // one sector each
constexpr std::size_t kSizeBytes = 8;
constexpr std::size_t kHeadBytes = kSizeBytes + sizeof(merkle::Hash);

// The size in 8 bytes, the highest first; the root; the SHA-256 of both.
using Place = std::array<std::uint8_t, kHeadBytes + sizeof(base::Digest::Bytes)>;

[[noreturn]] void Fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

base::Digest SumOf(const Place& place) {
  return base::Sha256(std::string_view(reinterpret_cast<const char*>(place.data()), kHeadBytes));
}

Place Encode(const merkle::TreeHead& head) {
  Place place{};
  for (std::size_t i = 0; i < kSizeBytes; ++i) {
    place[i] = static_cast<std::uint8_t>(head.size >> (8 * (kSizeBytes - 1 - i)));
  }
  std::ranges::copy(head.root, place.begin() + kSizeBytes);
  std::ranges::copy(SumOf(place).bytes(), place.begin() + kHeadBytes);
  return place;
}

std::optional<merkle::TreeHead> Decode(const Place& place) {
  if (!std::ranges::equal(std::span(place).subspan(kHeadBytes), SumOf(place).bytes())) {
    return std::nullopt;
  }
  merkle::TreeHead head;
  for (std::size_t i = 0; i < kSizeBytes; ++i) head.size = head.size << 8 | place[i];
  std::copy_n(place.begin() + kSizeBytes, head.root.size(), head.root.begin());
  return head;
}

}  // namespace

HeadFile::HeadFile(const std::filesystem::path& file)
    : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) Fail(file.string());
  for (int i = 0; i < kPlaces; ++i) {
    Place place{};
    if (pread(descriptor_, place.data(), place.size(), i * kBytesBetweenPlaces) !=
        std::ssize(place))
      continue;
    const std::optional<merkle::TreeHead> head = Decode(place);
    if (!head || (kept_ && kept_->size > head->size)) continue;
    kept_ = head;
    next_place_ = (i + 1) % kPlaces;
  }
  syncing_ = std::jthread([this](const std::stop_token& stop) { SyncEverySecond(stop); });
}

HeadFile::~HeadFile() {
  syncing_.request_stop();
  syncing_.join();
  close(descriptor_);
}

void HeadFile::Keep(const merkle::TreeHead& head) {
  const Place place = Encode(head);
  if (pwrite(descriptor_, place.data(), place.size(), next_place_ * kBytesBetweenPlaces) !=
      std::ssize(place)) {
    Fail("the head of the log could not be kept");
  }
  next_place_ = (next_place_ + 1) % kPlaces;
  unsynced_.store(true, std::memory_order_relaxed);
}

void HeadFile::Replace(const merkle::TreeHead& head) {
  for (int i = 0; i < kPlaces; ++i) Keep(head);
}

void HeadFile::SyncEverySecond(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    stopped.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    // A head that is not on the disk yet is only an older one after a loss of power.
    if (unsynced_.exchange(false)) fdatasync(descriptor_);
  }
}

}  // namespace gongkai::workflow
