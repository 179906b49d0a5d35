#include "services/workflow/store/head_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/sealing.h"

namespace gongkai::workflow {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A log in memory, which can be damaged in one place after the other.
class MadeLog : public ledger::Reader {
 public:
  struct Tree : ledger::TreeSnapshot {
    explicit Tree(MadeLog& of) : log(of) {}
    const merkle::Frontier& frontier() const override { return log.frontier; }
    merkle::Hash ReadNode(merkle::NodeId node) override {
      if (node.level == log.unreadable_level) throw ledger::StoreDamaged("no node");
      if (node.level == 0) return log.entries.at(node.index).hash;
      return log.nodes.at({node.level, node.index});
    }
    MadeLog& log;
  };

  // Appends an entry about its subject.
  void Append(const ledger::Subject& subject, machine::Action action) {
    ledger::Entry entry{.index = base::EntryIndex{frontier.size()}, .subject = subject};
    entry.action = action;
    entry.sequence = action == machine::Action::kDenied ? 0 : 1;
    if (action == machine::Action::kCreate) entry.to = machine::State::kDraft;
    ledger::Sealed sealed = *ledger::Seal(entry);
    frontier.Append(sealed.hash, [this](merkle::NodeId id, const merkle::Hash& node) {
      nodes[{id.level, id.index}] = node;
    });
    entries.push_back(std::move(sealed));
  }

  std::optional<ledger::Record> FindRecord(const base::ReportId& id, ledger::Deadline) override {
    if (lost_records.contains(id)) return std::nullopt;
    std::optional<ledger::Record> record = FindRecordAt(id, base::EntryIndex{frontier.size()});
    if (record && wrong_records.contains(id)) record->creator = base::ActorId("user/other");
    return record;
  }
  std::optional<ledger::Record> FindRecordAt(const base::ReportId& id,
                                             base::EntryIndex index) override {
    std::optional<ledger::Record> record;
    for (const ledger::Sealed& sealed : entries) {
      if (sealed.entry.index > index || sealed.entry.subject.Report() != id) continue;
      if (sealed.entry.sequence > 0) Fold(record ? *record : record.emplace(), sealed.entry, {});
    }
    return record;
  }
  std::optional<ledger::Sealed> FindEntry(base::EntryIndex index) override {
    if (index == unreadable_entry) throw ledger::StoreDamaged("its page is damaged");
    return entries.at(ToNumber(index));
  }
  std::vector<ledger::Sealed> ReadFrom(base::EntryIndex index, std::size_t limit) override {
    if (!unreadable.empty()) throw ledger::StoreDamaged(unreadable);
    std::vector<ledger::Sealed> found;
    for (const ledger::Sealed& sealed : entries) {
      if (sealed.entry.index >= index && found.size() < limit) found.push_back(sealed);
    }
    return found;
  }
  std::unique_ptr<ledger::TreeSnapshot> ReadTree() override {
    return std::make_unique<Tree>(*this);
  }

  std::vector<ledger::Record> FindRecords(std::span<const base::ReportId>,
                                          ledger::Deadline) override {
    throw std::logic_error("not asked for");
  }
  Result<std::string> ListRecords(const ledger::RecordQuery&, const ledger::Take<ledger::Record>&,
                                  ledger::Deadline) override {
    throw std::logic_error("not asked for");
  }
  Result<ledger::EntryPage> ListEntries(const ledger::EntryQuery&,
                                        const ledger::Take<ledger::Sealed>&,
                                        ledger::Deadline) override {
    throw std::logic_error("not asked for");
  }
  std::vector<base::ActorId> AuthorsOf(std::span<const base::Digest>) override {
    throw std::logic_error("not asked for");
  }
  std::optional<base::ReportId> FindCorrection(const base::ReportId&,
                                               const base::ReportId&) override {
    throw std::logic_error("not asked for");
  }
  std::vector<base::ReportId> ListToNotify(base::Time, std::size_t) override {
    throw std::logic_error("not asked for");
  }
  ledger::Revocations LoadRevocations(base::EntryIndex) override {
    throw std::logic_error("not asked for");
  }
  std::vector<base::EntryIndex> PoliciesOf(base::EntryIndex, base::EntryIndex) override {
    return {};
  }
  std::optional<std::string> FindPolicyFile(const base::Digest&) override { return {}; }
  base::Time NewestTime() override { throw std::logic_error("not asked for"); }

  std::vector<ledger::Sealed> entries;
  merkle::Frontier frontier;
  std::map<std::pair<unsigned, std::uint64_t>, merkle::Hash> nodes;
  std::set<base::ReportId> lost_records;
  std::set<base::ReportId> wrong_records;
  std::string unreadable;  // what a read of many entries says; empty: it succeeds
  base::EntryIndex unreadable_entry{~std::uint64_t{0}};  // alone
  unsigned unreadable_level = ~0U;
};

base::ReportId ReportAt(std::uint64_t number) {
  return base::ReportId("r" + std::to_string(1000 + number));
}

// 300 reports with one entry each.
class HeadCheckTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kSize = 300;

  HeadCheckTest() {
    for (std::uint64_t i = 0; i < kSize; ++i) {
      log_.Append(ledger::ReportSubject(ReportAt(i)), machine::Action::kCreate);
    }
  }

  std::string Finding() {
    try {
      CheckHead(log_);
      return "";
    } catch (const ledger::StoreDamaged& damage) {
      return damage.what();
    }
  }

  MadeLog log_;
};

TEST_F(HeadCheckTest, ASoundLogGivesItsHead) {
  EXPECT_EQ(CheckHead(log_), (merkle::TreeHead{.size = kSize, .root = log_.frontier.Root()}));
  MadeLog empty;
  EXPECT_EQ(CheckHead(empty), (merkle::TreeHead{.size = 0, .root = merkle::EmptyRoot()}));
}

TEST_F(HeadCheckTest, TheTreeCoversTheEntriesWithoutAGap) {
  const ledger::Sealed last = log_.entries.back();
  log_.entries.pop_back();
  EXPECT_EQ(Finding(), "entries/299 is missing: the tree covers it");
  log_.entries.push_back(last);
  const merkle::Frontier frontier = log_.frontier;
  log_.Append(ledger::ReportSubject(base::ReportId("one-more")), machine::Action::kCreate);
  log_.frontier = frontier;
  EXPECT_EQ(Finding(), "entries/300 is not covered by the tree");
  log_.entries.pop_back();
  log_.entries.erase(log_.entries.begin() + 290);
  EXPECT_EQ(Finding(), "the log has a gap before entries/291");
}

TEST_F(HeadCheckTest, TheTreeContainsTheNewest256Entries) {
  log_.entries[kSize - 257].hash = merkle::LeafHash("another entry");
  EXPECT_EQ(Finding(), "");
  log_.entries[kSize - 256].hash = merkle::LeafHash("another entry");
  EXPECT_EQ(Finding(), "entries/44 is not in the tree");
}

TEST_F(HeadCheckTest, TheNodesLeadToTheRoot) {
  log_.nodes.at({8, 0}) = merkle::LeafHash("another node");
  EXPECT_EQ(Finding(),
            "the tree over entries/0 to entries/299: the stored nodes do not lead to the root of "
            "the tree");
}

TEST_F(HeadCheckTest, ANodeThatCannotBeReadIsSaid) {
  log_.unreadable_level = 8;
  EXPECT_EQ(Finding(), "the tree over entries/0 to entries/299 cannot be read: no node");
  log_.unreadable_level = 1;  // is in proofs only
  EXPECT_EQ(Finding(), "entries/44 cannot be proved: no node");
}

TEST_F(HeadCheckTest, AnEntryThatCannotBeReadIsNamed) {
  log_.unreadable = "a page is damaged";
  log_.unreadable_entry = base::EntryIndex{kSize - 1};
  EXPECT_EQ(Finding(), "entries/299 cannot be read: a page is damaged");
  log_.unreadable_entry = base::EntryIndex{kSize - 256};
  EXPECT_EQ(Finding(), "entries/44 cannot be read: a page is damaged");
  log_.unreadable = "entries/50 does not have its hash";
  EXPECT_EQ(Finding(), "entries/50 does not have its hash");
}

TEST_F(HeadCheckTest, EntriesOfWhichEachCanBeReadAloneAreNamedTogether) {
  for (int i = 0; i < 2; ++i) log_.entries.push_back(log_.entries.back());
  log_.unreadable = "an index is damaged";
  EXPECT_EQ(Finding(), "the entries from entries/44 on cannot be read: an index is damaged");
}

TEST_F(HeadCheckTest, TheRecordsOfSixteenReportsAreTheFoldOfTheirEntries) {
  log_.wrong_records = {ReportAt(kSize - 256 + 16)};
  EXPECT_EQ(Finding(), "");
  log_.wrong_records = {ReportAt(kSize - 256 + 15)};
  EXPECT_EQ(Finding(), "reports/r1059 is not the fold of its entries");
  log_.wrong_records = {ReportAt(kSize - 256)};
  EXPECT_EQ(Finding(), "reports/r1044 is not the fold of its entries");
  log_.lost_records = {ReportAt(kSize - 256)};
  EXPECT_EQ(Finding(), "no record of reports/r1044");
}

TEST_F(HeadCheckTest, WhatIsNoReportHasNoRecord) {
  log_.Append({.collection = "policy", .id = "a"}, machine::Action::kCreate);
  log_.Append(ledger::ReportSubject(base::ReportId("a-refused-creation")),
              machine::Action::kDenied);
  EXPECT_EQ(Finding(), "");
}

class KeptHeadTest : public HeadCheckTest {
 protected:
  // What is said instead of serving the log; empty if it is served.
  std::string Refusal(const std::optional<merkle::TreeHead>& kept) {
    try {
      CheckKept(log_, {.size = log_.frontier.size(), .root = log_.frontier.Root()}, kept);
      return "";
    } catch (const NotServed& refusal) {
      return refusal.what();
    }
  }
};

TEST_F(KeptHeadTest, TheLogContinuesTheOneWhoseHeadWasKept) {
  const merkle::TreeHead before{.size = kSize, .root = log_.frontier.Root()};
  EXPECT_EQ(Refusal(before), "");
  log_.Append(ledger::ReportSubject(base::ReportId("one-more")), machine::Action::kCreate);
  EXPECT_EQ(Refusal(before), "");
  EXPECT_EQ(Refusal(merkle::TreeHead{.size = 0, .root = merkle::EmptyRoot()}), "");
}

TEST_F(KeptHeadTest, ALogThatLostEntriesIsNotServed) {
  const merkle::TreeHead more{.size = kSize + 1, .root = merkle::LeafHash("more")};
  EXPECT_THAT(Refusal(more), StartsWith("ledger.db is not the log that was served before: entries "
                                        "are lost: the head that is kept has 301 entries"));
}

TEST_F(KeptHeadTest, AnotherLogIsNotServed) {
  const merkle::TreeHead other{.size = kSize, .root = merkle::LeafHash("other")};
  EXPECT_THAT(Refusal(other),
              HasSubstr("it is another log: the head that is kept has 300 entries"));
}

TEST_F(KeptHeadTest, WithoutAKeptHeadOnlyAnEmptyLogIsServed) {
  EXPECT_THAT(Refusal(std::nullopt), HasSubstr("no head is kept beside it"));
  log_ = MadeLog();
  EXPECT_EQ(Refusal(std::nullopt), "");
}

TEST(RefuseDamagedTest, SaysWhatIsDamagedAndWhatToDo) {
  try {
    RefuseDamaged("entries/7 is not in the tree");
  } catch (const NotServed& refusal) {
    EXPECT_THAT(refusal.what(),
                StartsWith("ledger.db is damaged: entries/7 is not in the tree. Keep it"));
  }
}

TEST(CheckClockTest, TheClockIsAtMostADayFromTheNewestEntry) {
  constexpr std::chrono::days kDay{1};
  constexpr base::Time kNewest = base::FromMicros(1'774'000'000'000'000);
  EXPECT_NO_THROW(CheckClock(kNewest, kNewest + kDay));
  EXPECT_NO_THROW(CheckClock(kNewest, kNewest - kDay));
  EXPECT_THROW(CheckClock(kNewest, kNewest + kDay + std::chrono::microseconds(1)), NotServed);
  EXPECT_THROW(CheckClock(kNewest, kNewest - kDay - std::chrono::microseconds(1)), NotServed);
  EXPECT_NO_THROW(CheckClock({}, kNewest)) << "an empty log";
}

}  // namespace
}  // namespace gongkai::workflow
