// One run over the items of a site: what is done of it, and the list that comes out of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/cli/site/entry.h"
#include "services/cli/site/journal.h"
#include "services/cli/view/checked_file.h"
#include "services/cli/view/site_view.h"
#include "workflow/base/digest.h"
#include "workflow/base/time.h"

namespace gongkai::cli::site {

// The last run of a journal, or a new one. Of each item a few numbers are kept in memory; what was found stands in the
// journal. Throws as Journal does. For one thread.
//
//   Run run(Journal::Open("state"));
//   run.Begin(now);
//   for (…) if (!run.TakeSame(name, digest)) run.Add(Check(name), digest);
//   run.End();
//   run.ForEach([](const CheckedFile& file) { Print(file); });
class Run {
 public:
  // Reads the journal.
  explicit Run(Journal journal);

  // Returns whether the rules in force have begun the last run of the journal.
  bool has_begun() const { return !begun_.empty(); }
  // Returns when that run began: RFC 3339.
  const std::string& begun() const { return begun_; }
  // Returns whether that run came to its end.
  bool has_ended() const { return has_ended_; }

  // Puts all that the last run has done on the list. Call nothing but ForEach and counts afterwards.
  void ListAll();

  // Goes on with the last run if the rules in force have begun it and it did not come to its end; else begins a new
  // one. Returns how many items the run has done already.
  std::size_t Begin(base::Time now);

  // Returns whether these rules have checked an item of this name before.
  bool Knows(const std::string& name) const;

  // Puts the item on the list if this run has done it already. Returns false if it has not.
  bool TakeDone(const std::string& name);

  // Puts the item on the list with what was found before in the same bytes. Returns false if these rules have
  // checked no such bytes under this name.
  bool TakeSame(const std::string& name, const base::Digest& digest);

  // Puts the item on the list, and in the journal. `digest` is that of its bytes; it does not matter where there is a
  // problem: such an item is tried again.
  void Add(const CheckedFile& file, const base::Digest& digest);

  // Notes that all items are done. The next run begins anew.
  void End();

  const SiteCounts& counts() const { return counts_; }

  // Calls `each` with every item of the list: the most urgent first, of these those with the most findings, and then in
  // the order of the run.
  void ForEach(const std::function<void(const CheckedFile&)>& each);

 private:
  // What is known of an item from the journal.
  struct Known {
    std::int64_t at = 0;  // of its line
    base::Digest digest;
    Counts counts;
    int run = 0;  // the last run that has done it
    bool has_problem = false;
    bool may_change = false;
  };
  struct Listed {
    std::int64_t at;
    Urgency urgency;
    std::size_t block;
    std::size_t warn;
  };

  void Learn(std::int64_t at, const Entry& entry);
  void List(const Known& item);

  Journal journal_;
  std::map<base::Digest, Known> known_;  // by the digest of the name
  std::string begun_;
  int run_ = 0;  // the number of the run in the journal
  bool has_ended_ = true;
  SiteCounts counts_;
  std::vector<Listed> list_;
};

}  // namespace gongkai::cli::site
