#include "workflow/ledger/answering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

namespace gongkai::ledger {
namespace {

constexpr std::size_t kFew = 1;
constexpr std::size_t kMany = 256;

void FailTheTest(const std::string& what) { FAIL() << what; }

TEST(Answering, GivesFewAnswersAtOnce) {
  Answering answering(FailTheTest);
  std::thread::id gave;
  answering.Give(kFew, [&] { gave = std::this_thread::get_id(); });
  EXPECT_EQ(gave, std::this_thread::get_id());
}

TEST(Answering, GivesManyWhileTheCallerGoesOn) {
  Answering answering(FailTheTest);
  std::latch caller_went_on(1);
  std::promise<std::thread::id> gave;
  answering.Give(kMany, [&] {
    caller_went_on.wait();
    gave.set_value(std::this_thread::get_id());
  });
  caller_went_on.count_down();
  EXPECT_NE(gave.get_future().get(), std::this_thread::get_id());
}

TEST(Answering, KeepsTheOrderAlsoOfFewAfterMany) {
  std::vector<int> given;  // never two tasks at once
  std::vector<int> expected;
  {
    Answering answering(FailTheTest);
    for (int i = 0; i < 1000; ++i) {
      expected.push_back(i);
      answering.Give(i % 3 == 0 ? kMany : kFew, [&given, i] { given.push_back(i); });
    }
  }
  EXPECT_EQ(given, expected) << "what waited at the end is given, too";
}

TEST(Answering, HoldsTheCallerWhileABatchWaits) {
  std::latch open(1);
  std::atomic<int> taken = 0;
  {
    Answering answering(FailTheTest);
    std::latch under_way(1);
    answering.Give(kMany, [&] { under_way.count_down(), open.wait(); });
    under_way.wait();
    answering.Give(kMany, [] {});
    std::thread caller([&] {
      for (int i = 0; i < 2; ++i) answering.Give(kFew, [] {}), ++taken;
    });
    // It cannot be shown that a thread will wait; one that does not is soon past both.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(taken, 0);
    open.count_down();
    caller.join();
  }
  EXPECT_EQ(taken, 2);
}

TEST(Answering, TellsWhatATaskThrowsAndGoesOn) {
  std::vector<std::string> failures;
  int given = 0;
  {
    Answering answering([&](const std::string& what) { failures.push_back(what); });
    for (const std::size_t answers : {kFew, kMany}) {
      answering.Give(answers, [] { throw std::runtime_error("no answer"); });
      answering.Give(answers, [&] { ++given; });
    }
  }
  EXPECT_THAT(failures, testing::ElementsAre("no answer", "no answer"));
  EXPECT_EQ(given, 2);
}

}  // namespace
}  // namespace gongkai::ledger
