#include "services/lib/request/output_only.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "gongkai/intake/v1/intake_service.pb.h"

namespace gongkai::request {
namespace {

TEST(ClearOutputOnly, LeavesWhatAClientMaySay) {
  intake::v1::UpdateReportRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "report { name: 'reports/x' title: 't' etag: 'e' state: PUBLISHED creator: 'user/li' "
      "attachments { file_name: 'a' } create_time { seconds: 1 } } request_id: 'r'",
      &request));
  ClearOutputOnly(request);
  EXPECT_EQ(request.ShortDebugString(),
            "report { name: \"reports/x\" title: \"t\" etag: \"e\" } request_id: \"r\"");
}

}  // namespace
}  // namespace gongkai::request
