#include "tests/e2e/text_call.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <stdexcept>
#include <utility>

namespace gongkai::e2e {
namespace {

using google::protobuf::Message;

struct Home {
  Service process;
  const char* service;
};

constexpr Home kHomes[] = {{Service::kWorkflow, "gongkai.workflow.v1.WorkflowService"},
                           {Service::kWorkflow, "gongkai.audit.v1.AuditService"},
                           {Service::kIntake, "gongkai.intake.v1.IntakeService"},
                           {Service::kReview, "gongkai.review.v1.ReviewService"},
                           {Service::kPublish, "gongkai.publish.v1.PublishService"}};

struct Method {
  Service process;
  const google::protobuf::MethodDescriptor* descriptor;

  std::string Path() const {
    return "/" + descriptor->service()->full_name() + "/" + descriptor->name();
  }
};

Method Find(std::string_view name) {
  for (const Home& home : kHomes) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(home.service);
    if (service == nullptr) continue;
    const auto* method = service->FindMethodByName(std::string(name));
    if (method != nullptr) return {home.process, method};
  }
  throw std::logic_error("no method " + std::string(name));
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// Each step is waited for before the next: the queue never holds two.
class Steps {
 public:
  grpc::CompletionQueue* queue() { return &queue_; }
  static void* tag() { return nullptr; }

  bool Wait() {
    void* done = nullptr;
    bool ok = false;
    return queue_.Next(&done, &ok) && ok;
  }

 private:
  grpc::CompletionQueue queue_;
};

}  // namespace

std::unique_ptr<Message> RequestOf(std::string_view method, const std::string& text) {
  std::unique_ptr<Message> message = New(Find(method).descriptor->input_type());
  if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) {
    throw std::logic_error("not a request of " + std::string(method) + ": " + text);
  }
  return message;
}

std::unique_ptr<Message> NewAnswerOf(std::string_view method) {
  return New(Find(method).descriptor->output_type());
}

std::string RequestBytes(std::string_view method, const std::string& text) {
  return RequestOf(method, text)->SerializeAsString();
}

Answer Exchange(Cluster& cluster, const std::string& who, std::string_view method,
                const std::vector<std::string>& messages,
                std::unique_ptr<grpc::ClientContext> context) {
  const Method found = Find(method);
  grpc::GenericStub stub(cluster.Channel(found.process, who));
  Steps steps;
  const auto call = stub.PrepareCall(context.get(), found.Path(), steps.queue());
  call->StartCall(Steps::tag());
  bool open = steps.Wait();
  for (const std::string& message : messages) {
    if (!open) break;
    const grpc::Slice slice(message);
    call->Write(grpc::ByteBuffer(&slice, 1), Steps::tag());
    open = steps.Wait();
  }
  if (open) {
    call->WritesDone(Steps::tag());
    (void)steps.Wait();
  }
  Answer answer;
  grpc::ByteBuffer read;
  for (;;) {
    call->Read(&read, Steps::tag());
    if (!steps.Wait()) break;
    answer.bytes = BytesOf(read);
  }
  call->Finish(&answer.status, Steps::tag());
  (void)steps.Wait();
  return answer;
}

grpc::Status CallWithBytes(Cluster& cluster, const std::string& who, std::string_view method,
                           const std::vector<std::string>& messages,
                           std::unique_ptr<grpc::ClientContext> context) {
  return Exchange(cluster, who, method, messages, std::move(context)).status;
}

grpc::Status CallWithText(Cluster& cluster, const std::string& who, std::string_view method,
                          const std::vector<std::string>& texts,
                          std::unique_ptr<grpc::ClientContext> context) {
  std::vector<std::string> messages;
  for (const std::string& text : texts) messages.push_back(RequestBytes(method, text));
  return CallWithBytes(cluster, who, method, messages, std::move(context));
}

std::unique_ptr<grpc::ClientContext> ContextFor(const std::string& person) {
  auto context = Context();
  context->AddMetadata("gongkai-caller", person);
  return context;
}

}  // namespace gongkai::e2e
