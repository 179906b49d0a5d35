#include "services/lib/listing/page.h"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>
#include <string>

#include "workflow/base/digest.h"

namespace gongkai::listing {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PageSize, FollowsTheRules) {
  EXPECT_EQ(*PageSize(0), 50);
  EXPECT_EQ(*PageSize(1), 1);
  EXPECT_EQ(*PageSize(1000), 1000);
  EXPECT_EQ(*PageSize(1001), 1000);
  EXPECT_EQ(*PageSize(2147483647), 1000);
  const Result<int> negative = PageSize(-1);
  ASSERT_FALSE(negative);
  EXPECT_EQ(negative.error().reason, Reason::kInvalidField);
  EXPECT_EQ(negative.error().message, "page_size: Must not be negative.");
}

TEST(QueryDigest, DiffersWhereverTheArgumentsDo) {
  const std::set<base::Digest> digests{QueryDigest({}),         QueryDigest({""}),
                                       QueryDigest({"", ""}),   QueryDigest({"ab"}),
                                       QueryDigest({"a", "b"}), QueryDigest({"ab", ""}),
                                       QueryDigest({"", "ab"}), QueryDigest({"b", "a"})};
  EXPECT_EQ(digests.size(), 8U);
  EXPECT_NE(QueryDigest({"1x00"}), QueryDigest({"1", "x", "", ""}));
  EXPECT_NE(QueryDigest({"1x000000000"}),
            QueryDigest({"1", "x", "", "", "", "", "", "", "", "", ""}));
}

class PageTokensTest : public testing::Test {
 protected:
  Reason Refusal(std::string_view token) {
    const Result<std::string> opened = tokens_.Open(query_, token);
    return opened ? Reason::kInternal : opened.error().reason;
  }

  const std::string key_ = std::string(31, 'k') + "1";
  const PageTokens tokens_{key_};
  const base::Digest query_ = QueryDigest({"ListEntries", "action = SUBMIT"});
  const std::string last_{"reports/7\0\x01\xff", 12};
};

TEST_F(PageTokensTest, OpensWhatItSealed) {
  for (const std::string& last : {last_, std::string(), std::string("a"), std::string(500, 'x')}) {
    const Result<std::string> opened = tokens_.Open(query_, tokens_.Seal(query_, last));
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, last);
  }
  EXPECT_TRUE(PageTokens(key_).Open(query_, tokens_.Seal(query_, last_)));
}

TEST_F(PageTokensTest, IsSafeInAUrlAndTellsNothing) {
  std::string all;
  for (int i = 0; i < 100; ++i) {
    const std::string token = tokens_.Seal(query_, "entry " + std::to_string(i));
    EXPECT_THAT(token, Not(HasSubstr("entry")));
    all += token;
  }
  EXPECT_EQ(
      all.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      all.npos);
}

TEST_F(PageTokensTest, RefusesAnyChangedCharacter) {
  const std::string token = tokens_.Seal(query_, last_);
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', 'z', '-', '=', '\0', '\n'}) {
      std::string changed = token;
      changed[i] = c;
      if (changed == token) continue;
      EXPECT_EQ(Refusal(changed), Reason::kInvalidPageToken) << i << " " << changed;
    }
  }
}

// Two texts must not stand for one token: the bits that base64 leaves over count, too.
TEST_F(PageTokensTest, RefusesOtherSpellingsOfTheSameBytes) {
  for (std::size_t length = 0; length < 3; ++length) {
    const std::string token = tokens_.Seal(query_, std::string(length, 'x'));
    EXPECT_EQ(Refusal(token + "="), Reason::kInvalidPageToken);
    EXPECT_EQ(Refusal(token + "\n"), Reason::kInvalidPageToken);
    EXPECT_EQ(Refusal(" " + token), Reason::kInvalidPageToken);
    for (int c = 1; c < 128; ++c) {
      std::string changed = token;
      changed.back() = static_cast<char>(c);
      if (changed != token) {
        EXPECT_EQ(Refusal(changed), Reason::kInvalidPageToken) << c;
      }
    }
  }
}

TEST_F(PageTokensTest, RefusesPartsAndGarbage) {
  const std::string token = tokens_.Seal(query_, last_);
  for (std::size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(Refusal(token.substr(0, size)), Reason::kInvalidPageToken) << size;
    EXPECT_EQ(Refusal(token.substr(token.size() - size)), Reason::kInvalidPageToken) << size;
  }
  EXPECT_EQ(Refusal(token + token), Reason::kInvalidPageToken);
  EXPECT_EQ(Refusal("下一页"), Reason::kInvalidPageToken);
  EXPECT_EQ(Refusal(std::string(1 << 20, 'A')), Reason::kInvalidPageToken);
}

TEST_F(PageTokensTest, RefusesTokensOfOtherQueriesAndDatabases) {
  EXPECT_EQ(Refusal(tokens_.Seal(QueryDigest({"ListEntries", "action = EDIT"}), last_)),
            Reason::kInvalidPageToken);
  EXPECT_EQ(Refusal(PageTokens(std::string(31, 'k') + "2").Seal(query_, last_)),
            Reason::kInvalidPageToken);
  EXPECT_EQ(Refusal(PageTokens("2" + std::string(31, 'k')).Seal(query_, last_)),
            Reason::kInvalidPageToken);
}

TEST_F(PageTokensTest, AKeyOfAnotherLengthIsABug) {
  for (const std::size_t length : {0, 16, 31, 33, 64}) {
    EXPECT_THROW((void)PageTokens(std::string(length, 'k')).Seal(query_, last_),
                 std::runtime_error);
  }
}

TEST_F(PageTokensTest, AnswersOnePageWithOneToken) {
  EXPECT_EQ(tokens_.Seal(query_, last_), tokens_.Seal(query_, last_));
}

}  // namespace
}  // namespace gongkai::listing
