// A bounded queue that callers share fairly: a caller who queues a thousand items delays the item
// of another caller by one item only.
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

// Shares one bounded queue fairly between keys, for example between callers. The items of one key
// keep their order. Keys take turns (round robin): a key that gets its first item waits behind the
// keys that have items already. Memory is in proportion to the number of items; a key without items
// takes none. Not thread-safe.
//
//   FairQueue<Job> queue({.total = 4096, .per_key = 256});
//   if (!queue.TryPush(caller, std::move(job))) return errors::Overloaded(kRetryAfter);
//   ...
//   while (!queue.empty()) Run(queue.Pop());
template <typename Item>
class FairQueue {
 public:
  struct Limits {
    std::size_t total;    // items of all keys
    std::size_t per_key;  // items of one key; MayPush has a second limit
  };

  explicit FairQueue(Limits limits) : limits_(limits) {}

  FairQueue(const FairQueue&) = delete;
  FairQueue& operator=(const FairQueue&) = delete;

  // Queues `item` for `key` and returns true if MayPush(key). Otherwise returns false and leaves
  // `item` as it was.
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

  // Returns whether `key` may queue one more item: the key has fewer items than `per_key`, and
  // fewer items than the queue has free places. So one key alone gets half of the queue, and nine
  // keys that push at the same time get a tenth each. A key without items may push while any place
  // is free.
  bool MayPush(std::string_view key) const {
    const std::size_t waiting = size(key);
    return waiting < limits_.per_key && waiting < limits_.total - size_;
  }

  // Removes and returns the oldest item of the key whose turn it is. The queue must not be empty.
  Item Pop() { return Take(lanes_.begin()); }

  // Returns whether `may(key)` holds for a key that has items, so that PopIf returns an item.
  template <class May>
  bool Any(const May& may) const {
    return std::ranges::any_of(lanes_, [&](const Lane& one) { return may(one.key); });
  }

  struct Taken {
    std::string key;
    Item item;
  };

  // Removes and returns the oldest item of the first key, in the order of turns, for which
  // `may(key)` holds. Returns nullopt if `may` holds for no key. A key that is skipped keeps its
  // turn.
  template <class May>
  std::optional<Taken> PopIf(const May& may) {
    const auto lane =
        std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& one) { return may(one.key); });
    if (lane == lanes_.end()) return std::nullopt;
    std::string key = lane->key;
    return Taken{.key = std::move(key), .item = Take(lane)};
  }

  bool empty() const { return size_ == 0; }

  // Returns the number of items, of all keys or of `key`.
  std::size_t size() const { return size_; }
  std::size_t size(std::string_view key) const {
    const auto lane = lane_of_.find(key);
    return lane == lane_of_.end() ? 0 : lane->second->items.size();
  }

 private:
  // Holds the items of one key; never empty.
  struct Lane {
    std::string key;
    std::deque<Item> items;
  };

  // Removes and returns the oldest item of the lane, and moves the lane behind all other lanes.
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
  std::list<Lane> lanes_;  // in the order of turns
  std::unordered_map<std::string_view, typename std::list<Lane>::iterator> lane_of_;
};

}  // namespace gongkai
