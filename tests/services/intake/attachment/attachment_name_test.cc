#include "services/intake/attachment/attachment_name.h"

#include <gtest/gtest.h>

namespace gongkai::intake {
namespace {

TEST(AttachmentNameTest, IsReadAsItIsWritten) {
  const std::string name = "reports/annual-2021/attachments/决算表.xlsx";
  const std::optional<AttachmentName> parsed = ParseAttachmentName(name);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->report.Name(), "reports/annual-2021");
  EXPECT_EQ(parsed->file_name, "决算表.xlsx");
  EXPECT_EQ(ToString(*parsed), name);
}

TEST(AttachmentNameTest, NamesOfAnotherFormAreRefused) {
  for (const char* name : {"", "reports/annual-2021", "reports/annual-2021/attachments/",
                           "attachments/a.pdf", "records/annual-2021/attachments/a.pdf",
                           "reports//attachments/a.pdf", "reports/annual-2021/attachments/a/b.pdf",
                           "reports/Annual/attachments/a.pdf", "/attachments/a.pdf"}) {
    EXPECT_FALSE(ParseAttachmentName(name)) << name;
  }
}

}  // namespace
}  // namespace gongkai::intake
