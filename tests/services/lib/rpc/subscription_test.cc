#include "services/lib/rpc/subscription.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gongkai/workflow/v1/workflow_service.grpc.pb.h"
#include "services/lib/rpc/status.h"
#include "tests/support/eventually.h"
#include "tests/support/free_port.h"
#include "workflow/error/errors.h"

namespace gongkai::rpc {
namespace {

namespace wf = workflow::v1;
using std::chrono::milliseconds;
using Change = wf::WatchChangesResponse;
using Stub = wf::WorkflowService::Stub;
using Changes = Subscription<Stub, wf::WatchChangesRequest, Change>;

// A peer whose sequence is the numbers below its size. Each stream ends when all numbers are sent,
// as the test says, or stays open until there are more.
class SequenceService final : public wf::WorkflowService::CallbackService {
 public:
  void SetSize(std::int64_t size) {
    const std::scoped_lock lock(mutex_);
    size_ = size;
    for (Stream* stream : std::exchange(resting_, {})) stream->Continue();
  }
  // How each stream ends when all is sent; nothing: it stays open.
  void SetEnd(std::optional<grpc::Status> end) {
    const std::scoped_lock lock(mutex_);
    end_ = std::move(end);
  }
  std::int64_t size() {
    const std::scoped_lock lock(mutex_);
    return size_;
  }
  int opened() const { return opened_; }
  int open() const { return open_; }

  grpc::ServerWriteReactor<Change>* WatchChanges(grpc::CallbackServerContext* /*context*/,
                                                 const wf::WatchChangesRequest* request) override {
    ++opened_;
    ++open_;
    return new Stream(*this, request->new_only() ? size() : request->from_position());
  }

 private:
  class Stream final : public grpc::ServerWriteReactor<Change> {
   public:
    Stream(SequenceService& service, std::int64_t from) : service_(service), next_(from) {
      StartSendInitialMetadata();
      const std::scoped_lock lock(service_.mutex_);
      Continue();
    }

    // Requires the service's mutex.
    void Continue() {
      if (gone_) {
        Finish(grpc::Status::CANCELLED);
      } else if (next_ < service_.size_) {
        change_.set_position(next_++);
        StartWrite(&change_);
      } else if (service_.end_) {
        Finish(*service_.end_);
      } else {
        service_.resting_.insert(this);
      }
    }

   private:
    void OnWriteDone(bool ok) override {
      const std::scoped_lock lock(service_.mutex_);
      gone_ = gone_ || !ok;
      Continue();
    }
    void OnCancel() override {
      const std::scoped_lock lock(service_.mutex_);
      gone_ = true;
      if (service_.resting_.erase(this) > 0) Continue();
    }
    void OnDone() override {
      --service_.open_;
      delete this;
    }

    SequenceService& service_;
    std::int64_t next_;
    Change change_;
    bool gone_ = false;  // the client is; guarded by the service's mutex
  };

  std::mutex mutex_;
  std::int64_t size_ = 0;  // Guarded by mutex_, as are the next two.
  std::optional<grpc::Status> end_;
  std::set<Stream*> resting_;
  std::atomic<int> opened_ = 0;
  std::atomic<int> open_ = 0;
};

class SequenceServer {
 public:
  explicit SequenceServer(int port) { Start(port); }

  // On `port`, 0 for any free one.
  void Start(int port) {
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) throw std::runtime_error("no server");
  }
  ~SequenceServer() { Stop(); }

  // Cuts off what is open.
  void Stop() {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  int port() const { return port_; }
  std::shared_ptr<grpc::Channel> InProcess() { return server_->InProcessChannel({}); }

  SequenceService service;

 private:
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

wf::WatchChangesRequest From(std::int64_t position) {
  wf::WatchChangesRequest request;
  request.set_from_position(position);
  return request;
}

// A subscription whose answers the test waits for.
class Subscriber {
 public:
  explicit Subscriber(Peer& peer, std::int64_t from = 0) : Subscriber(peer, From(from)) {}
  Subscriber(Peer& peer, const wf::WatchChangesRequest& request)
      : changes_(peer, &Stub::async_interface::WatchChanges, request,
                 [](const Change& change) { return change.position(); }) {}
  ~Subscriber() {
    if (ended_ || !begun_) return;
    HangUp();
    while (Await()) {
    }
  }

  // Asks for the next item.
  void Ask() {
    begun_ = true;
    asked_ = true;
    changes_.Next([this](Result<Change> change) {
      // Under the lock, or the subscriber could be gone before the condition is notified.
      const std::scoped_lock lock(mutex_);
      answer_.emplace(std::move(change));
      answered_.notify_all();
    });
  }
  // Waits for the answer to Ask, after asking if nothing has been asked.
  Result<std::int64_t> Await() {
    if (!asked_) Ask();
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [this] { return answer_.has_value(); });
    const Result<Change> answer = *std::exchange(answer_, std::nullopt);
    asked_ = false;
    if (answer) return answer->position();
    ended_ = true;
    return answer.error();
  }
  // The reason of the error that must come.
  Reason AwaitEnd() {
    const Result<std::int64_t> answer = Await();
    return answer ? Reason::kInternal : answer.error().reason;
  }
  void HangUp() { changes_.HangUp(); }

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<Result<Change>> answer_;  // Guarded by mutex_.
  bool begun_ = false;
  bool asked_ = false;
  bool ended_ = false;
  Changes changes_;
};

class SubscriptionTest : public ::testing::Test {
 protected:
  void ExpectItems(Subscriber& subscriber, std::int64_t from, std::int64_t size) {
    for (std::int64_t position = from; position < size; ++position) {
      const Result<std::int64_t> answer = subscriber.Await();
      ASSERT_TRUE(answer) << answer.error().message;
      ASSERT_EQ(*answer, position);
    }
  }

  SequenceServer server_{support::FreePort()};
  Peer peer_{"workflow", "127.0.0.1:" + std::to_string(server_.port()),
             grpc::InsecureChannelCredentials()};
};

TEST(ResumePauses, GrowUpToABound) {
  ResumePauses pauses;
  for (int longest : {250, 500, 1000, 2000, 2000, 2000}) {
    const milliseconds pause = pauses.Next();
    EXPECT_GE(pause, milliseconds(longest / 2));
    EXPECT_LE(pause, milliseconds(longest));
  }
  pauses.Reset();
  EXPECT_LE(pauses.Next(), milliseconds(250));
}

TEST(ResumePauses, AreNotThoseOfOthers) {
  std::set<milliseconds> pauses;
  for (int i = 0; i < 50; ++i) pauses.insert(ResumePauses().Next());
  EXPECT_GT(pauses.size(), 5U);
}

TEST(EndOfSubscription, IsWhatTheNextCallWouldMeetAgain) {
  const auto end = [](const Error& error) {
    return EndOfSubscription(ToGrpcStatus(error), "workflow");
  };
  EXPECT_FALSE(EndOfSubscription(grpc::Status::OK, "workflow"));
  EXPECT_FALSE(EndOfSubscription({grpc::StatusCode::UNAVAILABLE, "gone"}, "workflow"));
  EXPECT_FALSE(EndOfSubscription(grpc::Status::CANCELLED, "workflow"));
  EXPECT_FALSE(end(errors::ShuttingDown()));
  EXPECT_EQ(end(errors::InvalidField("from_position", {"x", "错"}))->reason, Reason::kInvalidField);
  EXPECT_EQ(end(errors::TooManyStreams(1))->reason, Reason::kTooManyStreams);
}

TEST_F(SubscriptionTest, ReadsWhatThereIsInOrder) {
  server_.service.SetSize(1000);
  Subscriber all(peer_);
  Subscriber some(peer_, 500);
  ExpectItems(all, 0, 1000);
  ExpectItems(some, 500, 1000);
}

TEST_F(SubscriptionTest, CallsNobodyBeforeItIsAsked) {
  Subscriber unasked(peer_);
  Subscriber asked(peer_);
  server_.service.SetSize(1);
  ExpectItems(asked, 0, 1);
  EXPECT_EQ(server_.service.opened(), 1);
}

TEST_F(SubscriptionTest, GoesOnAfterInterruptionsOfEachKind) {
  Subscriber subscriber(peer_);
  std::int64_t size = 0;
  for (const grpc::Status& end :
       {grpc::Status::OK, grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone"),
        grpc::Status::CANCELLED, ToGrpcStatus(errors::ShuttingDown())}) {
    server_.service.SetEnd(end);
    server_.service.SetSize(size + 3);
    ExpectItems(subscriber, size, size + 3);
    size += 3;
  }
}

TEST_F(SubscriptionTest, GoesOnWhenThePeerIsStartedAnew) {
  Subscriber subscriber(peer_);
  for (std::int64_t size = 2; size < 8; size += 2) {
    server_.service.SetSize(size);
    ExpectItems(subscriber, size - 2, size);
    if (size == 4) subscriber.Ask();  // so that the stop meets a read, or none
    const int port = server_.port();
    server_.Stop();
    server_.Start(port);
  }
}

TEST_F(SubscriptionTest, MissesNothingAlsoWhereItHasBegunWithWhatIsNew) {
  server_.service.SetSize(3);
  wf::WatchChangesRequest request;
  request.set_new_only(true);
  Subscriber subscriber(peer_, request);
  subscriber.Ask();
  ASSERT_TRUE(support::Eventually([&] { return server_.service.open() == 1; }));
  server_.service.SetSize(4);
  ExpectItems(subscriber, 3, 4);
  const int port = server_.port();
  server_.Stop();
  server_.service.SetSize(6);  // while nobody is there
  server_.Start(port);
  ExpectItems(subscriber, 4, 6);
}

TEST_F(SubscriptionTest, WaitsForAPeerThatIsNotThereYet) {
  const int port = server_.port();
  server_.Stop();
  Subscriber subscriber(peer_);
  subscriber.Ask();
  server_.service.SetSize(1);
  server_.Start(port);
  ExpectItems(subscriber, 0, 1);
}

TEST_F(SubscriptionTest, EndsWithWhatThePeerAnswers) {
  server_.service.SetSize(1);
  server_.service.SetEnd(ToGrpcStatus(errors::InvalidField("from_position", {"x", "错"})));
  Subscriber subscriber(peer_);
  ExpectItems(subscriber, 0, 1);
  EXPECT_EQ(subscriber.AwaitEnd(), Reason::kInvalidField);
  EXPECT_EQ(server_.service.opened(), 1);
}

TEST_F(SubscriptionTest, EndsByHangUpWhileItReads) {
  Subscriber subscriber(peer_);
  subscriber.Ask();
  ASSERT_TRUE(support::Eventually([this] { return server_.service.opened() == 1; }));
  subscriber.HangUp();
  subscriber.HangUp();
  EXPECT_EQ(subscriber.AwaitEnd(), Reason::kCancelled);
  EXPECT_TRUE(support::Eventually([this] { return server_.service.open() == 0; }));
}

TEST_F(SubscriptionTest, EndsByHangUpWhileItWaitsForAPeer) {
  server_.Stop();
  Subscriber subscriber(peer_);
  subscriber.Ask();
  subscriber.HangUp();
  EXPECT_EQ(subscriber.AwaitEnd(), Reason::kCancelled);
}

// Each stream ends at once, so after the second has come the subscription pauses most of the time.
TEST_F(SubscriptionTest, EndsByHangUpWhileItPauses) {
  server_.service.SetEnd(grpc::Status::OK);
  Subscriber subscriber(peer_);
  subscriber.Ask();
  ASSERT_TRUE(support::Eventually([this] { return server_.service.opened() == 2; }));
  subscriber.HangUp();
  EXPECT_EQ(subscriber.AwaitEnd(), Reason::kCancelled);
}

TEST_F(SubscriptionTest, EndsByHangUpBetweenTwoReads) {
  server_.service.SetSize(10);
  Subscriber subscriber(peer_);
  ExpectItems(subscriber, 0, 2);
  subscriber.HangUp();
  EXPECT_TRUE(support::Eventually([this] { return server_.service.open() == 0; }));
  EXPECT_EQ(subscriber.AwaitEnd(), Reason::kCancelled);
}

TEST_F(SubscriptionTest, EndsByHangUpBeforeItHasBegun) {
  Subscriber subscriber(peer_);
  subscriber.HangUp();
  EXPECT_EQ(subscriber.AwaitEnd(), Reason::kCancelled);
  EXPECT_EQ(server_.service.opened(), 0);
}

// gRPC ends the process over a call on the channel of a server in this process that has stopped.
TEST_F(SubscriptionTest, UsesNeitherPeerNorChannelOnceItHasEnded) {
  for (int i = 0; i < 30; ++i) {
    SequenceServer near(0);
    near.service.SetSize(1);
    near.service.SetEnd(i % 2 == 0 ? std::optional(grpc::Status::OK) : std::nullopt);
    auto peer = std::make_unique<Peer>("workflow", near.InProcess(), "");
    Subscriber subscriber(*peer);
    ExpectItems(subscriber, 0, 1);
    if (i % 3 != 0) subscriber.Ask();
    subscriber.HangUp();
    EXPECT_EQ(subscriber.AwaitEnd(), Reason::kCancelled);
    peer.reset();
    near.Stop();
  }
}

TEST_F(SubscriptionTest, BearsStormsOfHangUps) {
  server_.service.SetSize(3);
  std::atomic<bool> done = false;
  std::jthread interrupting([&] {
    const int port = server_.port();
    while (!done) {
      // A server that never stays lets nobody in.
      const int opened = server_.service.opened();
      support::Eventually([&] { return done || server_.service.opened() > opened + 40; });
      server_.Stop();
      server_.Start(port);
    }
  });
  std::vector<std::jthread> owners;
  for (int i = 0; i < 4; ++i) {
    owners.emplace_back([this, i] {
      for (int n = 0; n < 50; ++n) {
        Subscriber subscriber(peer_);
        ExpectItems(subscriber, 0, n % 3);
        if ((n + i) % 2 == 0) subscriber.Ask();
        subscriber.HangUp();
        Result<std::int64_t> answer = subscriber.Await();
        if (answer) answer = subscriber.Await();  // the one item that came before
        EXPECT_EQ(answer ? Reason::kInternal : answer.error().reason, Reason::kCancelled);
      }
    });
  }
  owners.clear();
  done = true;
}

}  // namespace
}  // namespace gongkai::rpc
