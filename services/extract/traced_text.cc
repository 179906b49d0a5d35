#include "services/extract/traced_text.h"

#include <algorithm>

namespace gongkai::extract {

TracedText& TracedText::operator+=(std::string_view text) {
  text_ += text;
  return *this;
}

TracedText& TracedText::operator+=(char c) {
  text_ += c;
  return *this;
}

TracedText& TracedText::operator+=(const TracedText& other) {
  for (Piece piece : other.pieces_) {
    piece.begin += text_.size();
    pieces_.push_back(piece);
  }
  text_ += other.text_;
  return *this;
}

void TracedText::Append(std::string_view text, const XmlPlace& place) {
  if (place.is_known() && !text.empty()) pieces_.push_back({text_.size(), text.size(), place});
  text_ += text;
}

void TracedText::PopBack() {
  text_.pop_back();
  if (pieces_.empty() || pieces_.back().end() <= text_.size()) return;
  if (--pieces_.back().size == 0) pieces_.pop_back();
}

void TracedText::Clear() {
  text_.clear();
  pieces_.clear();
}

void TracedText::MakeOneLine() {
  std::replace_if(
      text_.begin(), text_.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
}

void TracedText::Restate(std::string text) {
  text_ = std::move(text);
  if (pieces_.empty()) return;
  Piece all = pieces_.front();
  all.begin = 0;
  all.size = text_.size();
  all.place.end = pieces_.back().place.end;
  pieces_.assign(1, all);
}

}  // namespace gongkai::extract
