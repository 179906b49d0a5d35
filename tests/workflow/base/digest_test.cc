#include "workflow/base/digest.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace gongkai::base {
namespace {

// FIPS 180-2, appendix B.1.
constexpr std::string_view kAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Digest, IsSha256) {
  EXPECT_EQ(Sha256("abc").ToHex(), kAbc);
  EXPECT_EQ(Sha256("").ToHex(), kNothing);
  EXPECT_EQ(Sha256({"a", "", "bc"}).ToHex(), kAbc);
}

TEST(Digest, OfPiecesIsThatOfTheWhole) {
  const std::string text(1000, 'x');
  const Digest whole = Sha256(text);
  Sha256Stream stream;
  for (std::size_t cut = 0; cut <= text.size(); cut += 37) {
    stream.Update(text.substr(0, cut));
    stream.Update("");
    stream.Update(text.substr(cut));
    EXPECT_EQ(stream.Finish(), whole) << "cut at " << cut;
  }
}

TEST(Digest, StreamBeginsAnewAfterFinish) {
  Sha256Stream stream;
  EXPECT_EQ(stream.Finish().ToHex(), kNothing);
  stream.Update("abc");
  EXPECT_EQ(stream.Finish().ToHex(), kAbc);
  EXPECT_EQ(stream.Finish().ToHex(), kNothing);
}

TEST(Digest, StreamsDoNotDisturbEachOtherOrTheFunction) {
  Sha256Stream one;
  Sha256Stream other;
  one.Update("a");
  other.Update("other");
  EXPECT_EQ(Sha256("abc").ToHex(), kAbc);
  one.Update("bc");
  EXPECT_EQ(one.Finish().ToHex(), kAbc);
  EXPECT_EQ(other.Finish(), Sha256("other"));
}

TEST(Digest, AllThreadsHashAtOnce) {
  constexpr int kRounds = 2000;
  const auto chain = [] {
    Digest digest;
    for (int i = 0; i < kRounds; ++i) digest = Sha256({digest.view(), std::to_string(i)});
    return digest;
  };
  std::vector<Digest> results(4);
  {
    std::vector<std::jthread> threads;
    for (Digest& result : results) threads.emplace_back([&] { result = chain(); });
  }
  EXPECT_EQ(results, std::vector<Digest>(results.size(), chain()));
}

TEST(Digest, GoesThroughHexAndThroughBytes) {
  Digest::Bytes bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 37);
  const Digest digest(bytes);
  EXPECT_EQ(digest.bytes(), bytes);
  EXPECT_EQ(Digest::FromHex(digest.ToHex()), digest);
  EXPECT_EQ(Digest::FromBytes(digest.view()), digest);
  EXPECT_EQ(Digest::FromHex(kAbc), Sha256("abc"));
}

TEST(Digest, HasOneSpellingOnly) {
  const std::string good(kAbc);
  std::string upper = good;
  upper[0] = 'B';
  std::string stray = good;
  stray[63] = 'g';
  const std::string with_nul = good.substr(0, 63) + std::string(1, '\0');
  for (const std::string& text : {std::string(), good.substr(1), good + "0", " " + good.substr(1),
                                  "0x" + good.substr(2), upper, stray, with_nul}) {
    EXPECT_EQ(Digest::FromHex(text), std::nullopt) << '"' << text << '"';
  }
}

TEST(Digest, HasThirtyTwoBytes) {
  const std::string bytes(Sha256("abc").view());
  for (const std::string& other : {std::string(), bytes.substr(1), bytes + '\0'}) {
    EXPECT_EQ(Digest::FromBytes(other), std::nullopt) << other.size();
  }
}

}  // namespace
}  // namespace gongkai::base
