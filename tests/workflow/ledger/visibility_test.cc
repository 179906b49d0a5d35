#include "workflow/ledger/visibility.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/workflow/ledger/reports.h"
#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;

const base::Digest kEdited = base::Sha256("draft after the return");

// A report in each of its states, and DRAFT once more as it is after a return and an edit.
struct Stage {
  std::string name;
  Record record;
};

Record EditedAfterReturn() {
  const Record returned = After(Cleared(), Action::kReturn, kPublisher);
  Command edit = Ask(returned, Action::kEdit, kDrafter);
  edit.content = kEdited;
  return After(returned, edit);
}

std::vector<Stage> Stages() {
  std::vector<Stage> stages = {
      {"draft", Draft()},
      {"legal review", InLegalReview()},
      {"legal referred", After(InLegalReview(), Action::kRefer, kLegal)},
      {"secrecy review", InSecrecyReview()},
      {"secrecy referred", After(InSecrecyReview(), Action::kRefer, kSecrecy)},
      {"cleared", Cleared()},
      {"edited", EditedAfterReturn()},
      {"withheld", After(InLegalReview(), Action::kWithhold, kLegal)},
      {"filed", Filed()},
      {"withdrawn", After(Draft(), Action::kWithdraw, kDrafter)},
      {"published", Published()},
      {"retracted", After(Published(), Action::kRetract, kPublisher)}};
  for (Stage& stage : stages) stage.record.co_issuers = {"审计局", kCoHead.department};
  return stages;
}

// What somebody sees of each stage: w the whole record, p its public part, - nothing; then the
// content: c the current one, s the one submitted before it, - none; then + if every revision.
std::string See(const Actor& viewer, const Record& record) {
  const Sight sight = SightOf(viewer, record);
  std::string out = sight == Sight::kWhole ? "w" : sight == Sight::kPublic ? "p" : "-";
  const std::optional<base::Digest> content = VisibleContent(viewer, record);
  out += !content ? '-' : *content == record.content ? 'c' : 's';
  return SeesAllRevisions(viewer, record) ? out + '+' : out;
}

TEST(VisibilityTest, IsByStateRoleAndRevision) {
  struct Row {
    Actor viewer;
    std::vector<std::string> sees;  // stage by stage
  };
  const std::vector<Row> rows = {
      {kDrafter,
       {"wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+"}},
      {kLegal, {"--", "wc", "wc", "wc", "wc", "wc", "ws", "wc", "wc", "--", "wc", "wc"}},
      {kSecrecy, {"--", "--", "--", "wc", "wc", "wc", "ws", "--", "wc", "--", "wc", "wc"}},
      {kPublisher, {"--", "--", "--", "--", "--", "wc", "--", "w-", "wc", "--", "wc", "w-"}},
      {kHead, {"wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+", "wc+"}},
      {kCoHead, {"wc", "wc", "wc", "wc", "wc", "wc", "wc", "wc", "wc", "wc", "wc", "wc"}},
      {kSignatory, {"--", "--", "--", "--", "--", "wc", "--", "w-", "wc", "--", "wc", "w-"}},
      {kAuditor, {"w-", "w-", "w-", "w-", "w-", "w-", "w-", "w-", "w-", "w-", "wc", "w-"}},
      {Person("user/stranger", Role::kDrafter, "other"),
       {"--", "--", "--", "--", "--", "--", "--", "--", "--", "--", "pc", "p-"}},
      {Person("user/other-head", Role::kHead, "教育局"),
       {"--", "--", "--", "--", "--", "--", "--", "--", "--", "--", "pc", "p-"}},
      {Person("user/co-drafter", Role::kDrafter, kCoHead.department),
       {"--", "--", "--", "--", "--", "--", "--", "--", "--", "--", "pc", "p-"}},
      {Person("user/nobody", {}),
       {"--", "--", "--", "--", "--", "--", "--", "--", "--", "--", "pc", "p-"}},
  };
  const std::vector<Stage> stages = Stages();
  for (const Row& row : rows) {
    ASSERT_EQ(row.sees.size(), stages.size());
    for (std::size_t i = 0; i < stages.size(); ++i) {
      EXPECT_EQ(See(row.viewer, stages[i].record), row.sees[i])
          << row.viewer.id.text() << " and a report that is " << stages[i].name;
    }
  }
}

Actor Limited(Actor actor, const std::string& department) {
  actor.reports_of = {department};
  return actor;
}

TEST(VisibilityTest, WhoDecidesOnTheReportsOfSomeDepartmentsSeesNoOther) {
  for (const Stage& stage : Stages()) {
    for (const Actor& actor : {kLegal, kSecrecy, kSignatory}) {
      const std::string whole = See(actor, stage.record);
      EXPECT_EQ(See(Limited(actor, stage.record.department), stage.record), whole) << stage.name;
      EXPECT_EQ(See(Limited(actor, kCoHead.department), stage.record), whole)
          << "which it issues, too: " << stage.name;
      const bool is_public = stage.name == "published" || stage.name == "retracted";
      const std::string rest = !is_public                                ? "--"
                               : stage.record.state == State::kPublished ? "pc"
                                                                         : "p-";
      EXPECT_EQ(See(Limited(actor, "水利局"), stage.record), rest)
          << actor.id.text() << ' ' << stage.name;
    }
  }
}

// What a delegate sees is what the giver of the role sees.
TEST(VisibilityTest, ARoleThatIsDelegatedShowsTheReportsOfItsGiver) {
  Actor delegate = Person("user/delegate", Role::kLegalReviewer, "法规科");
  delegate.delegated = {
      {.role = Role::kLegalReviewer, .from = kLegal.id, .reports_of = {"水利局"}}};
  EXPECT_EQ(See(delegate, InLegalReview()), "--");
  delegate.delegated[0].reports_of.clear();
  EXPECT_EQ(See(delegate, InLegalReview()), "wc");
  // A publisher sees all that was decided, also if the same person signs for one department only.
  Actor both = Person("user/both", Roles(Role::kPublisher) | Role::kSignatory);
  both.reports_of = {"水利局"};
  EXPECT_EQ(See(both, Cleared()), "wc");
}

TEST(VisibilityTest, WhoMayNotReadAContentDoesNotKnowItsDigest) {
  const Record withheld = After(InSecrecyReview(), Action::kWithhold, kSecrecy);
  EXPECT_FALSE(KnowsDigest(kPublisher, withheld));
  for (const Actor& viewer : {kDrafter, kLegal, kSecrecy, kAuditor}) {
    EXPECT_TRUE(KnowsDigest(viewer, withheld)) << viewer.id.text();
  }
  EXPECT_TRUE(KnowsDigest(kPublisher, Filed()));
  EXPECT_FALSE(KnowsDigest(kLegal, EditedAfterReturn())) << "who read the one before";
}

TEST(VisibilityTest, AHeadOfNoDepartmentSeesNoReport) {
  Record nowhere = Draft();
  nowhere.department.clear();
  nowhere.co_issuers = {""};
  const Actor head = Person("user/x", Role::kHead, "");
  EXPECT_EQ(SightOf(head, nowhere), Sight::kNothing);
  EXPECT_EQ(VisibleContent(head, nowhere), std::nullopt);
  Record longer = Draft();  // a department's name that is a part of another one's
  longer.co_issuers = {"县财政局"};
  EXPECT_EQ(SightOf(kCoHead, longer), Sight::kNothing);
}

TEST(VisibilityTest, TheHeadOfACoIssuerThatIsOneNoMoreSeesNothing) {
  const Record draft = DraftWith({kCoHead.department});
  EXPECT_EQ(SightOf(kCoHead, draft), Sight::kWhole);
  EXPECT_TRUE(KnowsDigest(kCoHead, draft));
  EXPECT_FALSE(SeesAllRevisions(kCoHead, draft));
  Command edit = Ask(draft, Action::kEdit, kDrafter);
  edit.content = kEdited;
  EXPECT_EQ(SightOf(kCoHead, After(draft, edit)), Sight::kNothing);
}

TEST(VisibilityTest, WhatIsPublicOfARecordNamesNobody) {
  const Record part = PublicPart(After(Published(), Action::kRetract, kPublisher));
  EXPECT_EQ(part.state, State::kRetracted);
  EXPECT_EQ(part.department, "办公室");
  EXPECT_TRUE(part.approvals.empty());
  EXPECT_TRUE(part.contributors.empty());
  EXPECT_TRUE(part.creator.empty());
  EXPECT_TRUE(part.last_actor.empty());
  EXPECT_EQ(part.comment, "");
}

TEST(VisibilityTest, WhatIsPublicOfARecordIsAllThatThePublicIsTold) {
  Record record = Published();
  record.disclosure = Disclosure::kActiveRedacted;
  record.number = base::EntryIndex{7};
  record.corrects = base::ReportId("annual-2020");
  record.superseded_by = base::ReportId("annual-2022");
  record.proposed = Disclosure::kActive;
  record.disclosure_reason = "有商业秘密";
  record.form_number = {.year = 2026, .number = 1};
  record.co_issuers = {"财政局"};
  const Record part = PublicPart(record);
  EXPECT_EQ(part.id, record.id);
  EXPECT_EQ(part.state, State::kPublished);
  EXPECT_EQ(part.number, base::EntryIndex{7});
  EXPECT_EQ(part.head_hash, record.head_hash);
  EXPECT_EQ(part.department, record.department);
  EXPECT_EQ(part.content, record.content);
  EXPECT_EQ(part.disclosure, Disclosure::kActiveRedacted);
  EXPECT_EQ(part.corrects, base::ReportId("annual-2020"));
  EXPECT_EQ(part.superseded_by, base::ReportId("annual-2022"));
  EXPECT_EQ(part.state_time, record.state_time);
  EXPECT_EQ(part.publish_time, record.publish_time);
  EXPECT_NE(part.publish_time, base::Time{});
  EXPECT_EQ(part.proposed, Disclosure::kActive);
  EXPECT_EQ(part.disclosure_reason, "") << "nobody is told why it was changed";
  EXPECT_FALSE(part.form_number.IsGiven());
  EXPECT_TRUE(part.co_issuers.empty());
}

TEST(VisibilityTest, WhatIsNotThereIsSeenByNobody) {
  for (const Actor& viewer : {kDrafter, kLegal, kSecrecy, kPublisher, kAuditor}) {
    EXPECT_EQ(SightOf(viewer, Record{}), Sight::kNothing) << viewer.id.text();
    EXPECT_EQ(VisibleContent(viewer, Record{}), std::nullopt) << viewer.id.text();
  }
  Record nowhere;  // of no department, like somebody who has none
  nowhere.state = State::kDraft;
  EXPECT_EQ(SightOf(Person("user/x", Role::kDrafter, ""), nowhere), Sight::kNothing);
}

TEST(VisibilityTest, APublisherIsToldOfWhatIsClearedOrFiledAndOfWhatIsOrWasPublic) {
  Entry entry;
  entry.subject = ReportSubject(base::ReportId("annual-2021"));
  entry.action = Action::kEdit;
  const auto is_bound = [](State state) {
    return state == State::kCleared || state == State::kFiled;
  };
  for (const Stage& stage : Stages()) {
    const State state = stage.record.state;
    const bool out = is_bound(state) || IsOrWasPublic(state);
    for (const auto& content : std::vector{stage.record.content, {base::Sha256("other")}}) {
      entry.content = content;
      for (std::size_t from = 0; from < machine::kStateCount; ++from) {
        for (std::size_t to = 0; to < machine::kStateCount; ++to) {
          entry.from = static_cast<State>(from);
          entry.to = static_cast<State>(to);
          const bool is_public = IsOrWasPublic(entry.from) || IsOrWasPublic(entry.to);
          const bool bound = is_bound(entry.from) || is_bound(entry.to);
          const bool readable = out && content == stage.record.content;
          const auto now = [&] { return &stage.record; };
          const ChangeSight sight =
              is_public || (bound && readable) ? ChangeSight::kWhole : ChangeSight::kNothing;
          for (const Actor& viewer : {kPublisher, kSignatory}) {
            EXPECT_EQ(SightOfChange(viewer, entry, now), sight)
                << stage.name << ": " << from << " to " << to;
          }
          EXPECT_EQ(SightOfChange(kAuditor, entry, now), ChangeSight::kWhole);
        }
      }
    }
  }
  const auto none = []() -> const Record* { return nullptr; };
  entry.action = Action::kDenied;
  EXPECT_EQ(SightOfChange(kAuditor, entry, none), ChangeSight::kNothing);
  entry.action = Action::kRevoke;
  entry.subject = {.collection = "policy"};
  EXPECT_EQ(SightOfChange(kAuditor, entry, none), ChangeSight::kNothing) << "about no report";
  entry.subject = ReportSubject(base::ReportId("annual-2021"));
  entry.action = Action::kEdit;
  entry.from = State::kDraft;
  entry.to = State::kCleared;
  EXPECT_EQ(SightOfChange(kPublisher, entry, none), ChangeSight::kNothing) << "no record of it";
  EXPECT_EQ(SightOfChange(kDrafter, entry, none), ChangeSight::kNothing) << "no record of it";
}

// Whoever may list the events of a report is told of all its changes, and of the contents that he
// may read; what was public he could read.
TEST(VisibilityTest, WhoSeesTheRecordIsToldOfAllItsChanges) {
  Entry entry;
  entry.subject = ReportSubject(base::ReportId("annual-2021"));
  entry.action = Action::kEdit;
  const Actor outsider = Person("user/other-head", Role::kHead, "教育局");
  for (const Stage& stage : Stages()) {
    const auto now = [&] { return &stage.record; };
    for (const auto& content : std::vector{stage.record.content, {base::Sha256("other")}}) {
      entry.content = content;
      for (std::size_t from = 0; from < machine::kStateCount; ++from) {
        entry.from = static_cast<State>(from);
        entry.to = State::kDraft;
        for (const Actor& viewer : {kDrafter, kHead, kCoHead, kLegal, kSecrecy, outsider}) {
          const bool reads = IsOrWasPublic(entry.from) || SeesAllRevisions(viewer, stage.record) ||
                             VisibleContent(viewer, stage.record) == content;
          const ChangeSight sight = SightOf(viewer, stage.record) != Sight::kWhole
                                        ? ChangeSight::kNothing
                                    : reads ? ChangeSight::kWhole
                                            : ChangeSight::kWithoutContent;
          EXPECT_EQ(SightOfChange(viewer, entry, now), sight)
              << viewer.id.text() << ", " << stage.name << ", from " << from;
        }
      }
    }
  }
}

}  // namespace
}  // namespace gongkai::ledger
