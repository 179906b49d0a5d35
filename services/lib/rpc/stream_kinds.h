// The kinds of streams that a class may derive from: the server writes, the client writes, both
// write in turn.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <mutex>
#include <optional>
#include <utility>

#include "services/lib/rpc/server_stream.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {

// Adds to a stream that it writes.
template <class Stream, class Response>
class Writing : public Stream {
 protected:
  using Stream::Stream;

  // Writes `response`, which must not change before Next is called. An operation.
  void Write(const Response& response) {
    this->BeginTurn(Stream::Doing::kWriting);
    this->StartWrite(&response);
  }

 private:
  void OnWriteDone(bool ok) final {
    const std::scoped_lock lock(this->mutex_);
    if (!this->EndTurn(Stream::Doing::kWriting)) return;
    if (!ok && !this->ending_) this->ending_ = errors::Cancelled();
    this->Step();
  }
};

// Adds to a stream that it reads.
template <class Stream, class Request>
class Reading : public Stream {
 protected:
  using Stream::Stream;

  // Reads the next message. An operation. When it is done, Take returns the message, unless
  // half_closed().
  void Read() {
    this->BeginTurn(Stream::Doing::kReading);
    received_.emplace();
    this->StartRead(&*received_);
  }
  // Returns the message that has been read, once. A task may take it, too.
  std::optional<Request> Take() { return std::exchange(received_, std::nullopt); }
  bool received() const { return received_.has_value(); }
  // Returns true once the client sends no more messages, or has gone.
  bool half_closed() const { return half_closed_; }

 private:
  void OnReadDone(bool ok) final {
    const std::scoped_lock lock(this->mutex_);
    if (!this->EndTurn(Stream::Doing::kReading)) return;
    half_closed_ = !ok;
    if (!ok) received_.reset();
    this->Step();
  }

  std::optional<Request> received_;
  bool half_closed_ = false;
};

template <class Response>
using WriteStream = Writing<ServerStream<grpc::ServerWriteReactor<Response>>, Response>;
template <class Request>
using ReadStream = Reading<ServerStream<grpc::ServerReadReactor<Request>>, Request>;
template <class Request, class Response>
using BidiStream =
    Reading<Writing<ServerStream<grpc::ServerBidiReactor<Request, Response>>, Response>, Request>;

}  // namespace gongkai::rpc
