#include "services/lib/rpc/malformed.h"

#include "services/lib/rpc/status.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

using grpc::experimental::InterceptionHookPoints;

class Interceptor final : public grpc::experimental::Interceptor {
 public:
  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = methods->GetSendStatus();
      if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED &&
          status.error_message().empty()) {
        methods->ModifySendStatus(ToGrpcStatus(MalformedRequest()));
      }
    }
    methods->Proceed();
  }
};

}  // namespace

Error MalformedRequest() {
  return errors::InvalidField("request",
                              "Must be a message of this method, with every string in UTF-8.");
}

bool ParsesItself(std::string_view method) {
  return method == "/gongkai.workflow.v1.WorkflowService/ApplyAction";
}

grpc::experimental::Interceptor* MalformedRequests::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  // Where the client streams, the handler is called before its messages are parsed. A method that
  // there is not counts as one of those, and stays UNIMPLEMENTED.
  using Type = grpc::experimental::ServerRpcInfo::Type;
  const bool one_request = info->type() == Type::UNARY || info->type() == Type::SERVER_STREAMING;
  return one_request && !ParsesItself(info->method()) ? new Interceptor : nullptr;
}

}  // namespace gongkai::rpc
