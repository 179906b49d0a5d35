#include "services/lib/rpc/library_log.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <string_view>

namespace gongkai::rpc {
namespace {

// The default logger at the first call. Never destroyed: threads of gRPC outlive main, and may log
// when what is static is gone.
spdlog::logger& Logger() {
  static auto* const kLogger = new std::shared_ptr<spdlog::logger>(spdlog::default_logger());
  return **kLogger;
}

// What gRPC calls an error is mostly somebody at the other end: a warning to us, or less.
void LogGrpc(gpr_log_func_args* record) {
  const std::string_view message = record->message;
  const bool error = record->severity == GPR_LOG_SEVERITY_ERROR;
  // One for each connection that never speaks; thousands at once are no news.
  const bool handshake_given_up = message.find("cancel_check_peer") != std::string_view::npos;
  Logger().log(error && !handshake_given_up ? spdlog::level::warn : spdlog::level::trace,
               "grpc: {}", message);
}

// A message that does not parse is logged as an error, but it is the sender's.
void LogProtobuf(google::protobuf::LogLevel level, const char* /*file*/, int /*line*/,
                 const std::string& message) {
  const bool fatal = level == google::protobuf::LOGLEVEL_FATAL;
  Logger().log(fatal ? spdlog::level::critical : spdlog::level::debug, "protobuf: {}", message);
}

}  // namespace

void LogLibraries() {
  Logger();
  gpr_set_log_function(LogGrpc);
  google::protobuf::SetLogHandler(LogProtobuf);
}

}  // namespace gongkai::rpc
