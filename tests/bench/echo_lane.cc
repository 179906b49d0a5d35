#include "tests/bench/echo_lane.h"

#include <optional>
#include <utility>

#include "tests/bench/echo.grpc.pb.h"

namespace gongkai::bench {
namespace {

constexpr std::size_t kPayloadBytes = 200;

class EchoLane final : public Lane {
 public:
  explicit EchoLane(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
    request_.set_payload(std::string(kPayloadBytes, 'x'));
  }

  void Start(Done done) override {
    context_.emplace();
    stub_.async()->Echo(&*context_, &request_, &response_,
                        [this, done = std::move(done)](const grpc::Status& status) {
                          std::string complaint = ComplaintOf(status);
                          if (complaint.empty() && response_.payload() != request_.payload()) {
                            complaint = "the echo differs";
                          }
                          done(complaint);
                        });
  }

 private:
  v1::EchoService::Stub stub_;
  std::optional<grpc::ClientContext> context_;
  v1::EchoRequest request_;
  v1::EchoResponse response_;
};

}  // namespace

Lanes MakeEchoLanes(const Channels& channels, int count) {
  Lanes lanes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    lanes.push_back(std::make_unique<EchoLane>(channels[i % channels.size()]));
  }
  return lanes;
}

}  // namespace gongkai::bench
