#include "services/lib/rpc/server_stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>

#include "tests/services/lib/rpc/stream_fixture.h"

namespace gongkai::rpc {
namespace {

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

}  // namespace
}  // namespace gongkai::rpc
