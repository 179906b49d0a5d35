#include "services/cli/site/names.h"

#include <gmock/gmock.h>

#include <string>

namespace gongkai::cli::site {
namespace {

class NamesTest : public testing::Test {
 protected:
  static const leak::Checker& checker() {
    static const leak::Checker kChecker;
    return kChecker;
  }

  Names names_{checker()};
};

TEST_F(NamesTest, AreThoseOfTheFilesWhereNothingIsFound) {
  for (const std::string path : {"a.html", "年报/2021 (2).html", "*", "a%20b"}) {
    const ItemName name = names_.OfPath(path);
    EXPECT_EQ(name.shown, path);
    EXPECT_TRUE(name.findings.empty());
  }
}

TEST_F(NamesTest, AreMaskedAndToldApart) {
  const ItemName first = names_.OfPath("13811118000.html");
  EXPECT_EQ(first.shown, "138****8000.html");
  ASSERT_EQ(first.findings.size(), 1U);
  EXPECT_EQ(first.findings[0].part, "(name)");
  EXPECT_EQ(first.findings[0].finding.excerpt, "138****8000");
  EXPECT_EQ(names_.OfPath("138****8000.html (2)").shown, "138****8000.html (2)");
  EXPECT_EQ(names_.OfPath("13822228000.html").shown, "138****8000.html (3)");
  EXPECT_EQ(names_.OfPath("13833338000.html").shown, "138****8000.html (4)");
}

TEST_F(NamesTest, ShowBytesThatAreNoCharacters) {
  EXPECT_EQ(names_.OfPath("\xC4\xEA.html").shown, "\\xC4\\xEA.html");
  EXPECT_EQ(names_.OfPath("\xC4\xEA\xB1\xA8").shown, "\\xC4\\xEA\\xB1\\xA8");  // 年报 in GBK
  EXPECT_EQ(names_.OfPath("\xE5\xB9").shown, "\\xE5\\xB9");
  EXPECT_EQ(names_
                .OfPath("\xFF"
                        "13800138000")
                .shown,
            "\\xFF138****8000");
}

TEST_F(NamesTest, OfAddressesAreReadAsTheyAreMeant) {
  EXPECT_EQ(names_.OfAddress("http://a/%E5%B9%B4%20b").shown, "http://a/%E5%B9%B4%20b");
  EXPECT_EQ(names_.OfAddress("http://a/%31%3380013800%30").shown, "http://a/138****8000");
  EXPECT_EQ(names_.OfAddress("http://a/?p=13900139000").shown, "http://a/?p=139****9000");
  EXPECT_EQ(names_.OfAddress("http://a/b%2013700137000").shown, "http://a/b 137****7000");
  EXPECT_EQ(names_.OfAddress("http://a/%C4%EA").shown, "http://a/%C4%EA");
  EXPECT_EQ(names_.OfAddress("http://a/%C4%EA%2013500135000").shown,
            "http://a/\\xC4\\xEA 135****5000");
}

}  // namespace
}  // namespace gongkai::cli::site
