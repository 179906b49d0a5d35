#include "services/cli/site/run.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "workflow/leak/rules.h"

namespace gongkai::cli::site {

Run::Run(Journal journal) : journal_(std::move(journal)) {
  journal_.Read([this](std::int64_t at, const std::string& text) { Learn(at, ReadEntry(text)); });
}

void Run::ListAll() {
  for (const auto& [name, item] : known_) {
    if (item.run == run_) List(item);
  }
  std::ranges::sort(list_, {}, &Listed::at);
}

std::size_t Run::Begin(base::Time now) {
  if (has_begun() && !has_ended_) {
    const auto is_done = [this](const auto& each) {
      return each.second.run == run_ && !each.second.has_problem;
    };
    return static_cast<std::size_t>(std::ranges::count_if(known_, is_done));
  }
  ++run_;
  begun_ = base::Rfc3339(now);
  has_ended_ = false;
  journal_.Append(RunLine(begun_));
  return 0;
}

void Run::Learn(std::int64_t at, const Entry& entry) {
  switch (entry.kind) {
    case EntryKind::kRun:
      ++run_;
      begun_ = entry.rules_version == leak::kRulesVersion ? entry.text : "";
      has_ended_ = false;
      break;
    case EntryKind::kEnd:
      has_ended_ = true;
      break;
    case EntryKind::kSame: {
      const auto item = known_.find(base::Sha256(entry.text));
      // Where it is not known, rules that are no longer in force have checked it.
      if (item != known_.end()) item->second.run = run_;
      break;
    }
    case EntryKind::kItem:
      if (entry.rules_version != leak::kRulesVersion) break;
      known_[base::Sha256(entry.text)] = {at,   entry.digest,      entry.counts,
                                          run_, entry.has_problem, entry.may_change};
      break;
  }
}

bool Run::Knows(const std::string& name) const {
  const auto item = known_.find(base::Sha256(name));
  return item != known_.end() && !item->second.has_problem;
}

bool Run::TakeDone(const std::string& name) {
  const auto item = known_.find(base::Sha256(name));
  if (item == known_.end() || item->second.run != run_ || item->second.has_problem) return false;
  List(item->second);
  return true;
}

bool Run::TakeSame(const std::string& name, const base::Digest& digest) {
  const auto found = known_.find(base::Sha256(name));
  if (found == known_.end()) return false;
  Known& item = found->second;
  if (item.has_problem || item.may_change || item.digest != digest) return false;
  if (item.run != run_) {
    journal_.Append(SameLine(name));
    item.run = run_;
    ++counts_.kept;
  }
  List(item);
  return true;
}

void Run::Add(const CheckedFile& file, const base::Digest& digest) {
  const std::string line = ItemLine(file, digest);
  Learn(journal_.Append(line), ReadEntry(line));
  List(known_.at(base::Sha256(file.name)));
}

void Run::End() {
  journal_.Append(EndLine());
  has_ended_ = true;
  journal_.Sync();
}

void Run::List(const Known& item) {
  const Urgency urgency = UrgencyOf(item.counts, item.has_problem);
  ++counts_.items[static_cast<std::size_t>(urgency)];
  if (item.has_problem) ++counts_.failed;
  counts_.findings.block += item.counts.block;
  counts_.findings.warn += item.counts.warn;
  counts_.findings.info += item.counts.info;
  counts_.findings.has_more = counts_.findings.has_more || item.counts.has_more;
  list_.push_back({item.at, urgency, item.counts.block, item.counts.warn});
}

void Run::ForEach(const std::function<void(const CheckedFile&)>& each) {
  std::ranges::stable_sort(list_, [](const Listed& left, const Listed& right) {
    return std::tuple(left.urgency, right.block, right.warn) <
           std::tuple(right.urgency, left.block, left.warn);
  });
  for (const Listed& item : list_) each(ReadItem(journal_.At(item.at)));
}

}  // namespace gongkai::cli::site
