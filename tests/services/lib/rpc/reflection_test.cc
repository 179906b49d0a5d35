#include "services/lib/rpc/reflection.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <grpc/reflection/v1/reflection.grpc.pb.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/services/lib/rpc/test_server.h"

namespace gongkai::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorProto;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

// v1alpha is the same messages under another name, so one client does for both.
constexpr char kV1[] = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
constexpr char kV1Alpha[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

class ReflectionTest : public ::testing::TestWithParam<const char*> {
 protected:
  using Stream = grpc::ClientReaderWriter<ServerReflectionRequest, ServerReflectionResponse>;

  std::unique_ptr<Stream> Open(grpc::ClientContext& context) {
    using Factory = grpc::internal::ClientReaderWriterFactory<ServerReflectionRequest,
                                                              ServerReflectionResponse>;
    const grpc::internal::RpcMethod method(GetParam(), grpc::internal::RpcMethod::BIDI_STREAMING,
                                           channel_);
    return std::unique_ptr<Stream>(Factory::Create(channel_.get(), method, &context));
  }

  std::vector<ServerReflectionResponse> Ask(const std::vector<ServerReflectionRequest>& requests) {
    grpc::ClientContext context;
    const auto stream = Open(context);
    std::vector<ServerReflectionResponse> responses(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
      EXPECT_TRUE(stream->Write(requests[i]));
      EXPECT_TRUE(stream->Read(&responses[i]));
    }
    stream->WritesDone();
    EXPECT_TRUE(stream->Finish().ok());
    return responses;
  }

  TestServer server_{TestHandlers{}};
  const std::shared_ptr<grpc::Channel> channel_ = server_.ChannelAs("user/guo-lei");
};

std::vector<std::string> NamesIn(const ServerReflectionResponse& response) {
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service()) {
    names.push_back(service.name());
  }
  return names;
}

ServerReflectionRequest List() {
  ServerReflectionRequest request;
  request.set_list_services("*");
  return request;
}

ServerReflectionRequest Symbol(const std::string& name) {
  ServerReflectionRequest request;
  request.set_file_containing_symbol(name);
  return request;
}

TEST_P(ReflectionTest, ListsTheServicesServedAndNoOthers) {
  const std::vector<std::string> names = NamesIn(Ask({List()})[0]);
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("gongkai.workflow.v1.WorkflowService",
                                                     "grpc.health.v1.Health",
                                                     "grpc.reflection.v1.ServerReflection",
                                                     "grpc.reflection.v1alpha.ServerReflection"));
}

TEST_P(ReflectionTest, GivesEnoughToBuildEachServiceThatItLists) {
  for (const std::string& name : NamesIn(Ask({List()})[0])) {
    google::protobuf::SimpleDescriptorDatabase files;
    const ServerReflectionResponse response = Ask({Symbol(name)})[0];
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      FileDescriptorProto file;
      ASSERT_TRUE(file.ParseFromString(bytes));
      files.Add(file);
    }
    DescriptorPool pool(&files);
    EXPECT_NE(pool.FindServiceByName(name), nullptr) << name;
  }
}

// Clients print fields by the JSON name that they are given, and the comments as documentation.
TEST_P(ReflectionTest, GivesTheCommentAndTheJsonNameOfEachField) {
  google::protobuf::SimpleDescriptorDatabase files;
  const ServerReflectionResponse response = Ask({Symbol("gongkai.workflow.v1.WorkflowService")})[0];
  for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
    FileDescriptorProto file;
    ASSERT_TRUE(file.ParseFromString(bytes));
    files.Add(file);
    for (const auto& message : file.message_type()) {
      for (const auto& field : message.field()) EXPECT_NE(field.json_name(), "") << field.name();
    }
  }
  DescriptorPool pool(&files);
  const auto* record = pool.FindMessageTypeByName("gongkai.workflow.v1.Record");
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(record->FindFieldByName("content_sha256")->json_name(), "contentSha256");
  for (int i = 0; i < record->field_count(); ++i) {
    google::protobuf::SourceLocation location;
    ASSERT_TRUE(record->field(i)->GetSourceLocation(&location)) << record->field(i)->name();
    EXPECT_NE(location.leading_comments, "") << record->field(i)->name();
  }
}

TEST_P(ReflectionTest, BoundsTheStreamsOfOneCertificate) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<Stream>> streams;
  const auto opens = [&] {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(Open(*contexts.back()));
    ServerReflectionResponse response;
    return streams.back()->Write(List()) && streams.back()->Read(&response);
  };
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(opens()) << i;
  EXPECT_FALSE(opens());
  EXPECT_EQ(streams.back()->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  streams.pop_back();
  for (const auto& context : contexts) context->TryCancel();
  for (const auto& stream : streams) (void)stream->Finish();
}

TEST_P(ReflectionTest, LetsWhoHasReadTheEndOpenTheNextStream) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Ask({List()}).size(), 1U);
}

TEST_P(ReflectionTest, SendsNoLongRequestBack) {
  ServerReflectionRequest request;
  request.set_file_containing_symbol(std::string(5000, 'x'));
  grpc::ClientContext context;
  const auto stream = Open(context);
  EXPECT_TRUE(stream->Write(request));
  ServerReflectionResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_P(ReflectionTest, AnswersOneStreamAsOftenAsItIsAsked) {
  ServerReflectionRequest by_name;
  by_name.set_file_by_filename("gongkai/workflow/v1/types.proto");
  const auto responses = Ask({Symbol("gongkai.workflow.v1.WorkflowService.ApplyAction"), by_name,
                              Symbol("gongkai.Nothing"), Symbol("gongkai.workflow.v1.Record")});
  EXPECT_GT(responses[0].file_descriptor_response().file_descriptor_proto_size(), 0);
  EXPECT_GT(responses[1].file_descriptor_response().file_descriptor_proto_size(), 0);
  EXPECT_EQ(responses[2].error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_GT(responses[3].file_descriptor_response().file_descriptor_proto_size(), 0);
  EXPECT_EQ(responses[3].original_request().file_containing_symbol(), "gongkai.workflow.v1.Record");
}

INSTANTIATE_TEST_SUITE_P(Versions, ReflectionTest, ::testing::Values(kV1, kV1Alpha),
                         [](const auto& version) {
                           return std::string(version.param) == kV1 ? "V1" : "V1Alpha";
                         });

using ReflectionV1Test = ReflectionTest;

TEST_P(ReflectionV1Test, EndsAnIdleStreamWhenTheServerStops) {
  grpc::ClientContext context;
  const auto stream = Open(context);
  ServerReflectionResponse response;
  ASSERT_TRUE(stream->Write(List()));
  ASSERT_TRUE(stream->Read(&response));
  server_.server().Stop(std::chrono::seconds(60));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_message(),
            "This server is shutting down; try again, or another.");
}

TEST_P(ReflectionV1Test, AnswersWhatCannotBeAnsweredWithAnError) {
  ServerReflectionRequest extension;
  extension.mutable_file_containing_extension()->set_containing_type("gongkai.workflow.v1.Record");
  extension.mutable_file_containing_extension()->set_extension_number(7);
  ServerReflectionRequest numbers;
  numbers.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
  const auto responses = Ask({ServerReflectionRequest(), extension, numbers});
  EXPECT_EQ(responses[0].error_response().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(responses[1].error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(responses[2].all_extension_numbers_response().base_type_name(),
            "google.protobuf.FieldOptions");
}

INSTANTIATE_TEST_SUITE_P(Own, ReflectionV1Test, ::testing::Values(kV1));

}  // namespace
}  // namespace gongkai::rpc
