// How many of something may be open at once, such as streams: in all, and of one caller.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "workflow/error/result.h"

namespace gongkai::server {

// Thread-safe. Must outlive its slots.
class Slots {
 public:
  struct Options {
    std::size_t limit;             // of all callers together
    std::size_t limit_per_caller;  // of one, on top of the rule at TryTake
  };

  // One of them, until it is destroyed. Moved from: none.
  class [[nodiscard]] Slot {
   public:
    Slot(Slot&& other) noexcept
        : slots_(std::exchange(other.slots_, nullptr)), caller_(std::move(other.caller_)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot();

    const std::string& caller() const { return caller_; }

   private:
    friend class Slots;
    Slot(Slots* slots, std::string_view caller) : slots_(slots), caller_(caller) {}

    Slots* slots_;
    std::string caller_;
  };

  explicit Slots(const Options& options) : options_(options) {}

  // Takes one slot. A caller may have no more than the room that he leaves to others, so no few
  // callers take all of it: whoever has none finds one. Errors: TOO_MANY_STREAMS.
  Result<Slot> TryTake(std::string_view caller);

 private:
  const Options options_;
  std::mutex mutex_;
  std::size_t taken_ = 0;                                      // guarded by mutex_
  std::map<std::string, std::size_t, std::less<>> of_caller_;  // guarded by mutex_
};

}  // namespace gongkai::server
