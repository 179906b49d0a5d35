#include "workflow/ledger/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/workflow/ledger/reports.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;

bool AllHold(const std::vector<Fact>& facts) { return std::ranges::all_of(facts, &Fact::holds); }

std::vector<std::string> Failing(const Explanation& why) {
  std::vector<std::string> rules;
  for (const Fact& fact : why.facts) {
    if (!fact.holds) rules.emplace_back(fact.rule);
  }
  return rules;
}

std::vector<std::string> WhyNot(const Record& record, Action action, const Actor& actor,
                                const ReviewPolicy& policy = {}) {
  return Failing(Explain(record, action, actor, policy, {.now = kNow}));
}

TEST(ExplainTest, NamesEveryRuleThatDoesNotHold) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  const Record draft = Draft();
  EXPECT_THAT(WhyNot(draft, Action::kSubmit, kDrafter), IsEmpty());
  EXPECT_THAT(WhyNot(draft, Action::kSubmit, kDrafter, {.head_endorses = true}),
              ElementsAre("ENDORSED"));
  EXPECT_THAT(WhyNot(draft, Action::kPublish, kDrafter), ElementsAre("STATE"));
  EXPECT_THAT(WhyNot(draft, Action::kApproveLegal, kLegal), ElementsAre("SIGHT", "STATE"));
  const Record cleared = Cleared();
  EXPECT_THAT(WhyNot(cleared, Action::kPublish, kPublisher, {.signatory_signs = true}),
              ElementsAre("SIGNED"));
  EXPECT_THAT(WhyNot(cleared, Action::kFile, kPublisher), ElementsAre("OTHER_DISCLOSURE"));
  const Actor both = Person("user/drafter", Roles(Role::kDrafter) | Role::kLegalReviewer);
  EXPECT_THAT(WhyNot(InLegalReview(), Action::kApproveLegal, both), ElementsAre("FOUR_EYES"));
}

TEST(ExplainTest, SaysInBothLanguagesWhatItRestsOn) {
  for (const Actor& actor : {kDrafter, kLegal, kPublisher, kAuditor}) {
    for (const Record& record : {Draft(), InLegalReview(), Cleared(), Published()}) {
      for (std::size_t i = 2; i < machine::kActionCount; ++i) {
        const auto action = static_cast<Action>(i);
        for (const Fact& fact : Explain(record, action, actor, {}, {.now = kNow}).facts) {
          EXPECT_NE(fact.text.english, "") << fact.rule;
          EXPECT_NE(fact.text.chinese, "") << fact.rule;
        }
      }
    }
  }
}

TEST(ExplainTest, LeavesOutWhatMayNameWhatTheActorMayNotKnow) {
  using testing::IsEmpty;
  using testing::SizeIs;
  const ReviewPolicy policy{.head_endorses = true, .co_issuing_heads_endorse = true};
  Record draft = DraftWith({"财政局"});
  draft.submitted = draft.content;  // it was returned, so that a legal reviewer knows of it
  const auto told = [&](const Actor& actor, Action action) {
    Explanation why = Explain(draft, action, actor, policy, {.now = kNow});
    LeaveOutWhatIsNotTold(why);
    return why.facts;
  };
  EXPECT_THAT(told(kLegal, Action::kSubmit), SizeIs(3)) << "SIGHT, STATE, ROLE";
  const Actor outsider = Person("user/outsider", Role::kDrafter, "教育局");
  EXPECT_THAT(told(outsider, Action::kSubmit), SizeIs(1)) << "SIGHT";
  const Actor both = Person("user/both", Roles(Role::kDrafter) | Role::kLegalReviewer, "教育局");
  EXPECT_EQ(told(both, Action::kSubmit).back().rule, "SAME_DEPARTMENT");
  for (const Fact& fact : told(both, Action::kSubmit)) {
    EXPECT_EQ(fact.text.english.find("财政局"), std::string::npos) << fact.rule;
  }
  EXPECT_EQ(told(kDrafter, Action::kSubmit).size(),
            Explain(draft, Action::kSubmit, kDrafter, policy, {.now = kNow}).facts.size());
}

// Everybody who may be somebody in an office, and some who are several.
std::vector<Actor> Everybody() {
  std::vector<Actor> people{
      kDrafter,
      kLegal,
      kSecrecy,
      kPublisher,
      kHead,
      kCoHead,
      kSignatory,
      kAuditor,
      Person("user/legal-2", Role::kLegalReviewer, "法规科"),
      Person("user/secrecy-2", Role::kSecrecyReviewer, "保密办"),
      Person("user/drafter-2", Role::kDrafter),
      Person("user/outsider", Role::kDrafter, "教育局"),
      Person("user/all", Roles(Role::kDrafter) | Role::kLegalReviewer | Role::kSecrecyReviewer |
                             Role::kPublisher | Role::kHead | Role::kSignatory),
      Person("user/nobody", {})};
  Actor deputy = Person("user/deputy", Roles(Role::kHead) | Role::kSignatory);
  deputy.on_behalf_of = kHead.id;
  people.push_back(deputy);
  Actor limited = Person("user/limited", Roles(Role::kLegalReviewer) | Role::kSignatory, "法规科");
  limited.reports_of = {"财政局"};
  people.push_back(limited);
  Actor supervisor =
      Person("user/supervisor", Roles(Role::kLegalReviewer) | Role::kSecrecyReviewer, "法规科");
  supervisor.supervises = supervisor.roles;
  supervisor.partners = {base::ActorId("user/delegate")};
  people.push_back(supervisor);
  // Reviews and signs for the supervisor and the signatory, and drafts for nobody else.
  Actor delegate = Person("user/delegate", Roles(Role::kDrafter) | Role::kLegalReviewer |
                                               Role::kSignatory | Role::kHead);
  delegate.delegated = {
      {.role = Role::kLegalReviewer, .from = supervisor.id, .department = "法规科"},
      {.role = Role::kSignatory,
       .from = kSignatory.id,
       .department = kSignatory.department,
       .reports_of = {"财政局"}},
      {.role = Role::kHead, .from = kHead.id, .department = kHead.department}};
  delegate.partners = {supervisor.id, kSignatory.id, kHead.id};
  people.push_back(delegate);
  people.push_back({.id = base::ActorId("bot/pipeline"),
                    .department = "办公室",
                    .roles = Roles(Role::kDrafter) | Role::kPublisher,
                    .on_behalf_of = kDrafter.id});
  return people;
}

// Those of `people` who hold the roles of the stages.
Reviewers ReviewersOf(const std::vector<Actor>& people) {
  Reviewers reviewers;
  for (const Actor& actor : people) {
    if (actor.id.kind() != base::ActorKind::kUser) continue;
    const auto add = [&actor](Role role, std::vector<Candidate>& to) {
      if (actor.roles.Has(role)) to.push_back({.actor = actor.In(role)});
    };
    add(Role::kLegalReviewer, reviewers.legal);
    add(Role::kSecrecyReviewer, reviewers.secrecy);
  }
  return reviewers;
}

// The rule of resolution of the whole: what is explained is what is decided.
TEST(ExplainTest, NeverDiffersFromTheDecisionOnAnyWalk) {
  const std::vector<Actor> people = Everybody();
  const std::vector<ReviewPolicy> policies{
      {},
      {.head_endorses = true, .co_issuing_heads_endorse = true, .signatory_signs = true},
      {.legal_quorum = 2, .secrecy_quorum = 2, .head_endorses = true},
      {.legal_departments = 2, .co_issuing_heads_endorse = true}};
  // Enough of them, and so few that a submission comes to nobody.
  const std::vector<Reviewers> offices{
      ReviewersOf(people), ReviewersOf({people.begin(), people.begin() + 3}), Reviewers{}};
  const std::vector<Record> starts{Draft(),
                                   DraftWith({"财政局"}),
                                   InSecrecyReview(),
                                   Cleared(),
                                   ClearedFor(Disclosure::kOnRequest),
                                   Published(),
                                   Filed()};
  // Brought the same bytes in another report; the supervisor's delegate acts for the supervisor.
  const std::vector<base::ActorId> authors{base::ActorId("user/secrecy-2"),
                                           base::ActorId("user/supervisor")};
  std::mt19937 random(20'261'128);
  int pairs = 0;
  std::set<std::string> rules;  // that did not hold
  std::set<State> reached;
  std::set<std::pair<State, Action>> allowed;
  std::map<std::pair<State, Action>, int> done;
  for (int walk = 0; walk < 42; ++walk) {
    const auto number = static_cast<std::size_t>(walk);
    const ReviewPolicy& policy = policies[number % policies.size()];
    const Reviewers& reviewers = offices[number / 7 % offices.size()];
    Record record = starts[number % starts.size()];
    for (int step = 0; step < 14; ++step) {
      reached.insert(record.state);
      std::vector<Command> possible;
      for (const Actor& actor : people) {
        for (std::size_t i = 2; i < machine::kActionCount; ++i) {
          const auto action = static_cast<Action>(i);
          if (machine::IsOnlyRecorded(action)) continue;
          Command command = Ask(record, action, actor);
          command.policy = policy;
          const Context context{.now = kNow, .authors = &authors, .reviewers = &reviewers};
          const Result<Decision> decided = Decide(record, command, context);
          const Explanation why = Explain(record, action, actor, policy, context);
          ++pairs;
          ASSERT_EQ(why.decision.has_value(), decided.has_value())
              << actor.id.text() << ' ' << ToString(action) << ' ' << ToString(record.state);
          ASSERT_EQ(AllHold(why.facts), decided.has_value())
              << actor.id.text() << ' ' << ToString(action) << ' ' << ToString(record.state) << ' '
              << testing::PrintToString(Failing(why));
          Explanation told = why;
          LeaveOutWhatIsNotTold(told);
          ASSERT_EQ(AllHold(told.facts), decided.has_value()) << "also of what is told";
          if (!decided) {
            for (const std::string& rule : Failing(why)) rules.insert(rule);
            ASSERT_EQ(why.decision.error().reason, decided.error().reason);
            continue;
          }
          ASSERT_EQ(why.decision->to, decided->to);
          allowed.emplace(record.state, action);
          possible.push_back(std::move(command));
        }
      }
      if (possible.empty()) break;
      // What was done least leads where nobody has been.
      std::ranges::shuffle(possible, random);
      const auto times = [&](const Command& command) {
        return done[{record.state, command.action}];
      };
      const Command next = *std::ranges::min_element(possible, {}, times);
      ++done[{record.state, next.action}];
      record = After(record, next, &reviewers);
    }
  }
  EXPECT_GE(pairs, 20'000);
  EXPECT_EQ(reached.size(), machine::kStateCount - 2) << "all but NONE and SUPERSEDED";
  EXPECT_GE(allowed.size(), 30U) << "most rows of the table";
  for (const char* rule : {"REVIEWABLE", "ITS_REPORTS", "SUPERVISES", "CLAIMED_BY_ANOTHER",
                           "NOT_CLAIMED_BY_ANOTHER", "FOUR_EYES", "OTHER_REVIEWER", "ENDORSED"}) {
    EXPECT_TRUE(rules.contains(rule)) << rule;
  }
}

}  // namespace
}  // namespace gongkai::ledger
