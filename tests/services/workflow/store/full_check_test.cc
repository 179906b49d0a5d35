#include "services/workflow/store/full_check.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "tests/support/eventually.h"
#include "workflow/ledger/store.h"

namespace gongkai::workflow {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A check whose pieces are a function.
class Pieces : public LogCheck {
 public:
  explicit Pieces(std::function<bool()> piece) : piece_(std::move(piece)) {}
  bool CheckMore() override { return piece_(); }
  std::uint64_t entries() const override { return 7; }
  std::uint64_t records() const override { return 3; }

 private:
  const std::function<bool()> piece_;
};

class FullCheckTest : public testing::Test {
 protected:
  std::unique_ptr<FullCheck> Start(std::function<bool()> piece) {
    return std::make_unique<FullCheck>(
        std::make_unique<Pieces>(std::move(piece)), [] { return std::uint64_t{7}; },
        [this](const std::string& what) { damage_.set_value(what); });
  }

  bool IsDamaged() {
    return damage_.get_future().wait_for(milliseconds(0)) == std::future_status::ready;
  }

  std::promise<std::string> damage_;
};

TEST_F(FullCheckTest, ChecksPieceAfterPieceUntilTheLast) {
  std::atomic<int> checked = 0;
  const auto check = Start([&checked] { return ++checked < 5; });
  ASSERT_TRUE(support::Eventually([&checked] { return checked == 5; }));
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(checked, 5);
  EXPECT_FALSE(IsDamaged());
}

TEST_F(FullCheckTest, TellsOfTheFirstDamageAndEnds) {
  std::atomic<int> checked = 0;
  const auto check = Start([&checked]() -> bool {
    if (++checked == 1) return true;
    throw ledger::StoreDamaged("entries/7 does not have its hash");
  });
  EXPECT_EQ(damage_.get_future().get(), "entries/7 does not have its hash");
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(checked, 2);
}

// It would be tried again in a minute, which nobody waits for.
TEST_F(FullCheckTest, WhatIsNotTheLogsFaultIsNoDamage) {
  std::atomic<int> checked = 0;
  auto check = Start([&checked]() -> bool {
    ++checked;
    throw std::runtime_error("no memory");
  });
  ASSERT_TRUE(support::Eventually([&checked] { return checked > 0; }));
  std::this_thread::sleep_for(milliseconds(50));
  check.reset();
  EXPECT_EQ(checked, 1);
  EXPECT_FALSE(IsDamaged());
}

TEST_F(FullCheckTest, EndsBetweenTwoPieces) {
  std::atomic<int> checked = 0;
  auto check = Start([&checked] { return ++checked > 0; });
  ASSERT_TRUE(support::Eventually([&checked] { return checked > 1; }));
  check.reset();
  EXPECT_FALSE(IsDamaged());
}

TEST_F(FullCheckTest, RestsNineTimesAsLongAsItWorks) {
  constexpr milliseconds kWork(5);
  std::promise<steady_clock::time_point> first_ended;
  std::promise<steady_clock::time_point> second_began;
  std::atomic<int> checked = 0;
  const auto check = Start([&] {
    const auto began = steady_clock::now();
    if (++checked == 2) second_began.set_value(began);
    std::this_thread::sleep_for(kWork);
    if (checked == 1) first_ended.set_value(steady_clock::now());
    return checked < 2;
  });
  const auto ended = first_ended.get_future().get();
  EXPECT_GE(second_began.get_future().get() - ended, 9 * kWork - milliseconds(1));
}

}  // namespace
}  // namespace gongkai::workflow
