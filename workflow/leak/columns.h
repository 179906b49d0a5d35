// Finds the headers of tables: lines, one after another, with the same number of tabs, bars or commas.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace gongkai::leak {

// Goes through the tables of one text. Quickest if it is asked of places in their order.
class Columns {
 public:
  // The text must outlive this.
  explicit Columns(std::string_view text);

  // Returns the cell above `at` in the first line of its table; an empty text if `at` is in no table, or
  // in the first line of one.
  std::string_view HeaderOf(std::size_t at);

 private:
  struct Shape {
    char separator = 0;
    std::size_t count = 0;  // of separators in a line

    friend bool operator==(const Shape&, const Shape&) = default;
  };

  static Shape ShapeOf(std::string_view line);
  Shape ShapeAt(std::size_t line) const;
  std::size_t LineOf(std::size_t at);
  void GoTo(std::size_t line);
  void ReadHeader();

  std::string_view text_;
  // Of what was last asked of: the line, and where its table begins.
  std::size_t line_ = 0;
  std::size_t begin_ = 0;
  Shape shape_;
  // The place that was last asked of, and where its line begins, however long that is.
  std::size_t asked_ = 0;
  std::size_t line_of_asked_ = 0;
  // So many separators stand in the line before this place.
  std::size_t counted_to_ = 0;
  std::size_t column_ = 0;
  // The cells of the first line of the table that begins there.
  std::size_t header_begin_ = std::string_view::npos;
  std::vector<std::string_view> header_;
};

}  // namespace gongkai::leak
