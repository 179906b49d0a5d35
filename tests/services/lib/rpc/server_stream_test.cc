#include "services/lib/rpc/server_stream.h"

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
#include "services/lib/runtime/executor.h"
#include "tests/support/eventually.h"
#include "tests/support/log_capture.h"
#include "tests/support/test_certificates.h"

namespace gongkai::rpc {
namespace {

namespace in = intake::v1;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Chunk = in::DownloadAttachmentResponse;
using Part = in::UploadAttachmentRequest;

constexpr char kDownload[] = "/gongkai.intake.v1.IntakeService/DownloadAttachment";
constexpr char kUpload[] = "/gongkai.intake.v1.IntakeService/UploadAttachment";
constexpr char kDrafter[] = "user/zhang-wei";

const support::TestCertificates& Certificates() {
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
         .credentials = identity::MakeServerCredentials(Certificates().Of("service/intake"))},
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
        identity::MakeChannelCredentials(Certificates().Of(identity), "intake"), arguments));
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

  const std::unique_ptr<identity::PolicyFile> policy_ =
      *identity::PolicyFile::Open(GONGKAI_SOURCE_DIR "/deploy/policy.yaml");
  runtime::Drain drain_;
  runtime::Signal signal_;
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
      return StartStream<TestWriter>(
          AdmitStream(test_.gate_, test_.streams_, *context, kDownload, test_.valid_),
          test_.traces_, test_.threads_, test_.set_up_writer_, test_.next_of_writer_);
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

TEST_F(ServerStreamTest, DoesOneThingAfterTheOther) {
  next_of_writer_ = [](TestWriter& stream) {
    if (stream.step == 20) return stream.End({});
    if (++stream.step % 2 == 0) return stream.Write(stream.chunk);
    stream.Post([&stream] { stream.chunk.set_chunk(std::string(1000, 'x')); });
  };
  const auto stub = StubAs(kDrafter);
  Download download(*stub);
  int chunks = 0;
  while (download.Next()) ++chunks;
  EXPECT_EQ(chunks, 10);
  EXPECT_TRUE(download.End().ok());
  EXPECT_EQ(Lines(kDownload, ""), 1);
  EXPECT_EQ(Lines(kDownload, "OK"), 1);
}

TEST_F(ServerStreamTest, RestsUntilItIsWoken) {
  std::atomic<int> asked = 0;
  set_up_writer_ = [this](TestWriter& stream) { stream.WakeOn(signal_); };
  next_of_writer_ = [&](TestWriter& stream) {
    ++asked;
    if (signal_.value() == 2) stream.End({});
  };
  const auto stub = StubAs(kDrafter);
  Download download(*stub);
  ASSERT_TRUE(support::Eventually([&] { return asked == 1; }));
  signal_.Advance(1);
  EXPECT_EQ(asked, 2);
  signal_.Advance(2);
  EXPECT_TRUE(download.End().ok());
  EXPECT_EQ(asked, 3);
}

TEST_F(ServerStreamTest, EndsWithWhatItEndsWith) {
  next_of_writer_ = [](TestWriter& stream) { stream.End(errors::AttachmentNotFound("a.pdf")); };
  const auto stub = StubAs(kDrafter);
  EXPECT_EQ(Download(*stub).EndReason(), Reason::kAttachmentNotFound);
  EXPECT_EQ(Lines(kDownload, ""), 1);
  EXPECT_EQ(Lines(kDownload, "ATTACHMENT_NOT_FOUND"), 1);
}

TEST_F(ServerStreamTest, EndsWithInternalWhenATaskThrows) {
  next_of_writer_ = [](TestWriter& stream) {
    stream.Post([] { throw std::runtime_error("the disk is gone"); });
  };
  const auto stub = StubAs(kDrafter);
  const grpc::Status end = Download(*stub).End();
  EXPECT_EQ(end.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(end.error_message().find("disk"), std::string::npos);
  EXPECT_EQ(Lines(kDownload, ""), 1);
  EXPECT_EQ(Lines(kDownload, "INTERNAL"), 1);
  EXPECT_EQ(log_.Count("the disk is gone"), 1);
}

// A slot that came back only when the server had done with the stream would refuse some of these.
TEST_F(ServerStreamTest, LetsWhoHasReadTheEndOpenTheNextStream) {
  const auto stub = StubAs(kDrafter);
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(Download(*stub).End().ok());
  EXPECT_EQ(Lines(kDownload, "OK"), 200);
}

TEST_F(ServerStreamTest, ThatIsRefusedLeavesOneLineAndTakesNoSlot) {
  const auto stub = StubAs(kDrafter);
  valid_ = errors::InvalidField("name", {"Must be a name.", "必须是名称。"});
  EXPECT_EQ(Download(*stub).EndReason(), Reason::kInvalidField);
  EXPECT_EQ(Lines(kDownload, ""), 1);
  EXPECT_EQ(Lines(kDownload, "INVALID_FIELD"), 1);
  valid_ = {};
  EXPECT_EQ(Download(*StubAs("user/nobody")).EndReason(), Reason::kUnknownCaller);
  EXPECT_EQ(log_.Count("refused: UNKNOWN_CALLER"), 1);

  const auto taken = streams_.TryOpen(kDrafter);
  EXPECT_EQ(Download(*stub).EndReason(), Reason::kTooManyStreams);
  EXPECT_EQ(Lines(kDownload, "TOO_MANY_STREAMS"), 1);
  EXPECT_EQ(traces_.admitted, 0);
}

TEST_F(ServerStreamTest, IsWaitedForByTheDrainUnlessTheDrainEndsIt) {
  std::atomic<int> open = 0;
  next_of_writer_ = [&](TestWriter& /*stream*/) { ++open; };
  const auto stub = StubAs(kDrafter);
  {
    Download download(*stub);
    ASSERT_TRUE(support::Eventually([&] { return open == 1; }));
    EXPECT_FALSE(drain_.WaitIdle(milliseconds(0)));
    download.Cancel();
    download.End();
    EXPECT_TRUE(drain_.WaitIdle(seconds(120)));
  }
  set_up_writer_ = [this](TestWriter& stream) { stream.EndOn(drain_); };
  ASSERT_TRUE(support::Eventually([this] { return streams_.TryOpen(kDrafter).has_value(); }));
  Download download(*stub);
  ASSERT_TRUE(support::Eventually([&] { return open == 2; }));
  EXPECT_TRUE(drain_.WaitIdle(milliseconds(0)));
}

// Each of these is a state in which a stream may be when something ends it.
enum class Stage : std::uint8_t { kResting, kInATask, kWriting, kInAnOperation };

class ServerStreamAtTest : public ServerStreamTest, public ::testing::WithParamInterface<Stage> {
 protected:
  // Opens a stream and waits until it is in the stage. A task ends when its client has gone, or when
  // go_on_ is set.
  std::unique_ptr<Download> OpenAtStage() {
    set_up_writer_ = [this](TestWriter& stream) { stream.EndOn(drain_); };
    next_of_writer_ = [this](TestWriter& stream) {
      if (GetParam() == Stage::kInATask) {
        stream.Post([this, &stream] {
          ++reached_;
          EXPECT_TRUE(support::Eventually([&] { return go_on_ || stream.call().cancelled(); }));
        });
      } else if (GetParam() == Stage::kWriting) {
        ++reached_;
        stream.chunk.set_chunk(std::string(100'000, 'x'));
        stream.Write(stream.chunk);
      } else {
        if (GetParam() == Stage::kInAnOperation) stream.Begin();
        ++reached_;
      }
    };
    auto download = std::make_unique<Download>(*stub_);
    EXPECT_TRUE(support::Eventually([this] { return reached_ == 1; }));
    return download;
  }

  // Every stream of the stage is over, with one line, and its slot is free.
  void ExpectOver(const std::string& outcome) {
    EXPECT_TRUE(support::Eventually([this] { return traces_.alive == 0; }));
    EXPECT_EQ(Lines(kDownload, ""), 1);
    EXPECT_EQ(Lines(kDownload, outcome), 1);
    EXPECT_TRUE(streams_.TryOpen(kDrafter).has_value());
    EXPECT_EQ(reached_, 1) << "nothing more is done for the stream";
  }

  const std::unique_ptr<in::IntakeService::Stub> stub_ = StubAs(kDrafter);
  std::atomic<int> reached_ = 0;
  std::atomic<bool> go_on_ = false;
};

TEST_P(ServerStreamAtTest, EndsWhenItsClientCancels) {
  const auto download = OpenAtStage();
  download->Cancel();
  EXPECT_EQ(download->End().error_code(), grpc::StatusCode::CANCELLED);
  ExpectOver("CANCELLED");
}

TEST_P(ServerStreamAtTest, EndsWhenTheDrainBegins) {
  const auto download = OpenAtStage();
  drain_.Begin();
  go_on_ = true;
  EXPECT_EQ(download->EndReason(), Reason::kPeerUnavailable);  // as FromGrpcStatus has it
  ExpectOver("SHUTTING_DOWN");
}

TEST_P(ServerStreamAtTest, EndsWhenTheServerStops) {
  const auto download = OpenAtStage();
  std::jthread going_on([this] {
    EXPECT_TRUE(support::Eventually([this] { return drain_.draining(); }));
    go_on_ = true;
  });
  server_->Stop(seconds(60));
  EXPECT_FALSE(download->End().ok());
  ExpectOver("SHUTTING_DOWN");
}

std::string NameOf(const ::testing::TestParamInfo<Stage>& stage) {
  constexpr const char* kNames[] = {"Resting", "InATask", "Writing", "InAnOperation"};
  return kNames[static_cast<std::size_t>(stage.param)];
}

INSTANTIATE_TEST_SUITE_P(Each, ServerStreamAtTest,
                         ::testing::Values(Stage::kResting, Stage::kInATask, Stage::kWriting,
                                           Stage::kInAnOperation),
                         NameOf);

TEST_F(ServerStreamTest, EndsWhenItsClientTakesNothing) {
  set_up_writer_ = [this](TestWriter& stream) { stream.Watch(stalls_, errors::Cancelled()); };
  next_of_writer_ = [](TestWriter& stream) {
    stream.chunk.set_chunk(std::string(100'000, 'x'));
    stream.Write(stream.chunk);
  };
  const auto stub = StubAs(kDrafter);
  Download download(*stub);
  ASSERT_TRUE(support::Eventually([this] { return Lines(kDownload, "CANCELLED") == 1; }));
  EXPECT_EQ(download.End().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(Lines(kDownload, ""), 1);
}

TEST_F(ServerStreamTest, EndsWhenItsClientSendsNothing) {
  set_up_reader_ = [this](TestReader& stream) {
    stream.Watch(stalls_, errors::UploadIncomplete({"nothing came.", "没有收到内容。"}));
  };
  next_of_reader_ = [](TestReader& stream) { stream.Read(); };
  const auto stub = StubAs(kDrafter);
  const grpc::Status end = Upload(*stub).End();
  EXPECT_EQ(FromGrpcStatus(end, "intake").reason, Reason::kUploadIncomplete);
  EXPECT_EQ(Lines(kUpload, ""), 1);
}

TEST_F(ServerStreamTest, ReadsUntilTheClientSendsNoMore) {
  std::atomic<int> parts = 0;
  next_of_reader_ = [&](TestReader& stream) {
    if (stream.half_closed()) return stream.EndWithAnswer();
    if (stream.Take()) ++parts;
    stream.Read();
  };
  const auto stub = StubAs(kDrafter);
  Upload upload(*stub);
  for (int i = 0; i < 10; ++i) upload.Send();
  upload.WritesDone();
  EXPECT_TRUE(upload.End().ok());
  EXPECT_EQ(parts, 10);
  EXPECT_EQ(Lines(kUpload, "OK"), 1);
}

TEST_F(ServerStreamTest, ThatReadsEndsWhenItsClientCancelsOrTheDrainBegins) {
  std::atomic<int> reading = 0;
  set_up_reader_ = [this](TestReader& stream) { stream.EndOn(drain_); };
  next_of_reader_ = [&](TestReader& stream) {
    if (stream.half_closed()) return stream.End(errors::Cancelled());
    ++reading;
    stream.Read();
  };
  const auto stub = StubAs(kDrafter);
  Upload cancelled(*stub);
  ASSERT_TRUE(support::Eventually([&] { return reading == 1; }));
  cancelled.Cancel();
  EXPECT_EQ(cancelled.End().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(support::Eventually([this] { return traces_.alive == 0; }));
  EXPECT_EQ(Lines(kUpload, "CANCELLED"), 1);

  Upload drained(*stub);
  ASSERT_TRUE(support::Eventually([&] { return reading == 2; }));
  drain_.Begin();
  EXPECT_EQ(FromGrpcStatus(drained.End(), "intake").reason, Reason::kPeerUnavailable);
  EXPECT_EQ(Lines(kUpload, "SHUTTING_DOWN"), 1);
  EXPECT_EQ(Lines(kUpload, ""), 2);
}

TEST_F(ServerStreamTest, KeepsTheSlotOfAnAnswerUntilTheAnswerIsTaken) {
  next_of_reader_ = [](TestReader& stream) { stream.EndWithAnswer(); };
  const auto stub = StubAs(kDrafter);
  Upload upload(*stub);
  ASSERT_TRUE(support::Eventually([this] { return Lines(kUpload, "OK") == 1; }));
  EXPECT_FALSE(streams_.TryOpen(kDrafter).has_value());
  EXPECT_TRUE(upload.End().ok());
  EXPECT_TRUE(support::Eventually([this] { return streams_.TryOpen(kDrafter).has_value(); }));
}

class ServerStreamStormTest : public ServerStreamTest {
 protected:
  ServerStreamStormTest() : ServerStreamTest(64) {}
};

TEST_F(ServerStreamStormTest, IsBorne) {
  set_up_writer_ = [this](TestWriter& stream) {
    stream.WakeOn(signal_);
    stream.EndOn(drain_);
    stream.Watch(stalls_, errors::Cancelled());
  };
  next_of_writer_ = [this](TestWriter& stream) {
    switch (++stream.step % 4) {
      case 0:
        return stream.Post([&stream] { stream.chunk.set_chunk("x"); });
      case 1:
        return stream.Write(stream.chunk);
      case 2:
        stream.ends_by_itself = true;
        stream.Begin();
        return threads_.Run([&stream, self = stream.self()] { stream.Complete([] {}); });
      default:
        return;  // until the signal grows
    }
  };
  std::atomic<bool> done = false;
  std::jthread growing([&] {
    for (std::uint64_t i = 1; !done; ++i) {
      signal_.Advance(i);
      std::this_thread::yield();
    }
  });
  std::vector<std::jthread> clients;
  for (const char* who : {kDrafter, "user/wang-fang", "user/chen-jie", "user/guo-lei"}) {
    clients.emplace_back([stub = StubAs(who)] {
      for (int n = 0; n < 100; ++n) {
        Download download(*stub);
        for (int reads = 0; reads < n % 4; ++reads) download.Next();
        download.Cancel();
        EXPECT_FALSE(download.End().ok());
      }
    });
  }
  clients.clear();
  done = true;
  growing.join();
  EXPECT_TRUE(support::Eventually([this] { return traces_.alive == 0; }));
  EXPECT_EQ(log_.Count(kDownload) - log_.Count("TOO_MANY_STREAMS"), traces_.admitted);
}

}  // namespace
}  // namespace gongkai::rpc
