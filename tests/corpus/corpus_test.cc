// Measures the leak check on the labelled corpus (generated.tsv, handwritten.tsv).
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/corpus/corpus.h"
#include "tests/workflow/leak/marked.h"

namespace gongkai::leak {
namespace {

using Case = CorpusCase;

// What the check found and what it should have found, of one kind and severity.
struct Score {
  int right = 0;   // found where it is marked
  int missed = 0;  // marked and not found
  int wrong = 0;   // found and not marked

  double Recall() const { return right + missed == 0 ? 1 : 1.0 * right / (right + missed); }
  double Precision() const { return right + wrong == 0 ? 1 : 1.0 * right / (right + wrong); }
};

using Scores = std::map<std::string, Score>;  // by label

std::string LabelOf(const Finding& finding) {
  return std::string(kKindWords[static_cast<std::size_t>(finding.rule->kind)].name) + ':' +
         std::string(kSeverityWords[static_cast<std::size_t>(finding.rule->severity)].name);
}

void Tell(const Case& of, const std::string& what) {
  std::cout << of.file << ':' << of.line << ": " << what << ": " << of.marked << '\n';
}

void AddScore(const Case& of, Scores& scores) {
  const std::vector<Range> ranges = RangesOf(of.marked);
  ASSERT_EQ(ranges.size(), of.labels.size()) << of.file << ':' << of.line;
  std::vector<Found> expected;
  for (std::size_t i = 0; i < ranges.size(); ++i) expected.push_back({of.labels[i], ranges[i]});
  for (const Finding& finding : SharedChecker().Check(TextOf(of.marked)).findings) {
    const Found found{LabelOf(finding), finding.place.bytes};
    const auto match = std::ranges::find(expected, found);
    if (match != expected.end()) {
      ++scores[found.rule].right;
      expected.erase(match);
    } else if (finding.rule->severity != Severity::kInfo) {
      ++scores[found.rule].wrong;
      Tell(of, "wrong " + found.rule);
    }
  }
  for (const Found& missed : expected) {
    ++scores[missed.rule].missed;
    Tell(of, "missed " + missed.rule);
  }
}

// Returns the table of docs/leak-check.md.
std::string TableOf(const Scores& scores) {
  std::ostringstream table;
  table << "| kind | severity | cases | recall | precision |\n| --- | --- | --- | --- | --- |\n";
  for (const auto& [label, score] : scores) {
    const std::size_t colon = label.find(':');
    table << "| " << label.substr(0, colon) << " | " << label.substr(colon + 1) << " | "
          << score.right + score.missed << " | " << std::fixed << std::setprecision(3)
          << score.Recall() << " | " << score.Precision() << " |\n";
  }
  return table.str();
}

// Returns whether findings of the kind say what is found in words of their own.
bool IsMark(Kind kind) {
  return kind == Kind::kSecrecyMark || kind == Kind::kInternalMark ||
         kind == Kind::kNotPublicNote || kind == Kind::kSensitiveList;
}

TEST(CorpusTest, ShowsNothingThatWouldBeFound) {
  for (const Case& read : Corpus()) {
    for (const Finding& finding : SharedChecker().Check(TextOf(read.marked)).findings) {
      for (const Finding& again : SharedChecker().Check(finding.excerpt).findings) {
        EXPECT_TRUE(IsMark(again.rule->kind)) << finding.excerpt;
      }
    }
  }
}

TEST(CorpusTest, KeepsItsFigures) {
  Scores scores;
  EXPECT_GE(Corpus().size(), 2'000U);
  for (const Case& read : Corpus()) AddScore(read, scores);
  const std::string table = TableOf(scores);
  std::cout << table;
  for (const auto& [label, score] : scores) {
    const bool blocks = label.ends_with(":BLOCK");
    EXPECT_TRUE(!blocks || score.missed == 0) << label;
    EXPECT_GE(score.Precision(), blocks ? 0.98 : 0.9) << label;
  }
  std::ifstream page(GONGKAI_SOURCE_DIR "/docs/leak-check.md");
  std::ostringstream text;
  text << page.rdbuf();
  EXPECT_NE(text.str().find(table), std::string::npos)
      << "docs/leak-check.md does not have the table above";
}

}  // namespace
}  // namespace gongkai::leak
