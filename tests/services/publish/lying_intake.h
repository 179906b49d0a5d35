// An intake service that gives other bytes than it was given: what no honest one can be made to do.
#pragma once

#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/identity/credentials.h"
#include "tests/services/all/way_of_a_report.h"
#include "tests/support/eventually.h"

namespace gongkai::all {

// Answers what publishing reads as the real one does, but for what the test falsifies.
class LyingIntake final : public intake::v1::IntakeService::Service {
 public:
  explicit LyingIntake(TestOffice& office) : office_(office) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0",
                             identity::MakeServerCredentials(Certificates().Of("service/intake")),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  std::string append_to_content;
  std::string append_to_body;
  std::string append_to_attachments;
  bool leave_out_an_attachment = false;
  bool leave_out_leak_check = false;
  int add_findings = 0;            // to what the leak check found
  std::string after_the_last;      // a chunk more
  std::atomic<int> downloads = 0;  // of attachments
  bool silent = false;             // says nothing after the first part, until the call is cancelled
  std::atomic<int> waiting = 0;    // calls in which it has begun to be silent
  std::atomic<int> cancelled = 0;  // those of them that were cancelled

 private:
  grpc::Status GetContent(grpc::ServerContext* /*context*/,
                          const intake::v1::GetContentRequest* request,
                          intake::v1::GetContentResponse* response) override {
    *response = Must(office_.Call(kPublisher, &Intake::GetContent, *request));
    *response->mutable_content() += append_to_content;
    *response->mutable_body() += append_to_body;
    return grpc::Status::OK;
  }

  grpc::Status DownloadContent(
      grpc::ServerContext* context, const intake::v1::DownloadContentRequest* request,
      grpc::ServerWriter<intake::v1::DownloadContentResponse>* writer) override {
    intake::v1::GetContentRequest get;
    get.set_name(request->name());
    get.set_content_sha256(request->content_sha256());
    intake::v1::DownloadContentResponse part;
    GetContent(context, &get, part.mutable_content());
    if (!leave_out_leak_check) {
      workflow::v1::LeakCheck& check = *part.mutable_content()->mutable_leak_check();
      check = FindingsOf(office_, kPublisher, request->name()).leak_check();
      check.set_finding_count(check.finding_count() + add_findings);
    }
    writer->Write(part);
    if (silent) return WaitForCancellation(*context);
    const auto sent = Must(office_.Call(kPublisher, &Intake::GetContent, get));
    intake::v1::Content content;
    content.ParseFromString(sent.content());
    for (const intake::v1::Attachment& attachment : content.attachments()) {
      if (leave_out_an_attachment) continue;
      ++downloads;
      part.set_chunk(Bytes(request->name() + "/attachments/" + attachment.file_name()) +
                     append_to_attachments);
      writer->Write(part);
    }
    if (!after_the_last.empty()) {
      part.set_chunk(after_the_last);
      writer->Write(part);
    }
    return grpc::Status::OK;
  }

  grpc::Status WaitForCancellation(const grpc::ServerContext& context) {
    ++waiting;
    EXPECT_TRUE(support::Eventually([&context] { return context.IsCancelled(); }));
    ++cancelled;
    return grpc::Status::CANCELLED;
  }

  // Of the attachment `name`.
  std::string Bytes(const std::string& name) {
    intake::v1::DownloadAttachmentRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    const auto reader = intake::v1::IntakeService::NewStub(office_.As(kPublisher))
                            ->DownloadAttachment(&context, request);
    std::string bytes;
    intake::v1::DownloadAttachmentResponse part;
    while (reader->Read(&part)) bytes += part.chunk();
    return bytes;
  }

  grpc::Status DownloadAttachment(
      grpc::ServerContext* context, const intake::v1::DownloadAttachmentRequest* request,
      grpc::ServerWriter<intake::v1::DownloadAttachmentResponse>* writer) override {
    ++downloads;
    grpc::ClientContext own;
    const auto reader = intake::v1::IntakeService::NewStub(office_.As(kPublisher))
                            ->DownloadAttachment(&own, *request);
    intake::v1::DownloadAttachmentResponse part;
    while (reader->Read(&part)) {
      writer->Write(part);
      if (silent) return WaitForCancellation(*context);
    }
    if (!append_to_attachments.empty()) {
      part.set_chunk(append_to_attachments);
      writer->Write(part);
    }
    return reader->Finish();
  }

  TestOffice& office_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace gongkai::all
