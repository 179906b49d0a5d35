#include "services/cli/view/table.h"

#include <algorithm>
#include <ostream>

#include "services/cli/view/text.h"

namespace gongkai::cli {
namespace {

constexpr int kGap = 2;        // columns between two columns
constexpr int kNarrowest = 8;  // of a column that is cut

std::string Spaces(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

}  // namespace

Table::Table(std::vector<std::string> headings, const std::vector<int>& least_widths) {
  for (std::string& heading : headings) {
    widths_.push_back(Width(heading));
    headings_.emplace_back(std::move(heading), Style::kHeading);
  }
  for (std::size_t i = 0; i < least_widths.size(); ++i) {
    widths_[i] = std::max(widths_[i], least_widths[i]);
  }
}

void Table::Add(std::vector<Cell> row) {
  for (Cell& cell : row) cell.text = OneLine(cell.text);
  for (std::size_t i = 0; i < row.size(); ++i) {
    widths_[i] = std::max(widths_[i], Width(row[i].text));
  }
  rows_.push_back(std::move(row));
}

void Table::Print(const Terminal& terminal, std::ostream& out) {
  if (!begun_ && !rows_.empty()) {
    PrintRow(headings_, terminal, out);
    begun_ = true;
  }
  for (const auto& row : rows_) PrintRow(row, terminal, out);
  rows_.clear();
  out.flush();
}

void Table::PrintRow(const std::vector<Cell>& row, const Terminal& terminal,
                     std::ostream& out) const {
  int begin = 0;    // where the column begins
  int printed = 0;  // no spaces are printed before it is known that something follows them
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::string text = row[i].text;
    if (i + 1 == row.size() && terminal.columns > 0) {
      text = CutTo(text, std::max(kNarrowest, terminal.columns - begin));
    }
    if (!text.empty()) {
      out << Spaces(begin - printed) << Paint(text, row[i].style, terminal);
      printed = begin + Width(text);
    }
    begin += widths_[i] + kGap;
  }
  out << '\n';
}

void PrintFields(const std::vector<std::pair<std::string, Cell>>& fields, const Terminal& terminal,
                 std::ostream& out) {
  int width = 0;
  for (const auto& [name, value] : fields) {
    if (!value.text.empty()) width = std::max(width, Width(name));
  }
  for (const auto& [name, value] : fields) {
    if (value.text.empty()) continue;
    out << Paint(PaddedTo(name, width), Style::kFaint, terminal) << Spaces(kGap)
        << Paint(OneLine(value.text), value.style, terminal) << '\n';
  }
}

}  // namespace gongkai::cli
