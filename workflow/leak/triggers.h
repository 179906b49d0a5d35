// The search for triggers: cheap patterns that stand wherever something may have to be found, but for numbers, which
// are looked for by themselves (numbers.h). What is found is decided by exact code that looks around the trigger.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

struct hs_database;
struct hs_scratch;

namespace gongkai::leak {

enum class Trigger : std::uint8_t {
  kAt,        // @
  kGrade,     // 绝密, 机密 or 秘密
  kInternal,  // a word of an internal mark or of a note on publication
  kPlate,     // a province and a letter
  kCase,      // a year in brackets, and a court
  kHouse,     // a number, and 号, 栋, 室 …
  kChat,      // a word for WeChat or QQ
  kHeading,   // the heading of a column of sensitive data
  kLatitude,  // a word for longitude or latitude
};
inline constexpr std::size_t kTriggerCount = 9;

// Finds triggers. Thread-safe.
class Triggers {
 public:
  // Is told of each trigger: which, and where it ends.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void OnTrigger(Trigger trigger, std::size_t end) = 0;
  };

  // Throws std::runtime_error if the processor is too old for the search.
  Triggers();

  // Tells the listener of the triggers in a folded text, which must be shorter than 4 GiB. One trigger
  // may be told several times, with several ends. Throws std::bad_alloc.
  void Find(std::string_view folded, Listener& listener) const;

 private:
  struct Free {
    void operator()(hs_database* database) const;
    void operator()(hs_scratch* scratch) const;
  };

  std::unique_ptr<hs_database, Free> database_;
  std::unique_ptr<hs_scratch, Free> scratch_;  // never used, only copied: each search needs its own
};

}  // namespace gongkai::leak
