#include "services/lib/rpc/malformed.h"

#include "workflow/error/errors.h"

namespace gongkai::rpc {

Error MalformedRequest() {
  return errors::InvalidField("request",
                              {"Must be a message of this method, with every string in UTF-8.",
                               "必须是本方法的消息，其中的字符串都是 UTF-8 编码。"});
}

bool ParsesItself(std::string_view method) {
  return method == "/gongkai.workflow.v1.WorkflowService/ApplyAction";
}

}  // namespace gongkai::rpc
