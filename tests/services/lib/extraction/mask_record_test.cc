// What gongkai-extract --mask writes.
#include <gtest/gtest.h>

#include <string>

#include "services/lib/extraction/record/mask_record.h"

namespace gongkai::extraction {
namespace {

TEST(MaskRecordTest, IsReadAsItWasWritten) {
  MaskedFile masked;
  masked.copy = std::string("PK\0\xFF", 4);
  masked.masked[8] = 70'000;
  const auto copy = ReadMaskRecord(MaskRecord(masked));
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->copy, masked.copy);
  EXPECT_EQ(copy->masked, masked.masked);
  EXPECT_FALSE(copy->refusal);

  masked.refusal = {MaskProblem::kUnread, leak::Obstacle::kBroken, "word/document.xml"};
  const auto refused = ReadMaskRecord(MaskRecord(masked));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->copy, "");
  EXPECT_EQ(refused->refusal.problem, MaskProblem::kUnread);
  EXPECT_EQ(refused->refusal.why, leak::Obstacle::kBroken);
  EXPECT_EQ(refused->refusal.part, "word/document.xml");
}

TEST(MaskRecordTest, IsNotReadIfItIsCutOrLonger) {
  MaskedFile masked;
  masked.copy = "copy";
  MaskedFile refused;
  refused.refusal = {MaskProblem::kPlace, leak::Obstacle::kNone, "a"};
  for (const std::string& record : {MaskRecord(masked), MaskRecord(refused)}) {
    for (std::size_t size = 0; size < record.size(); ++size) {
      EXPECT_FALSE(ReadMaskRecord(std::string_view(record).substr(0, size))) << size;
    }
    EXPECT_FALSE(ReadMaskRecord(record + "E"));
  }
}

TEST(MaskRecordTest, IsNotReadIfItSaysWhatThereIsNot) {
  MaskedFile refused;
  refused.refusal = {MaskProblem::kPlace, leak::Obstacle::kNone, "\xFF"};
  EXPECT_FALSE(ReadMaskRecord(MaskRecord(refused)));
  refused.refusal.part = "a";
  refused.refusal.problem = static_cast<MaskProblem>(kMaskProblemCount);
  EXPECT_FALSE(ReadMaskRecord(MaskRecord(refused)));
  refused.refusal = {MaskProblem::kUnread, static_cast<leak::Obstacle>(leak::kObstacleCount), "a"};
  EXPECT_FALSE(ReadMaskRecord(MaskRecord(refused)));
}

}  // namespace
}  // namespace gongkai::extraction
