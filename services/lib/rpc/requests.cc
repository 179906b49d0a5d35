#include "services/lib/rpc/requests.h"

#include <google/protobuf/message.h>

#include <memory>
#include <utility>

#include "services/lib/request/field_behavior.h"
#include "services/lib/rpc/malformed.h"
#include "services/lib/rpc/status.h"

namespace gongkai::rpc {
namespace {

using google::protobuf::Message;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;

// An interceptor cannot refuse a call, but can change the status of a call that is refused.
void AnswerMalformed(InterceptorBatchMethods& methods) {
  const grpc::Status status = methods.GetSendStatus();
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED && status.error_message().empty()) {
    methods.ModifySendStatus(ToGrpcStatus(MalformedRequest()));
  }
}

class Interceptor final : public grpc::experimental::Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE)) {
      request_ = static_cast<Message*>(methods->GetRecvMessage());  // null: it does not parse
      if (request_ != nullptr) {
        request_->DiscardUnknownFields();
        request::ClearOutputOnly(*request_);
      }
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      AnswerMalformed(*methods);
      FreeRequest();
    }
    methods->Proceed();
  }

 private:
  // Clear would keep the memory of the strings.
  void FreeRequest() {
    if (request_ == nullptr) return;
    const std::unique_ptr<Message> empty(request_->New());
    request_->GetReflection()->Swap(request_, empty.get());
    request_ = nullptr;
  }

  Message* request_ = nullptr;
};

}  // namespace

grpc::experimental::Interceptor* RequestInterceptors::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  // Where the client streams, the handler is called before its messages are parsed. A method that
  // there is not counts as one of those, and stays UNIMPLEMENTED.
  using Type = grpc::experimental::ServerRpcInfo::Type;
  const bool one_request = info->type() == Type::UNARY || info->type() == Type::SERVER_STREAMING;
  return one_request && !ParsesItself(info->method()) ? new Interceptor : nullptr;
}

}  // namespace gongkai::rpc
