#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "services/lib/catalog/limits.h"
#include "services/lib/listing/filter.h"
#include "workflow/error/errors.h"

namespace gongkai::listing {
namespace {

constexpr std::size_t kMaxEcho = 40;  // of a caller's own words in a message

constexpr std::string_view kSpace = " \t\n\r";
constexpr std::string_view kEndsWord = " \t\n\r()\"'<>=!,";  // what a literal without quotes is not
constexpr std::string_view kName =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";

struct Symbol {
  std::string_view text;
  FilterOperator op;
  bool ordered;  // only for fields that have an order
};

// The longer ones first. `:` is = unless a lone * follows.
constexpr auto kSymbols = std::to_array<Symbol>({
    {"!=", FilterOperator::kNotEqual, false},
    {"<=", FilterOperator::kLessOrEqual, true},
    {">=", FilterOperator::kGreaterOrEqual, true},
    {"=", FilterOperator::kEqual, false},
    {"<", FilterOperator::kLess, true},
    {">", FilterOperator::kGreater, true},
    {":", FilterOperator::kIsSet, false},
});

bool IsKeyword(std::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

class Parser {
 public:
  Parser(std::string_view text, const FilterSchema& schema) : text_(text), schema_(schema) {}

  Result<Filter> Parse() {
    if (text_.size() > limits::kFilterBytes)
      return errors::InvalidFilter(
          {"Must be at most " + std::to_string(limits::kFilterBytes) + " bytes.",
           "最多 " + std::to_string(limits::kFilterBytes) + " 字节。"});
    const auto control = std::find_if(text_.begin(), text_.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && kSpace.find(c) == kSpace.npos) || byte == 0x7f;
    });
    if (control != text_.end()) {
      return Problem(static_cast<std::size_t>(control - text_.begin()),
                     {"control characters are not allowed", "不得含有控制字符"});
    }
    if (AtEnd()) return Filter{};
    Result<Filter> filter = Expression();
    if (!filter || AtEnd()) return filter;
    if (text_[at_] == ')') {
      return Problem(at_, {"this ) closes nothing", "这个 ) 没有对应的 ("});
    }
    return Problem(at_, {"expected AND, OR or the end", "此处应为 AND、OR 或结尾"});
  }

 private:
  Result<Filter> Expression() { return Chain("AND", Filter::Kind::kAnd, &Parser::Factor); }
  Result<Filter> Factor() { return Chain("OR", Filter::Kind::kOr, &Parser::Term); }

  Result<Filter> Chain(std::string_view keyword, Filter::Kind kind,
                       Result<Filter> (Parser::*operand)()) {
    Filter chain{.kind = kind};
    do {
      Result<Filter> next = (this->*operand)();
      if (!next) return next;
      chain.operands.push_back(*std::move(next));
    } while (TakeKeyword(keyword));
    if (chain.operands.size() == 1) return std::move(chain.operands.front());
    return chain;
  }

  Result<Filter> Term() {
    if (!TakeKeyword("NOT") && !Take("-")) return Simple();
    Result<Filter> operand = Simple();
    if (!operand) return operand;
    Filter negation{.kind = Filter::Kind::kNot};
    negation.operands.push_back(*std::move(operand));
    return negation;
  }

  Result<Filter> Simple() {
    if (!Take("(")) return Comparison();
    const std::size_t open = at_ - 1;
    if (++depth_ > limits::kFilterDepth)
      return Problem(open,
                     {"parentheses are at most " + std::to_string(limits::kFilterDepth) + " deep",
                      "括号最多嵌套 " + std::to_string(limits::kFilterDepth) + " 层"});
    Result<Filter> inner = Expression();
    --depth_;
    if (!inner || Take(")")) return inner;
    if (!AtEnd()) return Problem(at_, {"expected AND, OR or )", "此处应为 AND、OR 或 )"});
    const std::string opened = Character(open);
    return Problem(at_, {"the ( at character " + opened + " is not closed",
                         "第 " + opened + " 个字符处的 ( 没有闭合"});
  }

  Result<Filter> Comparison() {
    SkipSpace();
    const std::size_t start = at_;
    if (++comparisons_ > limits::kFilterComparisons)
      return Problem(start,
                     {"at most " + std::to_string(limits::kFilterComparisons) + " comparisons",
                      "最多 " + std::to_string(limits::kFilterComparisons) + " 个比较"});
    const std::string_view name = TakeName();
    if (name.empty() || IsKeyword(name)) {
      at_ = start;
      return Problem(
          start, {"expected a field: " + FieldNames(", "), "此处应为字段：" + FieldNames("、")});
    }
    const FilterField* field = schema_.Find(name);
    if (field == nullptr) {
      const std::string echo(name.substr(0, kMaxEcho));
      return Problem(
          start, {"\"" + echo + "\" is not a field to filter by; there are: " + FieldNames(", "),
                  "“" + echo + "”不是可以筛选的字段；可用的有：" + FieldNames("、")});
    }
    const Symbol* symbol = TakeSymbol(*field);
    if (symbol == nullptr) {
      return field->ordered
                 ? Problem(at_, {"after " + field->name + " expected =, !=, <, <=, >, >= or :",
                                 field->name + " 之后应为 =、!=、<、<=、>、>= 或 :"})
                 : Problem(at_, {"after " + field->name + " expected =, != or :",
                                 field->name + " 之后应为 =、!= 或 :"});
    }
    return Literal(*field, symbol->op);
  }

  // Comparison with what stands here. kIsSet stands for `:`.
  Result<Filter> Literal(const FilterField& field, FilterOperator op) {
    SkipSpace();
    const std::size_t start = at_;
    Filter filter{.kind = Filter::Kind::kComparison, .comparison = {.field = &field, .op = op}};
    std::string literal;
    if (text_.substr(at_, 1) == "\"" || text_.substr(at_, 1) == "'") {
      Result<std::string> text = Quoted();
      if (!text) return std::move(text).error();
      literal = *std::move(text);
    } else {
      literal = TakeWord();
      if (literal.empty() || IsKeyword(literal)) return Expected(start, field);
      if (literal == "*" && op == FilterOperator::kIsSet) return filter;
    }
    if (literal.size() > 1 && (literal.starts_with('*') || literal.ends_with('*'))) {
      return Problem(start, {"there are no wildcards; a text is compared as a whole",
                             "不支持通配符，文本须与所给内容完全一致"});
    }
    if (op == FilterOperator::kIsSet) filter.comparison.op = FilterOperator::kEqual;
    std::optional<FilterValue> value = field.parse(literal);
    if (!value) return Expected(start, field);
    filter.comparison.value = *std::move(value);
    return filter;
  }

  Result<std::string> Quoted() {
    const std::size_t start = at_;
    const char quote = text_[at_++];
    std::string literal;
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\') {
        const std::string_view next = text_.substr(at_ + 1, 1);
        if (next != "\\" && next != "\"" && next != "'") {
          return Problem(at_,
                         {"a \\ goes before a quote or another \\", "\\ 之后应为引号或另一个 \\"});
        }
        ++at_;
      }
      literal.push_back(text_[at_]);
    }
    if (at_ == text_.size())
      return Problem(start, {"this quote is not closed", "这个引号没有闭合"});
    ++at_;
    return literal;
  }

  bool AtEnd() {
    SkipSpace();
    return at_ == text_.size();
  }

  void SkipSpace() { at_ = std::min(text_.find_first_not_of(kSpace, at_), text_.size()); }

  bool Take(std::string_view token) {
    SkipSpace();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  bool TakeKeyword(std::string_view keyword) {
    SkipSpace();
    const std::size_t start = at_;
    if (TakeName() == keyword) return true;
    at_ = start;
    return false;
  }

  std::string_view TakeName() { return TakeUntil(text_.find_first_not_of(kName, at_)); }
  std::string_view TakeWord() { return TakeUntil(text_.find_first_of(kEndsWord, at_)); }

  std::string_view TakeUntil(std::size_t end) {
    const std::size_t begin = at_;
    at_ = std::min(end, text_.size());
    return text_.substr(begin, at_ - begin);
  }

  // Nullptr if what stands here is no operator, or none for this field.
  const Symbol* TakeSymbol(const FilterField& field) {
    SkipSpace();
    const std::size_t start = at_;
    for (const Symbol& symbol : kSymbols) {
      if (!Take(symbol.text)) continue;
      if (field.ordered || !symbol.ordered) return &symbol;
      at_ = start;
      return nullptr;
    }
    return nullptr;
  }

  std::string FieldNames(std::string_view separator) const {
    std::string names;
    for (const FilterField& field : schema_.fields()) {
      names.append(names.empty() ? "" : separator).append(field.name);
    }
    return names;
  }

  // People count characters from 1, and not bytes of UTF-8.
  std::string Character(std::size_t position) const {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    const auto end = text_.begin() + static_cast<std::ptrdiff_t>(position);
    return std::to_string(std::count_if(text_.begin(), end, begins) + 1);
  }

  Error Problem(std::size_t position, base::BilingualView problem) const {
    const std::string at = Character(position);
    return errors::InvalidFilter(
        {"At character " + at + ": " + std::string(problem.english) + ".",
         "第 " + at + " 个字符处：" + std::string(problem.chinese) + "。"});
  }

  Error Expected(std::size_t position, const FilterField& field) const {
    return Problem(position, {field.name + " is compared with " + field.expects.english,
                              field.name + " 的值应为" + field.expects.chinese});
  }

  const std::string_view text_;
  const FilterSchema& schema_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int comparisons_ = 0;
};

}  // namespace

Result<Filter> ParseFilter(std::string_view text, const FilterSchema& schema) {
  return Parser(text, schema).Parse();
}

}  // namespace gongkai::listing
