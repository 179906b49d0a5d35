// Limits how many of something, such as streams, may be open at once: in all, and for one caller.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/error/result.h"

namespace gongkai::runtime {

// Limits how many slots are taken at once, in all and by each caller. Must outlive its slots.
// Thread-safe.
//
//   Result<Slots::Slot> slot = slots.TryTake(caller.id.text());
//   if (!slot) return slot.error();  // otherwise the slot is taken until `slot` is destroyed
class Slots {
 public:
  struct Options {
    std::size_t limit;             // of all callers together
    std::size_t limit_per_caller;  // of one caller, in addition to the rule of TryTake
  };

  // Holds one slot until the destructor. A moved-from object holds none.
  class [[nodiscard]] Slot {
   public:
    Slot(Slot&& other) noexcept
        : slots_(std::exchange(other.slots_, nullptr)), caller_(std::move(other.caller_)) {}
    Slot& operator=(Slot&& other) noexcept {
      std::swap(slots_, other.slots_);
      std::swap(caller_, other.caller_);
      return *this;
    }
    ~Slot();

    const std::string& caller() const { return caller_; }

   private:
    friend class Slots;
    Slot(Slots* slots, std::string_view caller) : slots_(slots), caller_(caller) {}

    Slots* slots_;
    std::string caller_;
  };

  explicit Slots(const Options& options) : options_(options) {}

  // Takes one slot. A caller gets a slot only while the caller has fewer slots than are free. So a
  // few callers cannot take all slots: the last free slot goes only to a caller that has none.
  // Errors: TOO_MANY_STREAMS.
  Result<Slot> TryTake(std::string_view caller);

 private:
  const Options options_;
  Mutex mutex_;
  std::size_t taken_ GUARDED_BY(mutex_) = 0;
  std::map<std::string, std::size_t, std::less<>> of_caller_ GUARDED_BY(mutex_);
};

}  // namespace gongkai::runtime
