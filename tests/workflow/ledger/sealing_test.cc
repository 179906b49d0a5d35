#include "workflow/ledger/sealing.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include "tests/workflow/ledger/details.h"
#include "workflow/base/entry_index.h"
#include "workflow/base/report_id.h"
#include "workflow/base/time.h"

namespace gongkai::ledger {
namespace {

using machine::Action;

Entry Plain() {
  Entry entry;
  entry.blinding.fill(1);
  entry.time = base::FromMicros(1'774'000'000'000'000);
  entry.subject = ReportSubject(base::ReportId("annual-2021"));
  entry.sequence = 1;
  entry.actor = base::ActorId("user/a");
  entry.department = "办公室";
  entry.action = Action::kCreate;
  entry.to = machine::State::kDraft;
  return entry;
}

TEST(SealingTest, SealsWhatDecodesToItself) {
  const Result<Sealed> sealed = Seal(Plain());
  ASSERT_TRUE(sealed);
  EXPECT_EQ(Decode(sealed->bytes), Plain());
  EXPECT_EQ(sealed->hash, merkle::LeafHash(sealed->bytes));
}

TEST(SealingTest, RefusesEverythingThatCouldNotBeReadAgain) {
  const auto refused = [](auto change) {
    Entry entry = Plain();
    change(entry);
    const Result<Sealed> sealed = Seal(std::move(entry));
    return sealed ? "" : sealed.error().message;
  };
  EXPECT_NE(refused([](Entry& e) { e.time = base::FromMicros(-1); }).find("before 1970"),
            std::string::npos);
  EXPECT_NE(refused([](Entry& e) {
              e.department = "\xb0\xec\xb9\xab\xca\xd2";
            }).find("department is not UTF-8"),
            std::string::npos)
      << "办公室 in GBK";
  EXPECT_NE(refused([](Entry& e) { e.via = "\xff"; }), "");
  EXPECT_NE(refused([](Entry& e) { e.comment = "\xed\xa0\x80"; }), "") << "a surrogate";
  EXPECT_NE(refused([](Entry& e) { e.comment = std::string(70'000, 'a'); }), "");
  EXPECT_NE(refused([](Entry& e) { e.subject.id = "Not-Lower"; }), "");
  EXPECT_NE(refused([](Entry& e) { e.subject = {}; }), "");
  EXPECT_NE(refused([](Entry& e) { e.related = Subject{}; }), "");
  EXPECT_NE(refused([](Entry& e) {
              e.index = base::EntryIndex{std::numeric_limits<std::uint64_t>::max()};
            }),
            "");
  EXPECT_NE(refused([](Entry& e) { e.detail = "\x01"; }), "");
  EXPECT_NE(refused([](Entry& e) { e.action = static_cast<Action>(99); }), "");
}

TEST(SealingTest, SaysWhichTextIsNotUtf8) {
  const auto fault_of = [](const std::function<void(Entry&)>& spoil) {
    Entry entry = Plain();
    spoil(entry);
    std::string message = Seal(entry).error().message;
    const std::string_view begin =
        "An entry of action 1 about reports/annual-2021 was not written: ";
    return message.starts_with(begin) ? message.substr(begin.size()) : message;
  };
  const std::string bad = "\xff";
  const base::ActorId nobody(bad);
  EXPECT_EQ(fault_of([&](Entry& e) { e.actor = nobody; }), "actor is not UTF-8.");
  EXPECT_EQ(fault_of([&](Entry& e) { e.on_behalf_of = nobody; }), "on_behalf_of is not UTF-8.");
  EXPECT_EQ(fault_of([&](Entry& e) { e.via = bad; }), "via is not UTF-8.");
  EXPECT_EQ(fault_of([&](Entry& e) { e.department = bad; }), "department is not UTF-8.");
  EXPECT_EQ(fault_of([&](Entry& e) { e.comment = bad; }), "comment is not UTF-8.");
  EXPECT_EQ(fault_of([&](Entry& e) { e.request_id = bad; }), "request_id is not UTF-8.");
}

TEST(SealingTest, AnEntryHasAtMost65535Bytes) {
  Entry entry = Plain();
  entry.comment = std::string(kMaxEntryBytes, 'a');
  entry.comment.resize(2 * kMaxEntryBytes - Encode(entry).size());
  const Result<Sealed> sealed = Seal(entry);
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->bytes.size(), 65'535U);
  EXPECT_EQ(sealed->entry, entry);
  entry.comment += 'a';
  EXPECT_NE(Seal(entry).error().message.find("longer than 65,535 bytes"), std::string::npos);
}

TEST(SealingTest, TheBeginningOf1970IsATime) {
  Entry entry = Plain();
  entry.time = {};
  EXPECT_TRUE(Seal(entry));
  entry.subject.id = "Not-Lower";
  EXPECT_NE(Seal(entry).error().message.find("decode to what was meant"), std::string::npos);
}

// Whatever values an entry is given: it is refused, or its bytes say exactly what was meant.
TEST(SealingTest, RandomEntriesAreRefusedOrReadBack) {
  std::mt19937_64 random(11);  // NOLINT: the same entries each time
  const auto text = [&random] {
    std::string out(random() % 24, '\0');
    for (char& c : out) c = static_cast<char>(random() % (random() % 2 == 0 ? 0x60 : 0x100));
    return out;
  };
  int sealed_count = 0;
  for (int round = 0; round < 50'000; ++round) {
    Entry entry = Plain();
    const auto one_of = [&random](std::size_t count) { return random() % (count + 1); };
    if (random() % 4 == 0) entry.index = base::EntryIndex{random()};
    if (random() % 4 == 0) entry.time = base::FromMicros(static_cast<std::int64_t>(random()));
    if (random() % 4 == 0) entry.sequence = random();
    if (random() % 8 == 0) entry.subject = {.collection = text(), .id = text()};
    if (random() % 8 == 0) entry.actor = base::ActorId(text());
    if (random() % 8 == 0) entry.via = text();
    if (random() % 8 == 0) entry.department = text();
    if (random() % 8 == 0) entry.comment = text();
    if (random() % 8 == 0) entry.detail = text();
    if (random() % 8 == 0) entry.request_id = text();
    if (random() % 8 == 0) entry.related = Subject{.collection = "reports", .id = text()};
    entry.action = static_cast<Action>(one_of(machine::kActionCount));
    entry.from = static_cast<machine::State>(one_of(machine::kStateCount));
    const Result<Sealed> sealed = Seal(entry);
    if (!sealed) continue;
    ++sealed_count;
    const std::optional<Entry> decoded = Decode(sealed->bytes);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, entry);
    EXPECT_TRUE(ReadDetail(entry.action, entry.detail));
  }
  EXPECT_GT(sealed_count, 1000);
}

}  // namespace
}  // namespace gongkai::ledger
