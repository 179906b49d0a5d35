#include "services/lib/rpc/headings.h"

#include <gmock/gmock.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gongkai/intake/v1/intake_service.grpc.pb.h"

namespace gongkai::rpc {
namespace {

namespace in = intake::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Digest(int number) {
  std::string digits = std::to_string(number);
  return std::string(64 - digits.size(), '0') + digits;
}

in::Heading HeadingNumbered(int number) {
  in::Heading heading;
  heading.set_content_sha256(Digest(number));
  heading.set_title("第" + std::to_string(number) + "件");
  return heading;
}

// Has a content for each even digest, has destroyed that of the number 7, and answers also what nobody asked for.
class IntakeOfEvenDigests final : public in::IntakeService::Service {
 public:
  std::vector<std::string> asked;  // in the newest call
  int calls = 0;

 private:
  grpc::Status BatchGetHeadings(grpc::ServerContext* /*context*/,
                                const in::BatchGetHeadingsRequest* request,
                                in::BatchGetHeadingsResponse* response) override {
    ++calls;
    asked = {request->content_sha256s().begin(), request->content_sha256s().end()};
    for (const std::string& sha256 : asked) {
      const int number = std::stoi(sha256);
      if (number % 2 == 0) {
        *response->add_headings() = HeadingNumbered(number);
      } else if (number == 7) {
        response->add_purged(sha256);
      } else {
        response->add_missing(sha256);
      }
    }
    *response->add_headings() = HeadingNumbered(99);
    return grpc::Status::OK;
  }
};

class HeadingsTest : public ::testing::Test {
 protected:
  HeadingsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    peer_ = std::make_unique<Peer>("intake", server_->InProcessChannel({}), "");
    headings_ = std::make_unique<Headings>(*peer_);
  }
  ~HeadingsTest() override { server_->Shutdown(); }

  static Call CallOfReviewer() {
    return {.method = "/test",
            .caller = {.id = base::ActorId("user/wang-fang")},
            .deadline = std::chrono::system_clock::now() + std::chrono::seconds(60),
            .context = nullptr,
            .start = std::chrono::steady_clock::now(),
            .in_flight = {}};
  }

  Result<Headings::ByDigest> Read(const std::set<std::string>& digests) {
    return headings_->Read(CallOfReviewer(), digests);
  }

  IntakeOfEvenDigests service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Peer> peer_;
  std::unique_ptr<Headings> headings_;
};

TEST(HeadingOf, HasWhatAListShowsOfAContent) {
  in::Content content;
  content.set_title("年报");
  content.set_document_number("清政办〔2022〕3号");
  content.set_kind(in::ANNUAL_REPORT);
  content.set_issuing_department("办公室");
  content.mutable_disclosure()->set_attribute(workflow::v1::ON_REQUEST);
  content.mutable_disclosure()->set_reason("内部事务信息");
  const in::Heading heading = HeadingOf(content, Digest(1));
  EXPECT_EQ(heading.content_sha256(), Digest(1));
  EXPECT_EQ(heading.title(), "年报");
  EXPECT_EQ(heading.document_number(), "清政办〔2022〕3号");
  EXPECT_EQ(heading.kind(), in::ANNUAL_REPORT);
  EXPECT_EQ(heading.issuing_department(), "办公室");
  EXPECT_EQ(heading.disclosure(), workflow::v1::ON_REQUEST);
}

TEST_F(HeadingsTest, AreReadInOneCall) {
  const auto read = Read({Digest(2), Digest(3), Digest(4), Digest(7)});
  ASSERT_TRUE(read);
  EXPECT_EQ(service_.calls, 1);
  ASSERT_EQ(read->size(), 4U) << "and what was not asked for is no answer";
  EXPECT_EQ(read->at(Digest(2)).heading.title(), "第2件");
  EXPECT_EQ(read->at(Digest(2)).problem, "");
  EXPECT_EQ(read->at(Digest(3)).heading.title(), "");
  EXPECT_EQ(read->at(Digest(3)).problem, "CONTENT_CORRUPT");
  EXPECT_EQ(read->at(Digest(4)).heading.title(), "第4件");
  EXPECT_EQ(read->at(Digest(7)).heading.title(), "");
  EXPECT_EQ(read->at(Digest(7)).problem, "CONTENT_PURGED");
}

TEST_F(HeadingsTest, AreNotAskedForWhereNoContentMayBeRead) {
  ASSERT_TRUE(Read({"", Digest(2)}));
  EXPECT_THAT(service_.asked, ElementsAre(Digest(2)));
  const auto none = Read({""});
  ASSERT_TRUE(none);
  EXPECT_THAT(*none, IsEmpty());
  EXPECT_EQ(service_.calls, 1) << "not called for nothing";
}

TEST_F(HeadingsTest, AreAnErrorWhereIntakeIsAway) {
  server_->Shutdown();
  Peer nobody("intake", "127.0.0.1:1", grpc::InsecureChannelCredentials());
  Headings headings(nobody);
  Call call = CallOfReviewer();
  call.deadline = std::chrono::system_clock::now();
  const auto read = headings.Read(call, {Digest(2)});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, Reason::kPeerUnavailable);
  EXPECT_FALSE(headings.Recall(Digest(2)));
}

TEST_F(HeadingsTest, AreRememberedAsTheyWereReadLast) {
  EXPECT_FALSE(headings_->Recall(Digest(2)));
  ASSERT_TRUE(Read({Digest(2), Digest(3)}));
  ASSERT_TRUE(headings_->Recall(Digest(2)));
  EXPECT_EQ(headings_->Recall(Digest(2))->heading.title(), "第2件");
  EXPECT_EQ(headings_->Recall(Digest(3))->problem, "CONTENT_CORRUPT");
  headings_->Remember(HeadingNumbered(3));
  EXPECT_EQ(headings_->Recall(Digest(3))->problem, "");
  EXPECT_EQ(headings_->Recall(Digest(3))->heading.title(), "第3件");
  EXPECT_FALSE(headings_->Recall(Digest(99))) << "it was answered, but not asked for";
}

TEST_F(HeadingsTest, AreRememberedOfManyContentsButNotOfAll) {
  for (int i = 0; i < 10'000; ++i) headings_->Remember(HeadingNumbered(i));
  int remembered = 0;
  for (int i = 0; i < 10'000; ++i) remembered += headings_->Recall(Digest(i)) ? 1 : 0;
  EXPECT_GE(remembered, 2048);
  EXPECT_LT(remembered, 4096);
  for (int i = 10'000 - 2048; i < 10'000; ++i) {
    ASSERT_TRUE(headings_->Recall(Digest(i))) << "one of the newest";
  }
}

}  // namespace
}  // namespace gongkai::rpc
