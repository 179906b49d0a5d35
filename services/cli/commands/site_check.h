// Checks the items of a site one after the other.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "services/cli/site/fetcher.h"
#include "services/cli/site/folder.h"
#include "services/cli/site/names.h"
#include "services/cli/site/pacer.h"
#include "services/cli/site/run.h"
#include "services/cli/site/snapshot.h"
#include "services/cli/view/terminal.h"
#include "workflow/leak/checker.h"

namespace gongkai::cli {

// Checks what the run has not done yet, and puts every item on the run's list: also one that cannot be read. `run` and
// `checker` must outlive this. Throws as site::Run does, and Failure if gongkai-extract cannot be started.
class SiteCheck {
 public:
  SiteCheck(site::Run& run, const leak::Checker& checker)
      : run_(run), checker_(checker), names_(checker) {}

  // Checks all files below the folder, each as a turn of `pacer`. Shows the progress on standard error, which is `err`.
  void Folder(const std::filesystem::path& folder, site::Pacer& pacer, const Terminal& err);

  // Fetches and checks all pages.
  void Pages(const std::vector<std::string>& addresses, site::Fetcher& fetcher,
             const Terminal& err);

 private:
  void File(const site::ItemName& name, const site::FoundFile& found);
  // Checks what is in the snapshot. `hint` tells how it may be read.
  void CheckSnapshot(const site::ItemName& name, const std::string& hint);
  void AddProblem(const site::ItemName& name, FileProblem problem);

  site::Run& run_;
  const leak::Checker& checker_;
  site::Names names_;
  site::Snapshot snapshot_;
};

}  // namespace gongkai::cli
