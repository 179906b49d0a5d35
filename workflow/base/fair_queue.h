// A bounded queue that several callers share fairly: each caller that has something waiting gets
// its turn, so one who queues a thousand things delays another's only one by one thing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace gongkai {

// Keeps the order of the items of one key. Between keys it is round robin: a key that gets items
// waits behind those that had some before. Memory is in proportion to what waits; a key with
// nothing waiting is forgotten. Not thread-safe.
template <typename Item>
class FairQueue {
 public:
  struct Limits {
    std::size_t total;
    std::size_t per_key;  // of any one key, on top of the rule at MayPush
  };

  explicit FairQueue(Limits limits) : limits_(limits) {}

  FairQueue(const FairQueue&) = delete;
  FairQueue& operator=(const FairQueue&) = delete;

  // Queues `item` for `key`, or returns false and leaves `item` as it was (see MayPush).
  [[nodiscard]] bool TryPush(std::string_view key, Item&& item) {
    if (!MayPush(key)) return false;
    auto lane = lane_of_.find(key);
    if (lane == lane_of_.end()) {
      lanes_.push_back({std::string(key), {}});
      const auto newest = std::prev(lanes_.end());
      lane = lane_of_.emplace(newest->key, newest).first;
    }
    lane->second->items.push_back(std::move(item));
    ++size_;
    return true;
  }

  // Returns whether `key` may queue one more. A key may have no more waiting than the room that it
  // leaves to others, so however few or many keys push as fast as they can, a key that has nothing
  // waiting finds room: one alone gets half of the queue, nine get a tenth each.
  bool MayPush(std::string_view key) const {
    const std::size_t waiting = size(key);
    return waiting < limits_.per_key && waiting < limits_.total - size_;
  }

  // Takes the oldest item of the key whose turn it is. The queue must not be empty.
  Item Pop() { return Take(lanes_.begin()); }

  // Returns whether PopIf would take something.
  template <class May>
  bool Any(const May& may) const {
    return std::ranges::any_of(lanes_, [&](const Lane& one) { return may(one.key); });
  }

  struct Taken {
    std::string key;
    Item item;
  };

  // Takes the oldest item of the first key, in the order of turns, for which `may(key)` holds;
  // nothing if it holds for none. The keys that are passed over keep their turns.
  template <class May>
  std::optional<Taken> PopIf(const May& may) {
    const auto lane =
        std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& one) { return may(one.key); });
    if (lane == lanes_.end()) return std::nullopt;
    std::string key = lane->key;
    return Taken{.key = std::move(key), .item = Take(lane)};
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  std::size_t size(std::string_view key) const {
    const auto lane = lane_of_.find(key);
    return lane == lane_of_.end() ? 0 : lane->second->items.size();
  }

 private:
  // What waits of one key; never empty.
  struct Lane {
    std::string key;
    std::deque<Item> items;
  };

  // Takes the oldest item of the lane, which has its next turn after all others.
  Item Take(typename std::list<Lane>::iterator lane) {
    Item item = std::move(lane->items.front());
    lane->items.pop_front();
    --size_;
    if (lane->items.empty()) {
      lane_of_.erase(lane->key);
      lanes_.erase(lane);
    } else {
      lanes_.splice(lanes_.end(), lanes_, lane);
    }
    return item;
  }

  const Limits limits_;
  std::size_t size_ = 0;
  std::list<Lane> lanes_;  // the first has its turn next
  std::unordered_map<std::string_view, typename std::list<Lane>::iterator> lane_of_;
};

}  // namespace gongkai
