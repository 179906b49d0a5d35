// What is read of a log: proofs, pages, filters, lists.
#include <algorithm>
#include <functional>
#include <latch>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/conformance/ledger_fixture.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/error/errors.h"
#include "workflow/ledger/proofs.h"
#include "workflow/ledger/visibility.h"
#include "workflow/machine/table.h"
#include "workflow/merkle/proof.h"

namespace gongkai::conformance {
namespace {

using ledger::Command;
using ledger::kDrafter;
using ledger::kLegal;
using ledger::kPublisher;
using ledger::kSecrecy;
using machine::Action;
using machine::State;

class LogReadingTest : public ConformanceTest {};
INSTANTIATE_TEST_SUITE_P(Every, LogReadingTest, testing::ValuesIn(kEngines), NameOfEngine);

TEST_P(LogReadingTest, EveryEntryIsProvedInEveryTreeAndTreesArePrefixes) {
  for (const char* report : {"report-a", "report-b", "report-c"}) Publish(report);
  const std::vector<ledger::Sealed> entries = WholeLog();
  for (std::uint64_t size = 1; size <= entries.size(); ++size) {
    const Result<merkle::TreeHead> head = ledger::HeadAt(*log_, size);
    ASSERT_TRUE(head);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof =
          ledger::ProveInclusion(*log_, base::EntryIndex{index}, entries[index].hash, size);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(
          merkle::VerifyInclusion(entries[index].hash, index, size, proof->proof, head->root));
    }
    ASSERT_TRUE(ledger::ProveConsistency(*log_, size, 0));
  }
  EXPECT_EQ(ledger::HeadAt(*log_, entries.size() + 1).error().reason, Reason::kTreeSizeBeyondLog);
  EXPECT_EQ(ledger::ProveInclusion(*log_, base::EntryIndex{3}, entries[3].hash, 3).error().reason,
            Reason::kInvalidField);
}

TEST_P(LogReadingTest, WhatCannotBeProvedSaysWhy) {
  Publish("annual-2021");
  const std::vector<ledger::Sealed> entries = WholeLog();
  const merkle::Hash& leaf = entries[3].hash;
  EXPECT_TRUE(ledger::ProveInclusion(*log_, base::EntryIndex{3}, leaf, 4));
  EXPECT_EQ(ledger::ProveInclusion(*log_, base::EntryIndex{3}, leaf, 6).error().reason,
            Reason::kTreeSizeBeyondLog);
  EXPECT_EQ(ledger::ProveInclusion(*log_, base::EntryIndex{2}, leaf, 0).error().reason,
            Reason::kLogCorrupt)
      << "another place's entry";

  EXPECT_TRUE(ledger::ProveConsistency(*log_, 5, 5));
  EXPECT_EQ(ledger::ProveConsistency(*log_, 6, 0).error().reason, Reason::kTreeSizeBeyondLog);
  EXPECT_EQ(ledger::ProveConsistency(*log_, 4, 6).error().reason, Reason::kTreeSizeBeyondLog);
  EXPECT_EQ(ledger::ProveConsistency(*log_, 4, 3).error().metadata.at("field"), "second_tree_size");
  const auto proved = ledger::ProveConsistency(*log_, 2, 0);
  ASSERT_TRUE(proved);
  EXPECT_EQ(proved->first.size, 2U);
  EXPECT_EQ(proved->second.size, 5U);
}

// Whatever was read before with the same connection.
TEST_P(LogReadingTest, EveryReadSeesEachCommitThatWasAnswered) {
  Do("annual-2021", Action::kCreate, kDrafter);
  const base::Digest part = ledger::kContent;
  const std::vector<std::function<void()>> reads = {
      [&] { (void)log_->FindRecord(base::ReportId("annual-2021")); },
      [&] { (void)log_->FindRecord(base::ReportId("annual-2020")); },
      [&] { (void)log_->FindRecords(std::vector<base::ReportId>{base::ReportId("annual-2021")}); },
      [&] { (void)log_->FindRecordAt(base::ReportId("annual-2021"), base::EntryIndex{0}); },
      [&] { (void)log_->FindEntry(base::EntryIndex{0}); },
      [&] { (void)log_->ReadFrom(base::EntryIndex{0}, 1); },
      [&] { (void)log_->ListRecords({.viewer = kDrafter}, [](const auto&) { return true; }); },
      [&] { (void)log_->ListEntries({.page_size = 1}, [](const auto&) { return true; }); },
      [&] {
        (void)log_->AuthorsOf({&part, 1});
      },
      [&] { (void)log_->LoadRevocations(); },
      [&] { (void)log_->NewestTime(); },
      [&] { (void)log_->ReadTree()->ReadNode({.level = 0, .index = 0}); },
      [&] { (void)log_->ReadTree()->frontier(); },
  };
  for (std::size_t i = 0; i < reads.size(); ++i) {
    reads[i]();
    Command edit = Ask("annual-2021", Action::kEdit, kDrafter);
    edit.content = base::Sha256(std::to_string(i));
    ASSERT_TRUE(Apply(edit));
    reads[i]();
    EXPECT_EQ(log_->ReadTree()->frontier().size(), committed_) << i;
    reads[i]();
    EXPECT_EQ(log_->FindRecord(base::ReportId("annual-2021"))->content, edit.content) << i;
  }
}

// Nodes are stored many in a row.
TEST_P(LogReadingTest, EveryNodeIsFoundHoweverManyABatchCompleted) {
  constexpr int kMany = 300;
  std::latch held(1);
  std::latch open(1);
  ASSERT_TRUE(ledger_->Check(Ask("annual-2020", Action::kCreate, kDrafter), true,
                             [&](const auto&) { held.count_down(), open.wait(); }));
  held.wait();
  for (int i = 0; i < kMany; ++i) {
    const std::string report = "report-" + std::to_string(i);
    ASSERT_TRUE(ledger_->Apply(Ask(report, Action::kCreate, kDrafter), [](const auto&) {}));
  }
  open.count_down();
  for (const char* report : {"report-a", "report-b"}) Publish(report);
  Close();
  Open();
  Publish("report-c");

  const std::unique_ptr<ledger::TreeSnapshot> tree = log_->ReadTree();
  merkle::Frontier frontier;
  for (const ledger::Sealed& sealed : WholeLog()) {
    frontier.Append(sealed.hash, [&](merkle::NodeId node, const merkle::Hash& hash) {
      EXPECT_EQ(tree->ReadNode(node), hash) << "level " << node.level << ", " << node.index;
    });
  }
  EXPECT_EQ(frontier.size(), kMany + 15U);
  EXPECT_EQ(tree->frontier().Root(), frontier.Root());
}

TEST_P(LogReadingTest, PagesShowEveryEntryOnceWhileTheLogGrows) {
  for (int i = 0; i < 6; ++i) Publish("report-" + std::to_string(i));
  for (const bool descending : {false, true}) {
    std::vector<base::EntryIndex> seen;
    ledger::EntryQuery query{.descending = descending, .page_size = 7};
    do {
      std::size_t taken = 0;
      const Result<ledger::EntryPage> page =
          log_->ListEntries(query, [&](const ledger::Sealed& sealed) {
            seen.push_back(sealed.entry.index);
            ++taken;
            return true;
          });
      ASSERT_TRUE(page);
      EXPECT_LE(taken, 7U);
      query.page_token = page->next_page_token;
      Do("grows-" + std::to_string(now_us_), Action::kCreate, kDrafter);
    } while (!query.page_token.empty());
    if (descending) std::reverse(seen.begin(), seen.end());
    ASSERT_GE(seen.size(), 30U);
    for (std::uint64_t i = 0; i < seen.size(); ++i) EXPECT_EQ(ToNumber(seen[i]), i);
  }
}

TEST_P(LogReadingTest, FiltersFindWhatAuditorsAskFor) {
  Publish("report-a");
  Publish("report-b");
  (void)Apply(Ask("report-a", Action::kPublish, kPublisher));
  const auto count = [this](const std::string& filter) {
    std::size_t taken = 0;
    const Result<ledger::EntryPage> page =
        log_->ListEntries({.filter = filter}, [&taken](const ledger::Sealed&) { return ++taken; });
    EXPECT_TRUE(page) << page.error().message;
    return taken;
  };
  EXPECT_EQ(count("report = \"reports/report-a\""), 6U);
  EXPECT_EQ(count("action = DENIED"), 1U);
  EXPECT_EQ(count("to_state = PUBLISHED AND action = PUBLISH"), 2U);
  EXPECT_EQ(count("actor = \"user/legal\" OR actor = \"user/secrecy\""), 4U);
  EXPECT_EQ(count("position >= 3 AND NOT action = DENIED"), 7U);
  EXPECT_EQ(count("time < \"2000-01-01T00:00:00Z\""), 0U);
  const auto none = [](const ledger::Sealed&) { return false; };
  EXPECT_EQ(log_->ListEntries({.filter = "colour = red"}, none).error().reason,
            Reason::kInvalidFilter);
  EXPECT_EQ(log_->ListEntries({.page_token = "x"}, none).error().reason, Reason::kInvalidPageToken);
}

TEST_P(LogReadingTest, RecordsAreListedAsFarAsTheyMayBeKnownOf) {
  Publish("report-a");
  Do("report-b", Action::kCreate, kDrafter);
  Do("report-c", Action::kCreate, ledger::Person("user/x", machine::Role::kDrafter, "other"));
  const auto names = [this](const machine::Actor& actor) {
    std::string out;
    const auto page = log_->ListRecords({.viewer = actor}, [&out](const ledger::Record& record) {
      out += record.id.text() + ' ';
      return true;
    });
    EXPECT_TRUE(page);
    return out;
  };
  EXPECT_EQ(names(kDrafter), "report-b report-a ") << "newest first";
  EXPECT_EQ(names(kLegal), "report-a ");
  EXPECT_EQ(names(ledger::kAuditor), "report-c report-b report-a ");
  EXPECT_EQ(names(ledger::Person("user/nobody", {})), "report-a ") << "what is public";
}

TEST_P(LogReadingTest, TheQueueOfAStageIsPagedLongestWaitingFirst) {
  for (int i = 0; i < 5; ++i) {
    Do("report-" + std::to_string(i), Action::kCreate, kDrafter);
  }
  for (const int i : {3, 0, 4, 1}) Do("report-" + std::to_string(i), Action::kSubmit, kDrafter);
  ledger::RecordQuery query{.viewer = ledger::kAuditor,
                            .states = {State::kLegalReview, State::kLegalReferred},
                            .order = ledger::RecordOrder::kLongestWaiting,
                            .page_size = 1};
  std::string order;
  do {
    const Result<std::string> next =
        log_->ListRecords(query, [&order](const ledger::Record& record) {
          order += record.id.text().back();
          return true;
        });
    ASSERT_TRUE(next);
    query.page_token = *next;
  } while (!query.page_token.empty());
  EXPECT_EQ(order, "3041");
}

TEST_P(LogReadingTest, AQueueEndsAtATime) {
  std::vector<ledger::Record> filed;
  for (int i = 0; i < 5; ++i) {
    const std::string report = "report-" + std::to_string(i);
    ClearOnRequest(report);
    filed.push_back(Do(report, Action::kFile, kPublisher));
  }
  for (const bool waiting : {true, false}) {
    for (std::size_t until = 0; until < filed.size(); ++until) {
      for (const int before : {0, 1}) {
        ledger::RecordQuery query{
            .viewer = kPublisher,
            .states = {State::kFiled, State::kWithheld},
            .state_time_until = filed[until].state_time - std::chrono::microseconds(before),
            .filter = "state_time > \"2000-01-01T00:00:00Z\" OR department = \"x\"",
            .order = waiting ? ledger::RecordOrder::kLongestWaiting : ledger::RecordOrder::kNewest,
            .page_size = 2};
        std::size_t found = 0;
        do {
          const Result<std::string> next =
              log_->ListRecords(query, [&](const ledger::Record& record) {
                EXPECT_LE(record.state_time, query.state_time_until);
                return ++found > 0;
              });
          ASSERT_TRUE(next) << next.error().message;
          query.page_token = *next;
        } while (!query.page_token.empty());
        EXPECT_EQ(found, until + 1 - static_cast<std::size_t>(before));
      }
    }
  }
}

// Every list shows exactly what ledger::SightOf lets its viewer know, also through filters.
TEST_P(LogReadingTest, ListsShowWhatOneFunctionLetsTheirViewerKnow) {
  Publish("published");
  Publish("retracted");
  Do("retracted", Action::kRetract, kPublisher);
  Do("draft", Action::kCreate, kDrafter);
  Do("legal", Action::kCreate, kDrafter);
  Do("legal", Action::kSubmit, kDrafter);
  Do("secrecy", Action::kCreate, kDrafter);
  Do("secrecy", Action::kSubmit, kDrafter);
  Do("secrecy", Action::kApproveLegal, kLegal);
  Do("back", Action::kCreate, kDrafter);
  Do("back", Action::kSubmit, kDrafter);
  Do("back", Action::kReturn, kLegal);
  Do("withheld", Action::kCreate, kDrafter);
  Do("withheld", Action::kSubmit, kDrafter);
  Do("withheld", Action::kWithhold, kLegal);
  ClearOnRequest("filed");
  Do("filed", Action::kFile, kPublisher);
  ClearOnRequest("reassessed");
  Do("reassessed", Action::kFile, kPublisher);
  Do("reassessed", Action::kReassess, kPublisher);
  // Issued by others, too: one whose name is a part of another's, and the last of several.
  const auto issue = [this](const char* report, const std::vector<std::string>& co_issuers) {
    Command create = Ask(report, Action::kCreate, kDrafter);
    ledger::SetDetail(create, ledger::details::OfParts({}, co_issuers));
    ASSERT_TRUE(Apply(create));
  };
  issue("joint", {"审计局", "财政局"});
  issue("county", {"县财政局", "财政局办公室"});
  Do("cleared", Action::kCreate, kDrafter);
  Do("cleared", Action::kSubmit, kDrafter);
  Do("cleared", Action::kApproveLegal, kLegal);
  Do("cleared", Action::kApproveSecrecy, kSecrecy);
  const std::vector<std::string> all = {"published", "retracted", "draft",      "legal",
                                        "secrecy",   "back",      "withheld",   "filed",
                                        "joint",     "county",    "reassessed", "cleared"};
  using machine::Role;
  machine::Actor limited = kLegal;
  limited.reports_of = {"财政局", "水利局"};
  machine::Actor limited_in_two =
      ledger::Person("user/l", machine::Roles(Role::kSecrecyReviewer) | Role::kSignatory);
  limited_in_two.reports_of = {"审计局"};
  machine::Actor delegate = limited;
  delegate.roles = delegate.roles | Role::kSignatory;
  delegate.delegated = {{.role = Role::kSignatory, .from = ledger::kSignatory.id}};
  for (const machine::Actor& viewer :
       {limited, limited_in_two, delegate, kDrafter, kLegal, kSecrecy, kPublisher, ledger::kAuditor,
        ledger::Person("user/no", {}), ledger::Person("user/other", Role::kDrafter, "other"),
        ledger::kHead, ledger::kCoHead, ledger::kSignatory,
        ledger::Person("user/co-drafter", Role::kDrafter, "财政局"),
        ledger::Person("user/head-of-none", Role::kHead, ""),
        ledger::Person("user/two", machine::Roles(Role::kPublisher) | Role::kSecrecyReviewer)}) {
    const auto listed = [&](const std::string& filter) {
      std::set<std::string> out;
      EXPECT_TRUE(log_->ListRecords(
          {.viewer = viewer, .filter = filter},
          [&out](const ledger::Record& record) { return out.insert(record.id.text()).second; }));
      return out;
    };
    std::set<std::string> known;
    std::set<std::string> whole;
    for (const std::string& id : all) {
      const ledger::Sight sight = ledger::SightOf(viewer, *log_->FindRecord(base::ReportId(id)));
      if (sight != ledger::Sight::kNothing) known.insert(id);
      if (sight == ledger::Sight::kWhole) whole.insert(id);
    }
    EXPECT_EQ(listed(""), known) << viewer.id.text();
    EXPECT_EQ(listed("creator = \"user/drafter\""), whole)
        << viewer.id.text() << " learns of nobody whom the public part does not name";
    EXPECT_EQ(listed("NOT claimed_by = \"user/x\""), whole) << viewer.id.text();
  }
}

}  // namespace
}  // namespace gongkai::conformance
