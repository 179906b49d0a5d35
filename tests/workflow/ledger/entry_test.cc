#include "workflow/ledger/entry.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "workflow/base/digest.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"
#include "workflow/ledger/wire.h"

namespace gongkai::ledger {
namespace {

using machine::Action;
using machine::Role;
using machine::State;

// An entry with every field set.
Entry Full() {
  Entry entry;
  entry.index = base::EntryIndex{41};
  entry.blinding.fill(7);
  entry.time = base::FromMicros(1'774'000'000'000'000);
  entry.subject = ReportSubject(base::ReportId("annual-2021"));
  entry.sequence = 3;
  entry.previous = base::Sha256("previous").bytes();
  entry.actor = base::ActorId("user/wang-fang");
  entry.on_behalf_of = base::ActorId("user/zhao-min");
  entry.via = "desk,review";
  entry.department = "法规科";
  entry.role = Role::kLegalReviewer;
  entry.action = Action::kApproveLegal;
  entry.from = State::kLegalReview;
  entry.to = State::kSecrecyReview;
  entry.content = base::Sha256("content");
  entry.comment = "同意公开";
  entry.related = ReportSubject(base::ReportId("annual-2020"));
  entry.detail = std::string("\x0a\x02\x00\xff", 4);  // any bytes
  entry.request_id = "0190b2f0-1111-7000-8000-000000000001";
  entry.request = base::Sha256("request");
  return entry;
}

TEST(EntryTest, DecodesToWhatWasEncoded) {
  const std::string bytes = Encode(Full());
  const std::optional<Entry> decoded = Decode(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(Encode(*decoded), bytes);
  EXPECT_EQ(decoded->index, base::EntryIndex{41});
  EXPECT_EQ(decoded->department, "法规科");
  EXPECT_EQ(*decoded, Full());
  EXPECT_EQ(decoded->previous, base::Sha256("previous").bytes());
  EXPECT_EQ(decoded->request, base::Sha256("request"));
}

// The format is for ever: docs/log-format.md states this vector.
TEST(EntryTest, TheBytesOfAnEntryAreTheOnesThatAreDocumented) {
  EXPECT_EQ(merkle::ToHex(merkle::LeafHash(Encode(Full()))),
            "f8eccbe70f41e69ab23f06ec66ef30968c079c713db00154303d24592da648f8");
}

TEST(EntryTest, TheFirstEntryOfTheLogHasAnIndexToo) {
  Entry entry = Full();
  entry.index = {};
  const std::optional<Entry> decoded = Decode(Encode(entry));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->index, base::EntryIndex{});
}

TEST(EntryTest, EveryChangedByteIsRefusedOrIsAnotherEntry) {
  const std::string bytes = Encode(Full());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const int bit : {0, 3, 7}) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      if (const auto decoded = Decode(changed)) {
        EXPECT_EQ(Encode(*decoded), changed) << "byte " << i;
      }
    }
  }
}

TEST(EntryTest, EveryCutIsRefused) {
  const std::string bytes = Encode(Full());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto decoded = Decode(bytes.substr(0, length));
    // A cut between fields leaves a shorter entry, which is canonical too but has other bytes.
    if (decoded) {
      EXPECT_EQ(Encode(*decoded).size(), length);
    }
  }
}

// Appends one field by hand.
std::string WithNumber(std::string bytes, std::uint32_t field, std::uint64_t value) {
  WireWriter(bytes).Number(field, value);
  return bytes;
}
std::string WithBytes(std::string bytes, std::uint32_t field, std::string_view value) {
  WireWriter(bytes).Bytes(field, value);
  return bytes;
}

TEST(EntryTest, BytesThatAreNotCanonicalAreRefused) {
  Entry plain;
  plain.subject = ReportSubject(base::ReportId("annual-2021"));
  plain.actor = base::ActorId("user/a");
  plain.action = Action::kCreate;
  plain.blinding.fill(1);
  const std::string bytes = Encode(plain);
  ASSERT_TRUE(Decode(bytes));

  EXPECT_FALSE(Decode(bytes + std::string(1, '\0'))) << "trailing byte";
  EXPECT_FALSE(Decode(WithBytes(bytes, 8, "user/b"))) << "a field out of order";
  EXPECT_FALSE(Decode(WithNumber(WithNumber(bytes, 15, 1), 15, 2))) << "a field twice";
  EXPECT_FALSE(Decode(WithNumber(bytes, 22, 1))) << "an unknown field";
  EXPECT_FALSE(Decode(bytes + std::string("\x78\x00", 2))) << "a zero that is present";
  EXPECT_FALSE(Decode(bytes + std::string("\x78\x81\x00", 3))) << "an overlong varint";
  EXPECT_FALSE(Decode(bytes + std::string("\x7d\x01\x00\x00\x00", 5))) << "a fixed32";
  EXPECT_FALSE(Decode(WithBytes(bytes, 18, "\xff"))) << "text that is not UTF-8";
  EXPECT_FALSE(Decode(WithBytes(bytes, 21, "short"))) << "a digest of 5 bytes";
  EXPECT_FALSE(Decode(WithBytes(bytes, 17, "reports/"))) << "a subject without an id";
  EXPECT_FALSE(Decode(WithNumber(bytes, 15, machine::kStateCount)))
      << "a state that does not exist";
  EXPECT_TRUE(Decode(WithNumber(bytes, 15, machine::kStateCount - 1)));
}

TEST(EntryTest, WhatIsLeftOutIsZero) {
  Entry bare;
  bare.subject = ReportSubject(base::ReportId("annual-2021"));
  const std::optional<Entry> decoded = Decode(Encode(bare));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->index, base::EntryIndex{});
  EXPECT_EQ(decoded->time, base::Time{});
  EXPECT_EQ(decoded->sequence, 0U);
  EXPECT_EQ(decoded->role, Role::kNone);
  EXPECT_EQ(decoded->action, Action::kNone);
  EXPECT_EQ(decoded->from, State::kNone);
  EXPECT_EQ(decoded->to, State::kNone);
  EXPECT_EQ(decoded->previous, std::nullopt);
}

TEST(EntryTest, ARoleAnActionAndAStateAreOnesThatExist) {
  Entry bare;
  bare.subject = ReportSubject(base::ReportId("annual-2021"));
  const std::string bytes = Encode(bare);
  for (const auto& [field, count] : {std::pair{12U, machine::kRoleCount},
                                     {13U, machine::kActionCount},
                                     {14U, machine::kStateCount},
                                     {15U, machine::kStateCount}}) {
    EXPECT_TRUE(Decode(WithNumber(bytes, field, count - 1))) << field;
    EXPECT_FALSE(Decode(WithNumber(bytes, field, count))) << field;
  }
}

TEST(EntryTest, AnEntryHasBetweenASubjectAndMaxEntryBytes) {
  Entry bare;
  EXPECT_FALSE(Decode(Encode(bare))) << "no subject";
  bare.subject = ReportSubject(base::ReportId("annual-2021"));
  bare.detail = std::string(kMaxEntryBytes, 'x');
  bare.detail.resize(2 * kMaxEntryBytes - Encode(bare).size());
  EXPECT_EQ(Encode(bare).size(), kMaxEntryBytes);
  EXPECT_TRUE(Decode(Encode(bare)));
  bare.detail += 'x';
  EXPECT_FALSE(Decode(Encode(bare)));
}

TEST(EntryTest, RandomBytesAreRefusedWithoutHarm) {
  std::mt19937 random(7);  // NOLINT: the same bytes each time
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(static_cast<std::size_t>(byte(random)), '\0');
    for (char& c : bytes) c = static_cast<char>(byte(random));
    EXPECT_FALSE(Decode(bytes));
  }
}

}  // namespace
}  // namespace gongkai::ledger
