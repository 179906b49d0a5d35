// An end for streams whose other side stands still.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace gongkai::server {

// Any thread may use it. Must outlive its turns.
class StallWatch {
 private:
  struct Stream {
    std::function<void()> on_stall;
    std::atomic<std::int64_t> turn;  // see stall_watch.cc
  };

 public:
  // Whose turn it is in one stream: ours, at first, or the other side's.
  class Turns {
   public:
    // The other side is to do something now.
    void Await();
    // It has done something: true, and it is our turn. Or it took too long: false, and the stream
    // is on_stall's, which is called now or was.
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

  // `on_stall` is called at most once, on a thread of this object, and may end the turns.
  Turns Watch(std::function<void()> on_stall);

 private:
  void End(const Stream* stream);
  void Run(const std::stop_token& stop);

  const std::chrono::milliseconds limit_;
  std::mutex mutex_;
  std::list<Stream> streams_;  // guarded by mutex_
  std::jthread thread_;        // last: it uses all of the above
};

}  // namespace gongkai::server
