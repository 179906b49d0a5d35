// Reads one sheet of an xlsx workbook, and the strings that its sheets share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/extract/xml.h"

namespace gongkai::extract {

// The strings that cells name by their index.
class SharedStrings : public XmlReader {
 public:
  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override;

  // Returns the string, and remembers that it is used; an empty text if there is none of this index. It is valid
  // until a string is added.
  const TracedText& Get(std::string_view index);

  // Returns the strings that no cell used, a line each: such as of rows that were deleted.
  TracedText Unused() const;

  // Returns how the strings are pronounced, a line for each piece: it is no part of the strings.
  const TracedText& phonetic() const { return phonetic_; }

 private:
  struct Entry {
    TracedText text;
    bool is_used = false;
  };
  std::vector<Entry> entries_;
  TracedText none_;
  TracedText phonetic_;
  bool is_phonetic_ = false;
  bool is_text_ = false;
};

// Returns a number of 7 digits or more that is written with an exponent without it: "1.3800138E+10" is
// "13800138000". Returns other texts as they are.
std::string WithoutExponent(std::string_view number);

// Collects the cells of a sheet: a row is a line, and a tab ends each cell but the last, so that a column
// keeps its place.
class SheetReader : public XmlReader {
 public:
  // `strings` must outlive this.
  explicit SheetReader(SharedStrings& strings) : strings_(strings) {}

  void Start(std::string_view element, const Attributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override;

  // Writes the texts as parts of the sheet; `kind` is that of the rows and columns that are not hidden.
  void Deliver(Reading& reading, std::string_view part, PartKind kind);

 private:
  void StartCell(const Attributes& attributes);
  TracedText TextOfCell();
  void EndCell();
  void EndRow();
  void HideColumns(const Attributes& attributes);
  bool IsHidden(std::size_t column) const;
  bool IsFull();

  SharedStrings& strings_;
  std::vector<bool> is_hidden_column_;  // by the number of the column, from 1
  TracedText shown_;
  TracedText hidden_;
  TracedText formulas_;            // also of rules that check what is entered
  TracedText around_;              // headers and footers, hints, how strings are pronounced
  TracedText* target_ = nullptr;   // where text goes; not set outside of texts
  TracedText value_;               // of the cell
  std::string type_;               // of the cell
  std::size_t column_ = 0;         // of the cell; from 1
  std::size_t column_of_row_ = 1;  // up to which the row is written
  TracedText row_;
  TracedText hidden_row_;
  bool is_hidden_row_ = false;
  bool is_row_begun_ = false;  // it has a cell
  bool is_phonetic_ = false;
  bool is_full_ = false;
};

}  // namespace gongkai::extract
