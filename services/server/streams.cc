#include "services/server/streams.h"

#include <stdexcept>

#include "workflow/error/errors.h"

namespace gongkai::server {

// A queue as long as there are streams, with one task each, is never full.
Streams::Streams(const Options& options)
    : options_(options), executor_({.threads = options.threads, .queue = options.limit}) {}

Result<Streams::Slot> Streams::TryOpen(const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  if (open_ >= options_.limit) return errors::TooManyStreams(options_.limit);
  std::size_t& of_caller = per_caller_[caller];
  if (of_caller >= options_.limit_per_caller) {
    return errors::TooManyStreams(options_.limit_per_caller);
  }
  ++open_;
  ++of_caller;
  return Slot(this, caller);
}

Streams::Slot::~Slot() {
  if (streams_ == nullptr) return;
  const std::scoped_lock lock(streams_->mutex_);
  --streams_->open_;
  const auto of_caller = streams_->per_caller_.find(caller_);
  if (--of_caller->second == 0) streams_->per_caller_.erase(of_caller);
}

void Streams::Slot::Post(std::function<void()> task) {
  if (!streams_->executor_.TryPost(std::move(task))) {
    throw std::logic_error("a stream posted a second task, or outlived its streams");
  }
}

}  // namespace gongkai::server
