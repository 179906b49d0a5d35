// Ends streams whose other side does nothing for too long.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <stop_token>
#include <thread>

#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"

namespace gongkai::runtime {

// Limits how long the other side of a stream may take for one read or write. The stream calls Await
// before the read or write, and Resume afterwards. Must outlive its turns. Thread-safe.
//
//   turns_ = watch.Watch([this] { Stop(errors::Cancelled()); });  // ends what is under way
//   turns_.Await();
//   StartRead(&message_);
//
//   void OnReadDone(bool ok) override {
//     if (!turns_.Resume()) ...  // the other side took too long: on_stall runs now or has run
//     ...
//   }
class StallWatch {
 private:
  struct Stream {
    std::function<void()> on_stall;
    std::atomic<std::int64_t> turn;  // see stall_watch.cc
  };

 public:
  // Says whose turn it is in one stream: ours, at first, or that of the other side. The destructor
  // ends the watch of the stream.
  class Turns {
   public:
    // Gives the turn to the other side, which must do something now.
    void Await();
    // Takes the turn back after the other side has done something. Returns true if the turn is ours
    // again. Returns false if the other side took too long: then `on_stall` is called now or was
    // called, and the stream must end.
    [[nodiscard]] bool Resume();

   private:
    friend class StallWatch;
    struct Forget {
      StallWatch* watch;
      void operator()(Stream* stream) const { watch->End(stream); }
    };

    Turns(StallWatch* watch, Stream* stream) : stream_(stream, {watch}) {}

    std::unique_ptr<Stream, Forget> stream_;
  };

  // `limit` is how long a turn of the other side may last.
  explicit StallWatch(std::chrono::milliseconds limit);

  // Watches one stream. Returns the turns of that stream. Calls `on_stall` at most once, on a
  // thread of this object, when a turn of the other side has lasted too long. `on_stall` may
  // destroy the turns.
  Turns Watch(std::function<void()> on_stall);

 private:
  void End(const Stream* stream) EXCLUDES(mutex_);
  void Run(const std::stop_token& stop);

  const std::chrono::milliseconds limit_;
  Mutex mutex_;
  std::list<Stream> streams_ GUARDED_BY(mutex_);
  std::jthread thread_;  // last: uses all members above
};

}  // namespace gongkai::runtime
