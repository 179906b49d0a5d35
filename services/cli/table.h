// Columns that line up, for people. Programs read --json.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/terminal.h"

namespace gongkai::cli {

// What stands in one column of one row.
struct Cell {
  Cell(const char* content) : Cell(std::string(content)) {}  // NOLINT: so is a literal
  Cell(std::string content, Style look = Style::kPlain)      // NOLINT: most cells are just text
      : text(std::move(content)), style(look) {}

  std::string text;  // printed as one line
  Style style;
};

// Put the column with the longest text last: it alone is cut where a terminal is too narrow.
class Table {
 public:
  // A column is never narrower than its entry in `least_widths`, where there is one: for a stream,
  // whose later rows are not known when the first is printed.
  explicit Table(std::vector<std::string> headings, const std::vector<int>& least_widths = {});

  void Add(std::vector<Cell> row);

  // Prints what was added since the last call, the headings above the first row of all. Columns are
  // as wide as the widest cell so far: print after each row to follow a stream, or once at the end
  // for a table that is quite straight.
  void Print(const Terminal& terminal, std::ostream& out);

 private:
  void PrintRow(const std::vector<Cell>& row, const Terminal& terminal, std::ostream& out) const;

  std::vector<Cell> headings_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<int> widths_;
  bool begun_ = false;
};

// Names and values, the values below each other; those without a value are left out. Nothing is
// cut.
void PrintFields(const std::vector<std::pair<std::string, Cell>>& fields, const Terminal& terminal,
                 std::ostream& out);

}  // namespace gongkai::cli
