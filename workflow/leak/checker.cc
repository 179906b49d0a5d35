#include "workflow/leak/checker.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "workflow/leak/address.h"
#include "workflow/leak/case_number.h"
#include "workflow/leak/chat_account.h"
#include "workflow/leak/coordinates.h"
#include "workflow/leak/email.h"
#include "workflow/leak/internal_mark.h"
#include "workflow/leak/locator.h"
#include "workflow/leak/numbers.h"
#include "workflow/leak/person_name.h"
#include "workflow/leak/plate.h"
#include "workflow/leak/resolve.h"
#include "workflow/leak/secrecy_mark.h"
#include "workflow/leak/sensitive_list.h"
#include "workflow/leak/utf8.h"

namespace gongkai::leak {
namespace {

// A text is searched in blocks, each with what stands around it, so that a long text needs no more
// memory than a short one. What begins in a block is found in it.
constexpr std::size_t kBlock = 256 * 1024;
constexpr std::size_t kAround = 4 * 1024;

// Returns `at`, or the begin of the character that `at` is within.
std::size_t BeginOfCharacter(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  for (std::size_t back = 1; back <= std::min<std::size_t>(at, 3); ++back) {
    if (ReadCharacter(text, at - back).size > back) return at - back;
  }
  return at;
}

// Finds numbers, and asks the finder that a trigger is of.
class Finders final : public Triggers::Listener {
 public:
  explicit Finders(std::string_view text) : text_(text) { Numbers(text).Find(found_); }

  void OnTrigger(Trigger trigger, std::size_t end) override { Add(Find(trigger, end)); }

  // Returns what was found, with its places in the text that was folded.
  Candidates Take(const Folded& folded) {
    Resolve(found_);
    for (Candidate& candidate : found_) candidate.range = folded.ToOriginal(candidate.range);
    return std::move(found_);
  }

 private:
  std::optional<Candidate> Find(Trigger trigger, std::size_t end) const {
    switch (trigger) {
      case Trigger::kAt:
        return FindEmail(text_, end);
      case Trigger::kGrade:
        return FindSecrecyMark(text_, end);
      case Trigger::kInternal:
        return FindInternalMark(text_, end);
      case Trigger::kPlate:
        return FindPlate(text_, end);
      case Trigger::kCase:
        return FindCaseNumber(text_, end);
      case Trigger::kHouse:
        return FindAddress(text_, end);
      case Trigger::kChat:
        return FindChatAccount(text_, end);
      case Trigger::kHeading:
        return FindSensitiveList(text_, end);
      case Trigger::kLatitude:
        return FindCoordinates(text_, end);
    }
    return std::nullopt;
  }

  void Add(std::optional<Candidate> candidate) {
    if (candidate) found_.push_back(*std::move(candidate));
  }

  std::string_view text_;
  Candidates found_;
};

// Returns whether what is of this kind is somebody's.
bool Identifies(Kind kind) {
  return kind == Kind::kIdCard || kind == Kind::kOldIdCard || kind == Kind::kMobile ||
         kind == Kind::kBankCard || kind == Kind::kBankAccount || kind == Kind::kPassport ||
         kind == Kind::kTravelPermit;
}

// Adds the names that stand beside what was found.
void AddNames(std::string_view text, Candidates& found) {
  Candidates names;
  for (const Candidate& candidate : found) {
    if (!Identifies(RuleOf(candidate.rule).kind)) continue;
    if (auto name = FindNameBeside(text, candidate.range)) names.push_back(*std::move(name));
  }
  std::ranges::move(names, std::back_inserter(found));
  Resolve(found);
}

}  // namespace

Report Checker::Check(std::string_view text, const Options& options) const {
  Report report;
  Locator locator(text);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = BeginOfCharacter(text, begin + kBlock);
    const std::size_t from = BeginOfCharacter(text, begin - std::min(begin, kAround));
    const std::size_t to = BeginOfCharacter(text, end + kAround);
    const std::string_view block = text.substr(from, to - from);
    const Folded folded = folder_.Fold(block);
    Finders finders(folded.text());
    triggers_.Find(folded.text(), finders);
    Candidates candidates = finders.Take(folded);
    AddNames(block, candidates);
    for (Candidate& found : candidates) {
      const Range bytes{from + found.range.begin, from + found.range.end};
      if (bytes.begin < begin || bytes.begin >= end) continue;
      if (report.findings.size() == options.max_findings) {
        report.has_more = true;
        return report;
      }
      report.findings.push_back(
          {&RuleOf(found.rule), locator.PlaceOf(bytes), std::move(found.excerpt)});
    }
    begin = end;
  }
  return report;
}

}  // namespace gongkai::leak
