// Two readings of one filter must agree: the SQL over a table, and Matches over the same rows.

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "services/lib/listing/filter_bounds.h"
#include "services/lib/listing/filter_sql.h"
#include "services/lib/sql/connection.h"
#include "tests/services/lib/sql/scratch.h"

namespace gongkai::listing {
namespace {

constexpr int kRows = 100;
constexpr int kFilters = 2000;

const FilterSchema& Schema() {
  static const FilterSchema schema({IntegerField("number", "number"), TextField("text", "text"),
                                    EnumField("kind", "kind", {{"A", 1}, {"B", 2}, {"C", 3}}),
                                    TimestampField("time", "time")});
  return schema;
}

using Row = std::map<std::string, std::optional<FilterValue>, std::less<>>;

// Few different values, so that comparisons often hold, and often only just.
class Random {
 public:
  int Below(int bound) { return std::uniform_int_distribution(0, bound - 1)(generator_); }

  std::string Literal(const std::string& field) {
    if (field == "number") return std::to_string(Below(5) - 2);
    if (field == "kind") return std::string(1, static_cast<char>('A' + Below(3)));
    if (field == "time") return "2026-03-01T00:00:0" + std::to_string(Below(4)) + "Z";
    const char* const kTexts[] = {"''", "a", "\"A\"", "'a b'", "\"'\"", "公开", "'%'"};
    return kTexts[Below(std::size(kTexts))];
  }

  std::string Filter(int depth) {
    switch (Below(depth > 3 ? 2 : 6)) {
      case 0:
      case 1:
        return Comparison();
      case 2:
        return (Below(2) == 0 ? "NOT " : "-") + Filter(4);
      case 3:
        return "(" + Filter(depth + 1) + ")";
      case 4:
        return Filter(depth + 1) + " AND " + Filter(depth + 1);
      default:
        return Filter(depth + 1) + " OR " + Filter(depth + 1);
    }
  }

  Row Record() {
    Row row;
    for (const FilterField& field : Schema().fields()) {
      auto& value = row[field.name];
      if (Below(4) == 0) continue;
      // Through the parser, which knows how each literal is stored.
      const auto filter = ParseFilter(field.name + " = " + Literal(field.name), Schema());
      value = filter->comparison.value;
    }
    return row;
  }

 private:
  std::string Comparison() {
    const std::vector<FilterField>& fields = Schema().fields();
    const FilterField& field =
        fields[static_cast<std::size_t>(Below(static_cast<int>(fields.size())))];
    const char* const kOperators[] = {" = ", " != ", ":", "<", "<=", ">", ">="};
    if (Below(8) == 0) return field.name + ":*";
    return field.name + kOperators[Below(field.ordered ? 7 : 3)] + Literal(field.name);
  }

  std::mt19937 generator_{20260301};
};

TEST(FilterProperty, SqlFindsWhatTheEvaluatorFinds) {
  const sql::Scratch scratch;
  sql::Connection connection(scratch / "test.db", sql::Connection::Mode::kReadWrite);
  connection.Execute(
      "CREATE TABLE r (i INTEGER PRIMARY KEY, number INTEGER, text TEXT, kind INTEGER, "
      "time INTEGER) STRICT");
  Random random;
  std::vector<Row> rows;
  {
    sql::Transaction transaction(connection);
    for (int i = 0; i < kRows; ++i) {
      rows.push_back(random.Record());
      sql::Statement& insert = connection.Prepare("INSERT INTO r VALUES ($1, $2, $3, $4, $5)");
      insert.Query(i);
      int position = 2;
      for (const FilterField& field : Schema().fields()) {
        if (const auto& value = rows.back()[field.name]) {
          std::visit([&](const auto& v) { insert.Bind(position, v); }, *value);
        }
        ++position;
      }
      insert.Step();
    }
    transaction.Commit();
  }

  int found_some = 0;
  for (int i = 0; i < kFilters; ++i) {
    const std::string text = random.Filter(0);
    const Result<Filter> filter = ParseFilter(text, Schema());
    if (!filter) continue;  // more than 32 comparisons
    const Where where = Compile(*filter, 2);
    std::set<std::int64_t> evaluated;
    for (int j = 0; j < kRows; ++j) {
      const Row& row = rows[static_cast<std::size_t>(j)];
      if (Matches(*filter, [&](std::string_view field) { return row.find(field)->second; })) {
        evaluated.insert(j);
      }
    }
    sql::Statement select =
        connection.PrepareOnce("SELECT i FROM r WHERE i >= $1 AND " + where.condition);
    select.Query(0);
    where.BindTo(select);
    std::set<std::int64_t> selected;
    while (select.Step()) selected.insert(select.Int(0));
    ASSERT_EQ(selected, evaluated) << text;
    if (!selected.empty() && selected.size() < kRows) ++found_some;
  }
  EXPECT_GT(found_some, kFilters / 2);
}

// What a list may leave out by the filter's bounds holds no match.
TEST(FilterProperty, EveryMatchIsWithinTheBounds) {
  Random random;
  int narrow_ranges = 0;
  int named_texts = 0;
  int excluded_kinds = 0;
  for (int i = 0; i < kFilters; ++i) {
    const std::string text = random.Filter(0);
    const Result<Filter> filter = ParseFilter(text, Schema());
    if (!filter) continue;  // more than 32 comparisons
    const FilterRange range = RangeOf(*filter, "number");
    const auto texts = TextsOf(*filter, "text");
    if (range != FilterRange()) ++narrow_ranges;
    if (texts) ++named_texts;
    for (int j = 0; j < kRows; ++j) {
      const Row row = random.Record();
      const auto value_of = [&](std::string_view field) { return row.find(field)->second; };
      const auto only_kind = [&](std::string_view field) {
        return field == "kind" ? row.find(field)->second : std::nullopt;
      };
      if (!Matches(*filter, value_of)) {
        if (!CanMatch(*filter, only_kind)) ++excluded_kinds;
        continue;
      }
      EXPECT_TRUE(CanMatch(*filter, only_kind)) << text;
      if (texts) {
        const auto value = value_of("text");
        ASSERT_TRUE(value) << text;
        EXPECT_TRUE(texts->contains(std::get<std::string>(*value))) << text;
      }
      if (const auto number = value_of("number")) {
        EXPECT_LE(range.first, std::get<std::int64_t>(*number)) << text;
        EXPECT_GE(range.last, std::get<std::int64_t>(*number)) << text;
      } else {
        EXPECT_EQ(range, FilterRange()) << text;
      }
    }
  }
  EXPECT_GT(narrow_ranges, kFilters / 20);
  EXPECT_GT(named_texts, kFilters / 50);
  EXPECT_GT(excluded_kinds, kFilters);
}

// Whatever the text, the parser answers: with a filter, or with where it went wrong.
TEST(FilterProperty, AnyTextIsReadOrRefused) {
  Random random;
  const std::string_view kPieces[] = {
      "number", "text", "kind", " ", "AND", "OR", "NOT", "-",  "(",  ")", "=", "!=",   "<",
      ":",      "*",    "\"",   "'", "\\",  "1",  "A",   "公", "\t", ".", ",", "\x7f", ""};
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int pieces = random.Below(12); pieces > 0; --pieces) {
      text += kPieces[random.Below(std::size(kPieces))];
    }
    const Result<Filter> filter = ParseFilter(text, Schema());
    if (filter) {
      ++read;
    } else {
      EXPECT_EQ(filter.error().reason, Reason::kInvalidFilter) << text;
    }
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace gongkai::listing
