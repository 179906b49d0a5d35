#include "services/extract/open_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

#include "services/extract/sheet.h"

namespace gongkai::extract {
namespace {

constexpr std::size_t kMaxRepeated = 256;

std::size_t NumberOf(std::string_view digits) {
  std::size_t number = 1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return std::clamp<std::size_t>(number, 1, kMaxRepeated);
}

bool IsParagraph(std::string_view element) { return element == "p" || element == "h"; }

bool IsCell(std::string_view element) {
  return element == "table-cell" || element == "covered-table-cell";
}

}  // namespace

void OpenTextReader::ReadStyle(std::string_view element, const Attributes& attributes) {
  if (element == "style") style_ = attributes.Get("name");
  const bool hides = (element == "text-properties" && attributes.Get("display") == "none") ||
                     (element == "table-properties" && attributes.Get("display") == "false");
  if (hides) hidden_styles_.insert(style_);
}

OpenTextReader::Place OpenTextReader::PlaceOf(std::string_view element,
                                              const Attributes& attributes) const {
  if (element == "tracked-changes") return Place::kDeleted;
  if (element == "annotation") return Place::kComment;
  if (element == "title" || element == "desc") return Place::kAlternative;
  if (element == "binary-data" || element == "script") return Place::kNowhere;
  const std::string_view visibility = attributes.Get("visibility");
  if (element == "hidden-text" || element == "hidden-paragraph" || visibility == "collapse" ||
      visibility == "filter" || attributes.Get("is-hidden") == "true" ||
      hidden_styles_.contains(std::string(attributes.Get("style-name")))) {
    return place() == Place::kShown ? Place::kHidden : place();
  }
  return place();
}

std::string& OpenTextReader::To(Place place) {
  switch (place) {
    case Place::kHidden:
      return hidden_;
    case Place::kDeleted:
      return deleted_;
    case Place::kComment:
      return comments_;
    case Place::kAlternative:
      return alternatives_;
    case Place::kShown:
    case Place::kNowhere:
      break;
  }
  return cells_.empty() ? shown_ : cells_.back();
}

void OpenTextReader::Start(std::string_view element, const Attributes& attributes) {
  ReadStyle(element, attributes);
  const bool is_within = !elements_.empty() && elements_.back().is_paragraph;
  const Place place = PlaceOf(element, attributes);
  elements_.push_back({.place = place,
                       .repeated = NumberOf(attributes.Get("number-columns-repeated")),
                       .is_paragraph = IsParagraph(element) || is_within ||
                                       place == Place::kAlternative || element == "creator" ||
                                       element == "hidden-text"});
  std::string& to = To(place);
  if (IsCell(element)) cells_.emplace_back();
  if (element == "s") to.append(NumberOf(attributes.Get("c")), ' ');
  if (element == "tab") to += '\t';
  if (element == "line-break") to += '\n';
  for (const char* name : {"string-value", "value", "formula"}) {
    const std::string_view value = attributes.Get(name);
    if (!value.empty()) values_.append(WithoutExponent(value)).append("\n");
  }
}

void OpenTextReader::EndCell(std::size_t repeated) {
  std::string text = std::move(cells_.back());
  cells_.pop_back();
  while (text.ends_with('\n')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  To(Place::kShown) += text + std::string(repeated, '\t');
}

void OpenTextReader::End(std::string_view element) {
  const Element ended = elements_.back();
  elements_.pop_back();
  if (IsParagraph(element) || element == "creator" || element == "hidden-text" ||
      ended.place == Place::kAlternative) {
    To(ended.place) += '\n';
  } else if (IsCell(element)) {
    EndCell(ended.repeated);
    if (ended.place != Place::kShown) To(ended.place) += '\t';
  } else if (element == "table-row") {
    std::string& to = To(Place::kShown);
    while (to.ends_with('\t')) to.pop_back();
    to += '\n';
    if (ended.place != Place::kShown) To(ended.place) += '\n';
  }
}

void OpenTextReader::Text(std::string_view text) {
  if (elements_.empty() || !elements_.back().is_paragraph || place() == Place::kNowhere) return;
  To(place()) += text;
}

void OpenTextReader::Deliver(Reading& reading, std::string_view part) {
  for (const std::string& cell : cells_) shown_ += cell;
  reading.Add(part, PartKind::kShown, shown_);
  reading.Add(Named(part, "隐藏文字"), PartKind::kHidden, hidden_);
  reading.Add(Named(part, "已删除"), PartKind::kDeleted, deleted_);
  reading.Add(Named(part, "批注"), PartKind::kComment, comments_);
  reading.AddAside(Named(part, "替代文字"), PartKind::kShown, alternatives_);
  reading.AddAside(Named(part, "数值和公式"), PartKind::kShown, values_);
}

}  // namespace gongkai::extract
