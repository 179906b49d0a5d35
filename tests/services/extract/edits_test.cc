// Changes in a text.
#include "services/extract/mask/edits.h"

#include <gtest/gtest.h>

namespace gongkai::extract {
namespace {

TEST(EditsTest, ChangeTheirPlacesOnly) {
  Edits edits;
  edits.Replace(6, 7, "C");
  edits.Replace(0, 1, "");
  edits.Replace(3, 3, "+");
  EXPECT_EQ(edits.ApplyTo("a b  .c."), " b+  .C.");
}

TEST(EditsTest, WithinOthersAreLost) {
  Edits edits;
  edits.Replace(2, 3, "x");
  edits.Replace(1, 5, "");
  edits.Replace(1, 1, "y");
  EXPECT_EQ(edits.ApplyTo("abcdefg"), "ayfg");
}

TEST(EditsTest, EscapeWhatXmlWouldRead) {
  EXPECT_EQ(EscapeXml("a<b>&\"'\n张"), "a&lt;b&gt;&amp;&quot;&apos;&#10;张");
}

}  // namespace
}  // namespace gongkai::extract
