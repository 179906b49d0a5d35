#include "services/cli/view/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace gongkai::cli {
namespace {

constexpr Terminal kPipe;

TEST(Table, LinesUpChineseAndLatin) {
  Table table({"REPORT", "STATE", "TITLE"});
  table.Add({"annual-2021", "DRAFT 起草", "年报"});
  table.Add({"n-7", "LEGAL_REVIEW 合法性审查", "Notice"});
  std::ostringstream out;
  table.Print(kPipe, out);
  EXPECT_EQ(out.str(),
            "REPORT       STATE                    TITLE\n"
            "annual-2021  DRAFT 起草               年报\n"
            "n-7          LEGAL_REVIEW 合法性审查  Notice\n");
}

TEST(Table, LeavesNoSpacesAtTheEndOfALine) {
  Table table({"A", "B", "C"});
  table.Add({"1", "", ""});
  table.Add({"", "2", ""});
  std::ostringstream out;
  table.Print(kPipe, out);
  EXPECT_EQ(out.str(), "A  B  C\n1\n   2\n");
}

TEST(Table, WithoutRowsIsNothing) {
  Table table({"A", "B"});
  std::ostringstream out;
  table.Print(kPipe, out);
  EXPECT_EQ(out.str(), "");
}

TEST(Table, CutsTheLastColumnToTheTerminal) {
  Table table({"ID", "TITLE"});
  table.Add({"a", "清河县人民政府办公室"});
  std::ostringstream narrow;
  table.Print({.interactive = true, .columns = 16}, narrow);
  EXPECT_EQ(narrow.str(), "ID  TITLE\na   清河县人民…\n");
}

TEST(Table, FollowsAStreamWithHeadingsOnceAndLeastWidths) {
  Table table({"POS", "WHO", "NOTE"}, {5, 6});
  std::ostringstream out;
  table.Add({"1", "bot", "x"});
  table.Print(kPipe, out);
  table.Add({"10", "people", "y"});
  table.Print(kPipe, out);
  EXPECT_EQ(out.str(),
            "POS    WHO     NOTE\n"
            "1      bot     x\n"
            "10     people  y\n");
}

TEST(Table, ColoursOnlyWhereColoursAreShown) {
  Table table({"A", "B"});
  table.Add({{"bad", Style::kBad}, "x"});
  std::ostringstream plain;
  table.Print(kPipe, plain);
  EXPECT_EQ(plain.str().find('\x1b'), std::string::npos);

  table.Add({{"bad", Style::kBad}, "x"});
  std::ostringstream coloured;
  table.Print({.interactive = true, .colour = true}, coloured);
  EXPECT_EQ(coloured.str(), "\x1b[31mbad\x1b[0m  x\n");
}

TEST(Table, CellsCannotBreakTheLine) {
  Table table({"A", "B"});
  table.Add({"one\ntwo", "\x1b[2J"});
  std::ostringstream out;
  table.Print(kPipe, out);
  EXPECT_EQ(out.str(), "A        B\none two  \uFFFD[2J\n");
}

TEST(Fields, LeaveOutWhatIsEmpty) {
  std::ostringstream out;
  PrintFields({{"state", "DRAFT 起草"}, {"comment", ""}, {"文号", "3号"}}, kPipe, out);
  EXPECT_EQ(out.str(),
            "state  DRAFT 起草\n"
            "文号   3号\n");
}

}  // namespace
}  // namespace gongkai::cli
