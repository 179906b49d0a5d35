// A text that was joined out of pieces of XML, which remembers where each piece stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongkai::extract {

// Where something stands: bytes of the XML of a member. It is known only where a file is masked: then the XML is at
// hand as a whole.
struct XmlPlace {
  std::uint32_t member = 0;  // as Zip::names counts, from 0
  std::size_t begin = 0;
  std::size_t end = 0;      // not more than begin: unknown
  bool is_formula = false;  // what stands there must stay a formula
  bool is_attribute = false;

  bool is_known() const { return begin < end; }

  XmlPlace OfFormula() const {
    XmlPlace place = *this;
    place.is_formula = true;
    return place;
  }
};

// Joins the pieces as they are read. What a reader puts between them has no place.
class TracedText {
 public:
  // A part of the text that was read from one place.
  struct Piece {
    std::size_t begin = 0;  // in the text
    std::size_t size = 0;
    XmlPlace place;

    std::size_t end() const { return begin + size; }
  };

  TracedText() = default;
  explicit TracedText(std::string text) : text_(std::move(text)) {}

  TracedText& operator+=(std::string_view text);
  TracedText& operator+=(char c);
  TracedText& operator+=(const TracedText& other);
  void Append(std::string_view text, const XmlPlace& place);

  // Takes the last character away.
  void PopBack();
  void Clear();

  // Writes spaces for the ends of lines.
  void MakeOneLine();

  // Writes the same in other words, such as a number without its exponent. All of it is one piece then.
  void Restate(std::string text);

  const std::string& text() const { return text_; }
  const std::vector<Piece>& pieces() const { return pieces_; }  // one behind the other
  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }
  bool EndsWith(char c) const { return text_.ends_with(c); }

 private:
  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace gongkai::extract
