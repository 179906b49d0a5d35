#include "services/lib/rpc/content.h"

#include <gtest/gtest.h>

#include <string>

#include "workflow/base/digest.h"

namespace gongkai::rpc {
namespace {

namespace in = intake::v1;

std::string DigestOf(const std::string& bytes) { return base::Sha256(bytes).ToHex(); }

in::GetContentResponse Sent(const std::string& body) {
  in::Content content;
  content.set_title("年度报告");
  content.set_body_sha256(body.empty() ? "" : DigestOf(body));
  content.set_body_size_bytes(static_cast<std::int64_t>(body.size()));
  in::GetContentResponse sent;
  sent.set_content(content.SerializeAsString());
  sent.set_body(body);
  return sent;
}

std::string ReasonOf(const in::GetContentResponse& sent, const std::string& sha256) {
  const auto content = OpenContent(sent, sha256, "reports/a");
  return content ? "OK" : std::string(InfoOf(content.error().reason).name);
}

TEST(OpenContent, GivesWhatHasTheDigestAndTheBodyThatItNames) {
  for (const std::string body : {"", "# 正文"}) {
    const in::GetContentResponse sent = Sent(body);
    const auto content = OpenContent(sent, DigestOf(sent.content()), "reports/a");
    ASSERT_TRUE(content);
    EXPECT_EQ(content->title(), "年度报告");
  }
}

TEST(OpenContent, RefusesEverythingElse) {
  const in::GetContentResponse sent = Sent("text");
  const std::string sha256 = DigestOf(sent.content());
  EXPECT_EQ(ReasonOf(sent, DigestOf("another")), "CONTENT_CORRUPT");

  in::GetContentResponse lie = sent;
  lie.set_body("test");
  EXPECT_EQ(ReasonOf(lie, sha256), "CONTENT_CORRUPT") << "another body";
  lie.clear_body();
  EXPECT_EQ(ReasonOf(lie, sha256), "CONTENT_CORRUPT") << "no body";
  lie = Sent("");
  lie.set_body("text");
  EXPECT_EQ(ReasonOf(lie, DigestOf(lie.content())), "CONTENT_CORRUPT") << "a body too much";

  in::Content content;
  content.ParseFromString(sent.content());
  content.set_body_size_bytes(5);
  lie = sent;
  lie.set_content(content.SerializeAsString());
  EXPECT_EQ(ReasonOf(lie, DigestOf(lie.content())), "CONTENT_CORRUPT") << "another size";
  lie.set_content("\xff");
  EXPECT_EQ(ReasonOf(lie, DigestOf("\xff")), "CONTENT_CORRUPT") << "no content";
}

}  // namespace
}  // namespace gongkai::rpc
