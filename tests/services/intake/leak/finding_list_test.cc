#include "services/intake/leak/finding_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/intake/leak/lists.h"

namespace gongkai::intake {
namespace {

using testing::ElementsAre;

std::vector<std::string> Shown(const FindingList& list) {
  std::vector<std::string> rows;
  for (const ListedFinding& listed : list.findings) {
    rows.push_back(std::to_string(listed.finding.number()) + ' ' + listed.finding.rule() + ' ' +
                   listed.finding.part());
  }
  return rows;
}

const Sample kName{.rule = "PERSON_NAME", .kind = v1::PERSON_NAME, .severity = v1::WARN};
const Sample kOffice{.rule = "LANDLINE", .kind = v1::LANDLINE, .severity = v1::INFO};
const Sample kId{.rule = "ID_CARD", .kind = v1::ID_CARD};

TEST(FindingListTest, NumbersWhatMustBeAdjudicatedByPartAndKind) {
  FindingListBuilder builder(1000);
  builder.Add("", CheckOf({{.rule = "EMAIL", .part = "title", .severity = v1::WARN}}));
  builder.Add("body", CheckOf({kName, kOffice, kId, kName, kId}));
  Sample sheet = kId;
  sheet.part = "Sheet1";
  builder.Add("attachments/a.xlsx", CheckOf({sheet}));
  const FindingList list = builder.Take(1);
  EXPECT_EQ(list.numbered, 6u);
  EXPECT_FALSE(list.has_more);
  EXPECT_THAT(Shown(list), ElementsAre("1 EMAIL title", "2 ID_CARD body", "3 ID_CARD body",
                                       "4 PERSON_NAME body", "5 PERSON_NAME body",
                                       "6 ID_CARD attachments/a.xlsx/Sheet1", "0 LANDLINE body"));
}

// The names of two files may be the same once they are masked.
TEST(FindingListTest, AttachmentsOfTheSameNameAreToldApart) {
  FindingListBuilder builder(1000);
  builder.Add("attachments/138****8000.csv", CheckOf({kId, kName}));
  builder.Add("attachments/138****8000.csv", CheckOf({kId}));
  EXPECT_THAT(Shown(builder.Take(1)), ElementsAre("1 ID_CARD attachments/138****8000.csv",
                                                  "2 PERSON_NAME attachments/138****8000.csv",
                                                  "3 ID_CARD attachments/138****8000.csv#2"));
}

TEST(FindingListTest, SaysIfThereIsMoreToAdjudicate) {
  FindingListBuilder builder(2);
  builder.Add("body", CheckOf({kId, kId, kId}));
  const FindingList list = builder.Take(1);
  EXPECT_EQ(list.numbered, 2u);
  EXPECT_TRUE(list.has_more);
  v1::PartCheck cut = CheckOf({kId});
  cut.set_has_more(true);
  FindingListBuilder other(2);
  other.Add("body", cut);
  EXPECT_TRUE(other.Take(1).has_more);
  FindingListBuilder offices(2);
  offices.Add("body", CheckOf({kOffice, kOffice, kOffice, kId}));
  const FindingList shown = offices.Take(1);
  EXPECT_FALSE(shown.has_more) << "INFO may be left out";
  EXPECT_EQ(shown.findings.size(), 3u);
}

TEST(FindingListTest, TheDigestIsOfWhereWhichRulesHit) {
  const FindingList list = ListOf({kId, kName});
  EXPECT_EQ(ListOf({kId, kName}).digest, list.digest);
  EXPECT_EQ(ListOf({kId, kName, kOffice}).digest, list.digest) << "INFO does not count";
  EXPECT_NE(ListOf({kId}).digest, list.digest);
  EXPECT_NE(ListOf({kId, kId}).digest, list.digest);
  Sample changed = kName;
  changed.context = "b";
  EXPECT_EQ(ListOf({kId, changed}).digest, list.digest) << "of no value, which could be guessed";
  Sample renamed = kName;
  renamed.rule = "PERSON_NAME_2";
  EXPECT_NE(ListOf({kId, renamed}).digest, list.digest);
  Sample elsewhere = kName;
  elsewhere.part = "x";
  EXPECT_NE(ListOf({kId, elsewhere}).digest, list.digest);
  // Neither can one text end where another begins.
  Sample first{.rule = "bc", .part = "A"};
  Sample second{.rule = "c", .part = "Ab"};
  EXPECT_NE(ListOf({first}).digest, ListOf({second}).digest);
}

}  // namespace
}  // namespace gongkai::intake
