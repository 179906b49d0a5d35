// A value that is read from a file, and read again when the file changes.
#pragma once

#include <spdlog/spdlog.h>

#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "services/lib/runtime/file_watch.h"
#include "services/lib/runtime/growing.h"
#include "services/lib/runtime/small_file.h"
#include "workflow/base/mutex.h"
#include "workflow/base/thread_annotations.h"
#include "workflow/error/errors.h"
#include "workflow/error/result.h"

namespace gongkai::runtime {

// Holds the value of a file. A changed file takes effect within two seconds. A file that does not
// parse is logged once, and the last good value stays in force. Thread-safe.
//
//   const auto file = WatchedFile<Policy>::Open(path, "policy", Policy::Parse);
//   if (!file) return file.error();
//   const std::shared_ptr<const Policy> policy = (*file)->current();
template <class Value>
class WatchedFile {
 public:
  using Parse = std::function<Result<Value>(std::string_view)>;

  // Reads the file and starts to follow its changes. `what` names the value in the log. `parse` may
  // throw. Errors: INVALID_FIELD (the file cannot be used).
  static Result<std::unique_ptr<WatchedFile>> Open(std::filesystem::path path, std::string what,
                                                   Parse parse) {
    FileWatch watch({path});
    Result<Value> value = Read(path, parse);
    if (!value) return std::move(value).error();
    return std::unique_ptr<WatchedFile>(new WatchedFile(
        std::move(path), std::move(what), std::move(parse), std::move(watch), *std::move(value)));
  }

  // Returns the value in force, never null, at little cost. Call current() once for each decision
  // and keep the result until it is made, so that one value judges the whole of it.
  std::shared_ptr<const Value> current() const {
    const MutexLock lock(mutex_);
    return current_;
  }

  // Calls `changed` on a thread of this object, after each change of the value in force, by the
  // rules of GrowingValue::Subscribe. `changed` may call current().
  GrowingValue::Subscription OnChange(GrowingValue::Wake changed) const {
    return changes_.Subscribe(std::move(changed));
  }

 private:
  WatchedFile(std::filesystem::path path, std::string what, Parse parse, FileWatch watch,
              Value value)
      : path_(std::move(path)),
        what_(std::move(what)),
        parse_(std::move(parse)),
        current_(std::make_shared<const Value>(std::move(value))),
        watch_(std::move(watch)) {
    watch_.Start([this] {
      Reread();
      return true;
    });
  }

  static Result<Value> Read(const std::filesystem::path& path, const Parse& parse) try {
    const Result<std::string> text = ReadSmallFile(path);
    if (!text) return text.error();
    Result<Value> value = parse(*text);
    if (!value) {
      Error error = std::move(value).error();
      error.message = path.string() + ": " + error.message;
      return error;
    }
    return value;
  } catch (const std::exception& failure) {
    // Whatever a library throws over a file, the value in force stays.
    return errors::InvalidFile(path.string(), failure.what());
  }

  void Reread() {
    Result<Value> value = Read(path_, parse_);
    if (!value) {
      spdlog::error("The new {} is refused, the last one stays in force: {}", what_,
                    value.error().message);
      return;
    }
    auto next = std::make_shared<const Value>(*std::move(value));
    spdlog::info("{}: a new {} is in force.", path_.string(), what_);
    {
      const MutexLock lock(mutex_);
      current_.swap(next);
    }
    changes_.Advance(changes_.value() + 1);
  }

  const std::filesystem::path path_;
  const std::string what_;
  const Parse parse_;
  mutable Mutex mutex_;
  std::shared_ptr<const Value> current_ GUARDED_BY(mutex_);
  mutable GrowingValue changes_;  // its value is the number of changes
  FileWatch watch_;               // last: calls Reread
};

}  // namespace gongkai::runtime
