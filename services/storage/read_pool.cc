#include "services/storage/read_pool.h"

#include <sqlite3.h>

#include "services/storage/error.h"

namespace gongkai::storage {

void ReadLease::GiveBack::operator()(Connection* connection) const { pool->Return(*connection); }

ReadPool::ReadPool(const std::filesystem::path& file, int size) {
  for (int i = 0; i < size; ++i) {
    connections_.push_back(std::make_unique<Connection>(file, Connection::Mode::kReadOnly));
    free_.push_back(connections_.back().get());
  }
}

ReadLease ReadPool::Lease(Deadline deadline) {
  std::unique_lock lock(mutex_);
  const auto any_free = [this] { return !free_.empty(); };
  if (!deadline) {
    returned_.wait(lock, any_free);
  } else if (!returned_.wait_until(lock, *deadline, any_free)) {
    throw QueryTimeout(SQLITE_BUSY, "no read connection was free before the deadline");
  }
  ReadLease lease(*this, *free_.back());
  free_.pop_back();
  lock.unlock();

  lease->SetDeadline(deadline);
  lease->BeginRead();
  return lease;
}

void ReadPool::Return(Connection& connection) {
  connection.SetDeadline(std::nullopt);  // it must not stop the rollback
  connection.Rollback();
  {
    const std::scoped_lock lock(mutex_);
    free_.push_back(&connection);
  }
  returned_.notify_one();
}

}  // namespace gongkai::storage
