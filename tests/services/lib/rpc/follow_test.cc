#include "services/lib/rpc/follow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/lib/rpc/status.h"
#include "tests/services/lib/rpc/test_server.h"
#include "tests/support/eventually.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::system_clock;
using Change = wf::WatchChangesResponse;

constexpr char kAuditor[] = "user/guo-lei";

// A growing sequence of items as large as asked; with every third left out, as refusals are.
class Sequence {
 public:
  explicit Sequence(std::size_t item_bytes) : payload_(item_bytes, 'x') {}

  ReadPage<Change> Reader() {
    return [this](const Call&, std::uint64_t from, std::size_t limit) { return Read(from, limit); };
  }

  void Grow(std::uint64_t count, runtime::GrowingValue& signal) {
    size_ += count;
    signal.Advance(size_);
  }

  int pages() const { return pages_; }

  static bool LeftOut(std::uint64_t position) { return position % 3 == 2; }

 private:
  Result<Page<Change>> Read(std::uint64_t from, std::size_t limit) {
    ++pages_;
    const std::uint64_t size = size_;
    if (from > size)
      return errors::InvalidField("from_position",
                                  {"Must not be ahead of the log.", "不得超出日志。"});
    Page<Change> page{.next = from};
    for (; page.next < size && page.items.size() < limit; ++page.next) {
      if (LeftOut(page.next)) continue;
      Change& change = page.items.emplace_back();
      change.set_position(static_cast<std::int64_t>(page.next));
      change.set_report(payload_);
    }
    return page;
  }

  const std::string payload_;
  std::atomic<std::uint64_t> size_ = 0;
  std::atomic<int> pages_ = 0;
};

// A client's end of a stream.
class Follower {
 public:
  explicit Follower(wf::WorkflowService::Stub& stub, std::int64_t from = 0,
                    std::optional<seconds> timeout = std::nullopt) {
    if (timeout) context_.set_deadline(system_clock::now() + *timeout);
    wf::WatchChangesRequest request;
    request.set_from_position(from);
    reader_ = stub.WatchChanges(&context_, request);
  }

  // The position of the next item, or -1 at the end.
  std::int64_t Next() {
    Change change;
    return reader_->Read(&change) ? change.position() : -1;
  }

  // How the stream ended, once it has.
  grpc::Status End() {
    while (Next() >= 0) continue;
    return reader_->Finish();
  }

  void Cancel() { context_.TryCancel(); }
  // Waits until the server has said that it follows; or the call has ended.
  void AwaitHeard() { reader_->WaitForInitialMetadata(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Change>> reader_;
};

bool EndedByDrain(const grpc::Status& end) {
  return end.error_message() == "This server is shutting down; try again, or another.";
}

// Reads everything from `from` up to `size` and expects it in order and whole.
void ExpectAll(Follower& follower, std::int64_t from, std::int64_t size) {
  for (std::int64_t position = from; position < size; ++position) {
    if (Sequence::LeftOut(static_cast<std::uint64_t>(position))) continue;
    ASSERT_EQ(follower.Next(), position);
  }
}

TEST(Follow, SendsWhatThereIsAndThenWhatComes) {
  Sequence sequence(10);
  TestServer server({.watch_changes = sequence.Reader()});
  sequence.Grow(1000, server.signal());
  const auto stub = server.StubAs(kAuditor);
  Follower from_start(*stub);
  Follower from_middle(*stub, 500);
  Follower from_end(*stub, 1000);
  ExpectAll(from_start, 0, 1000);
  ExpectAll(from_middle, 500, 1000);
  sequence.Grow(1000, server.signal());
  ExpectAll(from_start, 1000, 2000);
  ExpectAll(from_middle, 1000, 2000);
  ExpectAll(from_end, 1000, 2000);
}

TEST(Follow, SaysThatItFollowsBeforeThereIsAnything) {
  Sequence sequence(10);
  TestServer server({.watch_changes = sequence.Reader()});
  const auto stub = server.StubAs(kAuditor);
  Follower follower(*stub);
  follower.AwaitHeard();  // hangs where nothing is sent
  sequence.Grow(10, server.signal());
  ExpectAll(follower, 0, 10);
}

// A slot that came back only when the server had done with the stream would refuse some of these.
TEST(Follow, LetsWhoHasReadTheEndOpenTheNextStream) {
  Sequence sequence(10);
  TestServer server({.streams = {.limit_per_caller = 1}}, {.watch_changes = sequence.Reader()});
  const auto stub = server.StubAs(kAuditor);
  for (int i = 0; i < 300; ++i) {
    Follower follower(*stub, 1);  // there is nothing at 1
    EXPECT_EQ(FromGrpcStatus(follower.End(), "workflow").reason, Reason::kInvalidField);
  }
}

TEST(Follow, EndsWithWhatTheReaderRefusesWith) {
  Sequence sequence(10);
  TestServer server({.watch_changes = sequence.Reader()});
  sequence.Grow(10, server.signal());
  const auto stub = server.StubAs(kAuditor);
  const grpc::Status end = Follower(*stub, 11).End();
  EXPECT_EQ(FromGrpcStatus(end, "workflow").reason, Reason::kInvalidField);
}

TEST(Follow, EndsAtItsCallersDeadline) {
  Sequence sequence(10);
  TestServer server({.streams = {.limit = 1}}, {.watch_changes = sequence.Reader()});
  const auto stub = server.StubAs(kAuditor);
  EXPECT_EQ(Follower(*stub, 0, seconds(1)).End().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  sequence.Grow(1, server.signal());
  EXPECT_TRUE(
      support::Eventually([&] { return Follower(*stub).Next() == 0; }));  // the slot is free again
}

TEST(Follow, RefusesMoreStreamsThanItsLimit) {
  Sequence sequence(10);
  TestServer server({.streams = {.limit_per_caller = 3}}, {.watch_changes = sequence.Reader()});
  sequence.Grow(1, server.signal());
  const auto stub = server.StubAs(kAuditor);
  std::vector<std::unique_ptr<Follower>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<Follower>(*stub));
    EXPECT_EQ(open.back()->Next(), 0);
  }
  const grpc::Status end = Follower(*stub).End();
  EXPECT_EQ(FromGrpcStatus(end, "workflow").reason, Reason::kTooManyStreams);
}

TEST(Follow, HoldsNoThreadForStreamsThatHaveCaughtUp) {
  Sequence sequence(10);
  TestServer server({.streams = {.threads = 1}}, {.watch_changes = sequence.Reader()});
  sequence.Grow(1, server.signal());
  const auto stub = server.StubAs(kAuditor);
  std::vector<std::unique_ptr<Follower>> open;
  for (int i = 0; i < 50; ++i) {
    open.push_back(std::make_unique<Follower>(*stub));
    ASSERT_EQ(open.back()->Next(), 0);
  }
  const int pages = sequence.pages();
  sequence.Grow(1, server.signal());
  for (const auto& follower : open) EXPECT_EQ(follower->Next(), 1);
  EXPECT_LE(sequence.pages() - pages, 2 * 50);  // woken once each, not asking again and again
}

TEST(Follow, ReadsNoFurtherThanASlowClientTakes) {
  constexpr std::int64_t kItems = 9000;  // 96 MB of those not left out
  Sequence sequence(16 << 10);
  TestServer server({.watch_changes = sequence.Reader()});
  sequence.Grow(kItems, server.signal());
  const auto stub = server.StubAs(kAuditor);
  Follower fast(*stub);
  ExpectAll(fast, 0, kItems);
  const int pages_of_one = sequence.pages();

  const auto slow_stub = server.StubAs(kAuditor);
  Follower slow(*slow_stub);
  EXPECT_EQ(slow.Next(), 0);
  Follower fast_beside(*stub);
  ExpectAll(fast_beside, 0, kItems);
  EXPECT_LT(sequence.pages() - 2 * pages_of_one, pages_of_one / 2);
  ExpectAll(slow, 1, kItems);
}

TEST(Follow, ServesAHundredClientsOfDifferentSpeedWhileTheSequenceGrows) {
  constexpr std::int64_t kItems = 1500;
  Sequence sequence(1000);
  TestServer server({.watch_changes = sequence.Reader()});
  const auto stub = server.StubAs(kAuditor);
  std::vector<std::jthread> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back([&, i] {
      Follower follower(*stub);
      for (std::int64_t position = 0; position < kItems; ++position) {
        if (Sequence::LeftOut(static_cast<std::uint64_t>(position))) continue;
        ASSERT_EQ(follower.Next(), position);
        if (i % 2 == 0 && position % 100 == 0) std::this_thread::sleep_for(milliseconds(i));
      }
    });
  }
  for (int i = 0; i < kItems / 10; ++i) {
    sequence.Grow(10, server.signal());
    std::this_thread::sleep_for(milliseconds(1));
  }
}

TEST(Follow, BearsStormsOfCancelledStreams) {
  Sequence sequence(100);
  TestServer server({.watch_changes = sequence.Reader()});
  std::atomic<bool> done = false;
  std::jthread growing([&] {
    while (!done) {
      sequence.Grow(1, server.signal());
      std::this_thread::yield();
    }
  });
  std::vector<std::jthread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&, stub = server.StubAs(kAuditor)] {
      for (int n = 0; n < 150; ++n) {
        Follower follower(*stub);
        for (int reads = 0; reads < n % 5; ++reads) follower.Next();
        follower.Cancel();
        EXPECT_EQ(follower.End().error_code(), grpc::StatusCode::CANCELLED);
      }
    });
  }
  clients.clear();
  done = true;
  growing.join();
  // None of them is left over: all the slots of this caller can be had again.
  const auto stub = server.StubAs(kAuditor);
  std::vector<std::unique_ptr<Follower>> open;
  for (std::size_t i = 0; i < runtime::Streams::Options().limit_per_caller; ++i) {
    EXPECT_TRUE(support::Eventually([&] {
      open.push_back(std::make_unique<Follower>(*stub));
      return open.back()->Next() == 0;
    }));
  }
}

TEST(Follow, OutlivesItsCallWhileAPageIsRead) {
  std::promise<void> reading;
  std::promise<void> go_on;
  std::atomic<bool> read = false;
  TestServer server({.watch_changes = [&](const Call& call, std::uint64_t from,
                                          std::size_t) -> Result<Page<Change>> {
    reading.set_value();
    go_on.get_future().wait();
    read = support::Eventually([&] { return call.cancelled(); });
    return Page<Change>{.items = std::vector<Change>(3), .next = from + 3};
  }});
  const auto stub = server.StubAs(kAuditor);
  Follower follower(*stub);
  reading.get_future().wait();
  follower.Cancel();
  EXPECT_EQ(follower.End().error_code(), grpc::StatusCode::CANCELLED);
  go_on.set_value();
  EXPECT_TRUE(support::Eventually([&] { return read.load(); }));
}

TEST(Follow, EndsEveryStreamItselfWhenTheServerStops) {
  Sequence sequence(1000);
  TestServer server({.watch_changes = sequence.Reader()});
  sequence.Grow(30, server.signal());
  std::vector<std::unique_ptr<Follower>> open;
  const auto stub = server.StubAs(kAuditor);
  for (int i = 0; i < 100; ++i) {
    open.push_back(std::make_unique<Follower>(*stub));
    ASSERT_EQ(open.back()->Next(), 0);
  }
  server.server().Stop(seconds(60));
  EXPECT_TRUE(std::ranges::all_of(open, [](auto& each) { return EndedByDrain(each->End()); }));
}

TEST(Follow, DoesNotHoldUpAStopForAClientThatNeverReads) {
  Sequence sequence(64 << 10);
  TestServer server({.watch_changes = sequence.Reader()});
  sequence.Grow(10'000, server.signal());
  const auto stub = server.StubAs(kAuditor);
  Follower stalled(*stub);
  EXPECT_EQ(stalled.Next(), 0);
  std::this_thread::sleep_for(milliseconds(300));  // until what lies between is full
  server.server().Stop(seconds(60));
  EXPECT_FALSE(stalled.End().ok());
}

TEST(Follow, RefusesNewStreamsOnceDraining) {
  Sequence sequence(10);
  TestServer server({.watch_changes = sequence.Reader()});
  const auto stub = server.StubAs(kAuditor);
  server.drain().Begin();
  EXPECT_TRUE(EndedByDrain(Follower(*stub).End()));
}

}  // namespace
}  // namespace gongkai::rpc
