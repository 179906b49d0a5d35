#include "services/extract/mask/edits.h"

#include <algorithm>
#include <utility>

namespace gongkai::extract {

std::string EscapeXml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      case '\t':
        escaped += "&#9;";
        break;
      case '\n':
        escaped += "&#10;";
        break;
      case '\r':
        escaped += "&#13;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void Edits::Replace(std::size_t begin, std::size_t end, std::string text) {
  if (begin == end && text.empty()) return;
  edits_.push_back({begin, end, std::move(text)});
}

std::string Edits::ApplyTo(std::string_view text) const {
  std::vector<const Edit*> sorted;
  for (const Edit& edit : edits_) sorted.push_back(&edit);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Edit* a, const Edit* b) {
    if (a->begin != b->begin) return a->begin < b->begin;
    const bool is_insertion = a->end == a->begin;
    const bool is_other = b->end == b->begin;
    return is_insertion != is_other ? is_insertion : a->end > b->end;
  });
  std::string changed;
  std::size_t done = 0;
  for (const Edit* edit : sorted) {
    if (edit->begin < done) continue;
    changed.append(text, done, edit->begin - done).append(edit->text);
    done = edit->end;
  }
  return changed.append(text, done);
}

}  // namespace gongkai::extract
