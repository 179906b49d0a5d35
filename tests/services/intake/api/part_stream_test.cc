#include "services/intake/api/part_stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "tests/services/lib/rpc/stream_fixture.h"

namespace gongkai::intake {
namespace {

using rpc::Chunk;
using rpc::Download;
using rpc::kDownload;
using rpc::kDrafter;

// Loads `parts` parts, and then what the test says.
struct TestSource {
  Result<bool> LoadNext(const rpc::Call& call, Chunk& part) {
    if (parts == 0) return end(call);
    --parts;
    part.set_chunk("x");
    return true;
  }

  int parts;
  std::function<Result<bool>(const rpc::Call&)> end;
};

class PartStreamTest : public rpc::ServerStreamTest {
 protected:
  void Send(int parts, std::function<Result<bool>(const rpc::Call&)> end) {
    start_download_ = [=, this](Result<rpc::Admission> admission) {
      return rpc::StartStream<PartStream<Chunk, TestSource>>(std::move(admission), stalls_,
                                                             TestSource{parts, end});
    };
  }
};

TEST_F(PartStreamTest, SendsEachPartAndEnds) {
  Send(3, [](const rpc::Call&) { return Result<bool>(false); });
  const auto stub = StubAs(kDrafter);
  Download download(*stub);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(download.Next());
  EXPECT_FALSE(download.Next());
  EXPECT_TRUE(download.End().ok());
  EXPECT_EQ(Lines(kDownload, "OK"), 1);
}

TEST_F(PartStreamTest, EndsWithWhatItsSourceFinds) {
  Send(1, [](const rpc::Call&) -> Result<bool> { return errors::ContentCorrupt({"a", "甲"}); });
  const auto stub = StubAs(kDrafter);
  EXPECT_EQ(Download(*stub).EndReason(), Reason::kContentCorrupt);
  EXPECT_EQ(Lines(kDownload, "CONTENT_CORRUPT"), 1);
}

// Damage is the operator's business, whoever is still there to hear of it.
TEST_F(PartStreamTest, LogsDamageAlsoWhereItsClientHasGone) {
  std::atomic<bool> loading = false;
  Send(0, [&loading](const rpc::Call& call) -> Result<bool> {
    loading = true;
    EXPECT_TRUE(support::Eventually([&] { return call.cancelled(); }));
    return errors::ContentCorrupt({"a", "甲"});
  });
  const auto stub = StubAs(kDrafter);
  Download download(*stub);
  ASSERT_TRUE(support::Eventually([&] { return loading.load(); }));
  download.Cancel();
  download.End();
  EXPECT_TRUE(support::Eventually([this] { return Lines(kDownload, "CONTENT_CORRUPT") == 1; }));
  EXPECT_EQ(Lines(kDownload, ""), 1);
}

}  // namespace
}  // namespace gongkai::intake
