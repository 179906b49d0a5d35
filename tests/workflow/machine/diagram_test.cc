// docs/ shows the table as it is. After a change of the table, run this test once with
// GONGKAI_UPDATE_DOCS=1 in the environment, and it writes the pictures anew.
#include "workflow/machine/diagram.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace gongkai::machine {
namespace {

const std::string kDiagramFile = GONGKAI_SOURCE_DIR "/docs/state-machine.mmd";
const std::string kPageFile = GONGKAI_SOURCE_DIR "/docs/state-machine.md";
constexpr auto kAdvice =
    "if the table was meant to change: GONGKAI_UPDATE_DOCS=1 build/asan/bin/machine_test";

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

bool Updates() { return std::getenv("GONGKAI_UPDATE_DOCS") != nullptr; }

TEST(DiagramTest, DiagramFileMatchesTheTable) {
  if (Updates()) Write(kDiagramFile, Diagram(kTransitions));
  EXPECT_EQ(Read(kDiagramFile), Diagram(kTransitions)) << kAdvice;
}

TEST(DiagramTest, PageForReadersHasTheWordOfEachState) {
  const std::string page = Read(kPageFile);
  for (std::size_t i = 1; i < kStateCount; ++i) {
    const std::string row = "| " + std::string(ToString(static_cast<State>(i))) + " | " +
                            std::string(base::kStateWords[i].chinese) + " |";
    EXPECT_NE(page.find(row), std::string::npos) << row;
  }
}

TEST(DiagramTest, PageForReadersMatchesTheTable) {
  const std::string page = Read(kPageFile);
  const std::string opening = "```mermaid\n";
  const auto begin = page.find(opening) + opening.size();
  const auto end = page.find("```\n", begin);
  ASSERT_LT(begin, page.size());
  ASSERT_LT(end, page.size());
  if (Updates()) {
    Write(kPageFile, page.substr(0, begin) + Diagram(kTransitions) + page.substr(end));
  } else {
    EXPECT_EQ(page.substr(begin, end - begin), Diagram(kTransitions)) << kAdvice;
  }
}

TEST(DiagramTest, RowsThatDifferOnlyInActionShareAnArrow) {
  const auto table = std::to_array<Transition>({
      {State::kNone, Action::kCreate, State::kDraft, Role::kDrafter},
      {State::kDraft, Action::kClaim, State::kDraft, Role::kDrafter},
      {State::kDraft,
       Action::kApproveLegal,
       State::kCleared,
       Role::kPublisher,
       {},
       Effect::kAtQuorum},
      {State::kDraft, Action::kRelease, State::kDraft, Role::kDrafter},
  });
  EXPECT_EQ(Diagram(table),
            "stateDiagram-v2\n"
            "  [*] --> DRAFT: CREATE (DRAFTER)\n"
            "  DRAFT --> DRAFT: CLAIM, RELEASE (DRAFTER)\n"
            "  DRAFT --> CLEARED: APPROVE_LEGAL at quorum (PUBLISHER)\n"
            "  CLEARED --> [*]\n");
}

}  // namespace
}  // namespace gongkai::machine
