// Connections for reading, so that reads never wait for the writer nor the writer for them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "services/storage/connection.h"

namespace gongkai::storage {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

class ReadPool;

// A connection of the pool with a read transaction: all its reads see one state of the database,
// with every write that was committed before the first of them. Use it from one thread, and let it
// go soon: a snapshot that is held keeps the write-ahead log from being emptied.
class ReadLease {
 public:
  ReadLease(ReadLease&& other) noexcept = default;
  ReadLease& operator=(ReadLease&& other) = delete;
  ~ReadLease() = default;

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  friend class ReadPool;
  struct GiveBack {
    ReadPool* pool;
    void operator()(Connection* connection) const;
  };

  explicit ReadLease(ReadPool& pool, Connection& connection) : connection_(&connection, {&pool}) {}

  std::unique_ptr<Connection, GiveBack> connection_;
};

// Any thread may lease; who waits is served in the order of asking, so nobody waits for a caller
// who comes again and again. The pool outlives its leases.
class ReadPool {
 public:
  ReadPool(const std::filesystem::path& file, int size);

  // Waits while all connections are leased. From `deadline` on, waiting and running statements
  // throw QueryTimeout.
  ReadLease Lease(Deadline deadline);

  // Returns how many wait for a connection now.
  std::size_t waiting();

 private:
  friend struct ReadLease::GiveBack;
  Connection& Take(Deadline deadline);
  void Return(Connection& connection);
  void WakeFirst();  // with mutex_ held

  std::vector<std::unique_ptr<Connection>> connections_;
  std::mutex mutex_;
  std::vector<Connection*> free_;             // guarded by mutex_; the last returned is used first
  std::list<std::condition_variable> turns_;  // guarded by mutex_; one for each who waits
};

}  // namespace gongkai::storage
