// A pool of connections for reading. Reads never wait for the writer, and the writer never waits
// for reads.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <list>
#include <memory>
#include <optional>
#include <vector>

#include "services/lib/sql/connection.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"

namespace gongkai::sql {

// The time at which a read ends with QueryTimeout; nullopt: never.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

class ReadPool;

// A leased connection with a read transaction. The destructor returns the connection to the pool.
// All reads of a lease see one snapshot, with every write that was committed before the first read.
// One thread at a time. Release the lease soon: a snapshot keeps the write-ahead log from being
// emptied.
//
//   const ReadLease reader = database.Read(deadline);
//   Statement& find = reader->Prepare("SELECT state FROM report WHERE name = $1");
//   for (find.Query(name); find.Step();) use(find.Text(0));
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

// Shares a fixed number of connections among any number of readers. Waiting callers are served in
// the order of arrival, so that a caller with many calls starves nobody. Thread-safe. Must outlive
// its leases.
class ReadPool {
 public:
  // Opens `size` connections to `file`. Throws Error if a connection cannot be opened.
  ReadPool(const std::filesystem::path& file, int size);

  // Returns a leased connection. Blocks while all connections are leased. After `deadline`, a call
  // that waits and a statement that runs throw QueryTimeout.
  ReadLease Lease(Deadline deadline);

  // Returns the number of callers that wait for a connection now.
  std::size_t waiting();

 private:
  friend struct ReadLease::GiveBack;
  using Turns = std::list<ConditionVariable>;  // one for each waiting caller

  // Returns a free connection. Blocks and throws as Lease does.
  Connection& Take(Deadline deadline) EXCLUDES(mutex_);
  // Ends the read transaction and makes the connection free.
  void Return(Connection& connection) EXCLUDES(mutex_);
  // Returns whether a connection is free and the caller with this turn is the first.
  bool IsNext(Turns::const_iterator turn) const REQUIRES(mutex_);
  // Wakes the caller that waits longest, if a connection is free.
  void WakeFirst() REQUIRES(mutex_);

  std::vector<std::unique_ptr<Connection>> connections_;
  Mutex mutex_;
  std::vector<Connection*> free_ GUARDED_BY(mutex_);  // the last returned is used first
  Turns turns_ GUARDED_BY(mutex_);
};

}  // namespace gongkai::sql
