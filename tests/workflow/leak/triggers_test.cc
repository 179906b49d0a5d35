// The search for triggers against a second one, which is plain and slow.
#include "workflow/leak/triggers.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongkai::leak {
namespace {

using Hits = std::set<std::pair<Trigger, std::size_t>>;

class Collector final : public Triggers::Listener {
 public:
  void OnTrigger(Trigger trigger, std::size_t end) override { hits.emplace(trigger, end); }

  Hits hits;
};

Hits Found(std::string_view text) {
  static const Triggers triggers;
  Collector collector;
  triggers.Find(text, collector);
  return collector.hits;
}

void AddWords(std::string_view text, std::string_view word, Trigger trigger, Hits& hits) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; ++at) {
    hits.emplace(trigger, at + word.size());
  }
}

Hits Expected(std::string_view text) {
  Hits hits;
  AddWords(text, "@", Trigger::kAt, hits);
  for (const std::string_view first : {"绝", "机", "秘", "絕", "機", "祕"}) {
    for (std::size_t spaces = 0; spaces <= 4; ++spaces) {
      AddWords(text, std::string(first) + std::string(spaces, ' ') + "密", Trigger::kGrade, hits);
    }
  }
  for (const std::string_view word : {"东经", "北纬", "经度", "纬度"}) {
    AddWords(text, word, Trigger::kLatitude, hits);
  }
  return hits;
}

TEST(TriggersTest, AreThoseOfThePlainSearch) {
  const std::vector<std::string> pieces = {"1", " ", "\n", "\xC0", "机",   "密",   "秘密", "绝",
                                           "@", "x", "中", "东",   "经度", "北纬", "\xFF"};
  std::mt19937 random(5);  // NOLINT: the same texts each time
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::size_t i = 0, size = random() % 30; i < size; ++i)
      text += pieces[random() % pieces.size()];
    ASSERT_EQ(Found(text), Expected(text)) << text;
  }
}

TEST(TriggersTest, StandAtEachKindOfPlace) {
  for (const auto& [text, trigger] :
       std::vector<std::pair<std::string_view, Trigger>>{{"a@", Trigger::kAt},
                                                         {"机密", Trigger::kGrade},
                                                         {"内部资料", Trigger::kInternal},
                                                         {"此件", Trigger::kInternal},
                                                         {"冀E", Trigger::kPlate},
                                                         {"2022）冀", Trigger::kCase},
                                                         {"2022〕最高法", Trigger::kCase},
                                                         {"12号", Trigger::kHouse},
                                                         {"三单元", Trigger::kHouse},
                                                         {"微信", Trigger::kChat},
                                                         {"qQ", Trigger::kChat},
                                                         {"病种", Trigger::kHeading},
                                                         {"东经", Trigger::kLatitude}}) {
    EXPECT_TRUE(Found(text).contains({trigger, text.size()})) << text;
  }
}

}  // namespace
}  // namespace gongkai::leak
