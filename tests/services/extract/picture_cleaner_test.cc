// Pictures without the remarks of cameras and programs.
#include "services/extract/mask/picture_cleaner.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai::extract {
namespace {

using std::string_literals::operator""s;

std::string Segment(char type, const std::string& data) {
  const std::size_t size = data.size() + 2;
  return "\xFF"s + type + static_cast<char>(size >> 8) + static_cast<char>(size & 0xFF) + data;
}

std::string Chunk(const std::string& type, const std::string& data) {
  return "\0\0\0"s + static_cast<char>(data.size()) + type + data + "crc.";
}

TEST(PictureCleanerTest, KeepsWhatShowsAJpeg) {
  const std::string begin = "\xFF\xD8"s + Segment('\xE0', "JFIF\0\1"s);
  const std::string picture = Segment('\xE2', "ICC_PROFILE\0a"s) + Segment('\xEE', "Adobe") +
                              Segment('\xDB', "table") + Segment('\xDA', "scan") +
                              "\xFF\x00 data \xFF\xD9"s;
  EXPECT_EQ(WithoutRemarks(begin + Segment('\xE1', "Exif\0\0place"s) + Segment('\xED', "IPTC") +
                           Segment('\xFE', "remark") + Segment('\xE2', "MPF") + picture),
            begin + picture);
}

TEST(PictureCleanerTest, KeepsWhatShowsAPng) {
  const std::string begin = "\x89PNG\r\n\x1A\n" + Chunk("IHDR", "head");
  const std::string picture = Chunk("IDAT", "data") + Chunk("IEND", "");
  EXPECT_EQ(WithoutRemarks(begin + Chunk("tEXt", "remark") + Chunk("eXIf", "place") +
                           Chunk("iTXt", "remark") + picture + "behind"),
            begin + picture);
}

TEST(PictureCleanerTest, LeavesBrokenAndOtherFilesAlone) {
  for (const std::string& other : {"\xFF\xD8\xFF\xE1"s,
                                   "\xFF\xD8\xFF\xE1\xFF\xFF"
                                   "a"s,
                                   "\xFF\xD8\xFF\xE1\0\1a"s, "\x89PNG\r\n\x1A\n"s,
                                   "\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFtEXt    "s, "GIF89a"s, ""s}) {
    EXPECT_EQ(WithoutRemarks(other), other);
  }
}

}  // namespace
}  // namespace gongkai::extract
