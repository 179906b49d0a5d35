// Streams of a test on a real server, and the clients of these streams.
#pragma once

#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"
#include "services/lib/identity/credentials.h"
#include "services/lib/identity/policy_file.h"
#include "services/lib/rpc/server.h"
#include "services/lib/rpc/server_stream.h"
#include "services/lib/rpc/stream_kinds.h"
#include "services/lib/runtime/executor.h"
#include "tests/support/eventually.h"
#include "tests/support/log_capture.h"
#include "tests/support/test_certificates.h"

namespace gongkai::rpc {

namespace in = intake::v1;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Chunk = in::DownloadAttachmentResponse;
using Part = in::UploadAttachmentRequest;

inline constexpr char kDownload[] = "/gongkai.intake.v1.IntakeService/DownloadAttachment";
inline constexpr char kUpload[] = "/gongkai.intake.v1.IntakeService/UploadAttachment";
inline constexpr char kDrafter[] = "user/zhang-wei";

inline const support::TestCertificates& StreamCertificates() {
  static const support::TestCertificates certificates;
  return certificates;
}

// Threads that end before the object does.
class Threads {
 public:
  void Run(std::function<void()> work) {
    const std::scoped_lock lock(mutex_);
    threads_.emplace_back(std::move(work));
  }

 private:
  std::mutex mutex_;
  std::vector<std::jthread> threads_;
};

// What is left of streams.
struct Traces {
  std::atomic<int> admitted = 0;
  std::atomic<int> alive = 0;
  std::atomic<int> ended = 0;
};

// A stream of the kind `Kind` that does what the test says.
template <class Kind>
class TestStream final : public Kind {
 public:
  using Act = std::function<void(TestStream&)>;

  TestStream(Admission admission, Traces& traces, Threads& threads, const Act& set_up, Act next)
      : Kind(std::move(admission)), traces_(traces), threads_(threads), next_(std::move(next)) {
    ++traces_.admitted;
    ++traces_.alive;
    if (set_up) set_up(*this);
  }
  ~TestStream() override { --traces_.alive; }

  using Kind::Begin;
  using Kind::call;
  using Kind::Complete;
  using Kind::End;
  using Kind::EndOn;
  using Kind::Post;
  using Kind::self;
  using Kind::StartSendInitialMetadata;
  using Kind::WakeOn;
  using Kind::Watch;

  int step = 0;                 // for the test
  bool ends_by_itself = false;  // an operation of its own does

 private:
  void Next() override { next_(*this); }
  // The operation ends on another thread, as it does everywhere.
  void Interrupt() override {
    if (ends_by_itself || std::exchange(interrupted_, true)) return;
    threads_.Run([this, self = self()] { Complete([] {}); });
  }
  void OnEnd() override { ++traces_.ended; }

  Traces& traces_;
  Threads& threads_;
  const Act next_;
  bool interrupted_ = false;
};

// A stream that writes; `chunk` is what it writes.
class Writer : public WriteStream<Chunk> {
 public:
  using WriteStream<Chunk>::Write;
  Chunk chunk;

 protected:
  explicit Writer(Admission admission) : WriteStream<Chunk>(std::move(admission)) {}
};
// A stream that reads.
class Reader : public ReadStream<Part> {
 public:
  using ReadStream<Part>::EndWithAnswer;
  using ReadStream<Part>::half_closed;
  using ReadStream<Part>::Read;
  using ReadStream<Part>::Take;

 protected:
  explicit Reader(Admission admission) : ReadStream<Part>(std::move(admission)) {}
};
using TestWriter = TestStream<Writer>;
using TestReader = TestStream<Reader>;

// A server over mutual TLS whose downloads and uploads are streams of the test.
class ServerStreamTest : public ::testing::Test {
 protected:
  explicit ServerStreamTest(std::size_t streams_of_one_caller = 1)
      : streams_({.limit_per_caller = streams_of_one_caller}) {
    spdlog::default_logger()->set_level(spdlog::level::debug);  // with the calls that end well
    std::vector<std::unique_ptr<grpc::Service>> services;
    services.push_back(std::make_unique<Service>(*this));
    auto server = Server::Start(
        {.address = "127.0.0.1:0",
         .credentials = identity::MakeServerCredentials(StreamCertificates().Of("service/intake"))},
        drain_, std::move(services));
    if (!server) throw std::runtime_error(server.error().message);
    server_ = *std::move(server);
  }
  ~ServerStreamTest() override {
    server_->Stop(seconds(60));
    EXPECT_TRUE(support::Eventually([this] { return traces_.alive == 0; }));
    EXPECT_EQ(traces_.ended, traces_.admitted) << "each stream ends once";
  }

  // Returns a connection of its own that lets in no byte of a message before the message is read.
  std::unique_ptr<in::IntakeService::Stub> StubAs(const std::string& identity) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 0);
    return in::IntakeService::NewStub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(server_->port()),
        identity::MakeChannelCredentials(StreamCertificates().Of(identity), "intake"), arguments));
  }

  // How many lines of the access log are about the method and say `outcome`.
  std::ptrdiff_t Lines(const std::string& method, const std::string& outcome) const {
    return log_.Count(method + " " + kDrafter + " " + outcome);
  }

  Threads threads_;
  const support::LogCapture log_;
  Traces traces_;
  std::function<void(TestWriter&)> set_up_writer_;
  std::function<void(TestWriter&)> next_of_writer_ = [](TestWriter& stream) { stream.End({}); };
  std::function<void(TestReader&)> set_up_reader_;
  std::function<void(TestReader&)> next_of_reader_ = [](TestReader& stream) { stream.End({}); };
  Status valid_;
  // Starts each download.
  std::function<grpc::ServerWriteReactor<Chunk>*(Result<Admission>)> start_download_ =
      [this](Result<Admission> admission) {
        return StartStream<TestWriter>(std::move(admission), traces_, threads_, set_up_writer_,
                                       next_of_writer_);
      };

  const std::unique_ptr<identity::PolicyFile> policy_ =
      *identity::OpenPolicy(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  runtime::Drain drain_;
  runtime::GrowingValue signal_;
  runtime::StallWatch stalls_{milliseconds(200)};
  runtime::Streams streams_;
  runtime::Executor executor_{{.threads = 1}};
  identity::ChangeQuota quota_{*policy_};
  Gate gate_{*policy_, nullptr, executor_, drain_, quota_};
  std::unique_ptr<Server> server_;

 private:
  class Service final : public in::IntakeService::CallbackService {
   public:
    explicit Service(ServerStreamTest& test) : test_(test) {}

    grpc::ServerWriteReactor<Chunk>* DownloadAttachment(
        grpc::CallbackServerContext* context,
        const in::DownloadAttachmentRequest* /*request*/) override {
      return test_.start_download_(
          AdmitStream(test_.gate_, test_.streams_, *context, kDownload, test_.valid_));
    }
    grpc::ServerReadReactor<Part>* UploadAttachment(
        grpc::CallbackServerContext* context, in::UploadAttachmentResponse* response) override {
      response->mutable_report()->set_name(std::string(1000, 'x'));
      return StartStream<TestReader>(AdmitStream(test_.gate_, test_.streams_, *context, kUpload),
                                     test_.traces_, test_.threads_, test_.set_up_reader_,
                                     test_.next_of_reader_);
    }

   private:
    ServerStreamTest& test_;
  };
};

// The client's end of a download.
class Download {
 public:
  explicit Download(in::IntakeService::Stub& stub)
      : reader_(stub.DownloadAttachment(&context_, in::DownloadAttachmentRequest())) {}

  bool Next() {
    Chunk chunk;
    return reader_->Read(&chunk);
  }
  // How the stream ends, after all that it still sends.
  grpc::Status End() {
    while (Next()) continue;
    return reader_->Finish();
  }
  Reason EndReason() { return FromGrpcStatus(End(), "intake").reason; }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Chunk>> reader_;
};

// The client's end of an upload.
class Upload {
 public:
  explicit Upload(in::IntakeService::Stub& stub)
      : writer_(stub.UploadAttachment(&context_, &response_)) {}

  void Send() { writer_->Write(Part()); }
  void WritesDone() { writer_->WritesDone(); }
  grpc::Status End() { return writer_->Finish(); }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  in::UploadAttachmentResponse response_;
  std::unique_ptr<grpc::ClientWriter<Part>> writer_;
};

}  // namespace gongkai::rpc
