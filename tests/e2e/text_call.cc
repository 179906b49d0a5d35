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

std::string RequestBytes(std::string_view method, const std::string& text) {
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(Find(method).descriptor->input_type())
          ->New());
  if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) {
    throw std::logic_error("not a request of " + std::string(method) + ": " + text);
  }
  return message->SerializeAsString();
}

grpc::Status CallWithBytes(Cluster& cluster, const std::string& who, std::string_view method,
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
  grpc::ByteBuffer answer;
  do {
    call->Read(&answer, Steps::tag());
  } while (steps.Wait());
  grpc::Status status;
  call->Finish(&status, Steps::tag());
  (void)steps.Wait();
  return status;
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
