#include "services/lib/rpc/reflection.h"

#include <google/protobuf/descriptor.h>
#include <grpc/reflection/v1/reflection.grpc.pb.h>
#include <grpc/reflection/v1alpha/reflection.grpc.pb.h>

#include <optional>
#include <set>
#include <utility>

#include "services/lib/identity/connection_owner.h"
#include "services/lib/rpc/contract.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/rpc/stream_kinds.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::FileDescriptorResponse;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

namespace v1 = grpc::reflection::v1;
namespace v1alpha = grpc::reflection::v1alpha;

// v1 and v1alpha are the same messages under two names.
template <class To, class From>
To As(From message) {
  if constexpr (std::is_same_v<To, From>) {
    return message;
  } else {
    To same;
    same.ParseFromString(message.SerializeAsString());
    return same;
  }
}

void SetNotFound(const std::string& what, ServerReflectionResponse& response) {
  response.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  response.mutable_error_response()->set_error_message("There is no " + what + ".");
}

// The file, and before it each file that it imports, once.
void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>& seen,
             FileDescriptorResponse& response) {
  if (!seen.insert(&file).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), seen, response);
  response.add_file_descriptor_proto(Encoded(file));
}

void AnswerFile(const FileDescriptor* file, const std::string& asked,
                ServerReflectionResponse& response) {
  if (file == nullptr) return SetNotFound(asked, response);
  std::set<const FileDescriptor*> seen;
  AddFile(*file, seen, *response.mutable_file_descriptor_response());
}

void AnswerExtensions(const std::string& type, ServerReflectionResponse& response) {
  const Descriptor* message = Contract().FindMessageTypeByName(type);
  if (message == nullptr) return SetNotFound(type, response);
  auto* numbers = response.mutable_all_extension_numbers_response();
  numbers->set_base_type_name(type);
  std::vector<const FieldDescriptor*> extensions;
  Contract().FindAllExtensions(message, &extensions);
  for (const FieldDescriptor* extension : extensions) {
    numbers->add_extension_number(extension->number());
  }
}

// More than any name of ours needs. The request is sent back with the answer.
constexpr std::size_t kLongestRequest = 4 << 10;

ServerReflectionResponse Answer(const ServerReflectionRequest& request,
                                const std::vector<std::string>& services) {
  ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kListServices:
      for (const std::string& service : services) {
        response.mutable_list_services_response()->add_service()->set_name(service);
      }
      break;
    case ServerReflectionRequest::kFileByFilename:
      AnswerFile(Contract().FindFileByName(request.file_by_filename()), request.file_by_filename(),
                 response);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      AnswerFile(Contract().FindFileContainingSymbol(request.file_containing_symbol()),
                 request.file_containing_symbol(), response);
      break;
    case ServerReflectionRequest::kFileContainingExtension: {
      const auto& asked = request.file_containing_extension();
      const Descriptor* type = Contract().FindMessageTypeByName(asked.containing_type());
      const FieldDescriptor* extension =
          type == nullptr ? nullptr
                          : Contract().FindExtensionByNumber(type, asked.extension_number());
      AnswerFile(extension == nullptr ? nullptr : extension->file(),
                 "extension " + std::to_string(asked.extension_number()) + " of " +
                     asked.containing_type(),
                 response);
      break;
    }
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      AnswerExtensions(request.all_extension_numbers_of_type(), response);
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response.mutable_error_response()->set_error_message("Nothing is asked.");
      break;
  }
  return response;
}

}  // namespace

// Reads and writes in turn, one message at a time.
template <class Request, class Response>
class Reflection::Stream final : public BidiStream<Request, Response> {
 public:
  Stream(runtime::Streams::Slot slot, Reflection& reflection)
      : BidiStream<Request, Response>(std::move(slot)), services_(reflection.services_) {
    this->EndOn(reflection.drain_);
  }

 private:
  void Next() override {
    Response().Swap(&response_);  // it has gone out
    if (this->half_closed()) return this->End({});
    const std::optional<Request> request = this->Take();
    if (!request) return this->Read();
    if (request->ByteSizeLong() > kLongestRequest) {
      return this->End(
          errors::InvalidField("request", {"Must have at most 4 KiB.", "最多 4 KiB。"}));
    }
    response_ = As<Response>(Answer(As<ServerReflectionRequest>(*request), services_));
    this->Write(response_);
  }

  // A client that does not read the end holds no answer in memory.
  void OnEnd() override { response_ = Response(); }

  const std::vector<std::string>& services_;
  Response response_;
};

template <class Api, class Request, class Response>
class Reflection::Version final : public Api::CallbackService {
 public:
  explicit Version(Reflection& reflection) : reflection_(reflection) {}

  grpc::ServerBidiReactor<Request, Response>* ServerReflectionInfo(
      grpc::CallbackServerContext* context) override {
    return StartStream<Stream<Request, Response>>(
        reflection_.streams_.TryOpen(identity::ConnectionOwner(*context)), reflection_);
  }

 private:
  Reflection& reflection_;
};

Reflection::Reflection(runtime::Drain& drain)
    : drain_(drain),
      v1_(std::make_unique<
          Version<v1::ServerReflection, ServerReflectionRequest, ServerReflectionResponse>>(*this)),
      v1alpha_(std::make_unique<Version<v1alpha::ServerReflection, v1alpha::ServerReflectionRequest,
                                        v1alpha::ServerReflectionResponse>>(*this)) {
  Contract();  // a program that does not hold it whole fails at its start, not at the first question
}

void Reflection::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(v1_.get());
  builder.RegisterService(v1alpha_.get());
}

}  // namespace gongkai::rpc
