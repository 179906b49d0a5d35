// Prints aligned columns for people. Programs read --json.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/view/terminal.h"

namespace gongkai::cli {

// Represents the content of one column in one row.
struct Cell {
  Cell(const char* content) : Cell(std::string(content)) {}  // NOLINT: so is a literal
  Cell(std::string content, Style look = Style::kPlain)      // NOLINT: most cells are just text
      : text(std::move(content)), style(look) {}

  std::string text;  // printed as one line
  Style style;
};

// Prints rows with aligned columns. Put the column with the longest text last: a narrow terminal
// cuts only the last column.
//
//   Table table({"ATTACHMENT", "SIZE"});
//   for (const auto& file : report.attachments()) {
//     table.Add({file.file_name(), Size(file.size_bytes())});
//   }
//   table.Print(session.out, std::cout);
class Table {
 public:
  // `least_widths` are the least widths of the first columns, at most one per heading. A stream
  // needs least widths, because later rows are not known when the first row is printed.
  explicit Table(std::vector<std::string> headings, const std::vector<int>& least_widths = {});

  // Adds a row, which has at most as many cells as there are headings.
  void Add(std::vector<Cell> row);

  // Prints the rows added since the last call. The headings come above the very first row. Columns
  // are as wide as their widest cell so far. Call Print after each row for a stream, or once at the
  // end for straight columns.
  void Print(const Terminal& terminal, std::ostream& out);

 private:
  void PrintRow(const std::vector<Cell>& row, const Terminal& terminal, std::ostream& out) const;

  std::vector<Cell> headings_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<int> widths_;
  bool begun_ = false;
};

// Prints each name with its value, one field per line, values aligned. Leaves out fields with an
// empty value. Cuts nothing.
void PrintFields(const std::vector<std::pair<std::string, Cell>>& fields, const Terminal& terminal,
                 std::ostream& out);

}  // namespace gongkai::cli
