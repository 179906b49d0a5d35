#include "services/lib/runtime/slots.h"

#include <algorithm>

#include "workflow/error/errors.h"

namespace gongkai::runtime {

Result<Slots::Slot> Slots::TryTake(std::string_view caller) {
  const MutexLock lock(mutex_);
  const auto mine = of_caller_.find(caller);
  const std::size_t taken = mine == of_caller_.end() ? 0 : mine->second;
  if (taken >= options_.limit_per_caller) return errors::TooManyStreams(options_.limit_per_caller);
  if (taken >= options_.limit - taken_) return errors::TooManyStreams(options_.limit);
  ++taken_;
  ++of_caller_[std::string(caller)];
  return Slot(this, caller);
}

Slots::Slot::~Slot() {
  if (slots_ == nullptr) return;
  const MutexLock lock(slots_->mutex_);
  --slots_->taken_;
  const auto mine = slots_->of_caller_.find(caller_);
  if (--mine->second == 0) slots_->of_caller_.erase(mine);
}

}  // namespace gongkai::runtime
