#include "services/lib/sql/read_pool.h"

#include <sqlite3.h>

#include "services/lib/sql/error.h"

namespace gongkai::sql {

void ReadLease::GiveBack::operator()(Connection* connection) const { pool->Return(*connection); }

ReadPool::ReadPool(const std::filesystem::path& file, int size) {
  for (int i = 0; i < size; ++i) {
    connections_.push_back(std::make_unique<Connection>(file, Connection::Mode::kReadOnly));
    free_.push_back(connections_.back().get());
  }
}

ReadLease ReadPool::Lease(Deadline deadline) {
  ReadLease lease(*this, Take(deadline));
  lease->SetDeadline(deadline);
  lease->BeginRead();
  return lease;
}

Connection& ReadPool::Take(Deadline deadline) {
  MutexLock lock(mutex_);
  if (free_.empty() || !turns_.empty()) {
    const auto turn = turns_.emplace(turns_.end());
    for (bool in_time = true; in_time && !IsNext(turn);) {
      if (deadline) {
        in_time = turn->WaitUntil(lock, *deadline);
      } else {
        turn->Wait(lock);
      }
    }
    const bool mine = IsNext(turn);
    turns_.erase(turn);
    if (!mine) {
      WakeFirst();  // who waited behind this one may be the first now
      throw QueryTimeout(SQLITE_BUSY, "no read connection was free before the deadline");
    }
  }
  Connection& connection = *free_.back();
  free_.pop_back();
  WakeFirst();  // another connection may have come back meanwhile
  return connection;
}

bool ReadPool::IsNext(Turns::const_iterator turn) const {
  return !free_.empty() && turn == turns_.begin();
}

void ReadPool::WakeFirst() {
  if (!free_.empty() && !turns_.empty()) turns_.front().NotifyOne();
}

std::size_t ReadPool::waiting() {
  const MutexLock lock(mutex_);
  return turns_.size();
}

void ReadPool::Return(Connection& connection) {
  connection.SetDeadline(std::nullopt);  // it must not stop the rollback
  connection.Rollback();
  const MutexLock lock(mutex_);
  free_.push_back(&connection);
  WakeFirst();
}

}  // namespace gongkai::sql
