#include "services/lib/request/request_digest.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "workflow/base/digest.h"

namespace gongkai::request {

std::string RequestDigest(std::string_view method, const google::protobuf::MessageLite& request) {
  std::string bytes(method);
  bytes += '\n';  // in no method's name
  {
    google::protobuf::io::StringOutputStream target(&bytes);
    google::protobuf::io::CodedOutputStream stream(&target);
    stream.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&stream);
  }
  return base::Sha256(bytes).ToHex();
}

}  // namespace gongkai::request
