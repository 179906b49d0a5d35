// The streams of attachments under way: how many at once, and an end for those that stand still.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace gongkai::intake {

// Any thread may use it. Must outlive its tickets.
class Transfers {
 private:
  // Whose turn it is: since when the other side's (in ticks of the steady clock), or one of these.
  static constexpr std::int64_t kOurTurn = 0;
  static constexpr std::int64_t kStalled = -1;

  struct Transfer {
    std::function<void()> on_stall;
    std::atomic<std::int64_t> turn = kOurTurn;
  };

 public:
  struct Options {
    std::size_t at_once;
    std::chrono::milliseconds stall{30'000};  // how long the other side may do nothing
  };

  // A stream's place among those under way, for as long as it lives.
  class Ticket {
   public:
    Ticket() = default;

    // It is the other side's turn now.
    void Await();
    // The other side has done something: true; or it was too late, and on_stall is called or was:
    // false. Then the stream belongs to on_stall.
    [[nodiscard]] bool Resume();

   private:
    friend class Transfers;
    struct Leave {
      Transfers* transfers;
      void operator()(Transfer* transfer) const { transfers->End(transfer); }
    };

    Ticket(Transfers* transfers, Transfer* transfer) : transfer_(transfer, {transfers}) {}

    std::unique_ptr<Transfer, Leave> transfer_;
  };

  explicit Transfers(Options options);

  // Nothing, when too many are under way. `on_stall` is called at most once, on a thread of this
  // object, when the other side's turn has lasted too long; it may end the ticket.
  std::optional<Ticket> Begin(std::function<void()> on_stall);

 private:
  void End(const Transfer* transfer);
  void Watch(const std::stop_token& stop);

  const Options options_;
  std::mutex mutex_;
  std::list<Transfer> transfers_;  // guarded by mutex_
  std::jthread watch_;             // last: it uses all of the above
};

}  // namespace gongkai::intake
