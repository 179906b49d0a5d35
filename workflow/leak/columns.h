// Finds the headers of tables: lines, one after another, with the same number of tabs, bars or commas.
#pragma once

#include <cstddef>
#include <string_view>

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
  void GoTo(std::size_t line);

  std::string_view text_;
  // Of what was last asked of: the line, and where its table begins.
  std::size_t line_ = 0;
  std::size_t begin_ = 0;
  Shape shape_;
};

}  // namespace gongkai::leak
