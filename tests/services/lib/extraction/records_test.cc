// What gongkai-extract writes is read back, and anything else is not taken for all there is.
#include "services/lib/extraction/record/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gongkai::extraction {
namespace {

using std::string_literals::operator""s;

std::string Written() {
  RecordWriter writer;
  std::string bytes(RecordWriter::Begin());
  bytes += writer.Record("word/document.xml", leak::PartKind::kDeleted, "张三\n");
  bytes += writer.Record("图片", leak::Obstacle::kNoText);
  return bytes + writer.End();
}

TEST(RecordsTest, AreReadAsTheyWereWritten) {
  const Records records = ReadRecords(Written());
  EXPECT_TRUE(records.is_complete);
  ASSERT_EQ(records.document.parts.size(), 1);
  EXPECT_EQ(records.document.parts[0].name, "word/document.xml");
  EXPECT_EQ(records.document.parts[0].kind, leak::PartKind::kDeleted);
  EXPECT_EQ(records.document.parts[0].text, "张三\n");
  EXPECT_THAT(records.document.unread,
              testing::ElementsAre(leak::Unread{"图片", leak::Obstacle::kNoText}));
}

TEST(RecordsTest, AreIncompleteWhereverTheyAreCut) {
  const std::string bytes = Written();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ReadRecords(std::string_view(bytes).substr(0, size)).is_complete) << size;
  }
}

TEST(RecordsTest, AreIncompleteWithAnythingBehindTheEnd) {
  EXPECT_FALSE(ReadRecords(Written() + '\n').is_complete);
  EXPECT_FALSE(ReadRecords(Written() + Written()).is_complete);
}

TEST(RecordsTest, AreIncompleteIfOneIsWrong) {
  const std::string begin(RecordWriter::Begin());
  const std::string end = "E\x01\0\0\0"s;
  EXPECT_TRUE(ReadRecords(begin + "E\0\0\0\0"s).is_complete);
  EXPECT_TRUE(ReadRecords(begin + "U\x01\x01\0\0\0a"s + end).is_complete);
  EXPECT_FALSE(ReadRecords(begin + "U\0\x01\0\0\0a"s + end).is_complete);    // no obstacle
  EXPECT_FALSE(ReadRecords(begin + "U\x0A\x01\0\0\0a"s + end).is_complete);  // unknown obstacle
  EXPECT_FALSE(ReadRecords(begin + "P\x06\0\0\0\0\0\0\0\0"s + end).is_complete);  // unknown kind
  EXPECT_FALSE(ReadRecords(begin + "U\x01\x01\0\0\0\xFF"s + end).is_complete);    // not UTF-8
  EXPECT_FALSE(ReadRecords(begin + "U\x01\xFF\xFF\xFF\xFF"s + end).is_complete);
  EXPECT_FALSE(ReadRecords(begin + "X"s + end).is_complete);
  EXPECT_FALSE(ReadRecords(begin + end).is_complete);  // a record is missing
  EXPECT_FALSE(ReadRecords("GONGKAI-EXTRACT 2\nE\0\0\0\0"s).is_complete);
}

}  // namespace
}  // namespace gongkai::extraction
