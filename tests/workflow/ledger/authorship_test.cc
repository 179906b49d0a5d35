#include "workflow/ledger/authorship.h"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

namespace gongkai::ledger {
namespace {

merkle::Hash Digest(const std::string& of) { return merkle::Sha256(of); }

TEST(AuthorshipTest, TheBytesOfAReportAreThoseOfWhatItCorrectsToo) {
  const std::map<std::string, Record> records = {
      {"old", {.id = "old", .content = Digest("old"), .parts = {Digest("text")}}},
      {"newer", {.id = "newer", .content = Digest("newer"), .corrects = "old"}},
  };
  const auto find = [&records](const std::string& id) {
    const auto found = records.find(id);
    return found == records.end() ? nullptr : &found->second;
  };
  const Record newest{.id = "newest",
                      .content = Digest("newest"),
                      .parts = {Digest("text"), Digest("table")},
                      .corrects = "newer"};
  EXPECT_THAT(BytesOf(newest, find),
              testing::UnorderedElementsAre(Digest("newest"), Digest("text"), Digest("table"),
                                            Digest("newer"), Digest("old"), Digest("text")));
  EXPECT_THAT(BytesOf(Record{.content = Digest("alone"), .corrects = "none"}, find),
              testing::ElementsAre(Digest("alone")));
}

TEST(AuthorshipTest, WhoeverActsForAnAuthorIsOne) {
  const std::vector<std::string> authors = {"user/a", "user/b"};
  EXPECT_TRUE(IsOneOf(authors, {.id = "user/b"}));
  EXPECT_TRUE(IsOneOf(authors, {.id = "bot/x", .on_behalf_of = "user/a"}));
  EXPECT_FALSE(IsOneOf(authors, {.id = "user/c"}));
  EXPECT_FALSE(IsOneOf(authors, {.id = "bot/x", .on_behalf_of = "user/c"}));
  EXPECT_FALSE(IsOneOf({""}, {.id = "user/c"})) << "who acts for nobody";
}

}  // namespace
}  // namespace gongkai::ledger
