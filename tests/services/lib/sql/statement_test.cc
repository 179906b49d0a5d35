#include "services/lib/sql/statement.h"

#include <gtest/gtest.h>

#include <limits>

#include "services/lib/sql/connection.h"
#include "services/lib/sql/error.h"
#include "tests/services/lib/sql/scratch.h"

namespace gongkai::sql {
namespace {

class StatementTest : public testing::Test {
 protected:
  std::string One(std::string_view sql) {
    Statement statement = connection_.PrepareOnce(sql);
    return statement.Step() ? std::string(statement.Text(0)) : "no row";
  }

  Scratch scratch_;
  Connection connection_{scratch_ / "test.db", Connection::Mode::kReadWrite};
};

TEST_F(StatementTest, BindsByNumberInWhateverOrderTheyStand) {
  Statement& select = connection_.Prepare("SELECT $2, $1, $2");
  select.Query(1, "two");
  ASSERT_TRUE(select.Step());
  EXPECT_EQ(select.Text(0), "two");
  EXPECT_EQ(select.Int(1), 1);
  EXPECT_EQ(select.Text(2), "two");
  EXPECT_FALSE(select.Step());
}

TEST_F(StatementTest, KeepsEveryKindOfValue) {
  connection_.Execute("CREATE TABLE t (i INTEGER, s TEXT, b BLOB, n TEXT, o INTEGER) STRICT");
  const std::string text("公开\0x", 8);
  const std::string bytes("\0\xff", 2);
  connection_.Prepare("INSERT INTO t VALUES ($1, $2, $3, $4, $5)")
      .Run(std::numeric_limits<std::int64_t>::min(), text, Bytes{bytes}, nullptr,
           std::optional<int>(7));
  Statement& select = connection_.Prepare("SELECT i, s, b, n, o FROM t");
  ASSERT_TRUE(select.Step());
  EXPECT_EQ(select.Int(0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(select.Text(1), text);
  EXPECT_EQ(select.Blob(2), bytes);
  EXPECT_TRUE(select.IsNull(3));
  EXPECT_FALSE(select.IsNull(1));
  EXPECT_EQ(select.Int(4), 7);
}

TEST_F(StatementTest, TellsEmptyFromNull) {
  Statement& select = connection_.Prepare("SELECT typeof($1), typeof($2), typeof($3)");
  select.Query(std::string_view(), Bytes{}, std::optional<std::string_view>());
  ASSERT_TRUE(select.Step());
  EXPECT_EQ(select.Text(0), "text");
  EXPECT_EQ(select.Text(1), "blob");
  EXPECT_EQ(select.Text(2), "null");
}

TEST_F(StatementTest, ForgetsParametersThatAreLeftOut) {
  Statement& select = connection_.Prepare("SELECT $1, $2");
  select.Query(1, "gone by the next query");
  select.Query(2);
  ASSERT_TRUE(select.Step());
  EXPECT_TRUE(select.IsNull(1));
}

TEST_F(StatementTest, RefusesParametersItDoesNotHave) {
  Statement& select = connection_.Prepare("SELECT $1");
  EXPECT_THROW(select.Query(1, 2), Error);
  EXPECT_THROW(select.Bind(0, std::int64_t{1}), Error);
  EXPECT_THROW(select.Bind(-1, std::int64_t{1}), Error);
}

TEST_F(StatementTest, RefusesNumbersThatDoNotFit) {
  EXPECT_THROW(connection_.Prepare("SELECT $1").Query(std::numeric_limits<std::uint64_t>::max()),
               std::out_of_range);
}

TEST_F(StatementTest, RefusesOtherParametersThanNumberedOnes) {
  for (const char* sql : {"SELECT ?", "SELECT ?1", "SELECT :a", "SELECT @a", "SELECT $a",
                          "SELECT $0", "SELECT $1x", "SELECT $99999999"}) {
    EXPECT_THROW(connection_.PrepareOnce(sql), Error) << sql;
  }
}

TEST_F(StatementTest, IsExactlyOneStatement) {
  EXPECT_THROW(connection_.PrepareOnce("SELECT 1; SELECT 2"), Error);
  EXPECT_THROW(connection_.PrepareOnce(""), Error);
  EXPECT_THROW(connection_.PrepareOnce("SELEC 1"), Error);
  EXPECT_EQ(One("SELECT 1;\n"), "1");
}

TEST_F(StatementTest, StartsAnewAfterItsEndAndAfterAnError) {
  connection_.Execute("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT");
  Statement& insert = connection_.Prepare("INSERT INTO t VALUES ($1)");
  insert.Run(1);
  EXPECT_THROW(insert.Run(1), ConstraintError);
  insert.Run(2);
  EXPECT_EQ(One("SELECT count(*) FROM t"), "2");
}

}  // namespace
}  // namespace gongkai::sql
