#include "services/extract/sheet.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "services/extract/words.h"

namespace gongkai::extract {
namespace {

constexpr std::size_t kMaxColumn = 16'384;
constexpr std::size_t kMaxGap = 256;  // tabs for columns without cells
constexpr auto kAround = std::to_array<std::string_view>(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"});
constexpr auto kHints = std::to_array<std::string_view>(
    {"prompt", "promptTitle", "error", "errorTitle", "tooltip", "display", "location", "val"});

std::optional<std::size_t> NumberOf(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// Returns the column of a reference such as AB12; 0 if it has none.
std::size_t ColumnOf(std::string_view reference) {
  std::size_t column = 0;
  for (const char letter : reference) {
    if (letter < 'A' || letter > 'Z' || column > kMaxColumn) break;
    column = column * 26 + static_cast<std::size_t>(letter - 'A' + 1);
  }
  return std::min(column, kMaxColumn);
}

bool IsTrue(std::string_view value) { return value == "1" || value == "true"; }

}  // namespace

void SharedStrings::Start(std::string_view element, const Attributes&) {
  if (element == "si") entries_.emplace_back();
  if (element == "rPh") is_phonetic_ = true;
  is_text_ = element == "t" && !entries_.empty();
}

void SharedStrings::End(std::string_view element) {
  is_text_ = false;
  if (element != "rPh") return;
  is_phonetic_ = false;
  phonetic_ += '\n';
}

void SharedStrings::Text(std::string_view text) {
  if (is_text_) (is_phonetic_ ? phonetic_ : entries_.back().text).Append(text, place());
}

const TracedText& SharedStrings::Get(std::string_view index) {
  const auto number = NumberOf(index);
  if (!number || *number >= entries_.size()) return none_;
  entries_[*number].is_used = true;
  return entries_[*number].text;
}

TracedText SharedStrings::Unused() const {
  TracedText unused;
  for (const Entry& entry : entries_) {
    if (entry.is_used) continue;
    unused += entry.text;
    unused += '\n';
  }
  return unused;
}

std::string WithoutExponent(std::string_view number) {
  const std::size_t mark = number.find_first_of("eE");
  std::string same(number);
  if (mark == std::string_view::npos) return same;
  std::string_view power = number.substr(mark + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  const auto shift = NumberOf(power);
  std::string digits(number.substr(0, mark));
  const std::size_t point = digits.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : digits.size() - point - 1;
  if (point != std::string::npos) digits.erase(point, 1);
  constexpr std::size_t kLeast = 6;
  constexpr std::size_t kMost = 30;
  if (!shift || *shift < std::max(decimals, kLeast) || *shift > kMost || digits.empty() ||
      digits.find_first_not_of("0123456789", digits.front() == '-' ? 1 : 0) != std::string::npos) {
    return same;
  }
  return digits.append(*shift - decimals, '0');
}

void SheetReader::HideColumns(const Attributes& attributes) {
  is_hidden_column_.resize(kMaxColumn + 1);
  const std::size_t first = NumberOf(attributes.Get("min")).value_or(1);
  const std::size_t last = std::min(NumberOf(attributes.Get("max")).value_or(0), kMaxColumn);
  if (first > last) return;
  const auto begin = is_hidden_column_.begin();
  std::fill(begin + static_cast<std::ptrdiff_t>(first),
            begin + static_cast<std::ptrdiff_t>(last) + 1, true);
}

bool SheetReader::IsHidden(std::size_t column) const {
  return is_hidden_row_ || (column < is_hidden_column_.size() && is_hidden_column_[column]);
}

bool SheetReader::IsFull() {
  is_full_ = is_full_ || shown_.size() + hidden_.size() + row_.size() + hidden_row_.size() +
                                 formulas_.size() + around_.size() >
                             kMaxText;
  return is_full_;
}

void SheetReader::StartCell(const Attributes& attributes) {
  const std::size_t column = ColumnOf(attributes.Get("r"));
  column_ = column != 0 ? column : column_ + 1;
  type_ = attributes.Get("t");
  value_.Clear();
}

void SheetReader::Start(std::string_view element, const Attributes& attributes) {
  target_ = nullptr;
  if (IsFull()) return;
  if (element == "row") {
    is_hidden_row_ = IsTrue(attributes.Get("hidden"));
    column_ = 0;
  } else if (element == "col" && IsTrue(attributes.Get("hidden"))) {
    HideColumns(attributes);
  } else if (element == "c") {
    StartCell(attributes);
  } else if (element == "rPh") {
    is_phonetic_ = true;
  } else if (element == "v" || element == "t") {
    target_ = is_phonetic_ ? &around_ : &value_;
  } else if (element.starts_with("f")) {
    target_ = &formulas_;  // f, formula, formula1, formula2
  }
  if (IsOneOf(element, kAround)) target_ = &around_;
  attributes.ForEach([this](std::string_view name, std::string_view text, const XmlPlace& where) {
    if (text.empty() || !IsOneOf(name, kHints)) return;
    around_.Append(text, where);
    around_ += '\n';
  });
}

TracedText SheetReader::TextOfCell() {
  if (type_ == "s") {
    TracedText text = strings_.Get(value_.text());
    text.MakeOneLine();
    return text;
  }
  if (type_.empty() || type_ == "n") {
    std::string number = WithoutExponent(value_.text());
    if (number != value_.text()) value_.Restate(std::move(number));
  } else {
    value_.MakeOneLine();  // so that its row is one line
  }
  return std::move(value_);
}

void SheetReader::EndCell() {
  const TracedText text = TextOfCell();
  if (IsHidden(column_)) {
    if (text.empty()) return;
    hidden_row_ += text;
    hidden_row_ += '\t';
    return;
  }
  if (column_ > column_of_row_) {
    row_ += std::string(std::min(column_ - column_of_row_, kMaxGap), '\t');
  } else if (is_row_begun_) {
    row_ += '\t';  // out of order, or its column once more: still a cell of its own
  }
  is_row_begun_ = true;
  column_of_row_ = std::max(column_, column_of_row_);
  row_ += text;
}

void SheetReader::EndRow() {
  for (auto [row, to] : {std::pair(&row_, &shown_), std::pair(&hidden_row_, &hidden_)}) {
    while (row->EndsWith('\t')) row->PopBack();
    if (!row->empty()) {
      *to += *row;
      *to += '\n';
    }
    row->Clear();
  }
  column_of_row_ = 1;
  is_row_begun_ = false;
}

void SheetReader::End(std::string_view element) {
  if (target_ == &formulas_ || target_ == &around_) *target_ += '\n';
  target_ = nullptr;
  if (element == "rPh") is_phonetic_ = false;
  if (IsFull()) return;
  if (element == "c") EndCell();
  if (element == "row") EndRow();
}

void SheetReader::Text(std::string_view text) {
  if (target_ == nullptr) return;
  target_->Append(text, target_ == &formulas_ ? place().OfFormula() : place());
}

void SheetReader::Deliver(Reading& reading, std::string_view part, PartKind kind) {
  EndRow();
  reading.Add(part, kind, shown_);
  reading.Add(Named(part, "隐藏行列"), PartKind::kHidden, hidden_);
  reading.AddAside(Named(part, "公式"), PartKind::kShown, formulas_);
  reading.AddAside(Named(part, "页眉页脚和提示"), PartKind::kShown, around_);
  if (is_full_) reading.AddUnread(part, Obstacle::kTooLarge);
}

}  // namespace gongkai::extract
