#include "services/lib/client/failure.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <string>

namespace gongkai::client {
namespace {

// A status as our services send it, with one broken rule, and with its texts in `locale` too.
grpc::Status Refusal(const std::string& locale) {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  auto& violation = *bad.add_field_violations();
  violation.set_field("name");
  violation.set_description("Must be given.");
  violation.mutable_localized_message()->set_locale(locale);
  violation.mutable_localized_message()->set_message("必须填写。");
  status.add_details()->PackFrom(bad);
  google::rpc::LocalizedMessage text;
  text.set_locale(locale);
  text.set_message("请求的内容不符合规则。name：必须填写。");
  status.add_details()->PackFrom(text);
  return {grpc::StatusCode::INVALID_ARGUMENT, "name: Must be given.", status.SerializeAsString()};
}

TEST(FromStatus, TakesMessageAndRulesInBothLanguages) {
  const CallFailure failure = FromStatus(Refusal("zh-CN"), "intake at h:1");
  EXPECT_TRUE(failure.from_service);
  EXPECT_EQ(failure.reason, "INVALID_FIELD");
  EXPECT_STREQ(failure.what(), "name: Must be given.");
  EXPECT_EQ(failure.message,
            base::Bilingual("name: Must be given.", "请求的内容不符合规则。name：必须填写。"));
  ASSERT_EQ(failure.fields.size(), 1U);
  EXPECT_EQ(failure.fields[0].field, "name");
  EXPECT_EQ(failure.fields[0].rule, base::Bilingual("Must be given.", "必须填写。"));
}

TEST(FromStatus, TakesNoOtherLanguageForChinese) {
  const CallFailure failure = FromStatus(Refusal("ja"), "intake at h:1");
  EXPECT_EQ(failure.message, base::Bilingual("name: Must be given.", ""));
  ASSERT_EQ(failure.fields.size(), 1U);
  EXPECT_EQ(failure.fields[0].rule, base::Bilingual("Must be given.", ""));
}

TEST(FromStatus, TellsInBothLanguagesWhatGrpcSays) {
  const CallFailure failure =
      FromStatus({grpc::StatusCode::UNAVAILABLE, "Connection refused"}, "intake at h:1");
  EXPECT_FALSE(failure.from_service);
  EXPECT_EQ(failure.message, base::Bilingual("intake at h:1 cannot be reached: Connection refused",
                                             "连接不上 intake at h:1：Connection refused"));
}

}  // namespace
}  // namespace gongkai::client
