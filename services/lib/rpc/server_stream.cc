#include "services/lib/rpc/server_stream.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

namespace gongkai::rpc {

Status RunTask(const Call& call, const std::function<void()>& task) try {
  task();
  return {};
} catch (const std::exception& failure) {
  return errors::Internal(fmt::format("{}: {}", call.method, failure.what()));
}

}  // namespace gongkai::rpc
