// How streams end, whatever they do at the time.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "services/lib/rpc/server_stream.h"
#include "tests/services/lib/rpc/stream_fixture.h"

namespace gongkai::rpc {
namespace {

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

TEST_F(ServerStreamTest, TellsOfATaskThatThrowsAlsoWhereItsClientHasGone) {
  std::atomic<bool> working = false;
  next_of_writer_ = [&working](TestWriter& stream) {
    stream.Post([&] {
      working = true;
      EXPECT_TRUE(support::Eventually([&] { return stream.call().cancelled(); }));
      throw std::runtime_error("the disk is gone");
    });
  };
  const auto stub = StubAs(kDrafter);
  Download download(*stub);
  ASSERT_TRUE(support::Eventually([&] { return working.load(); }));
  download.Cancel();
  download.End();
  EXPECT_TRUE(support::Eventually([this] { return traces_.alive == 0; }));
  EXPECT_EQ(Lines(kDownload, ""), 1);
  EXPECT_EQ(Lines(kDownload, "INTERNAL"), 1);
  EXPECT_EQ(log_.Count("the disk is gone"), 1);
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
