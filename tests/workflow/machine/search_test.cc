// The search of checks.h against the slow way: on random tables, follow every sequence of rows
// there is, with a report whose content has version numbers and whose approvals name the version
// they were given for.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "workflow/machine/faults.h"
#include "workflow/machine/laws.h"

namespace gongkai::machine {
namespace {

constexpr unsigned kTables = 20000;
constexpr std::size_t kDepth = 8;
constexpr int kNothing = -1;
constexpr int kUnknown = -2;

struct Life {
  State state = State::kNone;
  bool sees_legal = false;  // what the guards are told
  bool sees_secrecy = false;
  int content = 0;
  int legal_of = kNothing;  // the version approved
  int secrecy_of = kNothing;
  int published = kNothing;  // the version the public sees
};

std::optional<Life> Live(Life life, const Transition& row) {
  if (life.state != row.from) return std::nullopt;
  if (row.guards.Has(Guard::kLegalFresh) && !life.sees_legal) return std::nullopt;
  if (row.guards.Has(Guard::kSecrecyFresh) && !life.sees_secrecy) return std::nullopt;

  const bool knows_version = row.guards.Has(Guard::kContentAsSubmitted);
  const bool voids = row.effects.Has(Effect::kVoidsApprovals);
  if (voids) life.sees_legal = life.sees_secrecy = false;
  if (row.effects.Has(Effect::kGrantsLegal)) {
    life.sees_legal = true;
    if (row.action == Action::kApproveLegal && row.role == Role::kLegalReviewer && knows_version) {
      life.legal_of = life.content;
    }
  }
  if (row.effects.Has(Effect::kGrantsSecrecy)) {
    life.sees_secrecy = true;
    if (row.action == Action::kApproveSecrecy && row.role == Role::kSecrecyReviewer &&
        knows_version) {
      life.secrecy_of = life.content;
    }
  }
  if (voids || row.action == Action::kReturn) life.legal_of = life.secrecy_of = kNothing;

  const bool edits = row.action == Action::kCreate || row.action == Action::kEdit ||
                     row.effects.Has(Effect::kChangesContent);
  if (edits) ++life.content;
  if (row.to == State::kPublished && (row.from != State::kPublished || edits)) {
    life.published = knows_version || row.from == State::kPublished ? life.content : kUnknown;
  }
  life.state = row.to;
  return life;
}

bool CameInBySideDoor(const Life& life) {
  return life.state == State::kPublished &&
         (life.legal_of != life.published || life.secrecy_of != life.published);
}

using Table = std::vector<Transition>;
using Wanted = std::function<bool(const Transition& last, const Life& after)>;

// Whether some sequence of exactly `steps` rows from `life` on ends as `wanted`.
bool EndsIn(const Table& table, const Life& life, std::size_t steps, const Wanted& wanted) {
  return std::ranges::any_of(table, [&](const Transition& row) {
    const auto next = Live(life, row);
    if (!next) return false;
    return steps == 1 ? wanted(row, *next) : EndsIn(table, *next, steps - 1, wanted);
  });
}

// The length of a shortest such sequence, up to kDepth.
std::optional<std::size_t> ShortestByTrying(const Table& table, const Wanted& wanted) {
  for (std::size_t steps = 1; steps <= kDepth; ++steps) {
    if (EndsIn(table, {}, steps, wanted)) return steps;
  }
  return std::nullopt;
}

// Lives through `path`; nothing if a guard or a state stands in the way.
std::optional<Life> Replay(const Path& path) {
  std::optional<Life> life = Life{};
  for (const Transition& row : path.steps()) {
    if (life) life = Live(*life, row);
  }
  return life;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  std::size_t Below(std::size_t n) { return engine_() % n; }
  bool Chance(std::size_t percent) { return Below(100) < percent; }
  template <class T>
  const T& OneOf(const std::vector<T>& choices) {
    return choices[Below(choices.size())];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<State> kSomeStates = {State::kDraft, State::kLegalReview, State::kSecrecyReview,
                                        State::kCleared, State::kPublished};
const std::vector<Action> kSomeActions = {Action::kEdit,         Action::kSubmit,
                                          Action::kApproveLegal, Action::kApproveSecrecy,
                                          Action::kReturn,       Action::kPublish};
const std::vector<Role> kSomeRoles = {Role::kDrafter, Role::kLegalReviewer, Role::kSecrecyReviewer};

// The straight way to PUBLISHED with slips in it, and a few rows of no sense at all.
Table RandomTable(Dice& dice) {
  Table table;
  for (const Transition& row : kTransitions) {
    if (row.to != row.from && row.from < row.to && row.to <= State::kPublished &&
        row.action != Action::kRefer) {
      table.push_back(row);
    }
  }
  table.push_back(*Find(State::kDraft, Action::kEdit));
  table.push_back(*Find(State::kCleared, Action::kReturn));
  for (Transition& row : table) {
    for (const Guard guard : {Guard::kLegalFresh, Guard::kSecrecyFresh, Guard::kContentAsSubmitted,
                              Guard::kPersonOnly}) {
      if (dice.Chance(5)) row.guards = row.guards - guard;
    }
    for (const Effect effect : {Effect::kVoidsApprovals, Effect::kGrantsLegal}) {
      if (dice.Chance(5)) row.effects = row.effects - effect;
    }
    if (row.from != State::kNone && dice.Chance(5)) row.to = dice.OneOf(kSomeStates);
  }
  for (std::size_t senseless = dice.Below(4); senseless > 0; --senseless) {
    Transition row{dice.OneOf(kSomeStates), dice.OneOf(kSomeActions), dice.OneOf(kSomeStates),
                   dice.OneOf(kSomeRoles)};
    for (const Guard guard : {Guard::kLegalFresh, Guard::kSecrecyFresh, Guard::kContentAsSubmitted,
                              Guard::kPersonOnly}) {
      if (dice.Chance(60)) row.guards = row.guards | guard;
    }
    for (const Effect effect : {Effect::kVoidsApprovals, Effect::kGrantsLegal,
                                Effect::kGrantsSecrecy, Effect::kChangesContent}) {
      if (dice.Chance(20)) row.effects = row.effects | effect;
    }
    table.push_back(row);
  }
  std::shuffle(table.begin() + 1, table.end(),
               std::mt19937(static_cast<unsigned>(dice.Below(1000))));
  return table;
}

// Returns the table with FILED in the place of PUBLISHED.
Table FilingIn(Table table) {
  const auto file = [](State& state) {
    if (state == State::kPublished) state = State::kFiled;
  };
  for (Transition& row : table) {
    file(row.from);
    file(row.to);
    if (row.action == Action::kPublish) row.action = Action::kFile;
  }
  return table;
}

// How often the tables asked about had no fault, one that is near, and one that is far.
struct Tally {
  unsigned none = 0;
  unsigned near = 0;
  unsigned far = 0;

  void Count(std::optional<std::size_t> length) { ++(!length ? none : *length < 5 ? near : far); }
};

TEST(SearchTest, FindsASideDoorExactlyWhenTryingEverythingDoes) {
  Tally tally;
  for (unsigned seed = 0; seed < kTables; ++seed) {
    Dice dice(seed);
    const Table table = RandomTable(dice);
    const auto tried = ShortestByTrying(
        table, [](const Transition&, const Life& after) { return CameInBySideDoor(after); });
    tally.Count(tried);

    const auto path = FindSideDoor<State::kPublished>(table);
    const auto filing = FindSideDoor<State::kFiled>(FilingIn(table));
    ASSERT_EQ(filing.has_value(), path.has_value()) << seed;
    if (path) {
      EXPECT_EQ(filing->length, path->length) << seed << ": " << Describe(*filing);
    }
    if (!tried) {
      EXPECT_TRUE(!path || path->length > kDepth) << seed << ": " << Describe(*path);
      continue;
    }
    ASSERT_TRUE(path) << seed;
    EXPECT_EQ(path->length, *tried) << seed << ": " << Describe(*path);
    const auto life = Replay(*path);
    ASSERT_TRUE(life) << seed << ": " << Describe(*path);
    EXPECT_TRUE(CameInBySideDoor(*life)) << seed << ": " << Describe(*path);
  }
  EXPECT_GT(tally.none, kTables / 20);
  EXPECT_GT(tally.near, kTables / 20);
  EXPECT_GT(tally.far, kTables / 20);
}

TEST(SearchTest, FindsTheShortestWayToAFaultyRow) {
  Tally tally;
  for (unsigned seed = 0; seed < kTables; ++seed) {
    Dice dice(seed);
    const Table table = RandomTable(dice);
    const auto tried = ShortestByTrying(
        table, [](const Transition& last, const Life&) { return rules::LetsBotDecide(last); });
    tally.Count(tried);

    const auto path = FindBreach<rules::LetsBotDecide>(table);
    ASSERT_EQ(path.has_value(), std::ranges::any_of(table, rules::LetsBotDecide)) << seed;
    if (!path) continue;
    EXPECT_TRUE(rules::LetsBotDecide(path->steps().back())) << seed;
    if (tried) {
      EXPECT_EQ(path->length, *tried) << seed << ": " << Describe(*path);
      EXPECT_TRUE(Replay(*path)) << seed << ": " << Describe(*path);
    } else {
      const bool alone = path->length == 1 && path->steps().front().from != State::kNone;
      EXPECT_TRUE(alone || path->length > kDepth) << seed << ": " << Describe(*path);
    }
  }
  EXPECT_GT(tally.none, kTables / 20);
  EXPECT_GT(tally.near, kTables / 20);
}

}  // namespace
}  // namespace gongkai::machine
