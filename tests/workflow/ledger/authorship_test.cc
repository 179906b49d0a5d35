#include "workflow/ledger/authorship.h"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/base/report_id.h"

namespace gongkai::ledger {
namespace {

base::Digest Digest(const std::string& of) { return base::Sha256(of); }

TEST(AuthorshipTest, TheBytesOfAReportAreThoseOfWhatItCorrectsToo) {
  const std::map<base::ReportId, Record> records = {
      {base::ReportId("old"),
       {.id = base::ReportId("old"), .content = Digest("old"), .parts = {Digest("text")}}},
      {base::ReportId("newer"),
       {.id = base::ReportId("newer"),
        .content = Digest("newer"),
        .corrects = base::ReportId("old")}},
  };
  const auto find = [&records](const base::ReportId& id) {
    const auto found = records.find(id);
    return found == records.end() ? nullptr : &found->second;
  };
  const Record newest{.id = base::ReportId("newest"),
                      .content = Digest("newest"),
                      .parts = {Digest("text"), Digest("table")},
                      .corrects = base::ReportId("newer")};
  EXPECT_THAT(BytesOf(newest, find),
              testing::UnorderedElementsAre(Digest("newest"), Digest("text"), Digest("table"),
                                            Digest("newer"), Digest("old"), Digest("text")));
  EXPECT_THAT(BytesOf(Record{.content = Digest("alone"), .corrects = base::ReportId("none")}, find),
              testing::ElementsAre(Digest("alone")));
}

TEST(AuthorshipTest, WhoeverActsForAnAuthorIsOne) {
  const base::ActorId a("user/a");
  const base::ActorId b("user/b");
  const base::ActorId c("user/c");
  const base::ActorId bot("bot/x");
  EXPECT_TRUE(IsOneOf({a, b}, {.id = b}));
  EXPECT_TRUE(IsOneOf({a, b}, {.id = bot, .on_behalf_of = a}));
  EXPECT_FALSE(IsOneOf({a, b}, {.id = c}));
  EXPECT_FALSE(IsOneOf({a, b}, {.id = bot, .on_behalf_of = c}));
  EXPECT_FALSE(IsOneOf({base::ActorId()}, {.id = c})) << "who acts for nobody";
}

}  // namespace
}  // namespace gongkai::ledger
