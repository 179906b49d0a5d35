#include "services/extract/mask/formula.h"

#include <string_view>

namespace gongkai::extract {
namespace {

// Returns where the formula begins that has the piece.
std::size_t BeginOf(const TracedText& text, const TracedText::Piece& piece) {
  const TracedText::Piece* first = &piece;
  while (first != text.pieces().data() && (first - 1)->place.is_formula &&
         (first - 1)->end() == first->begin) {
    --first;
  }
  return first->begin;
}

// Returns the quote within which `at` is, or a zero byte.
char QuoteAround(const TracedText& text, const TracedText::Piece& piece, std::size_t at) {
  char open = '\0';
  for (std::size_t i = BeginOf(text, piece); i < at; ++i) {
    const char c = text.text()[i];
    if (c != '"' && c != '\'') continue;
    if (open == '\0') {
      open = c;
    } else if (open == c) {
      open = '\0';
    }
  }
  return open;
}

}  // namespace

bool IsQuoted(const TracedText& text, const TracedText::Piece& piece, std::size_t at) {
  return QuoteAround(text, piece, at) == '"';
}

bool IsNameOfSheet(const TracedText& text, const TracedText::Piece& piece, std::size_t at) {
  const char quote = QuoteAround(text, piece, at);
  if (quote != '\0') return quote == '\'';
  const std::size_t end = text.text().find_first_of("!+*/(),&=<>\"\n", at);
  return end != std::string_view::npos && text.text()[end] == '!';
}

}  // namespace gongkai::extract
